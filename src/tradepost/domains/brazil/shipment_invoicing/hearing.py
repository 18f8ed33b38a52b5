"""The shipments that have to wait: of customers' orders in Brazil, where the seller invoices his sales himself."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.brazil.establishments import reading as establishments
from tradepost.domains.brazil.shipment_invoicing import taking
from tradepost.domains.context import Context
from tradepost.domains.hearing import hears
from tradepost.domains.selling.orders import reading as orders
from tradepost.events.outbox import Event


@hears("fulfillment_outbound.shipment_status_changed")
async def shipment_moved(ctx: Context, event: Event) -> None:
    """A shipment is picked, or called off."""
    if MARKETPLACES[event.body["marketplaceId"]].country != "BR":
        return
    status, shipment_id = event.body["status"], event.body["amazonShipmentId"]
    if status in ("CANCELLED_BY_FULFILLER", "CANCELLED_BY_SELLER"):
        await taking.call_off(ctx, shipment_id)
    if status != "PENDING":
        return
    order = await orders.find(ctx, event.subject)
    if order is None or order.channel != "AFN":
        return
    if (await establishments.current(ctx)).invoiced_by == "SELLER":
        await taking.wait(ctx, order, shipment_id)

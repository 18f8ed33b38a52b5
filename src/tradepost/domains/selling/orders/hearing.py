"""What orders follow: shipments of the fulfillment network, and network orders that end without one."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.shipping import customer_orders
from tradepost.domains.hearing import hears
from tradepost.domains.selling.orders import fulfilling, records
from tradepost.domains.selling.orders.order import Package, PackedItem
from tradepost.events.outbox import Event


@hears("fulfillment_outbound.shipment_status_changed")
async def shipped(ctx: Context, event: Event) -> None:
    """A shipment of a customer's order has left a fulfillment center."""
    if event.body["status"] != "SHIPPED":
        return
    order = await records.find(ctx.tx, ctx.seller_id, event.subject)
    sent = None if order is None else await customer_orders.sent(ctx, order.id, event.body["amazonShipmentId"])
    if order is None or sent is None:
        return
    package = Package(
        reference_id=fulfilling.package_reference(order),
        carrier_code=sent.carrier,
        tracking_number=sent.tracking_number,
        shipped_at=sent.shipped_at,
        items=[PackedItem(item_id, units) for item_id, units in sent.units.items()],
    )
    await fulfilling.ship(ctx, order, package)
    await records.save(ctx.tx, ctx.seller_id, order)


@hears("fulfillment_outbound.order_status_changed")
async def ended(ctx: Context, event: Event) -> None:
    """The network gives a customer's order up, in whole or in part."""
    if event.body["to"] not in ("Unfulfillable", "Invalid", "CompletePartialled"):
        return
    order = await records.find(ctx.tx, ctx.seller_id, event.subject)
    if order is not None and order.status in ("Unshipped", "PartiallyShipped") and order.channel == "AFN":
        await fulfilling.cancel(ctx, order, "CannotShip", "fail")
        await records.save(ctx.tx, ctx.seller_id, order)

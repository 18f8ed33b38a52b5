"""What others are told of shipments, as events."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.inbound.shipment import Shipment


def tell(ctx: Context, shipment: Shipment) -> None:
    """Says that a shipment has come to another state."""
    body = {
        "planId": shipment.plan_id,
        "shipmentId": shipment.id,
        "confirmationId": shipment.confirmation_id,
        "marketplaceId": shipment.marketplace_id,
        "status": shipment.status,
    }
    ctx.record("inbound.shipment_status_changed", shipment.id, body)

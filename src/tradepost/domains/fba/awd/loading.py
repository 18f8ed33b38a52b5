"""Orders and shipments of the caller, by their ids."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.awd import records
from tradepost.domains.fba.awd.distribution import DistributionOrder, Face
from tradepost.domains.fba.awd.inbound import InboundOrder, InboundShipment
from tradepost.domains.problems import Unknown


async def inbound_order(ctx: Context, order_id: str) -> InboundOrder:
    """The caller's inbound order of this id. Raises Unknown."""
    order = await records.inbound_order(ctx.tx, ctx.seller_id, order_id)
    if order is None:
        raise Unknown("orderId", order_id, "an inbound order of yours")
    return order


async def inbound_shipment(ctx: Context, shipment_id: str) -> InboundShipment:
    """The caller's inbound shipment of this id, or of the order of this id: integrators were told by Amazon to use the
    one for the other. Raises Unknown."""
    shipment = await records.inbound_shipment(ctx.tx, ctx.seller_id, shipment_id)
    if shipment is None:
        order = await records.inbound_order(ctx.tx, ctx.seller_id, shipment_id)
        if order is not None and order.shipment_id:
            shipment = await records.inbound_shipment(ctx.tx, ctx.seller_id, order.shipment_id)
    if shipment is None:
        raise Unknown("shipmentId", shipment_id, "a confirmed inbound shipment of yours")
    return shipment


async def keep_shipment(ctx: Context, shipment: InboundShipment) -> None:
    """Keeps a shipment that has changed now."""
    shipment.updated_at = ctx.now
    await records.keep_inbound_shipment(ctx.tx, ctx.seller_id, shipment)


async def distribution_order(ctx: Context, order_id: str, face: Face) -> DistributionOrder:
    """The caller's order of this id that sends boxes on, of this face. Raises Unknown."""
    order = await records.distribution_order(ctx.tx, ctx.seller_id, order_id)
    if order is None or order.face != face:
        what = "an outbound order" if face == "outbound" else "a replenishment order"
        raise Unknown("orderId", order_id, f"{what} of yours")
    return order

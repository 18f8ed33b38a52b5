"""Boxes that are lost on the way to AWD, for tests of what seldom happens."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.awd import loading, records
from tradepost.domains.fba.awd.inbound import InboundShipment
from tradepost.domains.fba.awd.refusals import NotInThisState
from tradepost.domains.problems import Unknown


async def lose_box(ctx: Context, box_id: str) -> InboundShipment:
    """Has a box never arrive: it is missing when its shipment is received. Raises Unknown, NotInThisState."""
    shipment = await records.inbound_shipment(ctx.tx, ctx.seller_id, box_id.rpartition("U")[0])
    if shipment is None or box_id not in shipment.box_ids():
        raise Unknown("boxId", box_id, "a box of an inbound shipment of this seller to AWD")
    if shipment.status not in ("CREATED", "SHIPPED", "IN_TRANSIT", "DELIVERED"):
        rule = "a box can be lost until its shipment is received"
        raise NotInThisState("shipmentId", shipment.id, shipment.status, rule)
    if box_id not in shipment.lost_boxes:
        shipment.lost_boxes.append(box_id)
        await loading.keep_shipment(ctx, shipment)
        ctx.record("awd.box_lost", shipment.id, {"boxId": box_id})
    return shipment

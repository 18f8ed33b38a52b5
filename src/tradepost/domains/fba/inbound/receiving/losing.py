"""Boxes that are lost on the way, for tests of what seldom happens."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records
from tradepost.domains.fba.inbound.contents import Box
from tradepost.domains.fba.inbound.refusals import BadRequest
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.problems import Unknown


async def lose_box(ctx: Context, box_id: str) -> Shipment:
    """Has a box never arrive: its units are missing when the shipment is received. Raises Unknown, BadRequest."""
    found = await records.confirmed_shipments(ctx.tx, ctx.seller_id, [box_id.rpartition("U")[0]])
    boxes = await records.contents(ctx.tx, ctx.seller_id, found[0].id, Box) if found else []
    if not any(each.box_id == box_id for each in boxes):
        raise Unknown("boxId", box_id, "a box of a confirmed shipment of this seller")
    shipment = found[0]
    if shipment.status not in ("READY_TO_SHIP", "SHIPPED", "IN_TRANSIT", "DELIVERED"):
        raise BadRequest(
            f"Shipment {shipment.confirmation_id} is {shipment.status}.",
            f"boxId: '{box_id}' cannot be lost any more; a box can be until its shipment is checked in",
        )
    if box_id not in shipment.lost_boxes:
        shipment.lost_boxes.append(box_id)
        await loading.keep_shipment(ctx, shipment)
        ctx.record("inbound.box_lost", shipment.id, {"boxId": box_id})
    return shipment

"""Inbound: plans as a board, one with its shipments and their way, labels to look at, and what may befall a box."""

from __future__ import annotations

from typing import Final

import msgspec
from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records
from tradepost.domains.fba.inbound.contents import Box, Line
from tradepost.domains.fba.inbound.papers import labels
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.receiving import losing, moving
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.errors import InvalidInput, NotFound
from tradepost.printing.png import png

_MOST_PLANS: Final = 60
_MOST_BOXES: Final = 50
_COLUMNS: Final = ("Planned", "Placed", "Ready to ship", "On the way", "Being received", "Closed", "Ended")
_COLUMN_OF: Final = {
    "WORKING": "Placed",
    "READY_TO_SHIP": "Ready to ship",
    "SHIPPED": "On the way",
    "IN_TRANSIT": "On the way",
    "DELIVERED": "On the way",
    "CHECKED_IN": "Being received",
    "RECEIVING": "Being received",
    "CLOSED": "Closed",
    "CANCELLED": "Ended",
}


class Card(msgspec.Struct, frozen=True):
    """A plan on the board, with its shipments."""

    plan: Plan
    shipments: list[Shipment]

    @property
    def column(self) -> str:
        """Where it stands: as far as the shipment that is least far."""
        if self.plan.status in ("VOIDED", "ERRORED"):
            return "Ended"
        found = [_COLUMN_OF[each.status] for each in self.shipments]
        return min(found, key=_COLUMNS.index, default="Planned")


class Part(msgspec.Struct, frozen=True):
    """A shipment of a plan, with what is in it."""

    shipment: Shipment
    lines: list[Line]
    boxes: list[Box]


async def listed(visit: Visit) -> Response:
    """Plans by how far they are."""
    async with visit.reading() as ctx:
        plans = await records.plans(ctx.tx, ctx.seller_id, None, "updated", None, _MOST_PLANS, down=True)
        cards = [Card(each, await _placed(ctx, each)) for each in plans]
    board = {name: [each for each in cards if each.column == name] for name in _COLUMNS}
    return visit.page("inbound.html", "inbound", board=board, total=len(cards))


async def show(visit: Visit) -> Response:
    """One plan: what it sends, and the way of each of its shipments."""
    async with visit.reading() as ctx:
        plan = await _load(ctx, visit)
        lines = await records.contents(ctx.tx, ctx.seller_id, plan.id, Line, -1, _MOST_BOXES)
        parts = [
            Part(
                each,
                await records.contents(ctx.tx, ctx.seller_id, each.id, Line, -1, _MOST_BOXES),
                await records.contents(ctx.tx, ctx.seller_id, each.id, Box, -1, _MOST_BOXES),
            )
            for each in await _placed(ctx, plan)
        ]
    return visit.page("inbound_plan.html", "inbound", plan=plan, lines=lines, parts=parts)


async def label(visit: Visit) -> Response:
    """The label of a box, as a picture."""
    async with visit.reading() as ctx:
        found = await records.confirmed_shipments(ctx.tx, ctx.seller_id, [visit.named("box").rpartition("U")[0]])
        boxes = await records.contents(ctx.tx, ctx.seller_id, found[0].id, Box) if found else []
    for number, each in enumerate(boxes, start=1):
        if each.box_id == visit.named("box"):
            picture = png(labels.box_label(found[0], each, number, labels.THERMAL))
            return Response(picture, media_type="image/png")
    raise NotFound("The specified resource does not exist.", f"There is no box {visit.named('box')[:60]}.")


async def send(visit: Visit) -> Response:
    """A shipment that is ready leaves now, whoever carries it."""
    async with visit.acting() as ctx:
        shipment = await _shipment(ctx, visit)
        if shipment.status != "READY_TO_SHIP":
            raise InvalidInput("Invalid Input", f"Shipment {shipment.name} is {shipment.status}; it cannot leave.")
        await moving.send(ctx, shipment)
    return visit.go("inbound", visit.named("id"), done="The shipment has left.")


async def deliver(visit: Visit) -> Response:
    """A shipment that has left is delivered now."""
    async with visit.acting() as ctx:
        shipment = await _shipment(ctx, visit)
        if shipment.status not in ("SHIPPED", "IN_TRANSIT"):
            raise InvalidInput("Invalid Input", f"Shipment {shipment.name} is {shipment.status}; it is not on its way.")
        while shipment.status in ("SHIPPED", "IN_TRANSIT"):
            await moving.advance(ctx, shipment)
    return visit.go("inbound", visit.named("id"), done="The shipment is at the fulfillment center.")


async def lose(visit: Visit) -> Response:
    """A box never arrives."""
    async with visit.acting() as ctx:
        await losing.lose_box(ctx, (await visit.form()).get("box", ""))
    return visit.go("inbound", visit.named("id"), done="The box is lost. It is paid for when its shipment closes.")


async def _load(ctx: Context, visit: Visit) -> Plan:
    found = await records.plan(ctx.tx, ctx.seller_id, visit.named("id"))
    if found is None:
        raise NotFound("The specified resource does not exist.", f"There is no inbound plan {visit.named('id')[:60]}.")
    return found


async def _shipment(ctx: Context, visit: Visit) -> Shipment:
    return await loading.shipment_of(ctx, visit.named("id"), (await visit.form()).get("shipment", ""))


async def _placed(ctx: Context, plan: Plan) -> list[Shipment]:
    found = await records.shipments_of(ctx.tx, ctx.seller_id, plan.id) if plan.placement else []
    return [each for each in found if each.status != "UNCONFIRMED"]

"""A shipment's way: it leaves, is on the road, arrives, is checked in and received, and closes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records, told
from tradepost.domains.fba.inbound.contents import Box, Line, by_sku
from tradepost.domains.fba.inbound.plan import STEPS as PLAN_STEPS
from tradepost.domains.fba.inbound.receiving import charging
from tradepost.domains.fba.inbound.receiving.receipt import Receipt, receipt
from tradepost.domains.fba.inbound.sending import carriers
from tradepost.domains.fba.inbound.shipment import Shipment, Trigger
from tradepost.domains.fba.inventory import stock

ADVANCE: Final = "inbound.advance"
RECEIVE_REST: Final = "inbound.receive_rest"
FIND: Final = "inbound.find"
CLOSE: Final = "inbound.close"

#: How long each step takes (our choice; at Amazon receiving takes days to weeks). A shipment is closed two weeks after
#: receiving has begun; what is found later turns up before that.
COLLECTED: Final = timedelta(hours=6)
YARD: Final = timedelta(days=1)
DOCK: Final = timedelta(hours=12)
COUNTING: Final = timedelta(days=1)
SEARCH: Final = timedelta(days=10)
OPEN: Final = timedelta(days=14)


async def send(ctx: Context, shipment: Shipment) -> None:
    """A shipment that is ready leaves; its plan is shipped when all of them have left."""
    for msku, quantity in by_sku(await _lines(ctx, shipment)).items():
        await stock.ship_inbound(ctx, shipment.marketplace_id, msku, quantity, shipment.id)
    await _step(ctx, shipment, "send")
    await ctx.schedule(ADVANCE, shipment.id, ctx.now + COLLECTED)
    plan = await loading.plan_of(ctx, shipment.plan_id)
    others = await records.shipments_of(ctx.tx, ctx.seller_id, plan.id)
    if plan.status == "ACTIVE" and all(each.status not in ("WORKING", "READY_TO_SHIP") for each in others):
        plan.status = PLAN_STEPS.after(plan.status, "ship")
        await loading.keep(ctx, plan)
        ctx.record("inbound.plan_ended", plan.id, {"marketplaceId": plan.marketplace_id, "status": plan.status})


async def advance(ctx: Context, shipment: Shipment) -> None:
    """A shipment comes to the next station of its way."""
    match shipment.status:
        case "SHIPPED":
            await _step(ctx, shipment, "move")
            await ctx.schedule(ADVANCE, shipment.id, max(arrival(shipment), ctx.now))
        case "IN_TRANSIT":
            await _step(ctx, shipment, "deliver")
            await ctx.schedule(ADVANCE, shipment.id, ctx.now + YARD)
        case "DELIVERED":
            for msku, quantity in by_sku(await _lines(ctx, shipment)).items():
                await stock.check_in(ctx, shipment.marketplace_id, msku, quantity, shipment.id)
            await _step(ctx, shipment, "check_in")
            await ctx.schedule(ADVANCE, shipment.id, ctx.now + DOCK)
        case "CHECKED_IN":
            await _begin_receiving(ctx, shipment)


def arrival(shipment: Shipment) -> datetime:
    """When a shipment that has left is delivered: at its appointment, or as far as it is by its way of travel."""
    if shipment.appointment is not None:
        return shipment.appointment.start
    sent = next(at for status, at in reversed(shipment.history) if status == "SHIPPED")
    option = shipment.transportation
    mode = option.mode if option else "GROUND_SMALL_PARCEL"
    return sent + carriers.on_the_road(mode, carriers.zone(shipment.source, shipment.center))


async def _begin_receiving(ctx: Context, shipment: Shipment) -> None:
    lines = await _lines(ctx, shipment)
    for msku, found in (await receipts(ctx, shipment, lines)).items():
        await _put_away(ctx, shipment, lines, msku, found.at_first)
    await records.set_contents(ctx.tx, ctx.seller_id, shipment.id, Line, lines)
    plan = await loading.plan_of(ctx, shipment.plan_id)
    await charging.charge_services(ctx, plan, shipment, lines)
    await loading.keep(ctx, plan)
    await _step(ctx, shipment, "receive")
    await ctx.schedule(RECEIVE_REST, shipment.id, ctx.now + COUNTING)
    await ctx.schedule(FIND, shipment.id, ctx.now + SEARCH)
    await ctx.schedule(CLOSE, shipment.id, ctx.now + OPEN)


async def receive_rest(ctx: Context, shipment: Shipment) -> None:
    """The rest is counted, with what came damaged and what came though nobody announced it."""
    lines = await _lines(ctx, shipment)
    place, reference = shipment.marketplace_id, shipment.id
    for msku, found in (await receipts(ctx, shipment, lines)).items():
        await _put_away(ctx, shipment, lines, msku, found.good - found.at_first)
        if found.damaged:
            await stock.put_away(ctx, place, msku, found.damaged, "warehouse_damaged", reference)
            _count(lines, msku, found.damaged)
        if found.over:
            await stock.receive(ctx, place, msku, found.over, reference)
            _count(lines, msku, found.over)
    await _keep_lines(ctx, shipment, lines)


async def find(ctx: Context, shipment: Shipment) -> None:
    """Some of what was missing turns up."""
    lines = await _lines(ctx, shipment)
    for msku, found in (await receipts(ctx, shipment, lines)).items():
        await _put_away(ctx, shipment, lines, msku, found.found)
    await _keep_lines(ctx, shipment, lines)


async def close(ctx: Context, shipment: Shipment) -> None:
    """A shipment is closed; what is still missing is given up, and paid for."""
    lines = await _lines(ctx, shipment)
    asins = {each.msku: each.asin for each in lines}
    for msku, found in (await receipts(ctx, shipment, lines)).items():
        if found.missing:
            place = shipment.marketplace_id
            await stock.remove(ctx, place, msku, found.missing, "inbound_receiving", shipment.id)
            await charging.reimburse(ctx, shipment, msku, asins[msku], found.missing)
    await _step(ctx, shipment, "close")


async def receipts(ctx: Context, shipment: Shipment, lines: list[Line]) -> dict[str, Receipt]:
    """What is found of every SKU of a shipment."""
    lost: dict[str, int] = {}
    if shipment.lost_boxes:
        gone = set(shipment.lost_boxes)
        boxes = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Box)
        lost = by_sku(line for box in boxes if box.box_id in gone for line in box.lines)
    return {
        msku: receipt(ctx.seed, shipment.id, msku, announced, lost.get(msku, 0))
        for msku, announced in by_sku(lines).items()
    }


async def _put_away(ctx: Context, shipment: Shipment, lines: list[Line], msku: str, quantity: int) -> None:
    if quantity:
        await stock.put_away(ctx, shipment.marketplace_id, msku, quantity, "fulfillable", shipment.id)
        _count(lines, msku, quantity)


def _count(lines: list[Line], msku: str, quantity: int) -> None:
    """Notes units as received, on the first lines of a SKU that still wait for some; what is over on the last."""
    of_sku = [each for each in lines if each.msku == msku]
    for each in of_sku:
        share = min(quantity, max(each.quantity - each.received, 0))
        each.received += share
        quantity -= share
    of_sku[-1].received += quantity


async def _lines(ctx: Context, shipment: Shipment) -> list[Line]:
    return await records.contents(ctx.tx, ctx.seller_id, shipment.id, Line)


async def _keep_lines(ctx: Context, shipment: Shipment, lines: list[Line]) -> None:
    await records.set_contents(ctx.tx, ctx.seller_id, shipment.id, Line, lines)
    await loading.keep_shipment(ctx, shipment)


async def _step(ctx: Context, shipment: Shipment, trigger: Trigger) -> None:
    shipment.take(trigger, ctx.now)
    await loading.keep_shipment(ctx, shipment)
    told.tell(ctx, shipment)

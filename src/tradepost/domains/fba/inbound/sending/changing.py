"""Other contents for a shipment whose carrier is confirmed: looked at first, with what it would cost, then taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records
from tradepost.domains.fba.inbound.contents import Box, Line, Pallet, by_sku, gathered, units
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.planning import boxing, packing
from tradepost.domains.fba.inbound.planning.creating import key_of
from tradepost.domains.fba.inbound.receiving import charging
from tradepost.domains.fba.inbound.refusals import BadRequest, NotNow
from tradepost.domains.fba.inbound.sending import arranging
from tradepost.domains.fba.inbound.shipment import ContentUpdate, Shipment, offered_until
from tradepost.domains.fba.inventory import stock
from tradepost.domains.problems import Problem, Unknown, refuse

#: How far the units of a SKU may change: by so many, or by a share of what was planned (public help page).
UNITS_MORE, SHARE_MORE = 6, 0.05
#: How long a preview can be confirmed. Our choice.
HOLDS: Final = timedelta(hours=24)
#: How many previews a shipment keeps; the oldest goes first. Our choice.
MOST_PREVIEWS: Final = 20


def check_open(shipment: Shipment, operation: str) -> None:
    """Raises NotNow where the carrier is not confirmed yet, or the shipment has left."""
    if shipment.transportation is None:
        raise NotNow(operation, "because the carrier of the shipment is not confirmed")
    if shipment.status != "READY_TO_SHIP":
        raise NotNow(operation, f"because shipment {shipment.id} is {shipment.status}")


async def contents_of(ctx: Context, shipment: Shipment, wanted: api.RequestedUpdates) -> tuple[list[Line], list[Box]]:
    """What a shipment would hold. Raises Faulty, BadRequest, ContentsDoNotMatch."""
    planned = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Line)
    before = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Box)
    lines = _lines(planned, wanted.items or [])
    inputs = wanted.boxes or []
    boxing.check_input("boxes", inputs, "bulky" if shipment.center.bulky else "standard")
    known = {each.package_id for each in before}
    problems, kept = [], []
    for index, each in enumerate(inputs):
        if each.package_id is not None and (each.package_id not in known or each.package_id in kept):
            problems.append(Problem(f"boxes[{index}].packageId", each.package_id, "is not a box of the shipment"))
        kept += [each.package_id or ""] + [""] * (each.quantity - 1)
    refuse(problems)

    def name(place: int) -> str:
        number = shipment.generation + 1
        return kept[place] or f"pk{ctx.seed.uuid('package', ctx.seller_id, shipment.id, number, place)}"

    boxes = boxing.cartons(inputs, lines, planned[0].handling, name)
    boxing.check_contents(f"Shipment {shipment.id}", lines, boxes)
    return lines, boxes


def _lines(planned: Sequence[Line], items: Sequence[api.ItemInput]) -> list[Line]:
    known = {each.key: each for each in planned}
    problems, found = [], []
    for index, each in enumerate(items):
        line = known.get(key_of(each))
        if line is None:
            problems.append(Problem(f"items[{index}].msku", each.msku, "is not in the shipment with these owners"))
        else:
            found.append(line.of(each.quantity))
    refuse(problems)
    found = gathered(found)
    before, after = by_sku(planned), by_sku(found)
    for msku, quantity in before.items():
        most = max(UNITS_MORE, int(quantity * SHARE_MORE))
        if abs(after.get(msku, 0) - quantity) > most:
            raise BadRequest(
                f"The quantity of {msku} can change by at most {most} units.",
                f"items.quantity: {after.get(msku, 0)} is too far from {quantity}, which was planned",
            )
    return found


async def preview(ctx: Context, shipment: Shipment, wanted: api.RequestedUpdates) -> None:
    """Keeps what is wanted, with what the carriage would cost."""
    _, boxes = await contents_of(ctx, shipment, wanted)
    option = shipment.transportation
    assert option is not None
    pallets = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Pallet)
    shipment.generation += 1
    key = (ctx.seller_id, shipment.id, shipment.generation)
    update = ContentUpdate(
        id=f"cu{ctx.seed.uuid('content update', *key)}",
        requested=wanted,
        cost=arranging.cost_of(shipment, option.mode, boxes, pallets) if option.partnered else None,
        expires_at=offered_until(ctx.now, HOLDS),
    )
    shipment.updates = [*shipment.updates[1 - MOST_PREVIEWS :], update]
    await loading.keep_shipment(ctx, shipment)


def update_of(shipment: Shipment, update_id: str) -> ContentUpdate:
    """A preview of a shipment, by its id. Raises Unknown."""
    found = next((each for each in shipment.updates if each.id == update_id), None)
    if found is None:
        raise Unknown("contentUpdatePreviewId", update_id, "a content update preview of this shipment")
    return found


def check_confirming(ctx: Context, shipment: Shipment, update_id: str) -> ContentUpdate:
    """The preview that can be confirmed. Raises Unknown, NotNow."""
    operation = "confirmShipmentContentUpdatePreview"
    check_open(shipment, operation)
    update = update_of(shipment, update_id)
    if update.confirmed:
        raise NotNow(operation, "because the content update preview is already confirmed")
    if update.expires_at <= ctx.now:
        raise NotNow(operation, "because the content update preview is expired")
    return update


async def take(ctx: Context, plan: Plan, shipment: Shipment, update: ContentUpdate) -> None:
    """A shipment holds something else from now on: units that are inbound, boxes, labels and carriage follow."""
    lines, boxes = await contents_of(ctx, shipment, update.requested)
    before = by_sku(await records.contents(ctx.tx, ctx.seller_id, shipment.id, Line))
    after = by_sku(lines)
    for msku in dict.fromkeys((*before, *after)):
        more = after.get(msku, 0) - before.get(msku, 0)
        if more > 0:
            await stock.plan_inbound(ctx, shipment.marketplace_id, msku, more, shipment.id)
        elif more < 0:
            await stock.cancel_inbound(ctx, shipment.marketplace_id, msku, -more, shipment.id)
    await records.set_contents(ctx.tx, ctx.seller_id, shipment.id, Line, lines)
    await records.set_contents(ctx.tx, ctx.seller_id, shipment.id, Box, boxes)
    await arranging.number_boxes(ctx, shipment)
    option = shipment.transportation
    assert option is not None
    if update.cost is not None and option.cost is not None:
        if shipment.carriage_charged:
            charging.charge(ctx, shipment, charging.CARRIAGE, update.cost - option.cost)
        option.cost = update.cost
    update.confirmed = True
    shipment.units, shipment.boxes, shipment.generation = units(lines), len(boxes), shipment.generation + 1
    arranging.number_parcels(ctx, shipment, len(boxes))
    await loading.keep_shipment(ctx, shipment)
    await packing.gather_boxes(ctx, plan)
    ctx.record("inbound.content_updated", shipment.id, {"units": shipment.units, "boxes": shipment.boxes})

"""Placement: into which shipments a plan is divided, and where these go."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records, told
from tradepost.domains.fba.inbound.contents import Box, Line, by_sku, gathered, units
from tradepost.domains.fba.inbound.plan import PLACEMENT_OFFERED, PlacementOption, Plan
from tradepost.domains.fba.inbound.planning import splitting, voiding
from tradepost.domains.fba.inbound.planning.creating import key_of
from tradepost.domains.fba.inbound.planning.goods import tier_of
from tradepost.domains.fba.inbound.planning.splitting import Part
from tradepost.domains.fba.inbound.refusals import CustomInIndiaOnly, NotNow, compare
from tradepost.domains.fba.inbound.shipment import Shipment, offered_until
from tradepost.domains.fba.inventory import stock
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.tariffs import level_of
from tradepost.domains.places.centers import BY_ID, CENTERS
from tradepost.domains.problems import Problem, Unknown, refuse
from tradepost.domains.selling.catalog import products
from tradepost.simulation.seed import CAPITALS_AND_DIGITS

CUSTOM: Final = "IN"


def check_generating(plan: Plan, custom: Sequence[api.CustomPlacementInput]) -> None:
    """Raises NotNow once a placement is confirmed, CustomInIndiaOnly elsewhere, Faulty for a warehouse that there is
    not."""
    if plan.placement is not None:
        raise NotNow("generatePlacementOptions", "because a placement option is already confirmed")
    if custom and plan.marketplace.country != CUSTOM:
        raise CustomInIndiaOnly(custom[0].warehouse_id)
    known = {center.id for center in CENTERS[CUSTOM]}
    refuse(
        [
            Problem(f"customPlacement[{index}].warehouseId", each.warehouse_id, "is not a warehouse there")
            for index, each in enumerate(custom)
            if each.warehouse_id not in known
        ]
    )


async def generate(ctx: Context, plan: Plan, custom: Sequence[api.CustomPlacementInput]) -> None:
    """Offers placements: from one center for a fee to as many as Amazon likes for none.

    Where all boxes are known each of them stays whole; otherwise units are spread (published guide: pack first, pack
    later). What was offered before is offered no more.
    """
    await withdraw(ctx, plan)
    plan.generation += 1
    lines = await records.contents(ctx.tx, ctx.seller_id, plan.id, Line)
    boxes = await records.contents(ctx.tx, ctx.seller_id, plan.id, Box) if plan.packed_first else []
    if custom:
        await _offer(ctx, plan, custom_parts(lines, custom), Decimal(0))
    elif plan.discount:
        await _offer(ctx, plan, await _recommended(ctx, plan), Decimal(0))
    else:
        for parts, fee in await _ways(ctx, plan, lines, boxes):
            await _offer(ctx, plan, parts, fee)
    await loading.keep(ctx, plan)
    ctx.record("inbound.placement_options_generated", plan.id, {"options": len(plan.placement_options)})


async def _recommended(ctx: Context, plan: Plan) -> list[Part]:
    """Where the groups of a packing go that Amazon recommends (our choice: there is no other placement for it)."""
    assert plan.packing is not None
    groups = [
        (each.handling, await records.contents(ctx.tx, ctx.seller_id, each.id, Box)) for each in plan.packing.groups
    ]
    return splitting.parts_of_groups(ctx.seed, (ctx.seller_id, plan.id), plan.marketplace.country, groups)


async def _ways(ctx: Context, plan: Plan, lines: list[Line], boxes: list[Box]) -> list[tuple[list[Part], Decimal]]:
    country, key = plan.marketplace.country, (ctx.seller_id, plan.id)
    known = await products.find_many(ctx, plan.marketplace_id, [each.asin for each in lines])
    tiers = {each.asin: tier_of(known.get(each.asin)) for each in lines}
    counts = splitting.spreads(country)
    found: list[tuple[list[Part], Decimal]] = []
    for count in counts:
        if plan.packed_first:
            parts = splitting.parts_of_boxes(ctx.seed, key, country, boxes, count)
        else:
            parts = splitting.parts(ctx.seed, key, country, lines, count)
        usd = splitting.fee(lines, tiers, country, count, counts[-1])
        fee = rounded(usd * level_of(plan.marketplace_id), plan.marketplace.currency)
        if found and len(parts) == len(found[-1][0]):  # there is not enough to spread: the cheaper one is offered
            found.pop()
        found.append((parts, fee))
    return found


def custom_parts(lines: Sequence[Line], custom: Sequence[api.CustomPlacementInput]) -> list[Part]:
    """The parts that a seller in India wants. Raises ContentsDoNotMatch where they are not what was planned."""
    known = {each.key: each for each in lines}
    parts = []
    for each in custom:
        wanted = []
        for item in each.items:
            line = known.get(key_of(item)) or Line(
                msku=item.msku,
                asin="",
                fnsku="",
                quantity=0,
                label_owner=item.label_owner,
                prep_owner=item.prep_owner,
                expiration=item.expiration or "",
                lot=item.manufacturing_lot_code or "",
            )
            wanted.append(line.of(item.quantity))
        parts.append(Part(BY_ID[each.warehouse_id], gathered(wanted), []))
    compare("The custom placement", lines, gathered(line for part in parts for line in part.lines))
    return parts


async def _offer(ctx: Context, plan: Plan, parts: Sequence[Part], fee: Decimal) -> None:
    key = (ctx.seller_id, plan.id, plan.generation, len(plan.placement_options))
    option_id = f"pl{ctx.seed.uuid('placement option', *key)}"
    shipment_ids = []
    for number, part in enumerate(parts, start=1):
        shipment = Shipment(
            id=f"sh{ctx.seed.uuid('inbound shipment', *key, number)}",
            plan_id=plan.id,
            placement_option_id=option_id,
            marketplace_id=plan.marketplace_id,
            number=number,
            center_id=part.center.id,
            source=plan.source,
            name=f"FBA STA ({plan.created_at:%m/%d/%Y %H:%M})-{part.center.id}",
            updated_at=ctx.now,
            units=units(part.lines),
            boxes=len(part.boxes),
            labeled_by_amazon=any(each.label_owner == "AMAZON" for each in part.lines),
            packed=bool(part.boxes),
            history=[("UNCONFIRMED", ctx.now)],
        )
        await records.set_contents(ctx.tx, ctx.seller_id, shipment.id, Line, part.lines)
        await records.set_contents(ctx.tx, ctx.seller_id, shipment.id, Box, part.boxes)
        await loading.keep_shipment(ctx, shipment)
        shipment_ids.append(shipment.id)
    offered = PlacementOption(
        id=option_id, shipment_ids=shipment_ids, fee=fee, expires_at=offered_until(ctx.now, PLACEMENT_OFFERED)
    )
    plan.placement_options.append(offered)


async def withdraw(ctx: Context, plan: Plan, kept: PlacementOption | None = None) -> None:
    """Offers nothing of what was offered any more, but for what is kept."""
    for option in plan.placement_options:
        if option is not kept:
            for shipment_id in option.shipment_ids:
                await records.drop_shipment(ctx.tx, ctx.seller_id, shipment_id)
    plan.placement_options = [kept] if kept else []


def check_confirming(ctx: Context, plan: Plan, option_id: str) -> PlacementOption:
    """The placement option that can be confirmed. Raises Unknown, NotNow."""
    option = plan.placement_option(option_id)
    if option is None:
        raise Unknown("placementOptionId", option_id, "a placement option of this inbound plan")
    if plan.placement is not None:
        raise NotNow("confirmPlacementOption", "because a placement option is already confirmed")
    if option.status(ctx.now) == "EXPIRED":
        raise NotNow("confirmPlacementOption", "because the requested placement option is expired")
    return option


async def confirm(ctx: Context, plan: Plan, option: PlacementOption) -> None:
    """A placement is chosen: its shipments are worked on and get the ids that will stand on labels, and their units
    count as inbound."""
    await withdraw(ctx, plan, option)
    option.accepted = True
    for shipment_id in option.shipment_ids:
        shipment = await loading.shipment_of(ctx, plan.id, shipment_id)
        shipment.confirmation_id = "FBA15" + ctx.seed.letters(
            CAPITALS_AND_DIGITS, 7, "shipment confirmation", ctx.seller_id, shipment.id
        )
        shipment.take("place", ctx.now)
        lines = await records.contents(ctx.tx, ctx.seller_id, shipment.id, Line)
        asins = {each.msku: each.asin for each in lines}
        for msku, quantity in by_sku(lines).items():
            await stock.ensure_item(ctx, plan.marketplace_id, msku, asins[msku], msku)
            await stock.plan_inbound(ctx, plan.marketplace_id, msku, quantity, shipment.id)
        await loading.keep_shipment(ctx, shipment)
        told.tell(ctx, shipment)
    await ctx.unschedule(voiding.EXPIRE, plan.id)
    await loading.keep(ctx, plan)
    body = {"placementOptionId": option.id, "shipmentIds": option.shipment_ids}
    ctx.record("inbound.placement_option_confirmed", plan.id, body)

"""Packing: which SKUs can share boxes, and how the boxes are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records
from tradepost.domains.fba.inbound.contents import Box, Handling, Line, by_sku, units
from tradepost.domains.fba.inbound.plan import PACKING_OFFERED, PackingGroup, PackingOption, Plan
from tradepost.domains.fba.inbound.planning import boxing, placing, splitting
from tradepost.domains.fba.inbound.refusals import BadRequest, NotNow, NotTheGroups
from tradepost.domains.fba.inbound.shipment import Shipment, offered_until
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.tariffs import level_of
from tradepost.domains.problems import Faulty, Problem, Unknown, refuse

_ORDER: Final[tuple[Handling, ...]] = ("standard", "bulky", "hazmat")
#: Where Amazon recommends how to pack (published announcement), as far as units can go to several centers there.
RECOMMENDED: Final = frozenset({"ES", "GB", "FR", "DE", "IT"})
#: What following it brings for each unit, in US dollars; other places by their price level. Our choice, like the number
#: of groups into which SKUs of usual size are divided.
DISCOUNT: Final = Decimal("0.10")
_SHARES: Final = 2


class Packed(msgspec.Struct, frozen=True):
    """The cartons of a packing group, or of a shipment."""

    boxes: list[Box]
    group: PackingGroup | None = None
    shipment: Shipment | None = None


def check_generating(plan: Plan, now: datetime) -> None:
    """Raises NotNow once something was confirmed that still holds."""
    if plan.placement is not None:
        raise NotNow("generatePackingOptions", "because a placement option is already confirmed")
    if plan.packing is not None and plan.packing_holds(now):
        raise NotNow("generatePackingOptions", "because a packing option is already confirmed")


async def generate(ctx: Context, plan: Plan) -> None:
    """Offers ways to pack: SKUs of usual size, bulky ones and dangerous goods each in a group (our choice).

    Where Amazon recommends packing options, there is another one: its groups go to different centers, for a discount.
    What was offered before is offered no more.
    """
    lines = await records.contents(ctx.tx, ctx.seller_id, plan.id, Line)
    plan.generation += 1
    alike = {each: [line for line in lines if line.handling == each] for each in _ORDER}
    usual = [(handling, members) for handling, members in alike.items() if members]
    plan.packing_options = [await _offer(ctx, plan, "usual", usual)]
    standard, country = alike["standard"], plan.marketplace.country
    places = {sku: place for place, sku in enumerate(by_sku(standard))}
    if country in RECOMMENDED and len(places) > 1 and len(splitting.spreads(country)) > 1:
        shares = [[each for each in standard if places[each.msku] % _SHARES == share] for share in range(_SHARES)]
        recommended: list[tuple[Handling, list[Line]]] = [("standard", share) for share in shares]
        option = await _offer(ctx, plan, "recommended", [*recommended, *usual[1:]])
        discount = units(standard) * DISCOUNT * level_of(plan.marketplace_id)
        option.discount = rounded(discount, plan.marketplace.currency)
        plan.packing_options.append(option)
    await loading.keep(ctx, plan)
    body = {"options": len(plan.packing_options), "groups": len(usual)}
    ctx.record("inbound.packing_options_generated", plan.id, body)


async def _offer(ctx: Context, plan: Plan, kind: str, divided: Sequence[tuple[Handling, list[Line]]]) -> PackingOption:
    key = (ctx.seller_id, plan.id, plan.generation, kind)
    groups = []
    for place, (handling, lines) in enumerate(divided):
        group = PackingGroup(id=f"pg{ctx.seed.uuid('packing group', *key, place)}", handling=handling)
        await records.set_contents(ctx.tx, ctx.seller_id, group.id, Line, lines)
        groups.append(group)
    option_id = f"po{ctx.seed.uuid('packing option', *key)}"
    return PackingOption(id=option_id, groups=groups, expires_at=offered_until(ctx.now, PACKING_OFFERED))


def check_confirming(ctx: Context, plan: Plan, option_id: str) -> PackingOption:
    """The packing option that can be confirmed. Raises Unknown, NotNow."""
    option = plan.packing_option(option_id)
    if option is None:
        raise Unknown("packingOptionId", option_id, "a packing option of this inbound plan")
    if plan.packing is not None:
        raise NotNow("confirmPackingOption", "because a packing option is already confirmed")
    if plan.placement is not None:
        raise NotNow("confirmPackingOption", "because a placement option is already confirmed")
    if option.status(ctx.now) == "EXPIRED":
        raise NotNow("confirmPackingOption", "because the requested packing option is expired")
    return option


async def confirm(ctx: Context, plan: Plan, option: PackingOption) -> None:
    """The seller is going to pack like this; placements that were offered without it are offered no more."""
    option.accepted = True
    plan.packing_options = [option]
    await placing.withdraw(ctx, plan)
    await loading.keep(ctx, plan)
    ctx.record("inbound.packing_option_confirmed", plan.id, {"packingOptionId": option.id})


async def check_boxes(ctx: Context, plan: Plan, groupings: Sequence[api.PackageGroupingInput]) -> list[Packed]:
    """The cartons that a seller tells of. Raises Faulty, NotTheGroups, NotNow, ContentsDoNotMatch."""
    problems = []
    for index, each in enumerate(groupings):
        if (each.packing_group_id is None) == (each.shipment_id is None):
            named = each.packing_group_id or ""
            rule = "either packingGroupId or shipmentId is needed, and not both"
            problems.append(Problem(f"packageGroupings[{index}]", named, rule))
    refuse(problems)
    owners = [each.packing_group_id or each.shipment_id for each in groupings]
    if len(set(owners)) < len(owners):
        raise Faulty([Problem("packageGroupings", str(owners[0]), "every group or shipment may be named once")])
    return [await _packed(ctx, plan, index, each) for index, each in enumerate(groupings)]


async def _packed(ctx: Context, plan: Plan, index: int, grouping: api.PackageGroupingInput) -> Packed:
    at = f"packageGroupings[{index}].boxes"
    if grouping.packing_group_id is not None:
        group = _open_group(plan, grouping.packing_group_id)
        part = [each.id for each in plan.packing.groups].index(group.id) + 1 if plan.packing else 1
        owner, what, handling = group.id, f"Package group {group.id}", group.handling
        shipment = None
    else:
        assert grouping.shipment_id is not None
        group, shipment = None, await _open_shipment(ctx, plan, grouping.shipment_id)
        part = shipment.number
        owner, what = shipment.id, f"Shipment {shipment.id}"
        handling = "bulky" if shipment.center.bulky else "standard"
    boxing.check_input(at, grouping.boxes, handling)
    planned = await records.contents(ctx.tx, ctx.seller_id, owner, Line)
    number = plan.generation + 1

    def name(place: int) -> str:
        return f"pk{ctx.seed.uuid('package', ctx.seller_id, owner, number, place)}"

    made = boxing.cartons(grouping.boxes, planned, handling, name)
    for place, each in enumerate(made, start=1):
        each.template = f"P{part} - B{place}"
    boxing.check_contents(what, planned, made)
    return Packed(made, group, shipment)


def _open_group(plan: Plan, group_id: str) -> PackingGroup:
    if plan.placement is not None:
        raise BadRequest(
            "Packing groups can be packed before a placement option is confirmed only.",
            f"packingGroupId: '{group_id}' cannot be named any more; name shipmentId instead",
        )
    group = plan.group(group_id)
    if group is None and plan.packing is not None:
        raise NotTheGroups([each.id for each in plan.packing.groups], [group_id])
    if plan.packing is None or group not in plan.packing.groups:
        raise NotNow("setPackingInformation", "because the packing option of the packing group is not confirmed")
    return group


async def _open_shipment(ctx: Context, plan: Plan, shipment_id: str) -> Shipment:
    shipment = await loading.shipment_of(ctx, plan.id, shipment_id)
    if plan.placement is None or shipment.status == "UNCONFIRMED":
        raise BadRequest(
            "Shipments can be packed once their placement option is confirmed.",
            f"shipmentId: '{shipment_id}' cannot be named yet; name packingGroupId instead",
        )
    if shipment.status != "WORKING":
        raise NotNow("setPackingInformation", f"because shipment {shipment.id} is {shipment.status}")
    return shipment


async def set_boxes(ctx: Context, plan: Plan, packed: Sequence[Packed]) -> None:
    """Keeps the cartons. What was offered for others is offered no more: placements, or transportation."""
    plan.generation += 1
    for each in packed:
        if each.group is not None:
            each.group.packed = True
            await records.set_contents(ctx.tx, ctx.seller_id, each.group.id, Box, each.boxes)
        elif each.shipment is not None:
            each.shipment.packed, each.shipment.boxes = True, len(each.boxes)
            each.shipment.transportation_options = []
            await records.set_contents(ctx.tx, ctx.seller_id, each.shipment.id, Box, each.boxes)
            await loading.keep_shipment(ctx, each.shipment)
    if plan.placement is None:
        await placing.withdraw(ctx, plan)
    await gather_boxes(ctx, plan)
    await loading.keep(ctx, plan)
    body = {"boxes": sum(len(each.boxes) for each in packed)}
    ctx.record("inbound.packing_information_set", plan.id, body)


async def gather_boxes(ctx: Context, plan: Plan) -> None:
    """Has a plan show the boxes of its groups, or of its shipments once they are placed."""
    found: list[Box] = []
    if plan.placement is not None:
        for shipment_id in plan.placement.shipment_ids:
            found += await records.contents(ctx.tx, ctx.seller_id, shipment_id, Box)
    elif plan.packing is not None:
        for group in plan.packing.groups:
            found += await records.contents(ctx.tx, ctx.seller_id, group.id, Box)
    await records.set_contents(ctx.tx, ctx.seller_id, plan.id, Box, found)

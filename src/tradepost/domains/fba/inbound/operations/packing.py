"""Packing: options are generated, listed and confirmed, and the seller tells how the boxes are."""

from __future__ import annotations

from typing import Final

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, views
from tradepost.domains.fba.inbound.asking import OperationFailedError, ask, carries_out
from tradepost.domains.fba.inbound.contents import Box, Line
from tradepost.domains.fba.inbound.operations import pages
from tradepost.domains.fba.inbound.plan import PackingGroup, PackingOption, Plan
from tradepost.domains.fba.inbound.planning import boxing, packing
from tradepost.domains.fba.inbound.planning.creating import trouble
from tradepost.domains.fba.inbound.sending.carriers import PARTNERED
from tradepost.domains.handling import handles
from tradepost.domains.problems import Unknown

_SOURCES: Final[list[api.BoxContentInformationSource]] = ["BOX_CONTENT_PROVIDED", "BARCODE_2D", "MANUAL_PROCESS"]
_MODES: Final = ["GROUND_SMALL_PARCEL", "FREIGHT_LTL"]


@handles(api.generate_packing_options)
async def generate_packing_options(
    ctx: Context, request: api.GeneratePackingOptionsArguments
) -> api.GeneratePackingOptionsResponse:
    """Has a plan offered ways to pack, with other ids each time; those before are offered no more."""
    plan = await loading.open_plan(ctx, request.inbound_plan_id, "generatePackingOptions")
    packing.check_generating(plan, ctx.now)
    operation_id = await ask(ctx, api.generate_packing_options, request, plan.id)
    return api.GeneratePackingOptionsResponse(operation_id=operation_id)


@carries_out(api.generate_packing_options)
async def offer_packing(ctx: Context, request: api.GeneratePackingOptionsArguments, plan_id: str) -> None:
    """A plan is divided into groups."""
    plan = await loading.open_plan(ctx, plan_id, "generatePackingOptions")
    packing.check_generating(plan, ctx.now)
    await packing.generate(ctx, plan)


@handles(api.list_packing_options)
async def list_packing_options(
    ctx: Context, request: api.ListPackingOptionsArguments
) -> api.ListPackingOptionsResponse:
    """Lists the packing options; they stay the same until they are generated anew."""
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    query = ("packing options", plan.id, str(plan.generation))
    found, pagination = pages.of_list(ctx, query, plan.packing_options, request.page_size, request.pagination_token)
    options = [_shown(ctx, plan, each) for each in found]
    return api.ListPackingOptionsResponse(packing_options=options, pagination=pagination)


def _shown(ctx: Context, plan: Plan, option: PackingOption) -> api.PackingOption:
    unit: api.UnitOfWeight = "LB" if plan.marketplace.country == "US" else "KG"
    solutions = ["USE_YOUR_OWN_CARRIER"]
    if plan.marketplace.country in PARTNERED and plan.source.country_code == plan.marketplace.country:
        solutions.insert(0, "AMAZON_PARTNERED_CARRIER")
    weights = api.WeightRange(minimum=0.0, maximum=boxing.HEAVIEST[unit], unit=unit)
    return api.PackingOption(
        packing_option_id=option.id,
        packing_groups=[each.id for each in option.groups],
        status=option.status(ctx.now),
        expiration=None if option.accepted else option.expires_at,
        fees=[],
        discounts=_discounts(plan, option),
        supported_configurations=[
            api.PackingConfiguration(
                box_packing_methods=_SOURCES,
                box_requirements=api.BoxRequirements(weight=weights),
                shipping_requirements=[api.ShippingRequirements(solution=each, modes=_MODES) for each in solutions],
            )
        ],
        supported_shipping_configurations=[
            api.ShippingConfiguration(shipping_mode=mode, shipping_solution=each)
            for each in solutions
            for mode in _MODES
        ],
    )


def _discounts(plan: Plan, option: PackingOption) -> list[api.Incentive]:
    if not option.discount:
        return []
    return [
        api.Incentive(
            type="DISCOUNT",
            target="Fulfillment Fee Discount",
            description="For packing the SKUs in the groups that Amazon recommends.",
            value=views.money(option.discount, plan.marketplace_id),
        )
    ]


@handles(api.confirm_packing_option)
async def confirm_packing_option(
    ctx: Context, request: api.ConfirmPackingOptionArguments
) -> api.ConfirmPackingOptionResponse:
    """Chooses a packing option, within 24 hours."""
    plan = await loading.open_plan(ctx, request.inbound_plan_id, "confirmPackingOption")
    packing.check_confirming(ctx, plan, request.packing_option_id)
    operation_id = await ask(ctx, api.confirm_packing_option, request, plan.id)
    return api.ConfirmPackingOptionResponse(operation_id=operation_id)


@carries_out(api.confirm_packing_option)
async def choose_packing(ctx: Context, request: api.ConfirmPackingOptionArguments, plan_id: str) -> None:
    """A packing option is accepted."""
    plan = await loading.open_plan(ctx, plan_id, "confirmPackingOption")
    await packing.confirm(ctx, plan, packing.check_confirming(ctx, plan, request.packing_option_id))


async def _group(ctx: Context, plan_id: str, group_id: str) -> tuple[Plan, PackingGroup]:
    plan = await loading.plan_of(ctx, plan_id)
    group = plan.group(group_id)
    if group is None:
        raise Unknown("packingGroupId", group_id, "a packing group of this inbound plan")
    return plan, group


@handles(api.list_packing_group_items)
async def list_packing_group_items(
    ctx: Context, request: api.ListPackingGroupItemsArguments
) -> api.ListPackingGroupItemsResponse:
    """Lists the units of a group, which can be packed together."""
    plan, group = await _group(ctx, request.inbound_plan_id, request.packing_group_id)
    found, pagination = await pages.contents(ctx, group.id, Line, request.page_size, request.pagination_token)
    items = [views.item(each, plan.marketplace_id, fees=True) for each in found]
    return api.ListPackingGroupItemsResponse(items=items, pagination=pagination)


@handles(api.list_packing_group_boxes)
async def list_packing_group_boxes(
    ctx: Context, request: api.ListPackingGroupBoxesArguments
) -> api.ListPackingGroupBoxesResponse:
    """Lists the boxes that a seller has told of for a group."""
    plan, group = await _group(ctx, request.inbound_plan_id, request.packing_group_id)
    found, pagination = await pages.contents(ctx, group.id, Box, request.page_size, request.pagination_token)
    boxes = [views.box(each, plan.marketplace_id, named=False) for each in found]
    return api.ListPackingGroupBoxesResponse(boxes=boxes, pagination=pagination)


@handles(api.set_packing_information)
async def set_packing_information(
    ctx: Context, request: api.SetPackingInformationArguments
) -> api.SetPackingInformationResponse:
    """Tells how the boxes are: of packing groups before the placement is confirmed, of shipments after it.

    Boxes whose contents are provided have to hold exactly what was planned. What is told again takes the place of what
    was told before.
    """
    plan = await loading.open_plan(ctx, request.inbound_plan_id, "setPackingInformation")
    await packing.check_boxes(ctx, plan, request.body.package_groupings)
    operation_id = await ask(ctx, api.set_packing_information, request, plan.id)
    return api.SetPackingInformationResponse(operation_id=operation_id)


@carries_out(api.set_packing_information)
async def keep_boxes(ctx: Context, request: api.SetPackingInformationArguments, plan_id: str) -> None:
    """Boxes are kept as they were told. Groups hold for the time of their packing option; that they hold no more is
    told by the operation, and the options are to be generated anew (observed by integrators)."""
    plan = await loading.open_plan(ctx, plan_id, "setPackingInformation")
    told = await packing.check_boxes(ctx, plan, request.body.package_groupings)
    if plan.packing is not None and not plan.packing_holds(ctx.now):
        raise OperationFailedError([trouble("FBA_INB_0364")])
    await packing.set_boxes(ctx, plan, told)

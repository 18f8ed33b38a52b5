"""Placement: options are generated, listed and confirmed."""

from __future__ import annotations

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, records, views
from tradepost.domains.fba.inbound.asking import ask, carries_out
from tradepost.domains.fba.inbound.contents import Line
from tradepost.domains.fba.inbound.operations import pages
from tradepost.domains.fba.inbound.plan import PlacementOption, Plan
from tradepost.domains.fba.inbound.planning import placing
from tradepost.domains.handling import handles


@handles(api.generate_placement_options)
async def generate_placement_options(
    ctx: Context, request: api.GeneratePlacementOptionsArguments
) -> api.GeneratePlacementOptionsResponse:
    """Has a plan offered placements, with other ids each time; in India the seller may say which warehouses."""
    plan = await loading.open_plan(ctx, request.inbound_plan_id, "generatePlacementOptions")
    custom = request.body.custom_placement or []
    placing.check_generating(plan, custom)
    if custom:
        placing.custom_parts(await records.contents(ctx.tx, ctx.seller_id, plan.id, Line), custom)
    operation_id = await ask(ctx, api.generate_placement_options, request, plan.id)
    return api.GeneratePlacementOptionsResponse(operation_id=operation_id)


@carries_out(api.generate_placement_options)
async def offer_placements(ctx: Context, request: api.GeneratePlacementOptionsArguments, plan_id: str) -> None:
    """A plan is divided into shipments, in several ways."""
    plan = await loading.open_plan(ctx, plan_id, "generatePlacementOptions")
    custom = request.body.custom_placement or []
    placing.check_generating(plan, custom)
    await placing.generate(ctx, plan, custom)


@handles(api.list_placement_options)
async def list_placement_options(
    ctx: Context, request: api.ListPlacementOptionsArguments
) -> api.ListPlacementOptionsResponse:
    """Lists the placement options with their fees; they stay the same until they are generated anew."""
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    query = ("placement options", plan.id, str(plan.generation))
    found, pagination = pages.of_list(ctx, query, plan.placement_options, request.page_size, request.pagination_token)
    options = [_shown(ctx, plan, each) for each in found]
    return api.ListPlacementOptionsResponse(placement_options=options, pagination=pagination)


def _shown(ctx: Context, plan: Plan, option: PlacementOption) -> api.PlacementOption:
    """A placement option with its fee, also where that is zero (observed by integrators). None has discounts, as no
    public document says for what there are any (our choice); those of a recommended packing are shown with its packing
    option."""
    fee = api.Incentive(
        type="FEE",
        target="Placement Services",
        description="For placing the units in fewer fulfillment centers than Amazon would choose.",
        value=views.money(option.fee, plan.marketplace_id),
    )
    return api.PlacementOption(
        placement_option_id=option.id,
        shipment_ids=option.shipment_ids,
        status=option.status(ctx.now),
        expiration=None if option.accepted else option.expires_at,
        fees=[fee],
        discounts=[],
    )


@handles(api.confirm_placement_option)
async def confirm_placement_option(
    ctx: Context, request: api.ConfirmPlacementOptionArguments
) -> api.ConfirmPlacementOptionResponse:
    """Chooses a placement, within 72 hours; it cannot be changed afterwards (published model)."""
    plan = await loading.open_plan(ctx, request.inbound_plan_id, "confirmPlacementOption")
    placing.check_confirming(ctx, plan, request.placement_option_id)
    operation_id = await ask(ctx, api.confirm_placement_option, request, plan.id)
    return api.ConfirmPlacementOptionResponse(operation_id=operation_id)


@carries_out(api.confirm_placement_option)
async def choose_placement(ctx: Context, request: api.ConfirmPlacementOptionArguments, plan_id: str) -> None:
    """A placement is accepted, and its shipments are worked on."""
    plan = await loading.open_plan(ctx, plan_id, "confirmPlacementOption")
    await placing.confirm(ctx, plan, placing.check_confirming(ctx, plan, request.placement_option_id))

"""Plans: made, listed, shown, named and cancelled."""

from __future__ import annotations

from typing import Literal

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records as jobs
from tradepost.domains.fba.inbound import loading, records, views
from tradepost.domains.fba.inbound.asking import ask, carries_out
from tradepost.domains.fba.inbound.contents import Box, Line, Pallet, units
from tradepost.domains.fba.inbound.operations import pages
from tradepost.domains.fba.inbound.plan import UNCONFIRMED, Plan
from tradepost.domains.fba.inbound.planning import creating, voiding
from tradepost.domains.handling import handles
from tradepost.simulation.clock import to_milliseconds


@handles(api.create_inbound_plan)
async def create_inbound_plan(ctx: Context, request: api.CreateInboundPlanArguments) -> api.CreateInboundPlanResponse:
    """Makes a plan to send units in. Whether they may be sent is told by the operation's status.

    The plan is there at once, as ACTIVE; where its creation fails it is ERRORED. Who is to label and prepare is
    looked at in the call itself (observed by integrators).
    """
    body = request.body
    marketplace_id = creating.check_request(ctx, body)
    await creating.check_owners(ctx, marketplace_id, body.items)
    number = await jobs.next_number(ctx.tx, ctx.seller_id, "inbound plans")
    plan = Plan(
        id=f"wf{ctx.seed.uuid('inbound plan', ctx.seller_id, number)}",
        marketplace_id=marketplace_id,
        name=body.name or f"FBA ({ctx.now:%m/%d/%Y %I:%M %p})-{number}",
        source=creating.address(body.source_address),
        created_at=ctx.now,
        updated_at=ctx.now,
    )
    await loading.keep(ctx, plan)
    ctx.record("inbound.plan_created", plan.id, {"marketplaceId": marketplace_id, "name": plan.name})
    operation_id = await ask(ctx, api.create_inbound_plan, request, plan.id)
    return api.CreateInboundPlanResponse(inbound_plan_id=plan.id, operation_id=operation_id)


@handles(api.list_inbound_plans)
async def list_inbound_plans(ctx: Context, request: api.ListInboundPlansArguments) -> api.ListInboundPlansResponse:
    """Lists plans of a status, those that are active where none is named (observed by integrators); those that changed
    last first where nothing else is asked for (our choice)."""
    order: Literal["created", "updated"] = "created" if request.sort_by == "CREATION_TIME" else "updated"
    down, size = request.sort_order != "ASC", request.page_size or pages.USUAL
    status = request.status or "ACTIVE"
    query = ("inbound plans", status, order, str(down))
    after = None
    if request.pagination_token:
        at, plan_id = pages.opened(ctx, query, request.pagination_token)
        after = (int(at), str(plan_id))
    found = await records.plans(ctx.tx, ctx.seller_id, status, order, after, size + 1, down=down)

    def place(last: Plan) -> list[int | str]:
        return [to_milliseconds(last.created_at if order == "created" else last.updated_at), last.id]

    shown, token = ctx.page(query, found, size, place)
    return api.ListInboundPlansResponse(
        inbound_plans=[views.summary(each) for each in shown],
        pagination=api.Pagination(next_token=token),
    )


@handles(api.get_inbound_plan)
async def get_inbound_plan(ctx: Context, request: api.GetInboundPlanArguments) -> api.InboundPlan:
    """Shows a plan with its options and shipments."""
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    shipments = await records.shipments_of(ctx.tx, ctx.seller_id, plan.id) if plan.placement else []
    return views.whole_plan(plan, shipments, ctx.now)


@handles(api.update_inbound_plan_name)
async def update_inbound_plan_name(ctx: Context, request: api.UpdateInboundPlanNameArguments) -> None:
    """Gives a plan another name, whatever its state."""
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    plan.name = request.body.name
    await loading.keep(ctx, plan)


@handles(api.list_inbound_plan_items)
async def list_inbound_plan_items(
    ctx: Context, request: api.ListInboundPlanItemsArguments
) -> api.ListInboundPlanItemsResponse:
    """Lists the units that a plan is to send in."""
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    found, pagination = await pages.contents(ctx, plan.id, Line, request.page_size, request.pagination_token)
    items = [views.item(each, plan.marketplace_id) for each in found]
    return api.ListInboundPlanItemsResponse(items=items, pagination=pagination)


@handles(api.list_inbound_plan_boxes)
async def list_inbound_plan_boxes(
    ctx: Context, request: api.ListInboundPlanBoxesArguments
) -> api.ListInboundPlanBoxesResponse:
    """Lists the boxes of a plan, as far as its seller has told of them."""
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    found, pagination = await pages.contents(ctx, plan.id, Box, request.page_size, request.pagination_token)
    boxes = [views.box(each, plan.marketplace_id) for each in found]
    return api.ListInboundPlanBoxesResponse(boxes=boxes, pagination=pagination)


@handles(api.list_inbound_plan_pallets)
async def list_inbound_plan_pallets(
    ctx: Context, request: api.ListInboundPlanPalletsArguments
) -> api.ListInboundPlanPalletsResponse:
    """Lists the pallets of a plan, once transportation by freight was asked for."""
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    found, pagination = await pages.contents(ctx, plan.id, Pallet, request.page_size, request.pagination_token)
    return api.ListInboundPlanPalletsResponse(pallets=[views.pallet(each) for each in found], pagination=pagination)


@carries_out(api.create_inbound_plan)
async def make_plan(ctx: Context, request: api.CreateInboundPlanArguments, plan_id: str) -> None:
    """A plan is filled with what is to be sent in; fails where something may not be, with every reason."""
    plan = await loading.plan_of(ctx, plan_id)
    lines = await creating.lines(ctx, plan.marketplace_id, request.body.items)
    await records.set_contents(ctx.tx, ctx.seller_id, plan.id, Line, lines)
    plan.made = True
    await loading.keep(ctx, plan)
    await ctx.schedule(voiding.EXPIRE, plan.id, ctx.now + UNCONFIRMED)
    ctx.record("inbound.plan_made", plan.id, {"marketplaceId": plan.marketplace_id, "units": units(lines)})


@handles(api.cancel_inbound_plan)
async def cancel_inbound_plan(ctx: Context, request: api.CancelInboundPlanArguments) -> api.CancelInboundPlanResponse:
    """Cancels a plan with its shipments, as long as none of them has left.

    A partnered carrier is called off without charge within its void window: 24 hours for parcels, one hour for freight
    (published model). Later its quote stays charged.
    """
    plan = await loading.plan_of(ctx, request.inbound_plan_id)
    await voiding.check(ctx, plan)
    operation_id = await ask(ctx, api.cancel_inbound_plan, request, plan.id)
    return api.CancelInboundPlanResponse(operation_id=operation_id)


@carries_out(api.cancel_inbound_plan)
async def cancel_plan(ctx: Context, request: api.CancelInboundPlanArguments, plan_id: str) -> None:
    """A plan and its shipments are cancelled."""
    plan = await loading.plan_of(ctx, plan_id)
    await voiding.check(ctx, plan)
    await voiding.cancel(ctx, plan)

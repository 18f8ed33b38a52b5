"""Replenishment orders: units that go on to FBA."""

from __future__ import annotations

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.awd import eligibility, views_outbound
from tradepost.domains.fba.awd.distribution import DistributionOrder
from tradepost.domains.fba.awd.operations import distribution
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, refuse


@handles(api.create_replenishment_order)
async def create_replenishment_order(
    ctx: Context, request: api.CreateReplenishmentOrderArguments
) -> api.ReplenishmentOrderReference:
    """Orders units to be sent on; seconds later it is known whether they are there.

    Such an order takes what is there of it (published model). With ``AUTO`` it confirms itself once it is eligible.
    """
    eligibility.in_the_us(ctx)
    body = request.body
    products = body.products or []
    if not products:
        refuse([Problem("products", "", "is required; at least one product is to be replenished")])
    refuse(distribution.problems_of(products, "products"))
    order = DistributionOrder(
        id=await distribution.new_id(ctx, "repl-"),
        face="replenishment",
        created_at=ctx.now,
        updated_at=ctx.now,
        confirms_itself=body.preferences is not None and body.preferences.confirmation == "AUTO",
        products=products,
    )
    await distribution.begin(ctx, order, api.create_replenishment_order)
    return api.ReplenishmentOrderReference(order_id=order.id)


@handles(api.list_replenishment_orders)
async def list_replenishment_orders(
    ctx: Context, request: api.ListReplenishmentOrdersArguments
) -> api.ReplenishmentOrderListing:
    """Lists replenishment orders."""
    shown, token = await distribution.page(ctx, "replenishment", request)
    return api.ReplenishmentOrderListing(
        orders=[views_outbound.replenishment(each) for each in shown], next_token=token
    )


@handles(api.get_replenishment_order)
async def get_replenishment_order(ctx: Context, request: api.GetReplenishmentOrderArguments) -> api.ReplenishmentOrder:
    """Shows a replenishment order."""
    return views_outbound.replenishment(await distribution.of(ctx, request.order_id, "replenishment"))


@handles(api.confirm_replenishment_order)
async def confirm_replenishment_order(ctx: Context, request: api.ConfirmReplenishmentOrderArguments) -> None:
    """Confirms an order that is ELIGIBLE (published model): its boxes are set aside."""
    await distribution.confirm(ctx, await distribution.of(ctx, request.order_id, "replenishment"))

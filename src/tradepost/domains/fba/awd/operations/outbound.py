"""Outbound orders: units or boxes that go on, all of them or as many as there are."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.awd import eligibility, packages, views_outbound
from tradepost.domains.fba.awd.distribution import STEPS, DistributionOrder
from tradepost.domains.fba.awd.operations import distribution
from tradepost.domains.fba.awd.refusals import NotInThisState
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, refuse


@handles(api.create_outbound)
async def create_outbound(ctx: Context, request: api.CreateOutboundArguments) -> api.OutboundOrderReference:
    """Orders units or boxes to be sent on; seconds later it is known whether they are there.

    An order is of units or of boxes (our choice). Boxes are those that hold as many units of a SKU. Without
    ``PARTIAL_ORDER`` all of it has to be there (our choice).
    """
    eligibility.in_the_us(ctx)
    body = request.body
    products, boxes = body.products_to_outbound or [], body.packages_to_outbound or []
    if bool(products) == bool(boxes):
        refuse([Problem("productsToOutbound", "", "or packagesToOutbound is required, one of them")])
    refuse(distribution.problems_of(products, "productsToOutbound"))
    refuse(packages.problems(boxes, "packagesToOutbound", ctx.now, ordered=True) or _mixed(boxes))
    order = DistributionOrder(
        id=await distribution.new_id(ctx, ""),
        face="outbound",
        created_at=ctx.now,
        updated_at=ctx.now,
        partial=_partial(body.order_preferences or []),
        preferences=body.order_preferences or [],
        products=_products(products),
        packages=boxes,
    )
    await distribution.begin(ctx, order, api.create_outbound)
    return api.OutboundOrderReference(order_id=order.id)


def _mixed(boxes: Sequence[api.DistributionPackageQuantity]) -> list[Problem]:
    held = [len(each.distribution_package.contents.products or []) for each in boxes]
    return [
        Problem(f"packagesToOutbound[{index}]", f"{count} products", "are in a box; a box that is stored holds one")
        for index, count in enumerate(held)
        if count > 1
    ]


def _partial(preferences: Sequence[api.OrderAttribute]) -> bool:
    return any(
        each.order_preference == "PARTIAL_ORDER" and each.order_preference_value == "SET" for each in preferences
    )


def _products(products: Sequence[api.ProductQuantity]) -> list[api.DistributionProduct]:
    return [
        api.DistributionProduct(sku=each.sku, quantity=each.quantity, attributes=each.attributes) for each in products
    ]


@handles(api.update_outbound)
async def update_outbound(ctx: Context, request: api.UpdateOutboundArguments) -> api.OutboundOrderReference:
    """Changes the products and preferences of an order that is DRAFT, ELIGIBLE or INELIGIBLE; it is checked anew
    (published model). Attributes that cannot be changed are not read; what is left out stays (our choice)."""
    order = await distribution.of(ctx, request.order_id, "outbound")
    body = request.body
    if not STEPS.allows(order.status, "change"):
        raise NotInThisState(
            "orderId", order.id, order.status, "one that is DRAFT, ELIGIBLE or INELIGIBLE can be changed"
        )
    if body.order_id != order.id:
        refuse([Problem("orderId", body.order_id, f"is not the id in the path, '{order.id}'")])
    if body.products_to_outbound and order.packages:
        rule = "products cannot be told for an order of packages"
        refuse([Problem("productsToOutbound", f"{len(body.products_to_outbound)} products", rule)])
    refuse(distribution.problems_of(body.products_to_outbound or [], "productsToOutbound"))
    if body.products_to_outbound:
        order.products = _products(body.products_to_outbound)
    if body.order_preferences is not None:
        order.preferences, order.partial = body.order_preferences, _partial(body.order_preferences)
    order.picked, order.reasons, order.generation = [], [], order.generation + 1
    order.take("change", ctx.now)
    await distribution.begin(ctx, order, api.update_outbound)
    return api.OutboundOrderReference(order_id=order.id)


@handles(api.list_outbounds)
async def list_outbounds(ctx: Context, request: api.ListOutboundsArguments) -> api.OutboundListing:
    """Lists outbound orders."""
    shown, token = await distribution.page(ctx, "outbound", request)
    return api.OutboundListing(outbound_orders=[views_outbound.outbound(each) for each in shown], next_token=token)


@handles(api.get_outbound)
async def get_outbound(ctx: Context, request: api.GetOutboundArguments) -> api.OutboundOrder:
    """Shows an outbound order."""
    return views_outbound.outbound(await distribution.of(ctx, request.order_id, "outbound"))


@handles(api.confirm_outbound)
async def confirm_outbound(ctx: Context, request: api.ConfirmOutboundArguments) -> None:
    """Confirms an order that is ELIGIBLE (published model): its boxes are set aside."""
    await distribution.confirm(ctx, await distribution.of(ctx, request.order_id, "outbound"))

"""Orders: created, shown, listed."""

from __future__ import annotations

import msgspec

from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records, unchanged
from tradepost.domains.fba.fulfillment_outbound.asking import features
from tradepost.domains.fba.fulfillment_outbound.asking.terms import check_order, constraints_of, marketplace_for
from tradepost.domains.fba.fulfillment_outbound.order import Line, Order
from tradepost.domains.fba.fulfillment_outbound.refusals import (
    DuplicateOrder,
    FeatureNotAvailable,
    UnknownOrder,
    UnknownSkus,
)
from tradepost.domains.fba.fulfillment_outbound.shipping import fulfilling, timetable
from tradepost.domains.fba.fulfillment_outbound.views import order_head, whole_order
from tradepost.domains.fba.inventory import stock
from tradepost.domains.handling import handles
from tradepost.simulation.clock import to_milliseconds

PAGE_SIZE = 50


async def load(ctx: Context, order_id: str) -> Order:
    """The caller's order with this id. Raises UnknownOrder."""
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    if order is None or order.origin:
        raise UnknownOrder(order_id)
    return order


@handles(api.create_fulfillment_order)
async def create_fulfillment_order(
    ctx: Context, request: api.CreateFulfillmentOrderArguments
) -> api.CreateFulfillmentOrderResponse:
    """Orders that items of the caller's stock be sent to an address.

    Stock is set aside at once, as the fulfillment policy wants it. The order is New, and a minute later Received, or
    Invalid where none of its units has stock. An order id serves once, whatever becomes of its order.
    """
    body = request.body
    address = body.destination_address
    marketplace = marketplace_for(
        body.marketplace_id, body.ship_from_country_code, address.country_code, ctx.marketplaces
    )
    check_order(body, marketplace)
    await check_skus(
        ctx, marketplace.id, [(each.seller_fulfillment_order_item_id, each.seller_sku) for each in body.items]
    )
    check_features(ctx, body.feature_constraints, marketplace.country, [each.seller_sku for each in body.items])
    held = body.fulfillment_action == "Hold"
    order = Order(
        id=body.seller_fulfillment_order_id,
        marketplace_id=marketplace.id,
        request=body,
        status="New",
        received_at=ctx.now,
        status_updated_at=ctx.now,
        held=held,
        released_at=None if held else ctx.now,
        lines=[
            Line(item_id=each.seller_fulfillment_order_item_id, seller_sku=each.seller_sku, quantity=each.quantity)
            for each in body.items
        ],
    )
    await fulfilling.reserve(ctx, order)
    fulfilling.promised(order)
    if not await records.add(ctx.tx, ctx.seller_id, order):
        raise DuplicateOrder(order.id)
    await fulfilling.begin(ctx, order)
    ctx.record("fulfillment_outbound.order_created", order.id, {"marketplaceId": marketplace.id, "held": held})
    return api.CreateFulfillmentOrderResponse()


async def check_skus(ctx: Context, marketplace_id: str, items: list[tuple[str, str]]) -> None:
    """Raises UnknownSkus for items whose SKU the caller does not have in that marketplace."""
    unknown = [each for each in items if await stock.find(ctx, marketplace_id, each[1]) is None]
    if unknown:
        raise UnknownSkus(unknown)


def check_features(
    ctx: Context, settings: list[api.FeatureSettings] | None, country: str, seller_skus: list[str]
) -> None:
    """Raises FeatureNotAvailable for a feature that is required and cannot be had."""
    unmet = features.unmet(ctx.seed, constraints_of(settings), country, ctx.seller_id, seller_skus)
    for feature, why in unmet.items():
        sku, reason = next(iter(why.items()))
        raise FeatureNotAvailable(feature, f"not available for the SKU {sku} ({reason})")


@handles(api.get_fulfillment_order)
async def get_fulfillment_order(ctx: Context, request: api.GetFulfillmentOrderArguments) -> msgspec.Struct | bytes:
    """Shows an order with its items, its shipments and packages, and its returns."""
    document = await records.find_document(ctx.tx, ctx.seller_id, request.seller_fulfillment_order_id)
    if document is None:
        raise UnknownOrder(request.seller_fulfillment_order_id)
    known = unchanged.kept(document)
    if known is not None:
        return known
    order = records.decode(document)
    if order.origin:
        raise UnknownOrder(order.id)
    return unchanged.keep(document, order, api.GetFulfillmentOrderResponse(payload=whole_order(ctx, order)))


@handles(api.list_all_fulfillment_orders)
async def list_all_fulfillment_orders(
    ctx: Context, request: api.ListAllFulfillmentOrdersArguments
) -> api.ListAllFulfillmentOrdersResponse:
    """Lists the orders whose status changed since a time, 36 hours back without one, oldest change first.

    A page holds 50 orders. ``nextToken`` alone goes on with the query that it came from.
    """
    start, after = request.query_start_date, None
    if request.next_token:
        _, *position = ctx.page_position(("fulfillment orders",), request.next_token)
        after = (position[0], position[1])
    start = start or ctx.now - timetable.LIST_REACH
    found = await records.updated_since(ctx.tx, ctx.seller_id, start, after, PAGE_SIZE + 1)
    page = found[:PAGE_SIZE]
    token = None
    if len(found) > PAGE_SIZE:
        last = page[-1]
        position = [to_milliseconds(last.status_updated_at), last.id]
        token = ctx.page_token(("fulfillment orders",), [to_milliseconds(start), *position])
    return api.ListAllFulfillmentOrdersResponse(
        payload=api.ListAllFulfillmentOrdersResult(
            next_token=token, fulfillment_orders=[order_head(each) for each in page]
        )
    )

"""Orders found, shown, with their items and their buyers."""

from __future__ import annotations

from tradepost.contract import orders_v0 as api
from tradepost.domains.account.sellers.reading import business
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.selling.orders import filters, records, views
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.selling.orders.refusals import InvalidOrderId, UnknownOrder
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import from_milliseconds, to_milliseconds


async def load(ctx: Context, order_id: str) -> Order:
    """The caller's order of this id, in a marketplace that he may name. Raises InvalidOrderId, UnknownOrder."""
    if not filters.ORDER_ID.fullmatch(order_id):
        raise InvalidOrderId(order_id)
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    if order is None or order.marketplace_id not in ctx.marketplaces:
        raise UnknownOrder(order_id)
    return order


@handles(api.get_orders)
async def get_orders(ctx: Context, request: api.GetOrdersArguments) -> api.GetOrdersResponse:
    """Finds orders of the caller, oldest first by the time that is asked for, 100 a page at most.

    One of ``CreatedAfter``, ``LastUpdatedAfter`` and ``AmazonOrderIds`` is needed. A ``NextToken`` goes on with the
    filters it came from, whatever else is sent (published model). Names and addresses need a restricted data token.
    """
    size = filters.page_size(request)
    if request.next_token:
        query, after = _from_token(ctx, request.next_token)
    else:
        query, after = filters.query(request, ctx.now), None
    found = await records.page(ctx.tx, ctx.seller_id, query, after, size + 1)
    page = found[:size]
    seller = await business(ctx)
    payload = api.OrdersList(orders=[views.shown(each, ctx.data_elements, seller) for each in page])
    if len(found) > size:
        last = page[-1]
        at = last.updated_at if query.by == "updated_at" else last.purchased_at
        payload.next_token = ctx.page_token(("orders",), [query, to_milliseconds(at), last.id])
    until = views.stamp(from_milliseconds(query.end) if query.end else ctx.now)
    if query.by == "updated_at":
        payload.last_updated_before = until
    else:
        payload.created_before = until
    return api.GetOrdersResponse(payload=payload)


def _from_token(ctx: Context, token: str) -> tuple[records.Query, tuple[int, str]]:
    kept, at, order_id = ctx.page_position(("orders",), token, parameter="NextToken")
    return records.query_of(kept), (at, order_id)


@handles(api.get_order)
async def get_order(ctx: Context, request: api.GetOrderArguments) -> api.GetOrderResponse:
    """Shows an order. Names and addresses need a restricted data token."""
    order = await load(ctx, request.order_id)
    return api.GetOrderResponse(payload=views.shown(order, ctx.data_elements, await business(ctx)))


@handles(api.get_order_buyer_info)
async def get_order_buyer_info(ctx: Context, request: api.GetOrderBuyerInfoArguments) -> api.GetOrderBuyerInfoResponse:
    """Shows who has ordered; without a restricted data token the e-mail alias alone."""
    order = await load(ctx, request.order_id)
    return api.GetOrderBuyerInfoResponse(payload=views.buyer_of(order, whole=ctx.data_elements is not None))


@handles(api.get_order_address)
async def get_order_address(ctx: Context, request: api.GetOrderAddressArguments) -> api.GetOrderAddressResponse:
    """Shows where an order goes; without a restricted data token the town alone, with an empty name."""
    order = await load(ctx, request.order_id)
    whole = ctx.data_elements is not None
    shown = views.address(order.buyer.address, whole=whole)
    if not whole:
        shown.name = ""
    company = order.buyer.company if whole else ""
    payload = api.OrderAddress(amazon_order_id=order.id, shipping_address=shown, buyer_company_name=company or None)
    return api.GetOrderAddressResponse(payload=payload)


@handles(api.get_order_items)
async def get_order_items(ctx: Context, request: api.GetOrderItemsArguments) -> api.GetOrderItemsResponse:
    """Shows the items of an order. While its payment is open, nothing of their prices is shown.

    An order's items fit on one page, so that there is no ``NextToken`` and none is taken (our choice).
    """
    order = await load(ctx, request.order_id)
    _check_no_token(request.next_token)
    lines = [views.item(order, each, ctx.data_elements) for each in order.items]
    return api.GetOrderItemsResponse(payload=api.OrderItemsList(order_items=lines, amazon_order_id=order.id))


@handles(api.get_order_items_buyer_info)
async def get_order_items_buyer_info(
    ctx: Context, request: api.GetOrderItemsBuyerInfoArguments
) -> api.GetOrderItemsBuyerInfoResponse:
    """Shows gift wrap and gift messages of an order's items, to a restricted data token."""
    order = await load(ctx, request.order_id)
    _check_no_token(request.next_token)
    whole = ctx.data_elements is not None
    lines = [views.item_buyer(order, each, whole=whole) for each in order.items]
    payload = api.OrderItemsBuyerInfoList(order_items=lines, amazon_order_id=order.id)
    return api.GetOrderItemsBuyerInfoResponse(payload=payload)


def _check_no_token(token: str | None) -> None:
    if token:
        raise InvalidInput("Invalid Input", f"NextToken: '{token[:60]}' was not given out here")

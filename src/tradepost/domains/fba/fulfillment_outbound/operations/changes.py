"""Orders that are changed: updated while they are on hold, released, cancelled, or moved on for a test."""

from __future__ import annotations

import msgspec

from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.asking.terms import check_order
from tradepost.domains.fba.fulfillment_outbound.model import (
    UPDATABLE_WHILE_HELD,
    cancellable,
    updatable,
)
from tradepost.domains.fba.fulfillment_outbound.operations.orders import check_features, check_skus, load
from tradepost.domains.fba.fulfillment_outbound.order import Line, Order
from tradepost.domains.fba.fulfillment_outbound.refusals import (
    FaultyOrder,
    FieldNotUpdatable,
    OrderNotCancellable,
    OrderNotUpdatable,
)
from tradepost.domains.fba.fulfillment_outbound.shipping import fulfilling
from tradepost.domains.fba.fulfillment_outbound.shipping.driving import drive
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem


@handles(api.update_fulfillment_order)
async def update_fulfillment_order(
    ctx: Context, request: api.UpdateFulfillmentOrderArguments
) -> api.UpdateFulfillmentOrderResponse:
    """Changes an order that is on hold, and lets it go where ``fulfillmentAction`` is ``Ship``.

    Items are named by their id: one that is known gets another quantity (0 takes it out), one that is not is added and
    needs its ``sellerSku`` (our choice). What is left out stays as it is.
    """
    order, body = await load(ctx, request.seller_fulfillment_order_id), request.body
    if not updatable(order.status, "items", held=order.held):
        raise OrderNotUpdatable(order.id, order.status)
    if body.marketplace_id is not None and body.marketplace_id != order.marketplace_id:
        raise FieldNotUpdatable(["marketplaceId"])
    if body.feature_constraints is not None and body.feature_constraints != order.request.feature_constraints:
        raise FieldNotUpdatable(["featureConstraints"])
    changed = _changed(order.request, body)
    check_order(changed, fulfilling.marketplace_of(order))
    items = [(each.seller_fulfillment_order_item_id, each.seller_sku) for each in changed.items]
    await check_skus(ctx, order.marketplace_id, items)
    check_features(
        ctx, changed.feature_constraints, fulfilling.marketplace_of(order).country, [sku for _, sku in items]
    )
    same = _wanted(changed) == _wanted(order.request)
    order.request = changed
    order.promise = None
    if not same:
        await _reallocate(ctx, order)
    if changed.fulfillment_action == "Ship":
        await _let_go(ctx, order)
    await records.save(ctx.tx, ctx.seller_id, order)
    ctx.record("fulfillment_outbound.order_updated", order.id, {"released": not order.held})
    return api.UpdateFulfillmentOrderResponse()


def _changed(
    asked: api.CreateFulfillmentOrderRequest, body: api.UpdateFulfillmentOrderRequest
) -> api.CreateFulfillmentOrderRequest:
    """The order's request with everything that the update says."""
    plain = {
        field.name: value
        for field in msgspec.structs.fields(body)
        if field.encode_name in UPDATABLE_WHILE_HELD - {"items"} and (value := getattr(body, field.name)) is not None
    }
    return msgspec.structs.replace(asked, **plain, items=_changed_items(asked.items, body.items or []))


def _changed_items(
    items: list[api.CreateFulfillmentOrderItem], updates: list[api.UpdateFulfillmentOrderItem]
) -> list[api.CreateFulfillmentOrderItem]:
    found = {each.seller_fulfillment_order_item_id: each for each in items}
    for index, update in enumerate(updates):
        known = found.get(update.seller_fulfillment_order_item_id)
        if known is not None and update.seller_sku not in (None, known.seller_sku):
            rule = f"is not the SKU of this item, {known.seller_sku}"
            raise FaultyOrder([Problem(f"items[{index}].sellerSku", update.seller_sku or "", rule)])
        if known is None and not update.seller_sku:
            raise FaultyOrder(
                [Problem(f"items[{index}].sellerSku", "", "is required for an item that is not in the order")]
            )
        if known is not None and update.quantity == 0:
            del found[update.seller_fulfillment_order_item_id]
            continue
        values = {
            field.name: value
            for field in msgspec.structs.fields(api.CreateFulfillmentOrderItem)
            if (value := getattr(update, field.name)) is not None
        }
        found[update.seller_fulfillment_order_item_id] = (
            api.CreateFulfillmentOrderItem(**values) if known is None else msgspec.structs.replace(known, **values)
        )
    return list(found.values())


def _wanted(asked: api.CreateFulfillmentOrderRequest) -> tuple[object, ...]:
    lines = [(each.seller_fulfillment_order_item_id, each.seller_sku, each.quantity) for each in asked.items]
    return asked.fulfillment_policy, lines


async def _reallocate(ctx: Context, order: Order) -> None:
    """Gives back what the old lines had, and sets aside what the new ones want."""
    for line in order.lines:
        await fulfilling.release(ctx, order, line, line.reserved)
    order.lines = [
        Line(item_id=each.seller_fulfillment_order_item_id, seller_sku=each.seller_sku, quantity=each.quantity)
        for each in order.request.items
    ]
    await fulfilling.reserve(ctx, order)


async def _let_go(ctx: Context, order: Order) -> None:
    """The hold is over; from now on the order's time counts. One that has no units to ship by now is Invalid."""
    order.held = False
    order.released_at = ctx.now
    order.promise = None
    if order.status == "Received":
        await ctx.unschedule(fulfilling.END_HOLD, order.id)
        if order.reserved or order.waiting:
            await fulfilling.proceed(ctx, order)
        else:
            fulfilling.move_on(ctx, order, "refuse")


@handles(api.cancel_fulfillment_order)
async def cancel_fulfillment_order(
    ctx: Context, request: api.CancelFulfillmentOrderArguments
) -> api.CancelFulfillmentOrderResponse:
    """Calls an order off, as long as picking has not begun; its stock is free again at once.

    An order that was cancelled before is refused like every order that has ended (our choice).
    """
    order = await load(ctx, request.seller_fulfillment_order_id)
    if not cancellable(order.status):
        raise OrderNotCancellable(order.id, order.status)
    await fulfilling.cancel(ctx, order)
    await records.save(ctx.tx, ctx.seller_id, order)
    return api.CancelFulfillmentOrderResponse()


@handles(api.submit_fulfillment_order_status_update)
async def submit_fulfillment_order_status_update(
    ctx: Context, request: api.SubmitFulfillmentOrderStatusUpdateArguments
) -> api.SubmitFulfillmentOrderStatusUpdateResponse:
    """Moves an order on at once, over as many legal steps as it takes, with everything that belongs to each.

    At Amazon this lives in the sandbox only; here it works on every host. The clock goes on from the new status.
    """
    order = await load(ctx, request.seller_fulfillment_order_id)
    wanted = request.body.fulfillment_order_status
    if wanted is None:
        raise FaultyOrder([Problem("fulfillmentOrderStatus", "", "is required")])
    await drive(ctx, order, wanted)
    await records.save(ctx.tx, ctx.seller_id, order)
    return api.SubmitFulfillmentOrderStatusUpdateResponse()

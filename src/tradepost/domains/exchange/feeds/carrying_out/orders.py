"""What messages about orders share: which order and which of its items they mean, and the numbers that they name."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Final

from tradepost.domains.exchange.feeds.message import FaultyMessageError, Task
from tradepost.domains.selling.orders import records
from tradepost.domains.selling.orders.operations.reading import load
from tradepost.domains.selling.orders.order import Item, Order
from tradepost.domains.selling.orders.refusals import NotShippable

FAULTY: Final = "18028"


async def order_of(task: Task, order_id: str, seller_order_id: str) -> Order:
    """The order that a message means, by Amazon's id or by the one that its seller has given it.

    Raises FaultyMessageError, UnknownOrder, InvalidOrderId.
    """
    if order_id:
        return await load(task.ctx, order_id)
    if not seller_order_id:
        raise FaultyMessageError(FAULTY, "The message names no order.")
    found = await records.of_seller_order_id(task.ctx.tx, task.ctx.seller_id, seller_order_id)
    if found is None or found.marketplace_id not in task.ctx.marketplaces:
        raise FaultyMessageError(FAULTY, f"No order has the MerchantOrderID '{seller_order_id[:60]}'.")
    return found


def item_of(order: Order, item_code: str, seller_item_id: str = "") -> Item:
    """The item that a message means. Raises FaultyMessageError."""
    found = order.item(item_code)
    if found is None and seller_item_id and not item_code:
        found = next((each for each in order.items if each.seller_item_id == seller_item_id), None)
    if found is None:
        named = item_code or seller_item_id
        raise FaultyMessageError(FAULTY, f"Order {order.id} has no item '{named[:60]}'.", AmazonOrderID=order.id)
    return found


def check_own(order: Order) -> None:
    """Raises NotShippable for an order that its seller does not fulfill, and may not cancel or adjust."""
    if order.channel != "MFN":
        raise NotShippable(order.id, "is fulfilled by Amazon")


def whole_number(name: str, told: str) -> int:
    """A whole number above 0. Raises FaultyMessageError."""
    if not told.isdecimal() or len(told) > 9 or not int(told):
        raise FaultyMessageError(FAULTY, f"{name}: '{told[:40]}' is not a whole number above 0.")
    return int(told)


def amount(name: str, told: str) -> Decimal:
    """An amount of money, 0 or more. Raises FaultyMessageError."""
    try:
        found = Decimal(told)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= 10**9:
        raise FaultyMessageError(FAULTY, f"{name}: '{told[:40]}' is not an amount of 0 or more.")
    return found

"""POST_ORDER_ACKNOWLEDGEMENT_DATA and its flat file: a seller takes an order on by a name of his own, or cancels it."""

from __future__ import annotations

from typing import Final

from tradepost.domains.exchange.feeds.carrying_out.orders import FAULTY, check_own, item_of, order_of
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.selling.orders import fulfilling, records
from tradepost.domains.selling.orders.order import Order, PackedItem
from tradepost.domains.selling.orders.refusals import NotShippable

#: Why a seller may cancel (published schema).
REASONS: Final = frozenset(
    [
        "NoInventory",
        "ShippingAddressUndeliverable",
        "CustomerExchange",
        "BuyerCanceled",
        "GeneralAdjustment",
        "CarrierCreditDecision",
        "RiskAssessmentInformationNotValid",
        "CarrierCoverageFailure",
        "CustomerReturn",
        "MerchandiseNotReceived",
    ]
)
_NO_REASON: Final = "NoInventory"


async def acknowledge(task: Task, message: Message) -> list[Result]:
    """An OrderAcknowledgement. ``Success`` keeps the names that the seller gives the order and its items. ``Failure``
    cancels the items that it names, or all of the order where it names none.

    Raises FaultyMessageError, UnknownOrder, NotShippable.
    """
    said = message.body.find("OrderAcknowledgement")
    if said is None:
        raise FaultyMessageError(FAULTY, "The message has no OrderAcknowledgement.")
    order = await order_of(task, said.said("AmazonOrderID"), "")
    lines = [(item_of(order, each.said("AmazonOrderItemCode")), each) for each in said.all("Item")]
    if said.said("StatusCode") == "Success":
        order.seller_order_id = said.said("MerchantOrderID") or order.seller_order_id
        for item, line in lines:
            item.seller_item_id = line.said("MerchantOrderItemID") or item.seller_item_id
        fulfilling.touch(task.ctx, order)
        await records.save(task.ctx.tx, task.ctx.seller_id, order)
    elif said.said("StatusCode") == "Failure":
        reasons = [line.said("CancelReason") for _, line in lines if line.said("CancelReason")]
        await _cancel(task, order, [PackedItem(item.id, item.open) for item, _ in lines], reasons)
    else:
        raise FaultyMessageError(
            FAULTY, f"StatusCode: '{said.said('StatusCode')[:40]}' is neither Success nor Failure."
        )
    return []


async def cancel_row(task: Task, message: Message) -> list[Result]:
    """A row of the flat file, which only cancels (published): an item of an order, or all of it."""
    row = message.body[0]
    order = await order_of(task, row.get("order-id", ""), "")
    item_id, reason = row.get("amazon-order-item-code", ""), row.get("cancellation-reason-code", "")
    lines = [item_of(order, item_id)] if item_id else []
    await _cancel(task, order, [PackedItem(each.id, each.open) for each in lines], [reason] if reason else [])
    return []


async def _cancel(task: Task, order: Order, lines: list[PackedItem], reasons: list[str]) -> None:
    check_own(order)
    for each in reasons:
        if each not in REASONS:
            raise FaultyMessageError(FAULTY, f"CancelReason: '{each[:40]}' is none of {', '.join(sorted(REASONS))}.")
    if order.status not in ("Unshipped", "PartiallyShipped"):
        raise NotShippable(order.id, f"is {order.status}")
    if lines and not any(each.quantity for each in lines):
        raise NotShippable(order.id, "has nothing left of the items that are named")
    await fulfilling.cancel(task.ctx, order, reasons[0] if reasons else _NO_REASON, lines=lines or None)
    await records.save(task.ctx.tx, task.ctx.seller_id, order)

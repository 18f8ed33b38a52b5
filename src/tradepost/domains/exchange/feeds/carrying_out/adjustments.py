"""POST_PAYMENT_ADJUSTMENT_DATA and its flat file: a seller gives money back, or cancels units that he cannot ship."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.domains.exchange.feeds.carrying_out.orders import (
    FAULTY,
    amount,
    check_own,
    item_of,
    order_of,
    whole_number,
)
from tradepost.domains.exchange.feeds.message import FaultyMessageError, Message, Result, Task
from tradepost.domains.exchange.feeds.reading.envelope import Element
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.selling.orders import fulfilling, records
from tradepost.domains.selling.orders.order import Amounts, Order, PackedItem
from tradepost.domains.selling.orders.refusals import NotShippable

#: Why a seller may give money back (published schema).
REASONS: Final = frozenset(
    [
        "NoInventory",
        "CustomerReturn",
        "GeneralAdjustment",
        "CouldNotShip",
        "DifferentItem",
        "Abandoned",
        "CustomerCancel",
        "PriceError",
        "ProductOutofStock",
        "CustomerAddressIncorrect",
        "Exchange",
        "Other",
        "CarrierCreditDecision",
        "RiskAssessmentInformationNotValid",
        "CarrierCoverageFailure",
        "TransactionRecord",
        "Undeliverable",
        "RefusedDelivery",
    ]
)
#: Kinds of money by their names in XML; those of promotions are taken off what is given back.
_COMPONENTS: Final = {
    "Principal": "principal",
    "Tax": "tax",
    "Shipping": "shipping",
    "ShippingTax": "shipping_tax",
    "GiftWrap": "gift_wrap",
    "GiftWrapTax": "gift_wrap_tax",
}
_PROMOTIONS: Final = {"Principal": "promotion", "Shipping": "shipping_promotion"}
_COLUMNS: Final = {
    "item-price-adj": "principal",
    "item-tax-adj": "tax",
    "shipping-price-adj": "shipping",
    "shipping-tax-adj": "shipping_tax",
    "gift-wrap-price-adj": "gift_wrap",
    "gift-wrap-tax-adj": "gift_wrap_tax",
    "item-promotion-adj": "promotion",
    "ship-promotion-adj": "shipping_promotion",
}


class Adjustment(msgspec.Struct, frozen=True):
    """What is given back of an item, or cancelled of it."""

    item_id: str
    reason: str
    money: Amounts
    cancelled: int


async def adjust(task: Task, message: Message) -> list[Result]:
    """An OrderAdjustment: of each item amounts are given back, or units cancelled that have not left.

    Raises FaultyMessageError, UnknownOrder, TooMuchMoney, TooManyUnits.
    """
    said = message.body.find("OrderAdjustment")
    if said is None:
        raise FaultyMessageError(FAULTY, "The message has no OrderAdjustment.")
    order = await order_of(task, said.said("AmazonOrderID"), said.said("MerchantOrderID"))
    await _adjust(task, order, [_read(order, each) for each in said.all("AdjustedItem")])
    return []


async def adjust_row(task: Task, message: Message) -> list[Result]:
    """A row of the flat file: of one item amounts are given back, or units cancelled."""
    row = message.body[0]
    order = await order_of(task, row.get("order-id", ""), "")
    if row.get("currency", "") not in ("", order.currency):
        raise FaultyMessageError(FAULTY, f"currency: '{row['currency'][:10]}' is not the order's, {order.currency}.")
    said = {kind: amount(name, row[name]) for name, kind in _COLUMNS.items() if row.get(name)}
    units = row.get("quantity-cancelled", "")
    adjustment = Adjustment(
        item_of(order, row.get("order-item-id", "")).id,
        row.get("adjustment-reason-code", ""),
        _money(said.items(), order.currency),
        whole_number("quantity-cancelled", units) if units else 0,
    )
    await _adjust(task, order, [adjustment])
    return []


def _read(order: Order, said: Element) -> Adjustment:
    found: list[tuple[str, Decimal]] = []
    for path, names in (
        ("ItemPriceAdjustments/Component", _COMPONENTS),
        ("PromotionAdjustments/Component", _PROMOTIONS),
    ):
        for each in said.all(path):
            kind = names.get(each.said("Type"))
            if kind is None:
                raise FaultyMessageError(FAULTY, f"Type: '{each.said('Type')[:40]}' is none of {', '.join(names)}.")
            money = each.find("Amount") or Element("Amount")
            if money.attributes.get("currency", order.currency) != order.currency:
                raise FaultyMessageError(
                    FAULTY, f"currency: '{money.attributes['currency'][:10]}' is not the order's, {order.currency}."
                )
            found.append((kind, amount("Amount", money.text)))
    units = said.said("QuantityCancelled")
    return Adjustment(
        item_of(order, said.said("AmazonOrderItemCode"), said.said("MerchantOrderItemID")).id,
        said.said("AdjustmentReason"),
        _money(found, order.currency),
        whole_number("QuantityCancelled", units) if units else 0,
    )


def _money(said: Iterable[tuple[str, Decimal]], currency: str) -> Amounts:
    found = Amounts()
    for kind, value in said:
        if value != rounded(value, currency):
            raise FaultyMessageError(FAULTY, f"Amount: {value} is no amount of {currency}.")
        found += Amounts(**{kind: value})
    return found


async def _adjust(task: Task, order: Order, adjustments: list[Adjustment]) -> None:
    check_own(order)
    nothing = Amounts()
    if not adjustments or any(each.money == nothing and not each.cancelled for each in adjustments):
        raise FaultyMessageError(FAULTY, "There is nothing to adjust.", AmazonOrderID=order.id)
    for each in adjustments:
        if each.reason not in REASONS:
            raise FaultyMessageError(
                FAULTY, f"AdjustmentReason: '{each.reason[:40]}' is none of {', '.join(sorted(REASONS))}."
            )
    reason = adjustments[0].reason
    cancelled = [PackedItem(each.item_id, each.cancelled) for each in adjustments if each.cancelled]
    if cancelled:
        if order.status not in ("Unshipped", "PartiallyShipped"):
            raise NotShippable(order.id, f"is {order.status}")
        await fulfilling.cancel(task.ctx, order, reason, lines=cancelled)
    money: dict[str, Amounts] = {}
    for each in adjustments:
        if each.money != nothing:
            money[each.item_id] = money.get(each.item_id, nothing) + each.money
    if money:
        fulfilling.give_back(task.ctx, order, money, reason)
    await records.save(task.ctx.tx, task.ctx.seller_id, order)

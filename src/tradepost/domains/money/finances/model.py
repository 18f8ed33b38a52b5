"""What a sale and its refund do to a seller's balance, line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, Literal

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.engine import Goods, estimate, refund_commission
from tradepost.domains.money.fees.promotion import Promotion, lessened
from tradepost.domains.money.finances.event import FinancialEvent, ItemLines, Line

Network = Literal["AFN", "MFN"]
OrderEvent = Literal["Shipment", "Refund"]

#: Where the marketplace collects sales tax and pays it to the state itself (as Orders shows it).
FACILITATED: Final[frozenset[str]] = frozenset({"US"})

#: The fees that are given back with a refund, as far as it goes; fulfillment stays paid (published fee schedule).
GIVEN_BACK: Final[tuple[str, ...]] = ("Commission", "ShippingHB", "VariableClosingFee")

#: A business order with a purchase order number is paid by invoice; its money is deferred for so many days (our
#: choice; the deferral's name ``B2B`` is published).
INVOICE_DAYS: Final = 30


class Sold(msgspec.Struct, kw_only=True, rename="camel"):
    """The money of units that were shipped or refunded, all of them together; as the events of orders have it."""

    principal: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    shipping: Decimal = Decimal(0)
    shipping_tax: Decimal = Decimal(0)
    gift_wrap: Decimal = Decimal(0)
    gift_wrap_tax: Decimal = Decimal(0)
    promotion: Decimal = Decimal(0)
    shipping_promotion: Decimal = Decimal(0)

    @property
    def base(self) -> Decimal:
        """What was paid for them without tax, less promotions."""
        return self.principal + self.shipping + self.gift_wrap - self.promotion - self.shipping_promotion


class Item(msgspec.Struct, kw_only=True, rename="camel"):
    """Units of one line of an order, in an event of orders."""

    order_item_id: str
    seller_sku: str
    asin: str
    quantity: int
    amounts: Sold


def items_of(body: Mapping[str, Any]) -> list[Item]:
    """The items of an event of orders."""
    return msgspec.convert(body["items"], list[Item], strict=False)


def shipped(
    item: Item, goods: Goods, marketplace_id: str, network: Network, promotions: Sequence[Promotion] = ()
) -> ItemLines:
    """The lines of units that were shipped: what their buyer paid, what is withheld, and what selling them costs."""
    lines = _given(item, marketplace_id, Decimal(1))
    lines.fees = sale_fees(item, goods, marketplace_id, network, promotions)
    return lines


def sale_fees(
    item: Item, goods: Goods, marketplace_id: str, network: Network, promotions: Sequence[Promotion] = ()
) -> list[Line]:
    """What a sale costs, by the engine that estimates it, less what the promotions that run take off of fees; the
    names are those of the Finances API.

    Of what Amazon ships, shipping and gift wrap are Amazon's own: they are charged back whole, and the commission is a
    share of the goods alone. Otherwise the share of the shipping stands apart as ``ShippingHB``.
    """
    money, units = item.amounts, item.quantity
    goods_price, shipping = money.principal - money.promotion, money.shipping - money.shipping_promotion
    own = network == "MFN"
    more = shipping + money.gift_wrap if own else Decimal(0)
    fees = estimate(goods, marketplace_id, goods_price, more, "MERCHANT" if own else "AMAZON", units=units)
    fees = lessened(fees, promotions, item.asin, goods_price / max(units, 1))
    amounts = {each.type: each.final for each in fees}
    referral, currency = amounts["ReferralFee"], fees[0].currency
    base = goods_price + more
    of_shipping = rounded(referral * shipping / base, currency) if own and base > 0 and shipping > 0 else Decimal(0)
    found = [
        Line("FBAPerUnitFulfillmentFee", -amounts.get("FBAFees", Decimal(0))),
        Line("Commission", of_shipping - referral),
        Line("ShippingHB", -of_shipping),
        Line("VariableClosingFee", -amounts["VariableClosingFee"]),
        Line("ShippingChargeback", Decimal(0) if own else -shipping),
        Line("GiftwrapChargeback", Decimal(0) if own else -money.gift_wrap),
    ]
    return [each for each in found if each.amount or each.type == "Commission"]


def refunded(
    item: Item, before: Iterable[FinancialEvent], marketplace_id: str, network: Network, adjustment_id: str
) -> ItemLines:
    """The lines of units that were refunded: what the buyer got back, and the fees that the seller gets back of those
    that were charged, less what is kept for refunding.

    ``before`` are the order's events so far. All of a fee is given back once all of a sale is, to the cent, in however
    many refunds.
    """
    lines = _given(item, marketplace_id, Decimal(-1))
    lines.adjustment_id = adjustment_id
    back = given_back(item, list(before), MARKETPLACES[marketplace_id].currency)
    kept = refund_commission(
        marketplace_id, sum((each.amount for each in back if each.type != "VariableClosingFee"), Decimal(0))
    )
    money = item.amounts
    returned = (
        []
        if network == "MFN"
        else [
            Line("ShippingChargeback", money.shipping - money.shipping_promotion),
            Line("GiftwrapChargeback", money.gift_wrap),
        ]
    )
    lines.fees = [each for each in (*back, Line("RefundCommission", -kept), *returned) if each.amount]
    return lines


def given_back(item: Item, before: list[FinancialEvent], currency: str) -> list[Line]:
    """What is given back of each fee that was charged for a line of an order."""
    sales = [each for event in before if event.type == "Shipment" for each in _of_item(event, item.order_item_id)]
    refunds = [each for event in before if event.type == "Refund" for each in _of_item(event, item.order_item_id)]
    base = sum((paid(each) for each in sales), Decimal(0))
    done = -sum((paid(each) for each in refunds), Decimal(0))
    until = min(done + item.amounts.base, base)
    found = []
    for name in GIVEN_BACK:
        charged = -sum((line.amount for each in sales for line in each.fees if line.type == name), Decimal(0))
        already = sum((line.amount for each in refunds for line in each.fees if line.type == name), Decimal(0))
        due = rounded(charged * until / base, currency) if base > 0 else Decimal(0)
        if due > already:
            found.append(Line(name, due - already))
    return found


def paid(lines: ItemLines) -> Decimal:
    """What was paid for units without tax, less promotions; negative for a refund."""
    goods = sum((each.amount for each in lines.charges if not each.type.endswith("Tax")), Decimal(0))
    return goods + sum((each.amount for each in lines.promotions), Decimal(0))


def _of_item(event: FinancialEvent, order_item_id: str) -> list[ItemLines]:
    counted = event.status != "DEFERRED_RELEASED"  # it was posted again when it was released
    return [each for each in event.items if counted and each.order_item_id == order_item_id]


def _given(item: Item, marketplace_id: str, sign: Decimal) -> ItemLines:
    """Charges, promotions and withheld taxes: as they are for a sale, turned round for a refund."""
    money = item.amounts
    charges = [
        Line("Principal", money.principal),
        Line("Tax", money.tax),
        Line("GiftWrap", money.gift_wrap),
        Line("GiftWrapTax", money.gift_wrap_tax),
        Line("ShippingCharge", money.shipping),
        Line("ShippingTax", money.shipping_tax),
    ]
    withheld = [
        Line("MarketplaceFacilitatorTax-Principal", -money.tax),
        Line("MarketplaceFacilitatorTax-Shipping", -money.shipping_tax),
        Line("MarketplaceFacilitatorTax-Other", -money.gift_wrap_tax),
    ]
    promotions = [Line("Principal", -money.promotion), Line("Shipping", -money.shipping_promotion)]
    collected = MARKETPLACES[marketplace_id].country in FACILITATED
    return ItemLines(
        seller_sku=item.seller_sku,
        asin=item.asin,
        quantity=item.quantity,
        order_item_id=item.order_item_id,
        charges=[Line(each.type, sign * each.amount) for each in charges],
        promotions=[Line(each.type, sign * each.amount) for each in promotions if each.amount],
        withheld=[Line(each.type, sign * each.amount) for each in withheld if each.amount and collected],
    )

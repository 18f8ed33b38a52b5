"""The rules of orders: which status leads to which, what a part of a line costs, what may be shipped and refunded."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal, get_args

from tradepost.contract.orders_v0 import EasyShipShipmentStatus
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.steps import Steps

OrderStatus = Literal[
    "PendingAvailability",
    "Pending",
    "Unshipped",
    "PartiallyShipped",
    "Shipped",
    "InvoiceUnconfirmed",
    "Canceled",
    "Unfulfillable",
]
Trigger = Literal["release", "pay", "ship_part", "ship_rest", "cancel", "fail"]

#: The published statuses, and what leads from one to the next. InvoiceUnconfirmed belongs to a marketplace that the
#: API does not serve any more; it can be asked for and is never reached.
STEPS: Final[Steps[OrderStatus, Trigger]] = Steps(
    "order",
    (
        ("PendingAvailability", "release", "Pending"),
        ("PendingAvailability", "cancel", "Canceled"),
        ("Pending", "pay", "Unshipped"),
        ("Pending", "cancel", "Canceled"),
        ("Unshipped", "ship_part", "PartiallyShipped"),
        ("Unshipped", "ship_rest", "Shipped"),
        ("Unshipped", "cancel", "Canceled"),
        ("Unshipped", "fail", "Unfulfillable"),
        ("PartiallyShipped", "ship_part", "PartiallyShipped"),
        ("PartiallyShipped", "ship_rest", "Shipped"),
    ),
)
STATUSES: Final[tuple[OrderStatus, ...]] = (
    "PendingAvailability",
    "Pending",
    "Unshipped",
    "PartiallyShipped",
    "Shipped",
    "InvoiceUnconfirmed",
    "Canceled",
    "Unfulfillable",
)


#: How far an order of Easy Ship is, which Amazon's own carrier fetches from its seller (published statuses).
EasyShipStatus = EasyShipShipmentStatus
EASY_SHIP_STATUSES: Final[tuple[EasyShipStatus, ...]] = get_args(EasyShipStatus)
#: The countries whose marketplaces have Easy Ship. India, Japan, the Netherlands, Poland and Singapore are named in
#: published announcements; the others are our choice, as the published table of them all is not to be had.
EASY_SHIP_COUNTRIES: Final = frozenset({"IN", "JP", "NL", "PL", "SG", "AE", "BR", "EG", "MX", "SA", "TR"})


def payable(status: OrderStatus) -> bool:
    """Whether a seller may see what the order costs: not while its payment is open (published guide)."""
    return status not in ("Pending", "PendingAvailability")


def portion(total: Decimal, quantity: int, before: int, units: int, currency: str) -> Decimal:
    """What ``units`` of a line cost of its total when ``before`` units were counted already.

    The portions of all units add up to the total, to the cent, whatever the packages they leave in.
    """
    return rounded(total * (before + units) / quantity, currency) - rounded(total * before / quantity, currency)


#: Sales tax that buyers pay on top of the price, by state; a few states have none. Rounded state rates, our choice.
SALES_TAX: Final[dict[str, Decimal]] = {
    code: Decimal(rate)
    for code, rate in (
        ("CA", "0.0725"),
        ("CO", "0.029"),
        ("FL", "0.06"),
        ("GA", "0.04"),
        ("IL", "0.0625"),
        ("MA", "0.0625"),
        ("MI", "0.06"),
        ("NJ", "0.06625"),
        ("NY", "0.04"),
        ("NC", "0.0475"),
        ("OH", "0.0575"),
        ("PA", "0.06"),
        ("TX", "0.0625"),
        ("VA", "0.053"),
        ("WA", "0.065"),
        ("WI", "0.05"),
    )
}
_DEFAULT_SALES_TAX: Final = Decimal("0.05")
_UNTAXED: Final = frozenset({"AK", "DE", "MT", "NH", "OR"})


def tax_rate(marketplace_country: str, state: str) -> Decimal:
    """The tax on top of the price: US and Canada; elsewhere prices hold it, and the rate is 0 (our choice)."""
    if marketplace_country == "CA":
        return Decimal("0.05")
    if marketplace_country != "US" or state in _UNTAXED:
        return Decimal(0)
    return SALES_TAX.get(state, _DEFAULT_SALES_TAX)


#: What a gift box costs for each unit, and shipping by its speed, in dollars or euros (our choice).
GIFT_WRAP: Final = Decimal("3.99")
_SHIPPING: Final = {"Standard": Decimal(0), "Expedited": Decimal("6.99"), "Priority": Decimal("12.99")}
_UNITS: Final = {"JPY": 100, "INR": 50, "MXN": 15, "SEK": 10, "TRY": 30, "EGP": 40, "ZAR": 15, "PLN": 4, "BRL": 5}


def unit_of(currency: str) -> int:
    """How many of a currency are about one dollar, for prices that are the same everywhere (our choice)."""
    return _UNITS.get(currency, 1)


def shipping_price(service_level: str, currency: str) -> Decimal:
    """What a buyer pays for shipping at this speed."""
    return rounded(_SHIPPING[service_level] * unit_of(currency), currency)

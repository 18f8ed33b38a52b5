"""What the fulfillment of an order costs. A table of our own making, in the shape of the public one.

A unit costs by its size tier and speed, and less the more units an order has; every kilogram above the first of a
standard item, and above the second of a larger one, costs on top; each order costs a little. Prices are in US dollars
and carried into the marketplace's currency by a fixed factor, so that the same order always costs the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.domains.measures.amounts import rounded
from tradepost.domains.measures.sizes import ItemSize, SizeTier, size_tier
from tradepost.domains.places.calendar import Speed

FeeName = Literal[
    "FBAPerUnitFulfillmentFee", "FBAPerOrderFulfillmentFee", "FBATransportationFee", "FBAFulfillmentCODFee"
]


class Money(msgspec.Struct, frozen=True):
    """An amount in a currency of ISO 4217, exact to its smallest coin."""

    currency: str
    amount: Decimal


class Fee(msgspec.Struct, frozen=True):
    """One kind of fee of an order, over all its units."""

    name: FeeName
    amount: Money


#: US dollars for the only unit of an order. ScheduledDelivery costs as Expedited.
UNIT_PRICES: Final[dict[SizeTier, dict[Speed, Decimal]]] = {
    "SmallStandard": {"Standard": Decimal("4.45"), "Expedited": Decimal("5.85"), "Priority": Decimal("8.90")},
    "LargeStandard": {"Standard": Decimal("5.90"), "Expedited": Decimal("7.20"), "Priority": Decimal("11.80")},
    "LargeBulky": {"Standard": Decimal("13.60"), "Expedited": Decimal("16.40"), "Priority": Decimal("24.50")},
    "ExtraLarge": {"Standard": Decimal("64.00"), "Expedited": Decimal("78.00"), "Priority": Decimal("102.00")},
}

#: The share of that price for the dearest unit of an order, the second, … and from the fifth on each. So an order of
#: one unit more never costs less, whatever the unit.
UNIT_SHARES: Final[tuple[Decimal, ...]] = tuple(map(Decimal, ("1", "0.60", "0.50", "0.45", "0.40")))

#: US dollars for each kilogram that is not included.
KILOGRAM_PRICES: Final[dict[Speed, Decimal]] = {
    "Standard": Decimal("0.80"),
    "Expedited": Decimal("0.95"),
    "Priority": Decimal("1.25"),
}
INCLUDED_KG: Final[dict[SizeTier, Decimal]] = {
    "SmallStandard": Decimal(1),
    "LargeStandard": Decimal(1),
    "LargeBulky": Decimal(2),
    "ExtraLarge": Decimal(2),
}
ORDER_PRICES: Final[dict[Speed, Decimal]] = {
    "Standard": Decimal("0.50"),
    "Expedited": Decimal("0.75"),
    "Priority": Decimal("1.00"),
}

#: What goes abroad costs so many times as much, within a customs union and beyond.
ABROAD: Final = (Decimal("1.35"), Decimal("1.90"))

#: Orders that must not go by Amazon's own carrier cost this share of their other fees on top, as the public price list
#: has it; a signature costs this many US dollars a shipment. Both count as transport, for want of a fee name.
BLOCK_AMZL_SHARE: Final = Decimal("0.05")
SIGNATURE_PRICE: Final = Decimal("3.30")

#: Japanese yen for collecting the price of an order at the door.
COD_PRICE: Final = Decimal(330)

#: What a US dollar of the price list is in each marketplace's currency. Not an exchange rate: a price level.
CURRENCY_FACTORS: Final[dict[str, Decimal]] = {
    "USD": Decimal(1),
    "CAD": Decimal("1.30"),
    "MXN": Decimal(15),
    "BRL": Decimal("4.5"),
    "EUR": Decimal("0.95"),
    "GBP": Decimal("0.85"),
    "SEK": Decimal(10),
    "PLN": Decimal(4),
    "TRY": Decimal(25),
    "EGP": Decimal(35),
    "SAR": Decimal("3.5"),
    "AED": Decimal("3.5"),
    "INR": Decimal(60),
    "SGD": Decimal("1.30"),
    "AUD": Decimal("1.45"),
    "JPY": Decimal(110),
    "ZAR": Decimal(15),
}

#: Published model: previews of the Indian marketplace have no fees.
WITHOUT_FEES: Final[frozenset[str]] = frozenset({"IN"})


def fees(
    speed: Speed,
    units: Sequence[ItemSize],
    *,
    currency: str,
    country: str,
    abroad: bool = False,
    customs: bool = False,
    shipments: int = 1,
    block_amzl: bool = False,
    signature: bool = False,
    cash_on_delivery: bool = False,
) -> tuple[Fee, ...]:
    """The fees of an order of these units, one size for each; none without units, and none in India.

    ``country`` is the marketplace's. ``cash_on_delivery`` counts in Japan alone (published model).
    """
    if not units or country in WITHOUT_FEES:
        return ()
    paced: Speed = "Expedited" if speed == "ScheduledDelivery" else speed
    times = ABROAD[customs] if abroad else Decimal(1)
    per_unit = _units(units, paced) * times
    transport = sum(map(_extra_kilograms, units), Decimal(0)) * KILOGRAM_PRICES[paced] * times
    per_order = ORDER_PRICES[paced]
    if block_amzl:
        transport += (per_unit + transport + per_order) * BLOCK_AMZL_SHARE
    if signature:
        transport += SIGNATURE_PRICE * shipments
    found = [
        Fee("FBAPerUnitFulfillmentFee", _money(per_unit, currency)),
        Fee("FBAPerOrderFulfillmentFee", _money(per_order, currency)),
        Fee("FBATransportationFee", _money(transport, currency)),
    ]
    if cash_on_delivery and country == "JP":
        found.append(Fee("FBAFulfillmentCODFee", Money("JPY", COD_PRICE)))
    return tuple(found)


def total(charged: Iterable[Fee]) -> Decimal:
    """All the fees of one order together."""
    return sum((fee.amount.amount for fee in charged), Decimal(0))


def _units(units: Sequence[ItemSize], speed: Speed) -> Decimal:
    prices = sorted((UNIT_PRICES[size_tier(size)][speed] for size in units), reverse=True)
    last = len(UNIT_SHARES) - 1
    return sum((price * UNIT_SHARES[min(place, last)] for place, price in enumerate(prices)), Decimal(0))


def _extra_kilograms(size: ItemSize) -> Decimal:
    return max(size.shipping_weight - INCLUDED_KG[size_tier(size)], Decimal(0))


def _money(dollars: Decimal, currency: str) -> Money:
    return Money(currency, rounded(dollars * CURRENCY_FACTORS.get(currency, Decimal(1)), currency))

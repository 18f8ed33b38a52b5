"""What keeping stock in the network costs: storage by the month, and taking units out again.

Our own figures, in the shape of the public price lists of the US and near them, in the base currency of the fee region.
Pure.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.engine import Goods, size_tier
from tradepost.domains.money.fees.tariffs import band_level_of

#: What a cubic foot costs for a month in dollars, by whether it is bulky and in the last quarter. Near the public price
#: list of the US; a cubic meter elsewhere costs 25 times that in the region's base currency (our choice).
STORAGE: Final[dict[tuple[bool, bool], Decimal]] = {
    (False, False): Decimal("0.78"),
    (False, True): Decimal("2.40"),
    (True, False): Decimal("0.56"),
    (True, True): Decimal("1.40"),
}
#: What taking a unit out costs, by its kilograms and whether it is bulky: up to a weight, and for each kilogram started
#: above the last one. Near the public price list (our choice).
REMOVAL: Final[dict[bool, tuple[tuple[Decimal, Decimal], ...]]] = {
    False: ((Decimal("0.25"), Decimal("1.04")), (Decimal("0.5"), Decimal("1.53")), (Decimal(1), Decimal("2.27"))),
    True: ((Decimal("0.5"), Decimal("3.12")), (Decimal(1), Decimal("4.30")), (Decimal(2), Decimal("6.36"))),
}
_ABOVE: Final = {False: Decimal("2.30"), True: Decimal("2.00")}
_METER: Final = Decimal(25)
_CUBIC_FOOT: Final = Decimal("28316.846592")
_CUBIC_METER: Final = Decimal(1_000_000)
_BULKY: Final = ("LargeBulky", "ExtraLarge", "SmallOversize", "StandardOversize", "LargeOversize", "Large")


def is_bulky(goods: Goods, marketplace_id: str) -> bool:
    """Whether a product is larger than standard."""
    return size_tier(goods, marketplace_id).name in _BULKY


def in_feet(marketplace_id: str) -> bool:
    """Whether volumes are said in cubic feet, as in the US, and not in cubic meters."""
    return MARKETPLACES[marketplace_id].country == "US"


def volume(goods: Goods, marketplace_id: str) -> Decimal:
    """The volume of a packed unit, in cubic feet or cubic meters."""
    found = goods.length_cm * goods.width_cm * goods.height_cm
    unit = _CUBIC_FOOT if in_feet(marketplace_id) else _CUBIC_METER
    return (found / unit).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def storage_rate(goods: Goods, marketplace_id: str, month: int) -> Decimal:
    """What a cubic foot, or cubic meter, of a product costs for a month of the year in the marketplace's currency."""
    rate = STORAGE[(is_bulky(goods, marketplace_id), month >= 10)] * band_level_of(marketplace_id)
    return rate if in_feet(marketplace_id) else rate * _METER


def removal_fee(goods: Goods, marketplace_id: str) -> Decimal:
    """What taking one unit out costs, whether it is sent back or disposed of (published: both cost the same)."""
    bulky = is_bulky(goods, marketplace_id)
    steps = REMOVAL[bulky]
    price = next((price for limit, price in steps if goods.weight_kg <= limit), None)
    if price is None:
        limit, last = steps[-1]
        price = last + _ABOVE[bulky] * (goods.weight_kg - limit).to_integral_value(ROUND_CEILING)
    return rounded(price * band_level_of(marketplace_id), MARKETPLACES[marketplace_id].currency)

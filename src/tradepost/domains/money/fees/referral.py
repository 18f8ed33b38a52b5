"""What Amazon's share of a price is, by category. Our own table, near the public ones.

Amounts are in the base currency of the fee region (US dollars, euros or yen) and are carried into a marketplace's
currency by its price level.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

import msgspec

Reach = Literal["whole", "portion"]


class Band(msgspec.Struct, frozen=True):
    """A share of prices up to a limit in dollars or euros; without a limit it is for all above."""

    rate: Decimal
    up_to: Decimal | None = None


class Referral(msgspec.Struct, frozen=True):
    """A category's shares.

    ``whole``: the band that the price falls into counts for all of it; ``portion``: each part of the price has the
    share of its own band.
    """

    bands: tuple[Band, ...]
    reach: Reach = "whole"
    media: bool = False


def _flat(rate: str, *, media: bool = False) -> Referral:
    return Referral((Band(Decimal(rate)),), media=media)


def _two(low: str, limit: int, high: str, reach: Reach) -> Referral:
    return Referral((Band(Decimal(low), Decimal(limit)), Band(Decimal(high))), reach)


DEFAULT: Final = _flat("0.15")

#: By the display group of the catalog's departments; what is not named has 15 %. Our choice, near the public tables.
BY_GROUP: Final[dict[str, Referral]] = {
    "fashion": Referral(
        (
            Band(Decimal("0.05"), Decimal(15)),
            Band(Decimal("0.10"), Decimal(20)),
            Band(Decimal("0.17")),
        )
    ),
    "luggage": _flat("0.15"),
    "kitchen": _flat("0.15"),
    "ce": _flat("0.08"),
    "book": _flat("0.15", media=True),
    "beauty": _two("0.08", 10, "0.15", "whole"),
    "grocery": _two("0.08", 15, "0.15", "whole"),
    "toy": _flat("0.15"),
    "home": _flat("0.15"),
    "home_improvement": _flat("0.15"),
    "sporting": _flat("0.15"),
    "pet_products": _flat("0.15"),
    "office_product": _flat("0.15"),
}

#: Product types whose share is not their department's. Our choice, near the public tables.
BY_PRODUCT_TYPE: Final[dict[str, Referral]] = {
    "CELLULAR_PHONE_CASE": _two("0.15", 100, "0.08", "portion"),
    "PORTABLE_POWER_BANK": _two("0.15", 100, "0.08", "portion"),
    "ELECTRONIC_CABLE": _two("0.15", 100, "0.08", "portion"),
    "DESK": _two("0.15", 200, "0.10", "portion"),
    "POWER_DRILL": _flat("0.12"),
    "CALENDAR": _flat("0.15"),
}


def referral_of(product_type: str, group: str) -> Referral:
    """The shares that a product type has: its own, or its department's, or 15 %."""
    return BY_PRODUCT_TYPE.get(product_type) or BY_GROUP.get(group, DEFAULT)


def share(referral: Referral, base: Decimal, level: Decimal) -> Decimal:
    """What of a price is Amazon's, before rounding and minimum; ``level`` carries the limits into its currency."""
    found, below = Decimal(0), Decimal(0)
    for band in referral.bands:
        limit = None if band.up_to is None else band.up_to * level
        inside = limit is None or base <= limit
        if inside and referral.reach == "whole":
            return base * band.rate
        if referral.reach == "portion":
            top = base if limit is None or base <= limit else limit
            found += (top - below) * band.rate
            below = top
        if inside:
            break
    return found

"""Fee tables by region: closing fees, the least referral fee, and fulfillment by size tier and weight.

Our own figures, in the shape of the public price lists and near them: North America in US dollars, Europe with the
Middle East and India in euros, the Far East in yen. Another currency of a region has a price level, not an exchange
rate, so that the same product always costs the same.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES, Region


class Step(msgspec.Struct, frozen=True):
    """What a unit costs up to a weight: ``price`` and ``per_kg`` for each kilogram started above ``above_kg``."""

    up_to_kg: Decimal | None
    price: Decimal
    per_kg: Decimal = Decimal(0)
    above_kg: Decimal = Decimal(0)


class Tier(msgspec.Struct, frozen=True):
    """A size tier: its largest item (centimeters longest first, kilograms; None for any) and its prices."""

    name: str
    sides: tuple[Decimal, Decimal, Decimal] | None
    most_kg: Decimal | None
    steps: tuple[Step, ...]
    dimensional: bool = True


class Tariff(msgspec.Struct, frozen=True):
    """The fees of one region in its base currency."""

    least_referral: Decimal
    media_closing: Decimal
    per_item: Decimal
    subscription: Decimal
    most_refund_commission: Decimal
    tiers: tuple[Tier, ...]


def _tier(name: str, sides: str, most_kg: str, steps: str, *, dimensional: bool = True) -> Tier:
    """From text: sides ``38x30x2``; steps ``0.1:3.10 *:6.1+0.7>1``, which is kilograms, price, per kilogram above."""
    length, width, height = (Decimal(each) for each in sides.split("x")) if sides else (None, None, None)
    return Tier(
        name,
        None if length is None or width is None or height is None else (length, width, height),
        Decimal(most_kg) if most_kg else None,
        tuple(map(_step, steps.split())),
        dimensional,
    )


def _step(text: str) -> Step:
    limit, _, rest = text.partition(":")
    price, _, slope = rest.partition("+")
    per_kg, _, above = slope.partition(">")
    return Step(None if limit == "*" else Decimal(limit), Decimal(price), Decimal(per_kg or 0), Decimal(above or 0))


NORTH_AMERICA: Final = Tariff(
    least_referral=Decimal("0.30"),
    media_closing=Decimal("1.80"),
    per_item=Decimal("0.99"),
    subscription=Decimal("39.99"),
    most_refund_commission=Decimal("5.00"),
    tiers=(
        _tier("SmallStandard", "38x30x2", "0.45", "0.1:3.10 0.2:3.22 0.3:3.36 *:3.60", dimensional=False),
        _tier("LargeStandard", "46x36x20", "9", "0.1:3.75 0.2:3.95 0.35:4.30 0.5:4.80 0.75:5.20 1:5.60 *:6.10+0.70>1"),
        _tier("LargeBulky", "150x84x84", "22.5", "*:11.80+0.85>1"),
        _tier("ExtraLarge", "", "", "22.5:27.00+0.85>1 31.5:46.00+1.60>22.5 68:62.00+1.60>31.5 *:195.00+0.50>68"),
    ),
)
EUROPE: Final = Tariff(
    least_referral=Decimal("0.30"),
    media_closing=Decimal("0.81"),
    per_item=Decimal("0.99"),
    subscription=Decimal("39.00"),
    most_refund_commission=Decimal("5.00"),
    tiers=(
        _tier("SmallEnvelope", "20x15x1", "0.08", "*:1.95", dimensional=False),
        _tier("StandardEnvelope", "33x23x2.5", "0.46", "0.06:2.10 0.21:2.28 *:2.45", dimensional=False),
        _tier("LargeEnvelope", "33x23x4", "0.96", "*:2.95", dimensional=False),
        _tier("SmallParcel", "35x25x12", "3.9", "0.15:3.10 0.4:3.35 0.9:3.80 1.4:4.40 *:4.85+0.30>2"),
        _tier("StandardParcel", "45x34x26", "11.9", "0.9:5.10 1.9:5.60 *:5.90+0.45>2"),
        _tier("SmallOversize", "61x46x46", "11.9", "*:10.90+0.30>1"),
        _tier("StandardOversize", "120x60x60", "29.5", "*:15.20+0.35>1"),
        _tier("LargeOversize", "", "", "*:26.50+0.60>5"),
    ),
)
FAR_EAST: Final = Tariff(
    least_referral=Decimal(30),
    media_closing=Decimal(80),
    per_item=Decimal(100),
    subscription=Decimal(4900),
    most_refund_commission=Decimal(500),
    tiers=(
        _tier("Small", "25x18x2", "0.25", "*:288", dimensional=False),
        _tier("Standard", "45x35x20", "9", "0.5:318 1:387 2:434 5:514 *:603"),
        _tier("Large", "60x50x50", "40", "10:640 20:850 *:1100"),
        _tier("ExtraLarge", "", "", "20:1800 40:3200 *:5600+100>40"),
    ),
)
_BY_REGION: Final[dict[Region, Tariff]] = {"na": NORTH_AMERICA, "eu": EUROPE, "fe": FAR_EAST}

#: What a unit of the region's base currency is in each currency. Our choice: a price level.
LEVELS: Final[dict[str, Decimal]] = {
    "USD": Decimal(1),
    "CAD": Decimal("1.3"),
    "MXN": Decimal(15),
    "BRL": Decimal("4.5"),
    "EUR": Decimal(1),
    "GBP": Decimal("0.85"),
    "SEK": Decimal(11),
    "PLN": Decimal("4.3"),
    "ZAR": Decimal(16),
    "EGP": Decimal(36),
    "TRY": Decimal(28),
    "SAR": Decimal(4),
    "AED": Decimal(4),
    "INR": Decimal(60),
    "JPY": Decimal(1),
    "AUD": Decimal("0.0125"),
    "SGD": Decimal("0.0115"),
}
#: What the limits of referral bands, said in dollars or euros, are in the Far East's base currency.
_BAND_LEVELS: Final[dict[Region, Decimal]] = {"na": Decimal(1), "eu": Decimal(1), "fe": Decimal(100)}


def tariff_of(marketplace_id: str) -> Tariff:
    """The table of a marketplace's region."""
    return _BY_REGION[MARKETPLACES[marketplace_id].region]


def level_of(marketplace_id: str) -> Decimal:
    """What a unit of the region's base currency is in the marketplace's own."""
    return LEVELS[MARKETPLACES[marketplace_id].currency]


def band_level_of(marketplace_id: str) -> Decimal:
    """What a dollar or euro of a referral band's limit is in the marketplace's currency."""
    return _BAND_LEVELS[MARKETPLACES[marketplace_id].region] * level_of(marketplace_id)

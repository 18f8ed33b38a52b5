"""How big and heavy an item is, and into which size tier that puts it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.simulation.seed import Seed

SizeTier = Literal["SmallStandard", "LargeStandard", "LargeBulky", "ExtraLarge"]
WeighedBy = Literal["Package", "Dimensional"]

#: Cubic centimeters that count as one kilogram.
DIMENSIONAL_DIVISOR: Final = Decimal(5000)
PACKAGING_KG: Final = Decimal("0.125")


class ItemSize(msgspec.Struct, frozen=True):
    """A packed unit: its sides in centimeters, longest first, and its weight in kilograms."""

    length: Decimal
    width: Decimal
    height: Decimal
    weight: Decimal

    @property
    def volume(self) -> Decimal:
        """Cubic centimeters."""
        return self.length * self.width * self.height

    @property
    def dimensional_weight(self) -> Decimal:
        """Kilograms that its volume counts for."""
        return self.volume / DIMENSIONAL_DIVISOR

    @property
    def shipping_weight(self) -> Decimal:
        """Kilograms by which its transport is charged: the larger of both; for small items the actual weight."""
        return self.weight if size_tier(self) == "SmallStandard" else max(self.weight, self.dimensional_weight)

    @property
    def weighed_by(self) -> WeighedBy:
        """Which of both weights that is, in the words of the published model."""
        return "Package" if self.shipping_weight == self.weight else "Dimensional"


class TierLimit(msgspec.Struct, frozen=True):
    """The largest item of a tier: centimeters and kilograms."""

    tier: SizeTier
    length: Decimal
    width: Decimal
    height: Decimal
    weight: Decimal


#: Our choice: rounded from the public size tiers of the US, the same everywhere. What fits none is ExtraLarge.
TIERS: Final[tuple[TierLimit, ...]] = (
    TierLimit("SmallStandard", Decimal(38), Decimal(30), Decimal(2), Decimal("0.45")),
    TierLimit("LargeStandard", Decimal(46), Decimal(36), Decimal(20), Decimal(9)),
    TierLimit("LargeBulky", Decimal(150), Decimal(84), Decimal(84), Decimal("22.5")),
)

#: How often a SKU falls into a tier, and the range of its sides and weight there: smallest and largest, in that order.
_RANGES: Final[tuple[tuple[float, tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]], ...]] = (
    (0.45, (120, 370), (80, 290), (5, 19), (40, 440)),
    (0.87, (150, 450), (100, 350), (30, 190), (200, 8500)),
    (0.97, (480, 1200), (200, 600), (150, 450), (3000, 22000)),
    (1.00, (1550, 2200), (300, 600), (200, 450), (20000, 45000)),
)


def size_tier(size: ItemSize) -> SizeTier:
    """The smallest tier that the item fits."""
    for limit in TIERS:
        fits = size.length <= limit.length and size.width <= limit.width and size.height <= limit.height
        if fits and size.weight <= limit.weight:
            return limit.tier
    return "ExtraLarge"


def item_size(seed: Seed, seller_id: str, seller_sku: str) -> ItemSize:
    """The size of a SKU, drawn from the seed: most are small or standard. Our choice, until the catalog is asked."""
    key = ("item size", seller_id, seller_sku)
    share = seed.share(*key, "tier")
    _, length, width, height, grams = next(row for row in _RANGES if share < row[0])
    sides = sorted(
        (_millimeters(seed, bounds, *key, side) for bounds, side in ((length, "l"), (width, "w"), (height, "h"))),
        reverse=True,
    )
    weight = Decimal(_between(seed, grams, *key, "weight")) / 1000
    return ItemSize(sides[0], sides[1], sides[2], weight)


def _millimeters(seed: Seed, bounds: tuple[int, int], *key: str) -> Decimal:
    return Decimal(_between(seed, bounds, *key)) / 10


def _between(seed: Seed, bounds: tuple[int, int], *key: str) -> int:
    low, high = bounds
    return low + seed.number(*key) % (high - low + 1)

"""Dividing a plan into shipments: units or boxes over so many centers, and what that costs. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.domains.fba.inbound.contents import Box, Handling, Line, gathered
from tradepost.domains.measures.sizes import SizeTier
from tradepost.domains.places.centers import CENTERS, FulfillmentCenter
from tradepost.simulation.seed import Seed

#: Over how many centers a plan is spread, at most. What there are is our choice.
SPREADS: Final = (1, 2, 4)
#: US dollars that a unit costs where all go to one center, after the public list of the placement service; between one
#: center and the most the part is our choice.
FEES: Final[dict[SizeTier, Decimal]] = {
    "SmallStandard": Decimal("0.30"),
    "LargeStandard": Decimal("0.45"),
    "LargeBulky": Decimal("2.70"),
    "ExtraLarge": Decimal("5.20"),
}
PARTIAL: Final = Decimal("0.55")
#: Where placement has a price (public help pages).
PRICED: Final = frozenset({"US"})


class Part(msgspec.Struct, frozen=True):
    """What goes to one center: lines of units, and the boxes that they are in where these are known."""

    center: FulfillmentCenter
    lines: list[Line]
    boxes: list[Box]


def spreads(country: str) -> list[int]:
    """Over how many centers plans of a country can be spread, fewest first."""
    return [each for each in SPREADS if each <= len(_usual(country))]


def parts(seed: Seed, key: Sequence[str], country: str, lines: Sequence[Line], count: int) -> list[Part]:
    """Units over so many centers. Bulky ones and dangerous goods go to one center each, by themselves (our choice)."""
    found = []
    for handling, centers in _centers(seed, key, country, count):
        alike = [each for each in lines if each.handling == handling]
        found += [
            Part(center, share, []) for center, share in zip(centers, share_units(alike, len(centers)), strict=True)
        ]
    return [each for each in found if each.lines]


def parts_of_boxes(seed: Seed, key: Sequence[str], country: str, boxes: Sequence[Box], count: int) -> list[Part]:
    """Boxes over so many centers, in turn; no box is opened for it."""
    found = []
    for handling, centers in _centers(seed, key, country, count):
        alike = [each for each in boxes if each.handling == handling]
        for place, center in enumerate(centers):
            share = alike[place :: len(centers)]
            found.append(Part(center, gathered(line for box in share for line in box.lines), share))
    return [each for each in found if each.boxes]


def parts_of_groups(
    seed: Seed, key: Sequence[str], country: str, groups: Sequence[tuple[Handling, Sequence[Box]]]
) -> list[Part]:
    """Every packing group to a center of its own, as far as there are so many."""
    centers = dict(_centers(seed, key, country, len(groups)))
    found = []
    for place, (handling, boxes) in enumerate(groups):
        center = centers[handling][place % len(centers[handling])]
        found.append(Part(center, gathered(line for box in boxes for line in box.lines), list(boxes)))
    return found


def share_units(lines: Sequence[Line], count: int) -> list[list[Line]]:
    """Units in so many shares that differ by one unit of a line at most; together they are what was there."""
    shares: list[list[Line]] = [[] for _ in range(count)]
    turn = 0
    for line in lines:
        each, rest = divmod(line.quantity, count)
        for place in range(count):
            quantity = each + (1 if (place - turn) % count < rest else 0)
            if quantity:
                shares[place].append(line.of(quantity))
        turn = (turn + rest) % count
    return shares


def fee(lines: Sequence[Line], tiers: Mapping[str, SizeTier], country: str, count: int, most: int) -> Decimal:
    """What a placement costs, in US dollars: nothing where it is spread over as many centers as Amazon likes."""
    if country not in PRICED or count == most:
        return Decimal(0)
    whole = sum((each.quantity * FEES[tiers[each.asin]] for each in lines), Decimal(0))
    return whole if count == 1 else whole * PARTIAL


def _usual(country: str) -> list[FulfillmentCenter]:
    rows = CENTERS[country]
    return [each for each in rows if not each.bulky] or list(rows)


def _centers(
    seed: Seed, key: Sequence[str], country: str, count: int
) -> list[tuple[Handling, list[FulfillmentCenter]]]:
    usual = _usual(country)
    start = seed.number("placement", *key) % len(usual)
    turned = [*usual[start:], *usual[:start]]
    bulky = [each for each in CENTERS[country] if each.bulky][:1] or turned[:1]
    return [("standard", turned[:count]), ("bulky", bulky), ("hazmat", turned[:1])]

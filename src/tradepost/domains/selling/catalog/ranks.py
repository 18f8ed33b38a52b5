"""Sales ranks: how well a product sells in its category and its department, counted from 1."""

from __future__ import annotations

from collections.abc import Iterable

from tradepost.simulation.seed import Seed

WINDOW_DAYS = 30
IN_CATEGORY = 20_000
IN_DEPARTMENT = 400_000
_SHARE_THAT_SELLS = 4


def units_in_window(sold: Iterable[tuple[int, int]], today: int) -> int:
    """The units sold in the last thirty days, today among them, from days and units."""
    return max(0, sum(units for day, units in sold if today - WINDOW_DAYS < day <= today))


def rank(seed: Seed, asin: str, units: int, among: int) -> int:
    """A product's rank among so many, by what was sold of it in the last thirty days (our choice).

    A product that sold more than another always ranks before it. A quarter of all products sell anything, and the one
    that sells best is near 1; where among the others a product stands that sold nothing is drawn by its ASIN.
    """
    selling = among // _SHARE_THAT_SELLS
    share = seed.share("rank", asin)
    if units > 0:
        return 1 + int(selling / (units + share))
    return 1 + selling + int(share * (among - selling))

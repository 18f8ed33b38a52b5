"""Visits to product pages. Nobody visits a page in a simulated world: visits are drawn from what was bought.

A product has a share of visits that end in an order, and so many who pass by, both drawn by the world's seed. So the
same sales always have the same visits, in every report that shows them (our choice).
"""

from __future__ import annotations

from typing import Final

import msgspec

from tradepost.simulation.seed import Seed

#: From one order in twenty visits up to one in five.
_LEAST_CONVERSION, _MOST_CONVERSION = 0.05, 0.20
_PASSERS_BY: Final = 4
_LEAST_MOBILE, _MOST_MOBILE = 0.5, 0.8


class Visits(msgspec.Struct):
    """Sessions and page views, by browser and by app, and those in which the seller's offer was the featured one."""

    browser_sessions: int = 0
    app_sessions: int = 0
    browser_views: int = 0
    app_views: int = 0
    featured: float = 0.0

    def add(self, other: Visits) -> None:
        """Counts others with them."""
        self.browser_sessions += other.browser_sessions
        self.app_sessions += other.app_sessions
        self.browser_views += other.browser_views
        self.app_views += other.app_views
        self.featured += other.featured

    @property
    def sessions(self) -> int:
        """All sessions."""
        return self.browser_sessions + self.app_sessions

    @property
    def views(self) -> int:
        """All page views."""
        return self.browser_views + self.app_views


def visits(seed: Seed, seller_id: str, asin: str, day: str, order_items: int) -> Visits:
    """The visits to a product on a day on which so many order items were bought."""
    key = ("visits", seller_id, asin)
    conversion = _between(_LEAST_CONVERSION, _MOST_CONVERSION, seed.share(*key, "conversion"))
    sessions = round(order_items / conversion) + seed.number(*key, "passers-by", day) % _PASSERS_BY
    sessions = max(sessions, order_items)
    app = round(sessions * _between(_LEAST_MOBILE, _MOST_MOBILE, seed.share(*key, "app")))
    deeper = 1 + seed.share(*key, "views") / 2
    featured = sessions * _between(0.8, 1.0, seed.share(*key, "featured"))
    return Visits(sessions - app, app, round((sessions - app) * deeper), round(app * deeper), featured)


def _between(low: float, high: float, share: float) -> float:
    return low + (high - low) * share

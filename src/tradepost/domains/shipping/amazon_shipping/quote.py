"""A question for rates with its answer, good for ten minutes and for one purchase."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.domains.carriage.rating import Ineligible, Package, Rate
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.shipping.parcels.parcel import Content

#: How long rates can be bought (published model).
LIFETIME: Final = timedelta(minutes=10)
#: How long a token that has expired is known as one; after that it is unknown (our choice).
REMEMBERED: Final = timedelta(days=1)


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller wants to send, in the engine's words. ``accounts`` are his own with carriers, by carrier."""

    marketplace_id: str
    currency: str
    origin: Stop
    destination: Stop
    package: Package
    ships_at: datetime
    contents: tuple[Content, ...] = ()
    package_reference: str = ""
    seller_name: str = ""
    order_id: str = ""
    arrive_by: datetime | None = None
    at_point: bool = False
    accounts: dict[str, str] = {}


class Quote(msgspec.Struct, kw_only=True):
    """Rates by their ids. ``bought`` is the shipment that was made of one of them."""

    token: str
    asked_at: datetime
    wish: Wish
    rates: dict[str, Rate]
    ineligible: list[Ineligible] = []
    bought: str = ""

    def expired(self, now: datetime) -> bool:
        """Whether it is too late to buy."""
        return now > self.asked_at + LIFETIME


def goods_value(wish: Wish) -> Decimal:
    """What the contents are worth."""
    return sum((each.value * each.quantity for each in wish.contents), Decimal(0))

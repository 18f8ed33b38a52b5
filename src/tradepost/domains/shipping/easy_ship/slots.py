"""When a package can be handed over: windows of business days, and the ids by which a seller names them. Pure.

An id says its window and the box that it was asked for, so that nothing is kept of what nobody schedules; a check of
the world's seed makes it the order's own.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tradepost.accounts.marketplaces import Marketplace
from tradepost.domains.places.calendar import business_days_later
from tradepost.domains.shipping.easy_ship.package import Box, Slot
from tradepost.simulation.seed import Seed

#: When Amazon's drivers come, by the clock of the marketplace (our choice); and when its counters are open.
_PICKUPS: Final = ((10, 13), (13, 16), (16, 19))
_COUNTER: Final = (10, 19)
#: Where packages are fetched and cannot be brought (our choice).
_FETCHED_ALONE: Final = frozenset({"IN"})
#: For how many business days slots are offered, and how long before a slot it can be chosen at the latest (our choice).
DAYS: Final = 5
NOTICE: Final = timedelta(hours=2)
_CHECK: Final = 12
_HEX: Final = "0123456789abcdef"


class Said(msgspec.Struct, frozen=True, array_like=True):
    """What the id of a slot says: minutes since 1970, and the box as text."""

    start: int
    minutes: int
    brought: bool
    box: tuple[str, str, str, str]


def slots(now: datetime, marketplace: Marketplace, until: datetime) -> list[Slot]:
    """The slots that can be chosen now and begin before ``until``, the earliest first."""
    zone = ZoneInfo(marketplace.time_zone)
    found = [
        slot
        for day in _days(now.astimezone(zone).date(), marketplace.country)
        for slot in _of_day(day, zone, counter=marketplace.country not in _FETCHED_ALONE)
        if now + NOTICE <= slot.start < until
    ]
    return sorted(found, key=lambda each: (each.start, each.method == "DROPOFF"))


def _days(today: date, country: str) -> Iterator[date]:
    day = business_days_later(country, today, 0)
    for _ in range(DAYS + 1):  # today's last one may be over
        yield day
        day = business_days_later(country, day, 1)


def _of_day(day: date, zone: ZoneInfo, *, counter: bool) -> Iterator[Slot]:
    for start, end in _PICKUPS:
        yield Slot(start=_at(day, start, zone), end=_at(day, end, zone), method="PICKUP")
    if counter:
        start, end = _COUNTER
        yield Slot(start=_at(day, start, zone), end=_at(day, end, zone), method="DROPOFF")


def _at(day: date, hour: int, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(hour), zone).astimezone(UTC)


def id_of(seed: Seed, seller_id: str, order_id: str, slot: Slot, box: Box) -> str:
    """The id of a slot for a box of an order."""
    sides = (str(box.length), str(box.width), str(box.height), str(box.grams))
    start, end = int(slot.start.timestamp()) // 60, int(slot.end.timestamp()) // 60
    said = msgspec.json.encode(Said(start, end - start, slot.method == "DROPOFF", sides))
    text = base64.urlsafe_b64encode(said).decode().rstrip("=")
    return f"{text}.{_check(seed, seller_id, order_id, text)}"


def read(seed: Seed, seller_id: str, order_id: str, slot_id: str) -> tuple[Slot, Box] | None:
    """The slot and the box of an id; None for one that was not given to this seller for this order."""
    text, _, check = slot_id.rpartition(".")
    if not text or check != _check(seed, seller_id, order_id, text):
        return None
    try:
        said = msgspec.json.decode(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), type=Said)
    except (binascii.Error, ValueError, msgspec.MsgspecError):
        return None
    start = datetime.fromtimestamp(said.start * 60, UTC)
    length, width, height, grams = map(Decimal, said.box)
    slot = Slot(
        start=start, end=start + timedelta(minutes=said.minutes), method="DROPOFF" if said.brought else "PICKUP"
    )
    return slot, Box(length=length, width=width, height=height, grams=grams)


def _check(seed: Seed, seller_id: str, order_id: str, text: str) -> str:
    return seed.letters(_HEX, _CHECK, "easy ship slot", seller_id, order_id, text)

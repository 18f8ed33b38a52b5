"""When a carrier picks a parcel up, and between which moments it promises to bring it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import msgspec

from tradepost.domains.carriage.tariff import Service
from tradepost.domains.carriage.zones import ABROAD, REMOTE
from tradepost.domains.places.calendar import Window, business_days_later
from tradepost.domains.places.countries import time_zone

#: Until when a parcel that is ready still goes with the pick-up of the day, by the clock of its origin (our choice).
CUT_OFF: Final = time(15)
_PICKUP: Final = (time(15), time(18))
_DELIVERY: Final = (time(8), time(20))
#: From this zone on a service that is not express takes a business day longer, and another one in remote parts.
_FAR: Final = 6
#: Business days that crossing a border takes on top, without customs and with them: earliest and latest (our choice).
_FARTHER: Final = ((1, 1), (2, 4))


class Promised(msgspec.Struct, frozen=True):
    """Two windows in UTC: when the parcel is picked up, and when it arrives."""

    pickup: Window
    delivery: Window


def promise(service: Service, zone: int, ready_at: datetime, origin: str, destination: str) -> Promised:
    """The windows of a parcel that is ready then. Picked up on business days of the country that it starts in, and
    delivered on business days of the one that it goes to."""
    here = ZoneInfo(time_zone(origin))
    there = ZoneInfo(time_zone(destination))
    local = ready_at.astimezone(here)
    day = local.date() if local.time() < CUT_OFF else local.date() + timedelta(days=1)
    day = business_days_later(origin, day, 0)
    first, last = _days(service, zone)
    return Promised(
        _window(day, _PICKUP, here),
        Window(
            _window(business_days_later(destination, day, first), _DELIVERY, there).start,
            _window(business_days_later(destination, day, last), _DELIVERY, there).end,
        ),
    )


def _days(service: Service, zone: int) -> tuple[int, int]:
    first, last = service.days
    if zone >= ABROAD:
        more = _FARTHER[zone > ABROAD]
        return first + more[0], last + more[1]
    if service.express and zone < REMOTE:
        return first, last
    later = (zone >= _FAR) + (zone == REMOTE)
    return min(first + later, max(first, last)), last + (zone == REMOTE)


def _window(day: date, hours: tuple[time, time], zone: ZoneInfo) -> Window:
    start, end = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in hours)
    return Window(start, end)

"""Business days, cut-off times, and the dates that a delivery is promised for."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo

import msgspec

from tradepost.domains.places.countries import crosses_customs, time_zone
from tradepost.domains.places.holidays import FRIDAY, SATURDAY, SUNDAY, holidays

#: How fast an order is to go: the published shipping speed categories.
Speed = Literal["Standard", "Expedited", "Priority", "ScheduledDelivery"]

#: Days without business in a week, where they are not Saturday and Sunday. Our choice, from local custom: Egypt and
#: Saudi Arabia rest on Friday and Saturday; in India, Japan and Mexico parcels move on Saturdays.
WEEKENDS: Final[dict[str, frozenset[int]]] = {
    "EG": frozenset({FRIDAY, SATURDAY}),
    "SA": frozenset({FRIDAY, SATURDAY}),
    "IN": frozenset({SUNDAY}),
    "JP": frozenset({SUNDAY}),
    "MX": frozenset({SUNDAY}),
}
_WEEKEND: Final = frozenset({SATURDAY, SUNDAY})

#: Until when of a business day an order still counts for it, in the marketplace's time zone. Our choice.
CUT_OFF: Final[dict[Speed, time]] = {
    "Standard": time(16),
    "Expedited": time(14),
    "Priority": time(12),
    "ScheduledDelivery": time(14),
}

_DOCKS_OPEN, _DOCKS_CLOSE = time(10), time(20)
_DELIVERY_STARTS, _DELIVERY_ENDS = time(8), time(20)


class Service(msgspec.Struct, frozen=True):
    """Business days from the day of the order until it ships, and until it arrives: at the earliest, at the latest."""

    ships: tuple[int, int]
    arrives: tuple[int, int]


#: Within a country. Public fee pages: Standard arrives after 3 to 5 business days and leaves within two, Expedited
#: takes two days and leaves within one. The rest is our choice.
SERVICES: Final[dict[Speed, Service]] = {
    "Standard": Service((0, 2), (3, 5)),
    "Expedited": Service((0, 1), (2, 2)),
    "Priority": Service((0, 0), (1, 1)),
    "ScheduledDelivery": Service((0, 2), (3, 5)),
}

#: Further business days across a border, without customs and with them. Our choice.
FARTHER: Final[dict[Speed, tuple[tuple[int, int], tuple[int, int]]]] = {
    "Standard": ((1, 3), (4, 9)),
    "Expedited": ((1, 2), (2, 5)),
    "Priority": ((1, 1), (2, 3)),
    "ScheduledDelivery": ((1, 3), (4, 9)),
}

#: Hours of the day for which a scheduled delivery can be booked. Our choice, after the windows of Japanese carriers.
WINDOW_HOURS: Final[tuple[tuple[int, int], ...]] = ((8, 12), (14, 16), (16, 18), (18, 20), (19, 21))
WINDOW_DAYS: Final = 7


class Promise(msgspec.Struct, frozen=True):
    """When a shipment leaves and arrives, at the earliest and at the latest; in UTC, and in this order."""

    earliest_ship: datetime
    latest_ship: datetime
    earliest_arrival: datetime
    latest_arrival: datetime


class Window(msgspec.Struct, frozen=True):
    """A time range, in UTC."""

    start: datetime
    end: datetime


def business_day(country: str, day: date) -> bool:
    """Whether parcels are handled in that country on that day."""
    return day.weekday() not in WEEKENDS.get(country, _WEEKEND) and day not in holidays(country, day.year)


def business_days_later(country: str, day: date, count: int) -> date:
    """The business day that is so many after a day; for 0 the day itself, or the next one that is a business day."""
    while not business_day(country, day):
        day += timedelta(days=1)
    for _ in range(count):
        day += timedelta(days=1)
        while not business_day(country, day):
            day += timedelta(days=1)
    return day


def order_day(speed: Speed, placed_at: datetime, country: str, zone: str) -> date:
    """The business day for which an order counts: that of its placing, or the next one after the cut-off."""
    local = placed_at.astimezone(_zone(zone))
    day = local.date() if local.time() < CUT_OFF[speed] else local.date() + timedelta(days=1)
    return business_days_later(country, day, 0)


def cut_off_after(speed: Speed, now: datetime, country: str, zone: str) -> datetime:
    """The next cut-off, at which whatever was promised until then no longer holds."""
    return _at(order_day(speed, now, country, zone), CUT_OFF[speed], zone)


def whole_day(at: datetime, zone: str) -> Window:
    """The day of a place in which a time lies: from its first second to its last."""
    day = at.astimezone(_zone(zone)).date()
    return Window(_at(day, time(0), zone), _at(day, time(23, 59, 59), zone))


def in_days(given: Promise, speed: Speed, zone: str) -> Promise:
    """A promise as callers see it: from the first second of a day to the last of another, in the zone of a marketplace.

    Amazon was seen to tell days, in the marketplace's zone also for what arrives in another. A scheduled delivery keeps
    its hours.
    """
    if speed == "ScheduledDelivery":
        return given
    return Promise(
        whole_day(given.earliest_ship, zone).start,
        whole_day(given.latest_ship, zone).end,
        whole_day(given.earliest_arrival, zone).start,
        whole_day(given.latest_arrival, zone).end,
    )


def reachable(speed: Speed, origin: str, destination: str) -> bool:
    """Whether the service exists between two countries: next day not across customs, booked hours in Japan alone.

    Published model for Japan; the rest is our choice.
    """
    if speed == "ScheduledDelivery":
        return origin == destination == "JP"
    return not (speed == "Priority" and crosses_customs(origin, destination))


def promise(speed: Speed, placed_at: datetime, origin: str, destination: str, zone: str) -> Promise:
    """The dates of an order that is placed, or released from its hold, at that time.

    ``origin`` and ``destination`` are countries; ``zone`` is the marketplace's time zone, by which its warehouses work.
    Ships on business days of the origin, arrives on business days of the destination.
    """
    service, there = SERVICES[speed], time_zone(destination, zone)
    day = order_day(speed, placed_at, origin, zone)
    extra = (0, 0) if origin == destination else FARTHER[speed][crosses_customs(origin, destination)]
    first_ship, last_ship = (business_days_later(origin, day, days) for days in service.ships)
    leaves = business_days_later(origin, day, 0)
    first = _arrival_day(destination, leaves, service.arrives[0] + extra[0])
    last = _arrival_day(destination, leaves, service.arrives[1] + extra[1])
    while first <= last_ship:
        first = business_days_later(destination, first + timedelta(days=1), 0)
    earliest_ship = max(_at(first_ship, _DOCKS_OPEN, zone), placed_at.astimezone(UTC))
    latest_ship = max(_at(last_ship, _DOCKS_CLOSE, zone), earliest_ship)
    earliest = max(_at(first, _DELIVERY_STARTS, there), latest_ship + timedelta(hours=4))
    return Promise(
        earliest_ship,
        latest_ship,
        earliest,
        max(_at(max(first, last), _DELIVERY_ENDS, there), earliest + timedelta(hours=2)),
    )


def delivery_windows(now: datetime, country: str, zone: str) -> list[Window]:
    """The windows that can be booked for a scheduled delivery: of seven days from the earliest arrival on."""
    earliest = promise("ScheduledDelivery", now, country, country, zone).earliest_arrival
    first = earliest.astimezone(_zone(zone)).date()
    days = [first + timedelta(days=offset) for offset in range(WINDOW_DAYS)]
    return [
        Window(_at(day, time(start), zone), _at(day, time(end), zone)) for day in days for start, end in WINDOW_HOURS
    ]


def window_promise(placed_at: datetime, window: Window, country: str, zone: str) -> Promise:
    """The dates of a scheduled delivery: it arrives within its window, and ships the business day before."""
    usual = promise("ScheduledDelivery", placed_at, country, country, zone)
    day = window.start.astimezone(_zone(zone)).date() - timedelta(days=1)
    while not business_day(country, day):
        day -= timedelta(days=1)
    ships = max(_at(day, _DOCKS_OPEN, zone), usual.earliest_ship)
    ships = min(ships, window.start)
    return Promise(ships, min(max(_at(day, _DOCKS_CLOSE, zone), ships), window.start), window.start, window.end)


def _arrival_day(destination: str, leaves: date, days: int) -> date:
    if business_day(destination, leaves):
        return business_days_later(destination, leaves, days)
    return business_days_later(destination, leaves, max(days - 1, 0))


def _at(day: date, hour: time, zone: str) -> datetime:
    return datetime.combine(day, hour, _zone(zone)).astimezone(UTC)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)

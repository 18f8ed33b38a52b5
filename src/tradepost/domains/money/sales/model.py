"""The rules of sales: which times are asked for, and what a count of sales says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from tradepost.domains.money.sales.refusals import InvalidInterval, InvalidTimeZone, TooLong

Granularity = Literal["Hour", "Day", "Week", "Month", "Year", "Total"]
#: How far back an interval may begin (published model): hours for 30 days, everything else for two years.
_HOURS_BACK, _YEARS_BACK = timedelta(days=30), 2
_MONDAY, _SUNDAY = 0, 6
#: Up to here there is a next day, month and year to reckon with.
_LATEST = datetime(9997, 1, 1, tzinfo=UTC)


class Interval(msgspec.Struct, frozen=True):
    """A time from its start up to, not including, its end, each with the offset that it is shown with."""

    start: datetime
    end: datetime

    def __str__(self) -> str:
        return f"{_stamp(self.start)}--{_stamp(self.end)}"


def read_interval(text: str, granularity: Granularity, now: datetime) -> Interval:
    """The interval that a caller has written. Raises InvalidInterval, TooLong."""
    start, _, end = text.partition("--")
    try:
        found = Interval(*(datetime.fromisoformat(each.strip().replace(" ", "+")) for each in (start, end)))
    except ValueError:
        raise InvalidInterval(text, "is not two date-times with '--' between them") from None
    if found.start.tzinfo is None or found.end.tzinfo is None:
        raise InvalidInterval(text, "has a time without Z or an offset")
    if found.end <= found.start:
        raise InvalidInterval(text, "does not end after it begins")
    if found.end > _LATEST:
        raise InvalidInterval(text, f"ends after the year {_LATEST.year - 1}")
    earliest = now - _HOURS_BACK if granularity == "Hour" else _years_before(now, _YEARS_BACK)
    most = "30 days" if granularity == "Hour" else "2 years"
    if found.start < earliest:
        raise TooLong(text, f"begins more than {most} ago")
    if found.end - found.start > now - earliest + timedelta(days=1):
        raise TooLong(text, f"is longer than {most}")
    return found


def read_zone(name: str | None, granularity: Granularity, interval: Interval) -> ZoneInfo | None:
    """The time zone of day boundaries; None where there are none. Raises InvalidTimeZone.

    It is needed for a day and anything longer, and has the offset of the interval at its beginning (published model).
    A total needs none (our choice), for it has no boundaries.
    """
    if not name:
        if granularity in ("Hour", "Total"):
            return None
        raise InvalidTimeZone("", f"is needed where granularity is {granularity}")
    try:
        zone = ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InvalidTimeZone(name, "is not the name of an IANA time zone") from None
    if zone.utcoffset(interval.start.astimezone(zone)) != interval.start.utcoffset():
        raise InvalidTimeZone(name, "has another offset than the beginning of the interval")
    return zone


def parts(
    interval: Interval, granularity: Granularity, zone: ZoneInfo | None, first_day: Literal["Monday", "Sunday"]
) -> Iterator[Interval]:
    """The parts of an interval, its head and tail cut off where it begins and ends (published model)."""
    if granularity == "Total":
        yield interval
        return
    start = interval.start
    while start < interval.end:
        end = min(_following(start, granularity, zone, first_day), interval.end)
        yield Interval(_shown(start, zone, interval), _shown(end, zone, interval))
        start = end


def _following(start: datetime, granularity: Granularity, zone: ZoneInfo | None, first_day: str) -> datetime:
    """The next boundary after a time, on the clock of the zone."""
    if granularity == "Hour":
        whole = start.replace(minute=0, second=0, microsecond=0)
        return whole + timedelta(hours=1)
    local = start.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    if granularity == "Day":
        boundary = local + timedelta(days=1)
    elif granularity == "Week":
        begins = _MONDAY if first_day == "Monday" else _SUNDAY
        boundary = local + timedelta(days=(begins - local.weekday() - 1) % 7 + 1)
    elif granularity == "Month":
        boundary = (local.replace(day=1) + timedelta(days=32)).replace(day=1)
    else:
        boundary = local.replace(year=local.year + 1, month=1, day=1)
    return boundary.replace(tzinfo=zone).astimezone(UTC)


def _shown(time: datetime, zone: ZoneInfo | None, interval: Interval) -> datetime:
    return time.astimezone(zone or interval.start.tzinfo)


def _stamp(time: datetime) -> str:
    """A time with Z or its offset, to the minute, or to the second where a minute is not whole, as it was seen."""
    text = time.isoformat(timespec="seconds" if time.second else "minutes")
    return text.replace("+00:00", "Z") if time.utcoffset() == timedelta(0) else text


def _years_before(now: datetime, years: int) -> datetime:
    try:
        return now.replace(year=now.year - years)
    except ValueError:  # the 29th of February
        return now.replace(year=now.year - years, day=28)

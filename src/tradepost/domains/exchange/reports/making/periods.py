"""Days, weeks from Sunday to Saturday, months and quarters, as the reports of analytics are asked for by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from tradepost.accounts.marketplaces import Marketplace
from tradepost.domains.exchange.reports.declaring import NotMadeError, Reading

Length = Literal["DAY", "WEEK", "MONTH", "QUARTER"]
_DAY: Final = timedelta(days=1)


def first_of(day: date, length: Length) -> date:
    """The first day of the period that a day is in."""
    if length == "DAY":
        return day
    if length == "WEEK":
        return day - timedelta(days=(day.weekday() + 1) % 7)
    month = day.month if length == "MONTH" else day.month - (day.month - 1) % 3
    return day.replace(month=month, day=1)


def last_of(first: date, length: Length) -> date:
    """The last day of the period that begins on a day."""
    if length == "DAY":
        return first
    if length == "WEEK":
        return first + 6 * _DAY
    months = 1 if length == "MONTH" else 3
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1) - _DAY


def whole(reading: Reading, allowed: tuple[Length, ...], *, several: bool) -> list[tuple[date, date]]:
    """The periods that were asked for by ``reportPeriod`` and the days of the times, which have to be whole ones.

    Raises NotMadeError where they are not, or are not over yet (published guide).
    """
    said = reading.options.get("reportPeriod", "")
    length = next((each for each in allowed if each == said), None)
    if length is None:
        raise NotMadeError(f"reportPeriod must be one of {', '.join(allowed)}, not '{said}'.")
    first, end = reading.start.date(), reading.end.date()
    if first_of(first, length) != first:
        raise NotMadeError(f"dataStartTime {first} is not the first day of a {length}.")
    found = []
    while first <= end:
        found.append((first, last_of(first, length)))
        first = found[-1][1] + _DAY
    if not found or found[-1][1] != end:
        raise NotMadeError(f"dataEndTime {end} is not the last day of a {length}.")
    if len(found) > 1 and not several:
        raise NotMadeError(f"The report is of one {length}; {found[0][0]} to {end} are {len(found)}.")
    if end >= reading.ctx.now.date():
        raise NotMadeError(f"The {length} that ends on {end} is not over yet.")
    return found


def span(first: date, last: date, marketplace: Marketplace) -> tuple[datetime, datetime]:
    """The time from the beginning of a day to the end of another, by the clocks of a marketplace."""
    zone = ZoneInfo(marketplace.time_zone)
    start = datetime(first.year, first.month, first.day, tzinfo=zone)
    after = last + _DAY
    return start, datetime(after.year, after.month, after.day, tzinfo=zone) - timedelta(milliseconds=1)

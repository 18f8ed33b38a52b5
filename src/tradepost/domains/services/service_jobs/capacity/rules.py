"""How much of a resource's time there is and how much is left: schedules, what takes of them, and slots.

Everything is in UTC: a recurrence's days are days of UTC, since the wire's times lose their zone (our choice).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Final

import msgspec

DAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_DAY: Final = timedelta(days=1)


def stamp(instant: datetime) -> str:
    """An instant in the form of the wire, to the second."""
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")


class Span(msgspec.Struct, frozen=True, order=True):
    """From ``start`` up to, not including, ``end``."""

    start: datetime
    end: datetime

    def meets(self, other: Span) -> bool:
        """Whether they have any time in common."""
        return self.start < other.end and other.start < self.end


class Availability(msgspec.Struct, frozen=True, kw_only=True):
    """So many units of capacity from ``start`` to ``end``; with ``until``, again each day up to then.

    The days are narrowed down by weekdays (0 is Monday) and by days of the month; where both are named, a day has to be
    one of each (our choice). What of an occurrence lies after ``until`` is cut off (our choice).
    """

    start: datetime
    end: datetime
    until: datetime | None = None
    weekdays: tuple[int, ...] = ()
    days_of_month: tuple[int, ...] = ()
    capacity: int = 1

    @property
    def ends_at(self) -> datetime:
        """When the last of it is over, at the latest."""
        return self.end if self.until is None else self.until

    def occurrences(self, within: Span) -> Iterator[Span]:
        """Each time that it is there, in order, of those that have any time in common with ``within``."""
        if self.until is None:
            found = Span(self.start, self.end)
            if found.meets(within):
                yield found
            return
        length = self.end - self.start
        skipped = max(0, (within.start - self.start) // _DAY - 1)
        start = self.start + skipped * _DAY
        while start < min(self.until, within.end):
            found = Span(start, min(start + length, self.until))
            if self._on(start.date()) and found.meets(within):
                yield found
            start += _DAY

    def _on(self, day: date) -> bool:
        return (not self.weekdays or day.weekday() in self.weekdays) and (
            not self.days_of_month or day.day in self.days_of_month
        )


class Amount(msgspec.Struct, frozen=True):
    """Units of capacity over a time."""

    span: Span
    units: int


class Level(msgspec.Struct, frozen=True):
    """A time in which nothing changes: what is scheduled, what of it appointments and reservations take, and what is
    ``wanted`` besides."""

    span: Span
    scheduled: int
    encumbered: int
    reserved: int
    wanted: int = 0

    @property
    def available(self) -> int:
        """What can still be taken; never below nothing, also where a schedule was cut under what was taken."""
        return max(0, self.scheduled - self.encumbered - self.reserved)

    @property
    def over(self) -> bool:
        """Whether more is taken than is scheduled, which a new schedule can bring about."""
        return self.encumbered + self.reserved > self.scheduled


class Slot(msgspec.Struct, frozen=True):
    """A time that a service can begin and end in, and how often it can at once."""

    span: Span
    capacity: int


def amounts(records: Iterable[Availability], within: Span) -> list[Amount]:
    """What these records come to, occurrence by occurrence. Where they overlap they add up (our choice)."""
    return [Amount(span, each.capacity) for each in records for span in each.occurrences(within)]


def levels(
    scheduled: Iterable[Amount],
    encumbered: Iterable[Amount],
    reserved: Iterable[Amount],
    within: Span,
    wanted: Iterable[Amount] = (),
) -> list[Level]:
    """The whole of ``within``, cut where anything changes.

    A reservation takes nothing where nothing is scheduled: a holiday of two weeks also holds the nights (our choice).
    """
    changes: dict[datetime, list[int]] = {within.start: [0] * 4, within.end: [0] * 4}
    for kind, taken in enumerate((scheduled, encumbered, reserved, wanted)):
        for each in taken:
            start, end = max(each.span.start, within.start), min(each.span.end, within.end)
            if start < end:
                changes.setdefault(start, [0] * 4)[kind] += each.units
                changes.setdefault(end, [0] * 4)[kind] -= each.units
    found: list[Level] = []
    units = [0] * 4
    moments = sorted(changes)
    for start, end in pairwise(moments):
        units = [have + more for have, more in zip(units, changes[start], strict=True)]
        there, encumbered_there, reserved_there, wanted_there = units
        if not there:
            reserved_there = wanted_there = 0
        found.append(Level(Span(start, end), there, encumbered_there, reserved_there, wanted_there))
    return found


def least_available(found: Sequence[Level], span: Span) -> int:
    """The least that is available at any moment of a time which ``found`` covers."""
    return min((each.available for each in _over(found, span)), default=0)


def _over(found: Sequence[Level], span: Span) -> Iterator[Level]:
    """The levels of a time, without looking at those before and after it."""
    at = max(0, bisect_right(found, span.start, key=lambda each: each.span.start) - 1)
    while at < len(found) and found[at].span.start < span.end:
        if found[at].span.meets(span):
            yield found[at]
        at += 1


def starts(schedule: Iterable[Availability], minutes: int, within: Span) -> list[Span]:
    """The slots that a schedule has for a service of this length: back to back from the beginning of each occurrence
    (our choice), as far as they are whole and begin within the time."""
    length = timedelta(minutes=minutes)
    found: set[Span] = set()
    for record in schedule:
        for occurrence in record.occurrences(within):
            start = occurrence.start + max(0, -((occurrence.start - within.start) // length)) * length
            while start + length <= occurrence.end and start < within.end:
                if start >= within.start:
                    found.add(Span(start, start + length))
                start += length
    return sorted(found)


def slots(schedule: Iterable[Availability], found: Sequence[Level], minutes: int, within: Span) -> list[Slot]:
    """Every slot that begins within the time, with what is left in it; one that is full has a capacity of 0.

    ``found`` covers the time and the length of a service after it.
    """
    return [Slot(each, least_available(found, each)) for each in starts(schedule, minutes, within)]


def first_excess(found: Iterable[Level]) -> Level | None:
    """The first time in which more is wanted than is available."""
    return next((each for each in found if each.wanted > each.available), None)


def fixed_slots(found: Sequence[Level], minutes: int, within: Span) -> Iterator[Level]:
    """The time in pieces of one length, each with the least of what is scheduled and available in it, and the most of
    what is taken. A last piece that is not whole is left out (our choice)."""
    length, start = timedelta(minutes=minutes), within.start
    while start + length <= within.end:
        span = Span(start, start + length)
        inside = list(_over(found, span))
        yield Level(
            span,
            min(each.scheduled for each in inside),
            max(each.encumbered for each in inside),
            max(each.reserved for each in inside),
        )
        start += length

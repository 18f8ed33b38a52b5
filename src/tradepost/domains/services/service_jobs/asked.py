"""What callers ask for, in the form that the rules take. Times are cut to whole seconds, the published precision."""

from __future__ import annotations

from datetime import datetime

from tradepost.contract import services as api
from tradepost.contract.refusal import Invalid, date_time
from tradepost.domains.problems import Faulty, Problem, refuse
from tradepost.domains.services.service_jobs import model
from tradepost.domains.services.service_jobs.capacity.rules import DAYS, Availability, Span, stamp


def marketplace(marketplace_ids: list[str]) -> str:
    """The marketplace that is named. Raises Faulty where none is."""
    if not marketplace_ids:
        raise Faulty([Problem("marketplaceIds", "", "must name a marketplace")])
    return marketplace_ids[0]


def whole(instant: datetime) -> datetime:
    """An instant, without what is less than a second."""
    return instant.replace(microsecond=0)


def instant(name: str, text: str | None, problems: list[Problem]) -> datetime | None:
    """An instant of the query; what is wrong with it is added to the problems."""
    if text is None:
        return None
    try:
        return date_time(text)
    except Invalid as fault:
        problems.append(Problem(name, text, str(fault)))
        return None


def availability(record: api.AvailabilityRecord) -> Availability:
    """A record of time as it is kept. Without a capacity it has 1 (our choice)."""
    again = record.recurrence
    return Availability(
        start=whole(record.start_time),
        end=whole(record.end_time),
        until=None if again is None else whole(again.end_time),
        weekdays=() if again is None else tuple(sorted({DAYS.index(each) for each in again.days_of_week or ()})),
        days_of_month=() if again is None else tuple(sorted(set(again.days_of_month or ()))),
        capacity=1 if record.capacity is None else record.capacity,
    )


def problems_of(found: Availability, path: str, marketplace_id: str, now: datetime) -> list[Problem]:
    """What is wrong with a record of time, by the paths of the wire."""
    problems = [
        Problem(f"{path}.{field}", stamp(value), rule)
        for field, value, rule in model.faults_of(found, model.shortest_minutes(marketplace_id), now)
    ]
    if found.capacity > model.MOST_CAPACITY:
        problems.append(Problem(f"{path}.capacity", str(found.capacity), f"must be at most {model.MOST_CAPACITY}"))
    return problems


def range_of(names: tuple[str, str], start: datetime, end: datetime, now: datetime) -> Span:
    """A range of time that is asked for. Raises Faulty where it is empty, too wide or too far away."""
    span = Span(whole(start), whole(end))
    far = [
        Problem(name, stamp(each), model.NOT_SO_FAR)
        for name, each in zip(names, (span.start, span.end), strict=True)
        if not model.is_near(each, now)
    ]
    refuse(far)
    value = stamp(span.end)
    if span.end <= span.start:
        raise Faulty([Problem(names[1], value, f"must be after {names[0]}")])
    if span.end - span.start > model.WIDEST_RANGE:
        raise Faulty([Problem(names[1], value, f"must be at most {model.WIDEST_RANGE.days} days after {names[0]}")])
    return span


def slots_range(start: str | None, end: str | None, now: datetime) -> Span:
    """The range of slots that is asked for: both ends or none; without them, two weeks from now on.

    Raises Faulty. A slot that has begun is none any more, so the past is cut off (our choice).
    """
    problems: list[Problem] = []
    first, last = instant("startTime", start, problems), instant("endTime", end, problems)
    if (start is None) != (end is None):
        missing, given = ("endTime", "startTime") if end is None else ("startTime", "endTime")
        problems.append(Problem(missing, "", f"must be provided with {given}"))
    if problems:
        raise Faulty(problems)
    if first is None or last is None:
        return Span(whole(now), whole(now) + model.USUAL_RANGE)
    return range_of(("startTime", "endTime"), first, last, now)


def appointment_start(time: api.AppointmentTimeInput, minutes: int, now: datetime) -> datetime:
    """When an appointment is to begin: in the future, and for as long as the service takes (published guide).

    Raises Faulty.
    """
    problems = []
    start = whole(time.start_time)
    rule = "must be in the future" if start <= now else "" if model.is_near(start, now) else model.NOT_SO_FAR
    if rule:
        problems.append(Problem("appointmentTime.startTime", stamp(start), rule))
    if time.duration_in_minutes not in (None, minutes):
        rule = f"must be the duration of the service, which is {minutes}"
        problems.append(Problem("appointmentTime.durationInMinutes", str(time.duration_in_minutes), rule))
    if problems:
        raise Faulty(problems)
    return start

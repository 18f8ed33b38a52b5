"""The rules of service jobs: which status follows which, and how long what takes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final, Literal

from tradepost.domains.services.service_jobs.capacity.rules import Availability, Span
from tradepost.domains.steps import Steps

JobStatus = Literal[
    "NOT_SERVICED", "CANCELLED", "COMPLETED", "PENDING_SCHEDULE", "NOT_FULFILLABLE", "HOLD", "PAYMENT_DECLINED"
]
JobTrigger = Literal["pay", "hold", "schedule", "miss", "complete", "cancel", "fail"]
STATUSES: Final[tuple[JobStatus, ...]] = (
    "PENDING_SCHEDULE",
    "HOLD",
    "NOT_SERVICED",
    "COMPLETED",
    "CANCELLED",
    "NOT_FULFILLABLE",
    "PAYMENT_DECLINED",
)

#: The published statuses. What leads from one to the next is our choice where the guide does not say it.
JOB_STEPS: Final[Steps[JobStatus, JobTrigger]] = Steps(
    "service job",
    (
        ("PAYMENT_DECLINED", "pay", "PENDING_SCHEDULE"),
        ("PAYMENT_DECLINED", "cancel", "CANCELLED"),
        ("PENDING_SCHEDULE", "hold", "HOLD"),
        ("PENDING_SCHEDULE", "schedule", "NOT_SERVICED"),
        ("PENDING_SCHEDULE", "cancel", "CANCELLED"),
        ("PENDING_SCHEDULE", "fail", "NOT_FULFILLABLE"),
        ("HOLD", "schedule", "NOT_SERVICED"),
        ("HOLD", "cancel", "CANCELLED"),
        ("HOLD", "fail", "NOT_FULFILLABLE"),
        ("NOT_SERVICED", "schedule", "NOT_SERVICED"),
        ("NOT_SERVICED", "miss", "PENDING_SCHEDULE"),
        ("NOT_SERVICED", "complete", "COMPLETED"),
        ("NOT_SERVICED", "cancel", "CANCELLED"),
        ("NOT_SERVICED", "fail", "NOT_FULFILLABLE"),
    ),
)

#: After an appointment has ended without a word of it, it counts as missed (our choice).
MISSED_AFTER: Final = timedelta(hours=24)
#: A job that waits for an appointment for so long will never be done (our choice).
GIVEN_UP_AFTER: Final = timedelta(days=30)
#: The shortest time that a schedule may name, in minutes (published guide: 5 in the US, 30 in the United Kingdom and in
#: Germany); 5 everywhere else (our choice).
SHORTEST: Final[dict[str, int]] = {"A1F83G8C2ARO7P": 30, "A1PA6795UKMFR9": 30}
SHORTEST_ELSEWHERE: Final = 5
#: How far a recurrence may reach, and the most records that a schedule has (our choice).
LONGEST_RECURRENCE: Final = timedelta(days=731)
MOST_RECORDS: Final = 100
#: The most capacity that a record has; the wire shows 32 bits of it, and records add up (our choice).
MOST_CAPACITY: Final = 10_000
#: The widest range of slots and capacity in one call (published model for slots, our choice for capacity).
WIDEST_RANGE: Final = timedelta(days=90)
#: What range of slots is shown where none is named (our choice).
USUAL_RANGE: Final = timedelta(days=14)
#: How far from the world's time anything can be scheduled or asked for (our choice).
FARTHEST: Final = timedelta(days=3650)
NOT_SO_FAR: Final = "must be within ten years of the present"
_REASON: Final = re.compile(r"[A-Z0-9_]{1,100}")
_DAY: Final = timedelta(days=1)


def shortest_minutes(marketplace_id: str) -> int:
    """The shortest time that a schedule may name in a marketplace."""
    return SHORTEST.get(marketplace_id, SHORTEST_ELSEWHERE)


def is_near(instant: datetime, now: datetime) -> bool:
    """Whether an instant is near enough to be meant."""
    return abs(instant - now) <= FARTHEST


def is_reason(code: str) -> bool:
    """Whether this can be the code of a reason.

    The published model has a pattern for reasons to cancel; those to reschedule are held to the same one. Which codes
    there are differs by marketplace and line of business, so every code of that form is taken (our choice).
    """
    return _REASON.fullmatch(code) is not None


def faults_of(record: Availability, shortest: int, now: datetime) -> list[tuple[str, datetime, str]]:
    """What is wrong with a record of time: the field, its value, and the rule."""
    times = (("startTime", record.start), ("endTime", record.end), ("recurrence.endTime", record.until or now))
    far = [(field, value, NOT_SO_FAR) for field, value in times if not is_near(value, now)]
    if far:
        return far
    if record.end <= record.start:
        return [("endTime", record.end, "must be after startTime")]
    length = record.end - record.start
    if length < timedelta(minutes=shortest):
        return [("endTime", record.end, f"must be at least {shortest} minutes after startTime in this marketplace")]
    if record.until is not None:
        return _faults_of_recurrence(record, record.until, length, now)
    if record.end <= now:
        return [("endTime", record.end, "must be in the future")]
    return []


def _faults_of_recurrence(
    record: Availability, until: datetime, length: timedelta, now: datetime
) -> list[tuple[str, datetime, str]]:
    found = []
    if length > _DAY:
        found.append(("endTime", record.end, "must be at most 24 hours after startTime, since it recurs each day"))
    if until <= now:
        found.append(("recurrence.endTime", until, "must be in the future"))
    elif until <= record.start:
        found.append(("recurrence.endTime", until, "must be after startTime"))
    elif until - record.start > LONGEST_RECURRENCE:
        days = LONGEST_RECURRENCE.days
        found.append(("recurrence.endTime", until, f"must be at most {days} days after startTime"))
    elif next(record.occurrences(Span(record.start, until)), None) is None:
        found.append(("recurrence.endTime", until, "comes before the first day that the recurrence names"))
    return found

"""When buyers come: by chance, but more of them in the evening and on Sundays than at night. Pure."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

#: How many come in each hour of the local day, and on each day of the week from Monday on, compared to one another.
#: Our choice, after what shops report of themselves.
HOURS = (3, 2, 1, 1, 1, 2, 3, 5, 6, 7, 8, 8, 8, 8, 8, 8, 8, 8, 9, 11, 12, 11, 8, 5)
DAYS = (11, 10, 10, 10, 9, 9, 12)

_HOUR_MEAN = sum(HOURS) / len(HOURS)
_DAY_MEAN = sum(DAYS) / len(DAYS)
_LONGEST_WAIT = timedelta(days=60)


def following(now: datetime, per_day: float, share: float, zone: ZoneInfo) -> datetime:
    """When the next buyer comes: arrivals of a Poisson process whose rate follows hour and weekday.

    ``per_day`` is the mean of a week, ``share`` a number from 0 to 1 by which chance decides. After sixty days without
    anybody, somebody comes.
    """
    wanted = -math.log(1.0 - share)
    at, last = now, now + _LONGEST_WAIT
    while at < last:
        ends = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        rate = per_day / 24 * weight(at.astimezone(zone))
        hours = (ends - at).total_seconds() / 3600
        if rate * hours >= wanted:
            reached = at + timedelta(hours=wanted / rate)
            return reached.replace(microsecond=reached.microsecond // 1000 * 1000)
        wanted -= rate * hours
        at = ends
    return last


def weight(local: datetime) -> float:
    """How busy an hour is, compared to the mean of a week."""
    return HOURS[local.hour] / _HOUR_MEAN * DAYS[local.weekday()] / _DAY_MEAN

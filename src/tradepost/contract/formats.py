"""The published formats: date-times with a zone, dates, and integers that a database can hold."""

from __future__ import annotations

import datetime
from typing import Annotated

from msgspec import Meta

DateTime = Annotated[datetime.datetime, Meta(tz=True)]
Date = datetime.date
Int64 = Annotated[int, Meta(ge=-(2**63), le=2**63 - 1)]


class TimeWithOffset(datetime.datetime):
    """A time of an answer that ends in its offset, ``+00:00`` for UTC, where every other one ends in ``Z``."""


def with_offset(at: datetime.datetime) -> TimeWithOffset:
    """A time as services that write offsets show it: of UTC, in whole seconds (as captured of feeds and reports)."""
    utc = at.astimezone(datetime.UTC).replace(microsecond=0)
    return TimeWithOffset.combine(utc.date(), utc.timetz())


def written(value: object) -> str:
    """How a value is written that JSON encoders do not know. Raises NotImplementedError for all other ones."""
    if isinstance(value, TimeWithOffset):
        return value.isoformat()
    raise NotImplementedError(f"{type(value).__name__} has no form on the wire")

"""Durations as people and programs write them."""

from __future__ import annotations

import re
from datetime import timedelta

from tradepost.errors import InvalidInput

_DURATION = re.compile(
    r"P(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?"
)


def read_duration(text: str) -> timedelta:
    """An ISO 8601 duration in weeks, days, hours, minutes and seconds. Raises InvalidInput for anything else."""
    match = _DURATION.fullmatch(text.strip().upper())
    parts = {name: float(value) for name, value in match.groupdict().items() if value} if match else {}
    if not parts:
        raise InvalidInput("Invalid Input", f"by: '{text[:100]}' is not an ISO 8601 duration such as P1DT6H or PT30M")
    try:
        return timedelta(**parts)
    except OverflowError:
        raise InvalidInput("Invalid Input", f"by: '{text[:100]}' is longer than the calendar") from None

"""What is wrong with a request, in words: the forms that parameters and bodies share."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

import msgspec

NO_NUL = "must not hold the character NUL"  # our choice: one of the databases cannot store it
MISSING = "is required and missing"
_MOST_VALUE_CHARACTERS = 100
_MOST_PROBLEMS = 50
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,40}))?\s?([Zz]|[+-]\d{2}:?\d{2})?)?"
)


class Problem(msgspec.Struct, frozen=True):
    """Something wrong with a request: where (by wire path), the value as it came, and the rule in words."""

    name: str
    value: str | None
    rule: str


class Refused(Exception):
    """A request that does not follow the published model: all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)[:_MOST_PROBLEMS]
        super().__init__("; ".join(f"{each.name} {each.rule}" for each in self.problems))


class Invalid(Exception):
    """One value that breaks a rule."""


def shown(value: object) -> str:
    """A value as a refusal names it, shortened to 100 characters."""
    if isinstance(value, str):
        text = f"'{value}'"
    else:
        try:
            text = msgspec.json.encode(value).decode()
        except (TypeError, ValueError, msgspec.MsgspecError):
            text = repr(value)
    return text if len(text) <= _MOST_VALUE_CHARACTERS else text[:_MOST_VALUE_CHARACTERS] + "…"


def one_of(values: Iterable[Any]) -> str:
    """The rule of an enum."""
    return "must be one of " + ", ".join(map(str, values))


def date_time(text: str) -> datetime.datetime:
    """An instant, in every form that clients send: a missing zone is UTC, a missing time is midnight.

    Raises Invalid.
    """
    match = _DATE_TIME.fullmatch(text.strip())
    if match is None:
        raise Invalid("must be a date-time in ISO 8601, such as 2024-01-31T13:00:00Z")
    day, time, fraction, zone = match.groups()
    fraction = (fraction or "")[:6].ljust(6, "0")
    offset = "+00:00" if not zone or zone in "Zz" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    time = (time or "00:00:00") + (":00" if time and len(time) == 5 else "")
    try:
        return datetime.datetime.fromisoformat(f"{day}T{time}.{fraction}{offset}").astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise Invalid("must be a date and time that exist") from None


def date(text: str) -> datetime.date:
    """A day; of a date-time, its first part. Raises Invalid."""
    try:
        return datetime.date.fromisoformat(text[:10] if "T" in text else text)
    except ValueError:
        raise Invalid("must be a date, such as 2024-01-31") from None


def published(pattern: str) -> str:
    """A pattern as it is published; in Python its end is another sign, which takes no newline after it."""
    return re.sub(r"\\Z$", "$", pattern)


def strict(pattern: str) -> str:
    """A published pattern for Python, whose own ``$`` would take a newline after the end."""
    return re.sub(r"(?<!\\)\$$", r"\\Z", pattern)

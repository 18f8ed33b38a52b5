"""The forms in which dates, times and addresses are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from urllib.parse import urlsplit

_DATE_LENGTH = 10


def fits(format: str, text: str) -> bool:
    """Whether a text has a form: ``date``, ``date-time`` (a date alone will do) or ``uri`` (http, https or s3)."""
    if format == "date":
        return len(text) == _DATE_LENGTH and _parsed(date.fromisoformat, text)
    if format == "date-time":
        return len(text) >= _DATE_LENGTH and text[4:5] == "-" and _parsed(datetime.fromisoformat, text)
    return _is_address(text)


def _parsed(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https", "s3"} and bool(parts.netloc) and " " not in text

"""What a maker gives: a payload, and the facts about it that filters look at."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

Payload = dict[str, Any]


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """The payload of a notification. ``subject`` is the thing that it is about: one after another, in order."""

    subject: str
    payload: Payload
    marketplace_id: str = ""
    order_change_type: str = ""
    tracking_number: str = ""


def stamp(at: datetime) -> str:
    """A time as notifications write it: UTC, with milliseconds."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def money(amount: Decimal, currency: str) -> Payload:
    """An amount in the older form."""
    return {"Amount": float(amount), "CurrencyCode": currency}


def small_money(amount: Decimal, currency: str) -> Payload:
    """An amount in the newer form."""
    return {"amount": float(amount), "currencyCode": currency}


def without(payload: Payload, paths: tuple[str, ...]) -> Payload:
    """The same payload without the fields at these paths, in every item of a list on the way."""
    thinned: Payload = msgspec.json.decode(msgspec.json.encode(payload))
    for path in paths:
        _remove(thinned, path.split("."))
    return thinned


def _remove(value: Any, path: list[str]) -> None:
    if isinstance(value, list):
        for each in value:
            _remove(each, path)
    elif isinstance(value, dict):
        if len(path) == 1:
            value.pop(path[0], None)
        elif path[0] in value:
            _remove(value[path[0]], path[1:])

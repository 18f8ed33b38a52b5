"""Page tokens: opaque, bound to their seller and query, signed, and short-lived where Amazon's are.

A token carries the position where the next page begins. It needs no row, so a million open pages cost nothing; it
cannot be altered, moved to another seller or used with another query. Its life is measured in real time, because a
client measures it so.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import Any

import msgspec

from tradepost.errors import InvalidInput
from tradepost.simulation.clock import real_milliseconds

_MAC_BYTES = 16


class InvalidPageToken(InvalidInput):
    """400: the page token is not one that this seller was given for this query, or its time has run out."""

    def __init__(self, cause: str, parameter: str = "nextToken") -> None:
        super().__init__("Invalid Input", f"{parameter}: {cause}", reason=f"page token: {cause}")


def seal(key: bytes, binding: tuple[str, ...], position: Any) -> str:
    """A token for the page that begins at ``position`` (anything JSON can say)."""
    body = msgspec.json.encode([real_milliseconds(), position])
    return _text(_mac(key, binding, body) + body)


def unseal(
    key: bytes,
    binding: tuple[str, ...],
    token: str,
    lifetime_seconds: float | None = None,
    parameter: str = "nextToken",
) -> Any:
    """The position that a token stands for; ``parameter`` is the name by which it was sent.

    Raises InvalidPageToken where the token is damaged, was made for another seller or query, or is older than its
    lifetime.
    """
    try:
        raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    except (binascii.Error, ValueError):
        raise InvalidPageToken("it is not a token of this operation", parameter) from None
    if _text(raw) != token:  # the decoder passes over signs that mean nothing
        raise InvalidPageToken("it is not a token of this operation", parameter)
    mac, body = raw[:_MAC_BYTES], raw[_MAC_BYTES:]
    if not hmac.compare_digest(mac, _mac(key, binding, body)):
        raise InvalidPageToken("it was not given to this seller for this query", parameter)
    made_at, position = msgspec.json.decode(body)
    if lifetime_seconds is not None and real_milliseconds() - made_at > lifetime_seconds * 1000:
        raise InvalidPageToken(f"it has expired; it lives for {lifetime_seconds:g} seconds", parameter)
    return position


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _mac(key: bytes, binding: tuple[str, ...], body: bytes) -> bytes:
    return hmac.digest(key, msgspec.json.encode(binding) + body, hashlib.sha256)[:_MAC_BYTES]

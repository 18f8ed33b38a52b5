"""What guards the forms of the consent pages: a signed, expiring token that belongs to one browser and one purpose."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Any

import msgspec

from tradepost.accounts.authorization import WORKFLOW_SECONDS

COOKIE = "tradepost_browser"
_DIGEST_BYTES = 24


def new_browser() -> str:
    """A random name for a browser that has none yet."""
    return secrets.token_urlsafe(18)


def seal(key: bytes, browser: str, purpose: str, content: Any, now: int) -> str:
    """A token that gives its content back to the same browser, for the same purpose, within ten minutes.

    ``now`` is real time in milliseconds.
    """
    ends = now + WORKFLOW_SECONDS * 1000
    body = msgspec.json.encode([ends, content])
    return base64.urlsafe_b64encode(_digest(key, browser, purpose, body) + body).decode()


def unseal(key: bytes, browser: str, purpose: str, token: str, now: int) -> Any:
    """What a token holds; None where it is too old, another's, for something else, or changed."""
    try:
        raw = base64.urlsafe_b64decode(token.encode("ascii", "replace"))
    except ValueError:
        return None
    digest, body = raw[:_DIGEST_BYTES], raw[_DIGEST_BYTES:]
    if not hmac.compare_digest(digest, _digest(key, browser, purpose, body)):
        return None
    ends, content = msgspec.json.decode(body)
    return content if now < ends else None


def _digest(key: bytes, browser: str, purpose: str, body: bytes) -> bytes:
    text = b"\0".join([browser.encode("utf-8", "replace"), purpose.encode(), body])
    return hmac.digest(key, text, hashlib.sha256)[:_DIGEST_BYTES]

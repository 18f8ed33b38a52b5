"""What the request log does not show: tokens, secrets, and what identifies a buyer or recipient."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec

MASK = "***"
MOST_BODY_BYTES = 16_384

_SECRETS = frozenset({"access_token", "client_secret", "refresh_token", "restricteddatatoken", "spapi_oauth_code"})
_PERSONAL = frozenset(
    {
        "name",
        "addressline1",
        "addressline2",
        "addressline3",
        "phone",
        "phonenumber",
        "email",
        "buyeremail",
        "buyername",
        "notificationemails",
        "giftmessage",
        "neighborname",
        "housenumber",
        "companyname",
        "taxidentificationnumber",
    }
)
_HIDDEN_KEYS = _SECRETS | _PERSONAL
_HIDDEN_HEADERS = frozenset(
    {b"x-amz-access-token", b"authorization", b"x-amz-security-token", b"cookie", b"set-cookie"}
)
_TOKEN_TEXT = re.compile(r"(Atz[ar]|Atz\.sprdt)(\||%7C)[\w\-=%/+]+|amzn1\.oa2-cs\.v1\.[0-9a-f]+")


def mask_headers(headers: list[tuple[bytes, bytes]]) -> list[list[str]]:
    """The headers, without tokens and cookies."""
    return [
        [name.decode("latin-1"), MASK if name.lower() in _HIDDEN_HEADERS else value.decode("latin-1")]
        for name, value in headers
    ]


def mask_text(text: str) -> str:
    """A path, query or other text without anything that has the form of a token or secret."""
    return _TOKEN_TEXT.sub(MASK, text)


def mask_body(body: bytes, content_type: bytes) -> str:
    """A body without secrets and personal data, shortened to 16 KiB."""
    if not body:
        return ""
    if b"form" in content_type:
        pairs = parse_qsl(body[:MOST_BODY_BYTES].decode("utf-8", "replace"), keep_blank_values=True)
        return urlencode(
            [(name, MASK if name.lower() in _SECRETS or name == "code" else value) for name, value in pairs], safe="*"
        )
    if len(body) > MOST_BODY_BYTES * 8:
        return f"({len(body)} bytes)"
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError):
        return f"({len(body)} bytes that are not JSON)"
    text = msgspec.json.encode(_masked(document)).decode()
    return text if len(text) <= MOST_BODY_BYTES else text[:MOST_BODY_BYTES] + "…"


def _masked(value: Any) -> Any:
    if isinstance(value, dict):
        hidden = _HIDDEN_KEYS | {"code"} if "grant_type" in value else _HIDDEN_KEYS
        return {key: MASK if _to_hide(key, item, hidden) else _masked(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return mask_text(value) if isinstance(value, str) else value


def _to_hide(key: str, item: Any, hidden: frozenset[str]) -> bool:
    return key.lower() in hidden and item not in (None, "") and not isinstance(item, dict)

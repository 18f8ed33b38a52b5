"""What the request log does not show: tokens, secrets, and what identifies a buyer or recipient."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
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
        "giftmessagetext",
        "fieldvalue",
        "streetname",
        "streetnumber",
        "ipaddress",
        "buyercounty",
        "buyercompanyname",
        "buyerlegalcompanyname",
        "purchaseordernumber",
        "buyerpurchaseordernumber",
        "buyertaxregistrationid",
        "buyertaxoffice",
        "companylegalname",
        "legalname",
        "taxclassifications",
        "taxregistrationnumber",
        "copyemails",
        "nonlatinname",
        "additionaladdressnotes",
        "addressinstruction",
        "addressinstructions",
        "deliveryinstructions",
        "companytaxidentificationnumber",
        "federaltaxid",
        "regiontaxid",
    }
)
_HIDDEN_KEYS = _SECRETS | _PERSONAL
_HIDDEN_HEADERS = frozenset(
    {
        b"x-amz-access-token",
        b"authorization",
        b"proxy-authorization",
        b"x-amz-security-token",
        b"cookie",
        b"set-cookie",
    }
)
_TOKEN_TEXT = re.compile(
    r"(Atz[ar]|Atz\.sprdt)(\||%7[Cc])[\w\-=%/+]+|amzn1\.oa2-cs\.v1\.[0-9a-f]+|(?<=-[Ss]ignature=)[0-9a-f]{64}"
)
#: What one of these forms has in it: to look for it costs a tenth of what the pattern does.
_SIGNS = ("Atz", "amzn1.oa2-cs", "-Signature=", "-signature=")
_SECRET_PARAMETER = re.compile(r"(?<![^&])(access_token|client_secret|refresh_token|spapi_oauth_code|code)=[^&]+", re.I)
_SHORTEST_HIDDEN, _LONGEST_HIDDEN = 3, 90
#: What quotes a body of more hidden texts than this is hidden as a whole: to look for each took seconds.
_MOST_HIDDEN = 1000


def mask_headers(headers: list[tuple[bytes, bytes]]) -> list[list[str]]:
    """The headers, without tokens and cookies."""
    return [
        [name.decode("latin-1"), MASK if name.lower() in _HIDDEN_HEADERS else value.decode("latin-1")]
        for name, value in headers
    ]


def mask_text(text: str) -> str:
    """A path, query or other text without anything that has the form of a token or secret."""
    if not any(each in text for each in _SIGNS):
        return text
    return _TOKEN_TEXT.sub(MASK, text)


def mask_query(query: str) -> str:
    """A query without secrets, whether they are known by their form or by the parameter's name."""
    return mask_text(_SECRET_PARAMETER.sub(rf"\1={MASK}", query))


def mask_body(body: bytes, content_type: bytes) -> str:
    """A body without secrets and personal data, shortened to 16 KiB."""
    if not body:
        return ""
    if b"form" in content_type and body.lstrip()[:1] != b"{":
        pairs = parse_qsl(body[:MOST_BODY_BYTES].decode("utf-8", "replace"), keep_blank_values=True)
        return urlencode([(mask_text(name), _masked_parameter(name, value)) for name, value in pairs], safe="*")
    if len(body) > MOST_BODY_BYTES:
        return f"({len(body)} bytes)"
    return _mask_json(body)


@lru_cache(maxsize=64)
def _mask_json(body: bytes) -> str:
    """Kept, as programs that wait for something read the same answer again and again."""
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return f"({len(body)} bytes that are not JSON)"
    text = msgspec.json.encode(_masked(document)).decode()
    return text if len(text) <= MOST_BODY_BYTES else text[:MOST_BODY_BYTES] + "…"


def personal_texts(body: bytes) -> list[str]:
    """The texts in a JSON body that its mask hides, longest first, as far as a refusal would quote them."""
    try:
        document = msgspec.json.decode(body or b"null")
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return []
    found = {text[:_LONGEST_HIDDEN] for text in _hidden_texts(document, False) if len(text) >= _SHORTEST_HIDDEN}
    return sorted(found, key=len, reverse=True)


def mask_quotes(text: str, hidden: list[str]) -> str:
    """A refusal without what it quotes of these texts, which may stand in it as JSON writes them."""
    if len(hidden) > _MOST_HIDDEN:
        return MASK if text else ""
    for each in hidden:
        text = text.replace(each, MASK).replace(msgspec.json.encode(each).decode()[1:-1], MASK)
    return text


def _hidden_texts(value: Any, hidden: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _hidden_texts(item, _to_hide(key, item, _HIDDEN_KEYS))
    elif isinstance(value, list):
        for item in value:
            yield from _hidden_texts(item, hidden)
    elif hidden:
        yield value if isinstance(value, str) else str(value)


def _masked_parameter(name: str, value: str) -> str:
    return MASK if name.lower() in _SECRETS or name == "code" else mask_text(value)


def _masked(value: Any) -> Any:
    """A document that is masked in place; a text, masked."""
    if isinstance(value, str):
        return mask_text(value)
    if isinstance(value, dict):
        hidden = _HIDDEN_KEYS | {"code"} if "grant_type" in value else _HIDDEN_KEYS
        for key, item in value.items():
            if key.lower() in hidden and _to_hide(key, item, hidden):
                value[key] = MASK
            elif isinstance(item, (str, dict, list)):
                value[key] = _masked(item)
    elif isinstance(value, list):
        value[:] = [_masked(item) for item in value]
    return value


def _to_hide(key: str, item: Any, hidden: frozenset[str]) -> bool:
    return key.lower() in hidden and item not in (None, "") and not isinstance(item, dict)

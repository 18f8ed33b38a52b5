"""Mistakes that callers of this API make again and again, named where they are seen.

They are hints: most leave a call without an effect that its author meant, and some are what it was refused for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_plus

from tradepost.contract.operation import Operation
from tradepost.server.messages import Request

_PLUS_IN_OFFSET = re.compile(r"\d{4}-\d\d-\d\dT[\d:.%aA3]+\+\d\d")
_ENCODED_TWICE = re.compile(r"%25[0-9A-Fa-f]{2}")
_PLACEHOLDER = re.compile(r"\{[A-Za-z]+\}|%7[Bb][A-Za-z]+%7[Dd]")
_ZONE = re.compile(r"(?:[Zz]|[+-]\d\d:?\d\d| \d\d:?\d\d)$")


def known_mistakes(request: Request, operation: Operation | None) -> list[str]:
    """One sentence for each known mistake that a request shows."""
    return [
        *_in_path(request),
        *_in_token(request),
        *_in_query(request.query.decode("latin-1"), operation),
        *_in_body(request, operation),
    ]


def _in_path(request: Request) -> Iterator[str]:
    if not any(sign in request.path for sign in (b"%", b"{", b"//")):
        return
    path = request.path.decode("latin-1")
    if _ENCODED_TWICE.search(path):
        yield "the path is percent-encoded twice: %25 stands where % is meant"
    if (found := _PLACEHOLDER.search(path)) is not None:
        yield f"the path still holds the placeholder {unquote_plus(found[0])}"
    if b"//" in request.path:
        yield "the path has two slashes in a row: a value in it may be empty"


def _in_token(request: Request) -> Iterator[str]:
    authorization = request.header(b"authorization") or b""
    if authorization.lower().startswith(b"bearer atz") and request.header(b"x-amz-access-token") is None:
        yield "the access token is in the header Authorization; it belongs into x-amz-access-token"


def _in_query(query: str, operation: Operation | None) -> Iterator[str]:
    declared = {each.name: each for each in operation.parameters if each.place == "query"} if operation else {}
    by_lower_case = {name.lower(): name for name in declared}
    for part in filter(None, query.split("&")):
        raw_name, _, raw = part.partition("=")
        name, value = unquote_plus(raw_name), unquote_plus(raw)
        if name.startswith("amp;"):
            yield f"'&amp;' stands where & is meant, before {name[4:60]}"
        elif operation is not None and name not in declared:
            right = by_lower_case.get(name.lower())
            if right is not None:
                yield f"the parameter {name} is written {right}"
            else:
                yield f"{operation.id} has no parameter {name[:60]}; it has no effect"
        if "+" in raw and (_PLUS_IN_OFFSET.search(raw) or "token" in name.lower()):
            yield f"the + in {name[:60]} is not encoded and counts as a blank; send %2B"
        if _ENCODED_TWICE.search(raw):
            yield f"{name[:60]} is percent-encoded twice: %25 stands where % is meant"
        parameter = declared.get(by_lower_case.get(name.lower(), name))
        if parameter is not None and parameter.kind == "date-time" and value and not _ZONE.search(value):
            yield f"{name} has no time zone; send a Z or an offset"


def _in_body(request: Request, operation: Operation | None) -> Iterator[str]:
    if operation is None or not request.body:
        return
    if operation.body is None:
        said = "{}" if request.body.strip() == b"{}" else "a body"
        yield f"{said} was sent where no body belongs"
    elif request.body.strip() in (b'"{}"', b"[]") and operation.body_required:
        yield f"the body is {request.body.strip().decode()}, an object is meant"
    elif request.body[:1] == b'"' and request.body.lstrip(b'"')[:1] in (b"{", b"\\"):
        yield "the body is JSON within a JSON string: it was serialized twice"

"""From what came of it to bytes: the operation's answer, or a refusal in the API's form."""

from __future__ import annotations

import re
from typing import Any

import msgspec

from tradepost.contract.reading import encoder
from tradepost.errors import ApiError
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.mistakes import known_mistakes
from tradepost.server.messages import Response

_JSON = (b"Content-Type", b"application/json")
_ERROR_TYPES = {
    400: b"ValidationException",
    403: b"AccessDeniedException",
    404: b"ResourceNotFoundException",
    429: b"TooManyRequestsException",
}
#: The encoder writes six digits of a part of a second. Amazon was seen to write three, or none of a whole one.
_MILLISECONDS = re.compile(rb'("\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})000Z"')
_WITH_RATE = frozenset({200, 201, 202, 204, 400, 404})


def answer(exchange: Exchange, result: Any) -> Response:
    """The answer of an operation, with its documented status. Bytes are what an operation has encoded before."""
    route = exchange.route
    assert route is not None
    return Response(route.success, _headers(exchange, route.success, []), _encoded(route.success, result))


def _encoded(status: int, result: Any) -> bytes:
    if type(result) is bytes:
        return result  # not copied: the request log holds on to thousands of answers
    if status == 204:
        return b""
    body = encoder.encode({} if result is None else result)
    return _MILLISECONDS.sub(rb'\1Z"', body) if b'000Z"' in body else body


def published_answer(exchange: Exchange, status: int, body: bytes) -> Response:
    """An answer that is there already, as bytes of JSON."""
    return Response(status, _headers(exchange, status, []), body)


def refuse(exchange: Exchange, refusal: ApiError) -> Response:
    """A refusal in the form ``{"errors": [{code, message, details}]}``.

    What the gateway refuses puts the message first, what an operation refuses the code, as at Amazon.
    """
    exchange.reason, exchange.code = refusal.reason, refusal.code
    errors = [_error(refusal, refusal.message, refusal.details)]
    errors += [_error(refusal, message, details) for message, details in refusal.problems]
    published = exchange.route.operation if exchange.route is not None else None
    reasons = "; ".join([refusal.reason, *known_mistakes(exchange.request, published)])
    headers = _headers(exchange, refusal.status, [(b"x-tradepost-reason", one_line(reasons))])
    error_type = _ERROR_TYPES.get(refusal.status)
    if error_type is not None:
        headers.append((b"x-amzn-ErrorType", error_type))
    return Response(refusal.status, headers, msgspec.json.encode({"errors": errors}))


def _error(refusal: ApiError, message: str, details: str | None) -> dict[str, str]:
    if refusal.raised_by_gateway:
        error = {"message": message, "code": refusal.code}
    else:
        error = {"code": refusal.code, "message": message}
    if details is not None:
        error["details"] = details
    return error


def _headers(exchange: Exchange, status: int, more: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    headers = [_JSON, (b"x-amzn-RequestId", exchange.request_id.encode()), *more]
    if exchange.plan_rate is not None and status in _WITH_RATE:
        headers.append((b"x-amzn-RateLimit-Limit", exchange.plan_rate))
    return headers


def one_line(text: str) -> bytes:
    """A reason as a header may carry it: one line of printable ASCII, 500 characters at most."""
    plain = "".join(c if 32 <= ord(c) < 127 else "?" if ord(c) > 127 else " " for c in text)
    return plain[:500].encode()

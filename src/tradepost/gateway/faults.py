"""What a fault on purpose does to a call that it strikes (see ``simulation.faults``)."""

from __future__ import annotations

import asyncio

import msgspec

from tradepost.errors import ApiError
from tradepost.gateway.answer import one_line, refuse
from tradepost.gateway.exchange import INJECTED, Exchange
from tradepost.gateway.refusals import ExpiredToken, GatewayRefusal, QuotaExceeded
from tradepost.gateway.unknown_values import with_unknown_values
from tradepost.server.messages import Response
from tradepost.simulation import faults
from tradepost.simulation.faults import AFTERWARDS, Fault, SetFault
from tradepost.worlds.world import World

_CODES = {
    400: "InvalidInput",
    401: "Unauthorized",
    403: "Unauthorized",
    404: "NotFound",
    409: "Conflict",
    413: "RequestTooLarge",
    415: "UnsupportedMediaType",
    429: "QuotaExceeded",
    500: "InternalFailure",
    503: "ServiceUnavailable",
    504: "GatewayTimeout",
}
_PAGE = b"""<!DOCTYPE html>
<html>
<head><title>%(status)d</title></head>
<body><h1>%(status)d</h1><p>The service cannot answer at this moment.</p></body>
</html>
"""


def may_meet(exchange: Exchange) -> bool:
    """Whether there are faults in this world."""
    assert exchange.world is not None
    return bool(exchange.world.faults)


async def meet(exchange: Exchange) -> Response | None:
    """The answer of a fault that strikes this call before its operation is reached, or None.

    One that strikes afterwards is left in the exchange, for ``injure``. Delays are waited for here.
    """
    world, caller = exchange.world, exchange.caller
    assert world is not None
    operation = exchange.route.key if exchange.route is not None else exchange.operation
    seller_id = caller.seller_id if caller is not None else ""
    met = [each for each in world.faults if each.concerns(operation, seller_id)]
    if met:
        await _strike(exchange, world, met)
    struck = exchange.fault
    if struck is None or struck.rule.carried_out or struck.rule.what() in AFTERWARDS:
        return None
    response = injure(exchange, None)
    exchange.fault = None
    return response


async def _strike(exchange: Exchange, world: World, met: list[SetFault]) -> None:
    """Counts the call; the first fault that strikes with more than a delay is the one that the exchange keeps."""
    delay = 0.0
    async with world.database.writing("", lasting=False) as tx:
        for each in met:
            call = await faults.meet(tx, each, world.seed)
            if call is not None:
                delay += each.delay(world.seed, call)
                exchange.injected.append(f"fault {each.id}: {each.rule.what()}")
                if each.rule.what() != "delay":
                    exchange.fault = each
                    break
    if delay:
        await asyncio.sleep(delay)


def injure(exchange: Exchange, response: Response | None) -> Response:
    """What the caller gets of a call that is struck; ``response`` is what he would have got, if there is one."""
    assert exchange.fault is not None
    rule, kind = exchange.fault.rule, exchange.fault.rule.what()
    cause = f"injected by fault {exchange.fault.id} ({kind})"
    if kind == "drop":
        exchange.reason = cause
        return Response(0, [], b"", cut_after=0)
    if response is not None and kind == "cut":
        exchange.reason = cause
        left_out = max(1, len(response.body) // 2)
        return Response(response.status, response.headers, response.body, cut_after=-left_out)
    if response is not None and kind == "unknownValue":
        return _with_unknown_values(exchange, response, rule)
    if kind == "html":
        return _plain(exchange, cause, rule.status or 503, b"text/html", _PAGE % {b"status": rule.status or 503})
    if kind == "answer":
        body = rule.body.encode() if isinstance(rule.body, str) else msgspec.json.encode(rule.body)
        return _plain(exchange, cause, rule.status or 200, (rule.content_type or "application/json").encode(), body)
    return _refused(exchange, rule, cause)


def _with_unknown_values(exchange: Exchange, response: Response, rule: Fault) -> Response:
    operation = exchange.route.operation if exchange.route is not None else None
    form = operation.answers.get(response.status) if operation is not None else None
    if form is None or not response.body:
        return response
    body = with_unknown_values(form, response.body, rule.field)
    return Response(response.status, response.headers, body)


def _plain(exchange: Exchange, cause: str, status: int, content_type: bytes, body: bytes) -> Response:
    exchange.reason = cause
    headers = [
        (b"Content-Type", content_type),
        (b"x-amzn-RequestId", exchange.request_id.encode()),
        (b"x-tradepost-reason", one_line(cause)),
    ]
    return Response(status, headers, body)


def _refused(exchange: Exchange, rule: Fault, cause: str) -> Response:
    kind = rule.what()
    refusal: ApiError
    if kind == "expiredToken":
        refusal = ExpiredToken()
    elif kind == "throttle":
        refusal = QuotaExceeded("", 0, 0)
    else:
        status = rule.status or 500
        refusal = GatewayRefusal(
            rule.message or "We encountered an internal error. Please try again.", rule.details or ""
        )
        refusal.status, refusal.code = status, rule.code or _CODES.get(status, "InternalFailure")
    refusal.reason = cause
    by_login = exchange.route is None
    response = _refused_by_login(exchange, refusal, rule) if by_login else refuse(exchange, refusal)
    exchange.code = INJECTED
    return response


def _refused_by_login(exchange: Exchange, refusal: ApiError, rule: Fault) -> Response:
    """Login with Amazon's own form of a refusal."""
    code = rule.code or ("server_error" if refusal.status >= 500 else "invalid_request")
    document = {"error_description": refusal.message, "error": code, "request_id": exchange.request_id}
    body = msgspec.json.encode(document)
    return _plain(exchange, refusal.reason or "", refusal.status, b"application/json;charset=UTF-8", body)

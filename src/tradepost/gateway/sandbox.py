"""On the hosts of the sandbox: the published case that a request is for, where its model was imported."""

from __future__ import annotations

from typing import Any

import msgspec

from tradepost.gateway.answer import published_answer
from tradepost.gateway.decode import query_pairs
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.refusals import NoSandboxCase
from tradepost.sandbox.cases import Given, matching
from tradepost.sandbox.shelf import Shelf
from tradepost.server.messages import Request, Response


async def published(exchange: Exchange, shelf: Shelf) -> Response | None:
    """What the static sandbox answers, or None where the operation itself is to answer. Raises NoSandboxCase.

    A case is looked for before the request is decoded: many have values such as ``TEST_CASE_200`` for a date.
    """
    route = exchange.route
    assert route is not None
    cases = await shelf.cases_of(route.key)
    if not cases:
        return None
    case = matching(cases, _given(exchange))
    if case is not None:
        body = b"" if case.response is msgspec.UNSET else msgspec.json.encode(case.response)
        return published_answer(exchange, case.status, body)
    if shelf.refuses_others(route.key):
        raise NoSandboxCase(route.key, len(cases))
    return None


def _given(exchange: Exchange) -> Given:
    request = exchange.request
    parameters: dict[str, list[str]] = {name: [text] for name, text in exchange.path_values.items()}
    for name, value in query_pairs(request.query):
        parameters.setdefault(name, []).append(value)
    declared = exchange.route.operation.parameters if exchange.route and exchange.route.operation else ()
    for each in declared:
        if each.place == "header" and (text := request.header(each.name.lower().encode())) is not None:
            parameters.setdefault(each.name, []).append(text.decode("latin-1"))
    return Given(parameters, _body(request))


def _body(request: Request) -> Any:
    if not request.body:
        return msgspec.UNSET
    try:
        return msgspec.json.decode(request.body)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return msgspec.UNSET

"""What this server answers to the examples of the reference page, at this moment, in this world.

Only what changes nothing is asked. It does not go by the wire: it spends no quota and is not in the request log.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import msgspec

from tradepost.errors import ApiError
from tradepost.gateway.answer import answer
from tradepost.gateway.authenticate import authenticate
from tradepost.gateway.authorize import authorize
from tradepost.gateway.decode import decode
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.handle import handle
from tradepost.gateway.host import read_host
from tradepost.gateway.partake import partake
from tradepost.gateway.pipeline import identify
from tradepost.gateway.routes import Route, Routes
from tradepost.installation.installation import Installation
from tradepost.server.messages import Headers, Request

_LONGEST = 20_000
_METHODS = ("get", "post")


async def put_into(document: dict[str, Any], installation: Installation, routes: Routes, headers: Headers) -> None:
    """Replaces the examples of answers by true ones, where the caller of ``headers`` gets one of at most 20 kB."""
    asked = {(each.method, each.path): each for each in _that_only_read(routes)}
    for path, operations in document["paths"].items():
        for method in _METHODS:
            route, shown = asked.get((method.upper(), path)), operations.get(method)
            if route is None or shown is None or route.operation is None:
                continue
            found = await _ask(installation, routes, _request(method, path, shown, headers))
            response = shown["responses"].get(str(route.success), {})
            content = response.get("content", {}).get("application/json")
            if content is not None and found is not None and len(found) <= _LONGEST:
                content["example"] = msgspec.json.decode(found)


def _that_only_read(routes: Routes) -> Iterator[Route]:
    for route in routes.all:
        route.load()
        if route.handler is not None and not route.handler.changes:
            yield route


def _request(method: str, path: str, shown: dict[str, Any], headers: Headers) -> Request:
    """The request of an operation's examples, as a client would send it."""
    given = {each["name"]: each for each in shown.get("parameters", ()) if "example" in each}
    query = []
    for name, each in given.items():
        value = each["example"]
        plain = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        if each["in"] == "path":
            path = path.replace(f"{{{name}}}", quote(plain, safe=""))
        elif each["in"] == "query":
            query.append(f"{name}={quote(plain, safe=',')}")
        else:
            headers = [*headers, (name.lower().encode(), plain.encode())]
    example = shown.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
    body = b"" if example is None else msgspec.json.encode(example)
    target = path + ("?" + "&".join(query) if query else "")
    return Request(method.upper(), target.encode(), headers, body)


async def _ask(installation: Installation, routes: Routes, request: Request) -> bytes | None:
    """The body of the answer, or None where the call is refused."""
    exchange = Exchange(request)
    exchange.host = read_host(request.header(b"host") or b"")
    try:
        identify(exchange, routes)
        await authenticate(exchange, installation)
        authorize(exchange)
        decode(exchange)
        partake(exchange)
        return answer(exchange, await handle(exchange)).body
    except ApiError:
        return None

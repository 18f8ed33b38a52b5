"""Login with Amazon on the wire: ``POST /auth/o2/token``, a form or JSON in, JSON out."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl

import msgspec

from tradepost.accounts import lwa
from tradepost.accounts.lwa import LwaError
from tradepost.gateway.answer import one_line
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.faults import may_meet, meet
from tradepost.installation.installation import Installation
from tradepost.server.messages import Request, Response
from tradepost.simulation.clock import real_milliseconds
from tradepost.worlds.world import World

#: How a token request is named where operations are.
LOGIN = "lwa.requestAccessToken"
LOGIN_PATHS = frozenset({b"/auth/o2/token", b"/auth/O2/token", b"/auth/o2/token/"})
_HEADERS = [
    (b"Content-Type", b"application/json;charset=UTF-8"),
    (b"Cache-Control", b"no-cache, no-store, must-revalidate"),  # as captured
    (b"Pragma", b"no-cache"),
]


async def login(exchange: Exchange, installation: Installation) -> Response:
    """Answers a token request, in the form of Login with Amazon also where it refuses."""
    exchange.operation = LOGIN
    try:
        form, world = await _asked(exchange, installation)
        if world.shared:
            await world.reload_settings()
        struck = await meet(exchange) if may_meet(exchange) else None
        return struck or _json(exchange, 200, await _issue(form, world))
    except LwaError as refusal:
        exchange.reason, exchange.code = refusal.reason, refusal.error
        body = {
            "error_description": refusal.description,
            "error": refusal.error,
            "request_id": exchange.request_id,
        }
        return _json(exchange, refusal.status, body, (b"x-tradepost-reason", one_line(refusal.reason)))


async def _asked(exchange: Exchange, installation: Installation) -> tuple[dict[str, str], World]:
    """The form of a token request, and the world of the application that sends it."""
    if exchange.request.method != "POST":
        raise LwaError(400, "invalid_request", "The request must be a POST.")
    form = read_form(exchange.request)
    client_id = form.get("client_id")
    if not form.get("grant_type"):
        if exchange.request.body[:1] == b"{" and not _is_json(exchange.request):
            raise lwa.unsupported_grant("the body is JSON, its content type says that it is a form")
        raise lwa.missing("grant_type")
    if not client_id:
        raise lwa.missing("client_id")
    world = await installation.world_of_client(client_id)
    if world is None:
        raise lwa.unknown_client("no application has this client id")
    exchange.world = world
    return form, world


async def _issue(form: dict[str, str], world: World) -> dict[str, Any]:
    async with world.database.writing("") as tx:
        return await lwa.issue(tx, form, world.uid, real_milliseconds())


def read_form(request: Request) -> dict[str, str]:
    """The parameters of a token request. The content type decides how the body is read, as at Amazon."""
    if not _is_json(request):
        text = request.body.decode("utf-8", "replace")
        try:
            return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=100))
        except ValueError:
            raise LwaError(400, "invalid_request", "The request has too many parameters.") from None
    try:
        document = msgspec.json.decode(request.body or b"{}")
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise LwaError(400, "invalid_request", "The request body is not JSON.") from None
    if not isinstance(document, dict):
        raise LwaError(400, "invalid_request", "The request body is not a JSON object.")
    return {str(name): value for name, value in document.items() if isinstance(value, str)}


def _is_json(request: Request) -> bool:
    return b"json" in (request.header(b"content-type") or b"").lower()


def _json(exchange: Exchange, status: int, body: dict[str, Any], *more: tuple[bytes, bytes]) -> Response:
    headers = [*_HEADERS, (b"x-amzn-RequestId", exchange.request_id.encode()), *more]
    return Response(status, headers, msgspec.json.encode(body))

"""Requests: every call that came, live, one with all that was said, and the same call again."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from tradepost.accounts import lwa
from tradepost.admission.address import address_of
from tradepost.console.visit import Visit
from tradepost.contract.index import OPERATIONS
from tradepost.control.calls import MOST_DIGITS
from tradepost.errors import InvalidInput, NotFound
from tradepost.gateway import request_records
from tradepost.gateway.masking import MASK
from tradepost.gateway.repeating import curl
from tradepost.gateway.request_records import Filter, LoggedRequest
from tradepost.server.messages import Request
from tradepost.simulation.clock import real_milliseconds

_MOST_SHOWN = 100
_TOKEN = b"x-amz-access-token"
_LEFT_OUT = frozenset({"x-amz-access-token", "content-length", "transfer-encoding", "connection", "expect"})
_CLASSES = {"": None, "2xx": (200, 299), "4xx": (400, 499), "429": (429, 429), "5xx": (500, 599)}


async def listed(visit: Visit) -> Response:
    """The newest calls that the filter finds."""
    calls = await _read(visit, 0)
    return visit.page(
        "requests.html",
        "requests",
        calls=calls,
        newest=calls[0].id if calls else 0,
        query=_query(visit),
        classes=list(_CLASSES),
        most=_MOST_SHOWN,
    )


async def newer(visit: Visit) -> Response:
    """Calls that came since: rows for the top of the list; 204 where there are none."""
    since = visit.asked("since", "0")
    calls = await _read(visit, int(since) if since.isdecimal() and len(since) < 18 else 0)
    if not calls:
        return visit.nothing()
    return visit.page("requests_rows.html", "requests", calls=calls, newest=calls[0].id, query=_query(visit))


async def show(visit: Visit) -> Response:
    """One call: what was asked, what was answered, why, and how to send it again."""
    logged = await _load(visit)
    return visit.page("request.html", "requests", call=logged, headers=_headers(logged), curl=_curl(visit, logged))


async def repeat(visit: Visit) -> Response:
    """Sends a call again, with a new token of whoever sent it, through the whole gateway. Raises InvalidInput."""
    logged = await _load(visit)
    target = logged.path + (f"?{logged.query}" if logged.query else "")
    if MASK in target or MASK in logged.request_body:
        raise InvalidInput("Invalid Input", "This call held a secret, which the log does not keep. Send it yourself.")
    token = await _token(visit, logged)
    kept = [(name.encode(), value.encode()) for name, value in _headers(logged) if name not in _LEFT_OUT]
    headers = [(name, value) for name, value in kept if value.decode() != MASK]
    host = visit.request.headers.get("host", "localhost").encode()
    headers = [each for each in headers if each[0] != b"host"] + [(b"host", host), (_TOKEN, token.encode())]
    request = Request(logged.method, target.encode(), headers, logged.request_body.encode())
    response = await visit.gateway.respond(request)
    await visit.log.flush_all()
    async with visit.reading() as ctx:
        [last] = await request_records.read(ctx.tx, Filter(path=logged.path), 1)
    return visit.go("requests", str(last.id), done=f"Sent again: {response.status}.")


async def _token(visit: Visit, logged: LoggedRequest) -> str:
    """A token for the one who sent a call. Raises InvalidInput where there is none to be had."""
    if not logged.seller_id:
        raise InvalidInput("Invalid Input", "Nobody known sent this call, so there is no token to send it again with.")
    async with visit.world.database.writing("") as tx:
        found = await lwa.issue_for(tx, logged.seller_id, logged.application_id, visit.world.uid, real_milliseconds())
    if found is None:
        raise InvalidInput("Invalid Input", f"The application may not act for {logged.seller_id} any more.")
    return found


async def _read(visit: Visit, since: int) -> list[LoggedRequest]:
    await visit.log.flush_all()
    name, word = visit.asked("operation"), visit.asked("path")
    keys = tuple(f"{row.module}.{row.id}" for row in OPERATIONS if name and name.lower() in row.id.lower())
    wanted = Filter(
        operations=(keys or (name,)) if name else None,
        statuses=_CLASSES.get(visit.asked("status")),
        since=since,
        path=word or None,
    )
    async with visit.reading() as ctx:
        return await request_records.read(ctx.tx, wanted, _MOST_SHOWN)


async def _load(visit: Visit) -> LoggedRequest:
    await visit.log.flush_all()
    text = visit.named("id")
    id = int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else 0
    if not id:
        raise NotFound("The specified resource does not exist.", f"There is no call {text[:60]}.")
    async with visit.reading() as ctx:
        found = await request_records.read(ctx.tx, Filter(since=id - 1, before=id + 1), 1)
    if not found:
        raise NotFound("The specified resource does not exist.", f"There is no call {id}; the log keeps the newest.")
    return found[0]


def _headers(logged: LoggedRequest) -> list[tuple[str, str]]:
    return msgspec.json.decode(logged.request_headers, type=list[tuple[str, str]])


def _curl(visit: Visit, logged: LoggedRequest) -> str:
    target = logged.path + (f"?{logged.query}" if logged.query else "")
    return curl(address_of(visit.request), logged.method, target, _headers(logged), logged.request_body)


def _query(visit: Visit) -> dict[str, str]:
    return {name: visit.asked(name) for name in ("operation", "status", "path")}

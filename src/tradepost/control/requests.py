"""The request log, made for assertions: what was called, how often, with what, and why it was refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import msgspec
from starlette.responses import Response

from tradepost.contract.index import OPERATIONS
from tradepost.control.calls import MOST_DIGITS, Call, answer, in_utc, is_streamed, stream
from tradepost.errors import InvalidInput
from tradepost.gateway import request_records
from tradepost.gateway.login import LOGIN
from tradepost.gateway.repeating import curl
from tradepost.gateway.request_records import Filter, LoggedRequest
from tradepost.worlds.world import World

_MOST_ROWS = 1000
_LISTEN_SECONDS = 0.2
_STILL_THERE = b": still here\n\n"


class ShownRequest(LoggedRequest, frozen=True, rename="camel"):
    """A call with the curl command that sends it again."""

    curl: str


async def listed(call: Call) -> Response:
    """``GET requests``: newest first; for ever, oldest first, where ``text/event-stream`` is asked for."""
    world, wanted = await call.world(), _wanted(call)
    if is_streamed(call):
        return stream(_listen(call, world, wanted))
    await call.log.flush_all()
    async with world.database.reading() as tx:
        found = await request_records.read(tx, wanted, call.number("limit", 100, _MOST_ROWS))
    return answer({"requests": [_shown(call, each) for each in found]})


async def counts(call: Call) -> Response:
    """``GET requests/counts``: how often each operation gave each status, of the calls that the filters find."""
    world, wanted = await call.world(), _wanted(call)
    await call.log.flush_all()
    async with world.database.reading() as tx:
        found = await request_records.counts(tx, wanted)
    rows = [{"operation": operation, "status": status, "calls": calls} for operation, status, calls in found]
    return answer({"counts": rows, "calls": sum(each[2] for each in found)})


async def clear(call: Call) -> Response:
    """``DELETE requests``: 204, the log is empty; ids go on from where they were."""
    world = await call.world()
    await call.log.flush_all()
    async with world.database.writing("") as tx:
        await request_records.clear(tx)
    return Response(status_code=204)


def _wanted(call: Call) -> Filter:
    query = call.request.query_params
    name = query.get("operation")
    return Filter(
        operations=None if not name else _keys(name),
        statuses=_statuses(query.get("status") or ""),
        since=_since(call),
        before=call.number("before", 0) or None,
        method=(query.get("method") or "").upper() or None,
        path=query.get("path") or None,
        seller_id=query.get("sellerId"),
        application_id=query.get("applicationId"),
        request_id=query.get("requestId"),
        matched=_truth(call, "matched"),
        injected=_truth(call, "injected"),
    )


def _keys(name: str) -> tuple[str, ...]:
    """The keys of the operations that a key, a bare operation id, a contract module or ``lwa`` means."""
    keys = [f"{row.module}.{row.id}" for row in OPERATIONS if name in (row.id, row.module)]
    return tuple(dict.fromkeys(keys)) or ((LOGIN,) if name in ("lwa", LOGIN.partition(".")[2]) else (name,))


def _statuses(text: str) -> tuple[int, int] | None:
    """One status (``404``), or a hundred of them (``4xx``). Raises InvalidInput."""
    if not text:
        return None
    if len(text) == 3 and text[0].isdecimal() and text[1:].lower() == "xx":
        return int(text[0]) * 100, int(text[0]) * 100 + 99
    if not text.isdecimal() or len(text) > 3:
        raise InvalidInput("Invalid Input", f"status: '{text[:60]}' is neither a status nor a class such as 4xx")
    return int(text), int(text)


def _truth(call: Call, name: str) -> bool | None:
    text = call.request.query_params.get(name)
    if text not in (None, "true", "false"):
        raise InvalidInput("Invalid Input", f"{name}: '{text[:60]}' is neither true nor false")
    return None if text is None else text == "true"


def _shown(call: Call, logged: LoggedRequest) -> ShownRequest:
    headers = msgspec.json.decode(logged.request_headers, type=list[tuple[str, str]])
    target = logged.path + (f"?{logged.query}" if logged.query else "")
    command = curl(call.base_url, logged.method, target, headers, logged.request_body)
    return ShownRequest(**msgspec.structs.asdict(logged), curl=command)


async def _listen(call: Call, world: World, wanted: Filter) -> AsyncIterator[bytes]:
    quiet, last = 0.0, call.request.headers.get("last-event-id", "")
    if last.isdecimal():
        wanted = msgspec.structs.replace(wanted, since=int(last[:MOST_DIGITS]))
    yield _STILL_THERE
    while True:
        await call.log.flush_all()
        async with world.database.reading() as tx:
            found = await request_records.read(tx, wanted, _MOST_ROWS, oldest_first=True)
        for each in found:
            wanted = msgspec.structs.replace(wanted, since=each.id)
            yield b"id: %d\nevent: request\ndata: %s\n\n" % (each.id, msgspec.json.encode(_shown(call, each)))
        quiet = 0.0 if found else quiet + _LISTEN_SECONDS
        if quiet > 15:
            quiet = 0.0
            yield _STILL_THERE
        await asyncio.sleep(0 if found else _LISTEN_SECONDS)


def _since(call: Call) -> int | datetime:
    """Where a reader stopped: the id of a call, or a date-time."""
    text = call.request.query_params.get("since") or "0"
    if text.isdecimal():
        return call.number("since", 0)
    try:
        return in_utc(msgspec.convert(text.replace(" ", "+"), datetime))
    except (msgspec.ValidationError, OverflowError):
        raise InvalidInput("Invalid Input", f"since: '{text[:60]}' is neither an id nor a date-time") from None

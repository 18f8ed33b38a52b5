"""What was called and what happened: the request log and the outbox, as lists and as server-sent events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime

import msgspec
from starlette.responses import Response, StreamingResponse

from tradepost.control.calls import MOST_DIGITS, Call, answer
from tradepost.errors import InvalidInput
from tradepost.events import outbox
from tradepost.gateway import request_log
from tradepost.simulation import due
from tradepost.simulation.world import World

_MOST_ROWS = 1000
_LISTEN_SECONDS = 0.2
_STILL_THERE = b": still here\n\n"


async def requests(call: Call) -> Response:
    """``GET requests``: newest first, by operation, by status, after an id or since a (real) time."""
    world = await call.world()
    await call.log.flush()
    async with world.database.reading() as tx:
        found = await request_log.read(
            tx,
            operation=call.request.query_params.get("operation"),
            status=call.number("status", 0) or None,
            since=_since(call),
            limit=call.number("limit", 100, _MOST_ROWS),
        )
    return answer({"requests": found})


def _since(call: Call) -> int | datetime:
    """Where a reader stopped: the id of a call, or a date-time."""
    text = call.request.query_params.get("since") or "0"
    if text.isdecimal():
        return call.number("since", 0)
    try:
        return msgspec.convert(text.replace(" ", "+"), datetime)
    except msgspec.ValidationError:
        raise InvalidInput("Invalid Input", f"since: '{text[:60]}' is neither an id nor a date-time") from None


async def events(call: Call) -> Response:
    """``GET events``: oldest first, after the id ``since``; for ever where ``text/event-stream`` is asked for."""
    world, since = await call.world(), call.number("since", 0)
    if "text/event-stream" in call.request.headers.get("accept", ""):
        last = call.request.headers.get("last-event-id", "")
        stream = _listen(world, int(last[:MOST_DIGITS]) if last.isdecimal() else since)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"Cache-Control": "no-store"})
    async with world.database.settled() as tx:
        found = await outbox.read(tx, since, call.number("limit", _MOST_ROWS, _MOST_ROWS))
    return answer({"events": found})


async def _listen(world: World, since: int) -> AsyncIterator[bytes]:
    quiet = 0.0
    yield _STILL_THERE
    while True:
        async with world.database.settled() as tx:
            found = await outbox.read(tx, since, _MOST_ROWS)
        for each in found:
            since = each.id
            yield b"id: %d\nevent: %s\ndata: %s\n\n" % (each.id, each.type.encode(), msgspec.json.encode(each))
        quiet = 0.0 if found else quiet + _LISTEN_SECONDS
        if quiet > 15:
            quiet = 0.0
            yield _STILL_THERE
        await asyncio.sleep(0 if found else _LISTEN_SECONDS)


async def doctor(call: Call) -> Response:
    """``GET doctor``: what is wrong in a world: transitions that fail and are tried again."""
    world = await call.world()
    async with world.database.reading() as tx:
        failing = await due.failing(tx)
    shown = [
        {"sellerId": t.seller_id, "kind": t.kind, "subject": t.subject, "attempts": t.attempts, "error": t.last_error}
        for t in failing
    ]
    return answer({"world": world.name, "failingTransitions": shown})

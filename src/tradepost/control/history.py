"""What happened: the outbox, as a list and as server-sent events, and what is wrong in a world."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
from starlette.responses import Response

from tradepost.control.calls import MOST_DIGITS, Call, answer, is_streamed, stream
from tradepost.domains.exchange.notifications.outgoing import records as outgoing
from tradepost.events import outbox
from tradepost.simulation import due
from tradepost.worlds.world import World

_MOST_ROWS = 1000
_LISTEN_SECONDS = 0.2
_STILL_THERE = b": still here\n\n"


async def events(call: Call) -> Response:
    """``GET events``: oldest first, after the id ``since``; for ever where ``text/event-stream`` is asked for."""
    world, since = await call.world(), call.number("since", 0)
    if is_streamed(call):
        last = call.request.headers.get("last-event-id", "")
        return stream(_listen(world, int(last[:MOST_DIGITS]) if last.isdecimal() else since))
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
    """``GET doctor``: what is wrong in a world: transitions that fail, and notifications that nobody takes."""
    world = await call.world()
    async with world.database.reading() as tx:
        failing = await due.failing(tx)
        stuck = await outgoing.stuck(tx, _MOST_ROWS)
    shown = [
        {"sellerId": t.seller_id, "kind": t.kind, "subject": t.subject, "attempts": t.attempts, "error": t.last_error}
        for t in failing
    ]
    undelivered = [
        {"id": d.id, "type": d.type, "subject": d.subject, "state": d.state, "attempts": d.attempts, "reason": d.reason}
        for d in stuck
    ]
    return answer({"world": world.name, "failingTransitions": shown, "undelivered": undelivered})

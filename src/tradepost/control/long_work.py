"""Calls that take long: they end when their caller leaves, and tell how far they are where events are asked for.

Work that was begun is never cut off: it is asked to end, and does so between two transactions.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, TypeVar

import msgspec

from tradepost.control.calls import Call, refusal
from tradepost.worlds.work import Progress, Work

_LEFT = "its caller left"
Done = TypeVar("Done")


async def attended(call: Call, work: Work, carried_out: Coroutine[Any, Any, Done]) -> Done:
    """What long work gives. It is ended once its caller has left.

    Raises what the work raises, so Stopped where somebody has ended it.
    """
    doing = asyncio.create_task(carried_out)
    leaving = asyncio.create_task(call.left())
    try:
        await asyncio.wait({doing, leaving}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        leaving.cancel()
        work.stop(_LEFT)
        doing.add_done_callback(_ended)
    return await doing


async def told(
    begin: Callable[[Callable[[Progress], None]], tuple[Work, Coroutine[Any, Any, object]]],
) -> AsyncIterator[bytes]:
    """Long work as events: ``progress`` on the way, then ``done`` with what it gives, or ``refused``.

    ``begin`` is given who hears of progress, and gives the work and what carries it out. The work is ended once nobody
    listens any more.
    """
    heard: asyncio.Queue[Progress | None] = asyncio.Queue()
    work, carried_out = begin(heard.put_nowait)
    doing = asyncio.create_task(carried_out)
    doing.add_done_callback(_ended)
    doing.add_done_callback(lambda _: heard.put_nowait(None))
    try:
        while (progress := await heard.get()) is not None:
            yield _event("progress", msgspec.json.encode(progress))
    finally:
        work.stop(_LEFT)
    fault = doing.exception()
    if fault is None:
        yield _event("done", msgspec.json.encode(doing.result()))
    elif isinstance(fault, Exception):
        yield _event("refused", bytes(refusal(fault).body))


def _ended(doing: asyncio.Task[Any]) -> None:
    """Takes note of how work has ended, also where nobody listens any more."""
    if not doing.cancelled():
        doing.exception()


def _event(name: str, data: bytes) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), data)

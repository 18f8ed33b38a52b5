"""Work that takes long: begun by a form, shown while it goes on, and ended by a button."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.worlds.work import OnTheWay, Progress, Stopped

logger = logging.getLogger("tradepost.console")

#: How long, in seconds, a page waits for work before it shows how far it is.
_A_MOMENT = 1.0
Done = TypeVar("Done")


async def carry_out(visit: Visit, work: Coroutine[Any, Any, Done], said: Callable[[Done], str]) -> Response:
    """Has work done, and says so; what takes longer goes on, whether or not its page is looked at. Raises ApiError."""
    doing = asyncio.create_task(work)
    await asyncio.wait({doing}, timeout=_A_MOMENT)
    if doing.done():
        return visit.go(done=said(doing.result()))
    doing.add_done_callback(_ended)
    return visit.go()


def _ended(doing: asyncio.Task[Any]) -> None:
    fault = None if doing.cancelled() else doing.exception()
    if fault is not None and not isinstance(fault, Stopped):
        logger.error("work that was begun in the console failed", exc_info=fault)


async def show(visit: Visit) -> Response:
    """How far the work is that goes on; once there is none, on to the overview."""
    work = visit.world.under_way
    if work is None or work.progress is None:
        return Response(headers={"HX-Redirect": visit.path()}) if "hx-request" in visit.request.headers else visit.go()
    return visit.page("work.html", "overview", work=work, share=share(work.progress), state=state(work.progress))


async def stop(visit: Visit) -> Response:
    """Ends the work that goes on, where it has come to."""
    await visit.installation.stop_work(visit.world)
    return visit.go(done="Stopped here. What has happened by now stays.")


def share(progress: Progress) -> float:
    """What is done, from 0 to 1."""
    if isinstance(progress, OnTheWay):
        whole = (progress.to - progress.since).total_seconds()
        return (progress.now - progress.since).total_seconds() / whole if whole else 1.0
    return progress.done / progress.steps


def state(progress: Progress) -> str:
    """What the work is at, in words."""
    if isinstance(progress, OnTheWay):
        return f"{progress.now:%d %B %Y, %H:%M} UTC, on the way to {progress.to:%d %B %Y, %H:%M}"
    return progress.doing

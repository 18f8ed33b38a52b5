"""What the report of a failed test says of the calls in its world."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tradepost.control.calling import ControlError
from tradepost.testing.answers import Request
from tradepost.testing.server import Server
from tradepost.testing.worlds import World

_MOST: Final = 50


def calls_of(server: Server, world: World, since: datetime) -> str:
    """The calls of a test's world, oldest first, each with the cause of its refusal; of more than 50, the last ones.

    Calls whose token says no world, or none that there is, are in the log of ``main``: those since the test began are
    shown, too.
    """
    try:
        calls, found = world.requests.count(), world.requests.all(limit=_MOST)
        lost = server.world().requests.all(limit=_MOST, seller_id="", since=since.isoformat())
    except ControlError as fault:
        return f"the request log cannot be read: {fault}"
    lines = [f"({calls - len(found)} calls before these)"] if calls > len(found) else []
    lines += [_line(each) for each in found] or ["nothing was called with its credentials"]
    if lost:
        lines += ["", "without credentials of any world, by this test or another one at the same time:"]
    return "\n".join([*lines, *(_line(each) for each in lost)])


def _line(request: Request) -> str:
    target = request.path + (f"?{request.query}" if request.query else "")
    operation = request.operation or "no operation has this path"
    lines = [f"{request.status or 'dropped'} {request.method} {target}  ({operation}, {request.duration_ms:.1f} ms)"]
    causes = (("cause", request.reason), ("injected", request.injected), *(("hint", each) for each in request.hints))
    return "\n".join([*lines, *(f"    {name}: {text}" for name, text in causes if text)])

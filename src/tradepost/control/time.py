"""The clock of a world: read it, move it ahead, freeze it, let it run."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from starlette.responses import Response

from tradepost.control.calls import Call, answer, is_streamed, stream
from tradepost.control.long_work import attended, told
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import from_milliseconds
from tradepost.simulation.durations import read_duration
from tradepost.worlds import scheduler
from tradepost.worlds.work import Progress, Work
from tradepost.worlds.world import World


class Advance(msgspec.Struct, forbid_unknown_fields=True):
    """How far to move the clock: ``by`` an ISO 8601 duration, or ``to`` a date-time."""

    by: str | None = None
    to: datetime | None = None


class Resume(msgspec.Struct, forbid_unknown_fields=True):
    """How fast the clock is to run, in virtual seconds per real second."""

    rate: float | None = None


def clock_of(world: World) -> dict[str, object]:
    """What the control API says of a clock."""
    return {"now": from_milliseconds(world.clock.now()), "frozen": world.clock.frozen, "rate": world.clock.rate}


async def read(call: Call) -> Response:
    """``GET clock``."""
    return answer(clock_of(await call.world()))


async def advance(call: Call) -> Response:
    """``POST clock/advance``: everything that falls due has happened when this answers.

    Where ``text/event-stream`` is asked for, it tells how far it is.
    """
    world, target = await call.world(), _target(await call.body(Advance))
    if is_streamed(call):
        return stream(told(partial(_advance, world, target)))
    work, done = _advance(world, target)
    return answer(await attended(call, work, done))


def _target(wish: Advance) -> datetime | timedelta:
    if (wish.by is None) == (wish.to is None):
        raise InvalidInput("Invalid Input", "body: give either 'by' or 'to'")
    if wish.by is not None:
        return read_duration(wish.by)
    assert wish.to is not None
    return wish.to if wish.to.tzinfo else wish.to.replace(tzinfo=UTC)


def _advance(
    world: World, target: datetime | timedelta, hear: Callable[[Progress], None] | None = None
) -> tuple[Work, Coroutine[Any, Any, dict[str, object]]]:
    work = scheduler.advancing(world, hear)

    async def carried_out() -> dict[str, object]:
        transitions = await scheduler.advance(world, target, work)
        return {**clock_of(world), "transitions": transitions}

    return work, carried_out()


async def stop(call: Call) -> Response:
    """``POST clock/stop``: ends what moves the clock, an advance or a scenario, where it has come to."""
    world = await call.world()
    await call.installation.stop_work(world)
    return answer(clock_of(world))


async def freeze(call: Call) -> Response:
    """``POST clock/freeze``."""
    world = await call.world()
    await call.installation.set_clock(world, "freeze")
    return answer(clock_of(world))


async def resume(call: Call) -> Response:
    """``POST clock/resume``."""
    world, wish = await call.world(), await call.body(Resume)
    if wish.rate is not None and not 0 < wish.rate <= 1_000_000:
        raise InvalidInput("Invalid Input", f"rate: {wish.rate:g} is not between 0 and 1000000")
    await call.installation.set_clock(world, "resume", wish.rate)
    return answer(clock_of(world))

"""The clock of a world: read it, move it ahead, freeze it, let it run."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from starlette.responses import Response

from tradepost.control.calls import Call, answer
from tradepost.errors import InvalidInput
from tradepost.installation.installation import read_duration
from tradepost.simulation.clock import from_milliseconds
from tradepost.worlds import scheduler
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
    """``POST clock/advance``: everything that falls due has happened when this answers."""
    world, wish = await call.world(), await call.body(Advance)
    if (wish.by is None) == (wish.to is None):
        raise InvalidInput("Invalid Input", "body: give either 'by' or 'to'")
    if wish.by is not None:
        try:
            target = from_milliseconds(world.clock.now()) + read_duration(wish.by)
        except OverflowError:
            raise InvalidInput("Invalid Input", f"by: '{wish.by}' leads past the year 9999") from None
    else:
        assert wish.to is not None
        target = wish.to if wish.to.tzinfo else wish.to.replace(tzinfo=UTC)
    done = await scheduler.advance(world, target)
    return answer({**clock_of(world), "transitions": done})


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

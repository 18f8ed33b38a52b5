"""What time does: in order, exactly once, also what fell due while nothing was running."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.simulation.conftest import OpenWorld
from tradepost.domains.context import Context
from tradepost.domains.handling import TRANSITIONS, due
from tradepost.simulation import due as schedule
from tradepost.simulation.clock import ClockMovesForward, save
from tradepost.worlds.scheduler import advance, run_due
from tradepost.worlds.world import World

START = datetime(2031, 3, 3, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Step = Callable[[Context, str], Awaitable[None]]
Log = list[tuple[str, datetime]]


@pytest.fixture
def on() -> Iterator[Callable[[str, Step], None]]:
    """Registers a transition for the time of a test."""
    kinds: list[str] = []

    def register(kind: str, step: Step) -> None:
        due(kind)(step)
        kinds.append(kind)

    yield register
    for kind in kinds:
        del TRANSITIONS[kind]


@pytest.fixture
def log(on: Callable[[str, Step], None]) -> Log:
    """What the transition ``test.note`` was called with: its subject, and the time it saw."""
    found: Log = []

    async def note(ctx: Context, subject: str) -> None:
        found.append((subject, ctx.now))

    on("test.note", note)
    return found


async def freeze(world: World, at: datetime = START) -> None:
    """Stops the clock at a time."""
    await advance(world, at)
    async with world.database.writing("") as tx:
        state = world.clock.stopped().at(int(at.timestamp() * 1000))
        await save(tx, state)
    world.clock = state


async def plan(world: World, subject: str, at: datetime, kind: str = "test.note", seller: str = "S") -> None:
    async with world.database.writing(seller) as tx:
        await schedule.schedule(tx, seller, kind, subject, at)


async def failing(world: World) -> list[tuple[str, int, str | None]]:
    async with world.database.reading() as tx:
        return [(each.subject, each.attempts, each.last_error) for each in await schedule.failing(tx)]


def test_transitions_run_in_the_order_of_their_time_and_see_it(open_world: OpenWorld, log: Log) -> None:
    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            for hours in (5, 1, 30, 3):
                await plan(world, str(hours), START + hours * HOUR, seller=f"S{hours}")
            assert await advance(world, START + DAY) == 3
            assert log == [(str(hours), START + hours * HOUR) for hours in (1, 3, 5)]
            assert await advance(world, START + 2 * DAY) == 1
            assert log[-1] == ("30", START + 30 * HOUR)

    asyncio.run(scene())


def test_what_is_due_at_the_very_end_still_runs_and_nothing_after_it(open_world: OpenWorld, log: Log) -> None:
    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            await plan(world, "at the end", START + DAY)
            await plan(world, "later", START + DAY + timedelta(milliseconds=1))
            assert await advance(world, START + DAY) == 1
            assert [subject for subject, _ in log] == ["at the end"]

    asyncio.run(scene())


def test_a_transition_runs_once(open_world: OpenWorld, log: Log) -> None:
    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            await plan(world, "once", START + HOUR)
            await asyncio.gather(advance(world, START + DAY), run_due(world), advance(world, START + DAY))
            await advance(world, START + 2 * DAY)
        async with open_world() as world:
            await run_due(world)
        assert log == [("once", START + HOUR)]

    asyncio.run(scene())


def test_what_is_scheduled_twice_runs_at_the_later_word_and_what_is_called_off_never(
    open_world: OpenWorld, log: Log
) -> None:
    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            await plan(world, "moved", START + HOUR)
            await plan(world, "moved", START + 2 * HOUR)
            await plan(world, "off", START + HOUR)
            async with world.database.writing("S") as tx:
                assert await schedule.unschedule(tx, "S", "test.note", "off")
                assert not await schedule.unschedule(tx, "S", "test.note", "off")
            assert await advance(world, START + DAY) == 1
            assert log == [("moved", START + 2 * HOUR)]

    asyncio.run(scene())


def test_advancing_runs_what_transitions_themselves_cause_up_to_the_end(
    open_world: OpenWorld, on: Callable[[str, Step], None]
) -> None:
    seen: list[datetime] = []

    async def daily(ctx: Context, subject: str) -> None:
        seen.append(ctx.now)
        await ctx.schedule("test.daily", subject, ctx.now + DAY)

    on("test.daily", daily)

    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            await plan(world, "each day", START + DAY, "test.daily")
            assert await advance(world, START + 30 * DAY) == 30
            assert seen == [START + days * DAY for days in range(1, 31)]

    asyncio.run(scene())


def test_what_falls_due_while_nothing_runs_happens_later_at_its_own_time(open_world: OpenWorld, log: Log) -> None:
    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            for hours in (7, 2, 4):
                await plan(world, str(hours), START + hours * HOUR)
            async with world.database.writing("") as tx:  # a day goes by while nothing runs
                await save(tx, world.clock.at(int((START + DAY).timestamp() * 1000)))
        async with open_world() as world:
            await run_due(world)
            assert log == [(str(hours), START + hours * HOUR) for hours in (2, 4, 7)]

    asyncio.run(scene())


# A transition that fails


def test_one_that_fails_is_undone_tried_again_and_stops_no_other(
    open_world: OpenWorld, on: Callable[[str, Step], None], log: Log
) -> None:
    tries: list[datetime] = []

    async def fail_twice(ctx: Context, subject: str) -> None:
        tries.append(ctx.now)
        await ctx.schedule("test.note", f"try {len(tries)}", ctx.now)
        if len(tries) < 3:
            raise RuntimeError("no truck came")

    on("test.fail", fail_twice)

    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            await plan(world, "bad", START + HOUR, "test.fail")
            await plan(world, "good", START + HOUR, seller="T")
            assert await advance(world, START + HOUR) == 1
            assert log == [("good", START + HOUR)]
            assert await failing(world) == [("bad", 1, "RuntimeError: no truck came")]
            await advance(world, START + DAY)
            minute = timedelta(minutes=1)
            assert tries == [START + HOUR, START + HOUR + minute, START + HOUR + 3 * minute]
            assert log[1:] == [("try 3", START + HOUR + 3 * minute)]
            assert await failing(world) == []

    asyncio.run(scene())


def test_one_that_always_fails_does_not_keep_the_clock_from_moving(
    open_world: OpenWorld, on: Callable[[str, Step], None]
) -> None:
    tries: list[datetime] = []

    async def fail(ctx: Context, subject: str) -> None:
        tries.append(ctx.now)
        raise RuntimeError("never")

    on("test.never", fail)

    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            await plan(world, "bad", START + HOUR, "test.never")
            await advance(world, START + 30 * DAY)
            assert world.clock.now() == int((START + 30 * DAY).timestamp() * 1000)
            waits = [after - before for before, after in pairwise(tries)]
            assert waits == sorted(waits)
            assert waits[-1] == DAY
            ((_, attempts, _),) = await failing(world)
            assert attempts == len(tries)

    asyncio.run(scene())


def test_an_unknown_kind_of_transition_is_noted_and_stops_no_other(open_world: OpenWorld, log: Log) -> None:
    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            await plan(world, "odd", START, "nobody.knows")
            await plan(world, "good", START + HOUR)
            await advance(world, START + HOUR)
            assert log == [("good", START + HOUR)]
            assert (await failing(world))[0][2] == "LookupError: no area knows the transition 'nobody.knows'"

    asyncio.run(scene())


def test_the_clock_does_not_go_back(open_world: OpenWorld) -> None:
    async def scene() -> None:
        async with open_world() as world:
            await freeze(world)
            with pytest.raises(ClockMovesForward):
                await advance(world, START - HOUR)

    asyncio.run(scene())


def test_a_running_clock_brings_about_what_falls_due_by_itself(
    open_world: OpenWorld, on: Callable[[str, Step], None]
) -> None:
    async def scene() -> None:
        happened = asyncio.Event()

        async def ring(ctx: Context, subject: str) -> None:
            happened.set()

        on("test.ring", ring)
        async with open_world() as world:
            now = datetime.fromtimestamp(world.clock.now() / 1000, UTC)
            await plan(world, "soon", now + timedelta(milliseconds=50), "test.ring")
            world.woken()
            async with asyncio.timeout(20):
                await happened.wait()

    asyncio.run(scene())

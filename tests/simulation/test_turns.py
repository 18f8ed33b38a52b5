"""Long work gives way: to callers, to other work, and to who asks it to end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tradepost.domains.context import Context
from tradepost.domains.handling import TRANSITIONS, due
from tradepost.installation.installation import MAIN, Installation
from tradepost.simulation import due as schedule
from tradepost.simulation.clock import from_milliseconds, monotonic_seconds
from tradepost.store import open_store
from tradepost.store.database import Database
from tradepost.store.errors import NoSuchWorld
from tradepost.worlds.scheduler import advance
from tradepost.worlds.turns import TURN_SECONDS, Turns
from tradepost.worlds.work import Stopped, Work

PIECE = TURN_SECONDS / 10


async def endless(work: Work, log: list[str]) -> None:
    """Work in pieces that keep the processor to themselves, as transitions do."""
    while True:
        log.append(work.doing)
        ends = monotonic_seconds() + PIECE
        while monotonic_seconds() < ends:
            continue
        await work.go_on()


async def ended(task: asyncio.Task[None]) -> str:
    with pytest.raises(Stopped) as refusal:
        await task
    return refusal.value.message


def run(scene: Callable[[], Awaitable[None]]) -> None:
    async def limited() -> None:
        async with asyncio.timeout(30):
            await scene()

    asyncio.run(limited())


def test_a_turn_holds_several_pieces_and_then_somebody_else_has_one() -> None:
    async def scene() -> None:
        turns, log = Turns(), list[str]()
        works = [Work(name, turns) for name in ("A", "B")]
        tasks = [asyncio.create_task(endless(work, log)) for work in works]
        while len(set(log)) < 2 or len(log) < 400:
            await asyncio.sleep(0)
        for work in works:
            work.stop("that was enough")
        assert [await ended(task) for task in tasks] == [
            f"{name} was ended before its end: that was enough." for name in ("A", "B")
        ]
        changes = sum(one != other for one, other in pairwise(log))
        assert 10 <= changes <= 200
        assert 100 <= log.count("A") <= 300

    run(scene)


def test_who_comes_in_between_is_served_before_the_next_turn() -> None:
    async def scene() -> None:
        turns, log = Turns(), list[str]()
        works = [Work(name, turns) for name in ("A", "B", "C")]
        tasks = [asyncio.create_task(endless(work, log)) for work in works]
        waited = list[int]()
        while len(waited) < 50:
            before = len(log)
            for _ in range(2):  # as long as a call takes that waits for another
                await asyncio.sleep(0)
            waited.append(len(log) - before)
        for work in works:
            work.stop("that was enough")
        await asyncio.gather(*tasks, return_exceptions=True)
        assert sorted(waited)[25] <= 2 * TURN_SECONDS / PIECE

    run(scene)


def test_work_that_was_asked_to_end_before_it_began_does_nothing() -> None:
    async def scene() -> None:
        work, log = Work("A", Turns()), list[str]()
        work.stop("nobody wants it")
        work.stop("said later")
        assert await ended(asyncio.create_task(endless(work, log))) == "A was ended before its end: nobody wants it."
        assert log == ["A"]

    run(scene)


def test_who_waits_for_a_turn_and_is_cancelled_holds_up_nobody() -> None:
    async def scene() -> None:
        turns = Turns()
        waiting = [asyncio.create_task(turns.next_turn()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        await asyncio.gather(*waiting[1:])

    run(scene)


def test_another_process_that_sets_the_clock_ends_an_advance(own_database: str, data_folder: Path) -> None:
    """Several processes serve one PostgreSQL database. What the other one says about the clock is what holds."""
    if not own_database:
        pytest.skip("a data folder has one process")
    carried_out = list[str]()

    async def again(ctx: Context, subject: str) -> None:
        carried_out.append(subject)
        await ctx.schedule("test.again", subject, ctx.now + timedelta(minutes=1))

    async def scene() -> None:
        data_folder.mkdir(parents=True)
        one, other = [
            await Installation.open(await open_store(data_folder, own_database), data_folder) for _ in range(2)
        ]
        here, there = await one.world(MAIN), await other.world(MAIN)
        await one.set_clock(here, "freeze")
        begun = here.clock.now()
        async with here.database.writing("S") as tx:
            await schedule.schedule(tx, "S", "test.again", "x", from_milliseconds(begun) + timedelta(minutes=1))
        advancing = asyncio.create_task(advance(here, timedelta(days=300)))
        while len(carried_out) < 20:
            await asyncio.sleep(0)
        await other.stop_work(there)
        with pytest.raises(Stopped, match="it was asked to end"):
            await advancing
        reached = there.clock.now()
        assert (reached - begun) // 60_000 == len(carried_out) - 1 or (reached - begun) // 60_000 == len(carried_out)
        async with here.database.reading() as tx:
            await here.reload_clock(tx)
        assert here.clock == there.clock
        await one.close()
        await other.close()

    due("test.again")(again)
    try:
        run(scene)
    finally:
        del TRANSITIONS["test.again"]


def test_a_world_that_another_process_removes_while_it_is_opened_is_not_there(
    own_database: str, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not own_database:
        pytest.skip("a data folder has one process")

    async def scene() -> None:
        data_folder.mkdir(parents=True)
        one, other = [
            await Installation.open(await open_store(data_folder, own_database), data_folder) for _ in range(2)
        ]
        await other.create("gone")
        opened = one.store.open

        async def opened_too_late(name: str) -> Database:
            database = await opened(name)
            await other.delete(name)
            return database

        with monkeypatch.context() as patch:
            patch.setattr(one.store, "open", opened_too_late)
            with pytest.raises(NoSuchWorld):
                await one.world("gone")
        await one.close()
        await other.close()

    run(scene)

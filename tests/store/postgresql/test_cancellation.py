"""Callers who are cancelled, at any point and again and again: nothing of theirs is left behind."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from typing import Any

import asyncpg
import pytest

from tests.store import settings
from tests.store.postgresql.processes import another_process, end_connections, settings_of
from tradepost.store.database import Database
from tradepost.store.errors import AlreadyExists, NoSuchSnapshot, Unavailable
from tradepost.store.postgres import PostgresDatabase
from tradepost.store.postgres_worlds import PostgresWorlds

pytestmark = pytest.mark.anyio
_CONNECTIONS = 20
_OPEN = (
    "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'tradepost' AND datname = current_database()"
    " AND (xact_start IS NOT NULL OR state <> 'idle')"
)
Act = Callable[[], Awaitable[object]]


@pytest.fixture
async def complaints() -> AsyncIterator[list[str]]:
    """What the event loop was told that nobody else heard of."""
    loop, heard = asyncio.get_running_loop(), []

    def hear(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        heard.append(f"{context['message']}: {context.get('exception')}")

    loop.set_exception_handler(hear)
    yield heard
    loop.set_exception_handler(None)


def acts_of(worlds: PostgresWorlds, database: Database, chance: random.Random) -> list[Act]:
    """What callers do: the more often a way is there, the more of them take it."""

    async def read() -> None:
        async with database.reading() as tx:
            await tx.all("SELECT name FROM settings")

    async def read_settled() -> None:
        async with database.settled() as tx:
            await tx.all("SELECT id FROM events")

    async def write() -> None:
        await settings_of(database, f"A{chance.randrange(5)}")

    async def write_many() -> None:
        async with database.writing("many") as tx:
            await tx.run("DELETE FROM settings WHERE name LIKE 'row%'")
            rows = [(f"row {number}", "x" * 20_000) for number in range(20)]
            await tx.many("INSERT INTO settings (name, document) VALUES ($1, $2)", rows)

    async def put_aside() -> None:
        try:
            await worlds.snapshot("first", "s")
        except AlreadyExists:
            with suppress(NoSuchSnapshot):  # another one was faster
                await worlds.delete_snapshot("first", "s")

    return [read] * 5 + [write] * 5 + [read_settled, write_many, put_aside] + [worlds.names] * 5


async def cancelled(act: Act, chance: random.Random) -> object:
    """Begins an act, and cancels it at some point, once or until it ends; says how it ended."""
    task = asyncio.ensure_future(act())
    if chance.random() < 0.5:
        for _ in range(chance.randrange(12)):
            await asyncio.sleep(0)
    else:
        await asyncio.sleep(chance.random() ** 3 * 0.02)
    task.cancel()
    if chance.random() < 0.5:
        while not task.done():  # as a group of tasks cancels those that are in it
            task.cancel()
            await asyncio.sleep(0)
    (result,) = await asyncio.gather(task, return_exceptions=True)
    return result


async def storm(acts: list[Act], chance: random.Random, callers: int = 30, rounds: int = 30) -> set[type]:
    """Callers who are cancelled, many at once; says which kinds of results they came to."""

    async def call() -> list[object]:
        return [await cancelled(chance.choice(acts), chance) for _ in range(rounds)]

    results = await asyncio.gather(*(call() for _ in range(callers)))
    return {type(each) for some in results for each in some if not isinstance(each, list)}


async def check_all_is_given_back(database: Database, administrator: asyncpg.Connection) -> None:
    """Every connection of the pool can be had at once, and no transaction is open in the database."""
    async with asyncio.timeout(10), AsyncExitStack() as blocks:
        for _ in range(_CONNECTIONS):
            await blocks.enter_async_context(database.reading())
        await blocks.aclose()
        while await administrator.fetchval(_OPEN):
            await asyncio.sleep(0.01)


class TestStorm:
    @pytest.mark.parametrize("seed", range(3))
    async def test_after_a_storm_of_cancellations_every_connection_is_there(
        self, worlds: PostgresWorlds, administrator: asyncpg.Connection, complaints: list[str], seed: int
    ) -> None:
        chance, database = random.Random(seed), await worlds.create("first")
        found = await storm(acts_of(worlds, database, chance), chance)
        assert found <= {type(None), asyncio.CancelledError}
        await check_all_is_given_back(database, administrator)
        assert complaints == []

    async def test_so_it_is_where_connections_are_still_being_made(
        self, worlds: PostgresWorlds, administrator: asyncpg.Connection, store_url: str, complaints: list[str]
    ) -> None:
        await worlds.create("first")
        for seed in range(5):
            chance = random.Random(seed)
            async with another_process(store_url) as store:
                database = await store.open("first")
                found = await storm(acts_of(store, database, chance), chance, rounds=3)
                assert found <= {type(None), asyncio.CancelledError}
                await check_all_is_given_back(database, administrator)
        assert complaints == []

    async def test_so_it_is_where_connections_are_lost_meanwhile(
        self, worlds: PostgresWorlds, administrator: asyncpg.Connection
    ) -> None:
        chance, database = random.Random(1), await worlds.create("first")

        acts = acts_of(worlds, database, chance)
        found, _ = await asyncio.gather(storm(acts, chance), end_connections(administrator))
        assert found <= {type(None), asyncio.CancelledError, Unavailable}
        await check_all_is_given_back(database, administrator)

    async def test_a_caller_who_is_given_up_rather_than_cancelled_leaves_nothing_either(
        self, worlds: PostgresWorlds, administrator: asyncpg.Connection
    ) -> None:
        database = await worlds.create("first")
        for _ in range(_CONNECTIONS + 1):
            given_up = read_one_by_one(database)
            await anext(given_up)
            with pytest.raises(GeneratorExit):
                await given_up.athrow(GeneratorExit)
        await check_all_is_given_back(database, administrator)


async def read_one_by_one(database: Database) -> AsyncGenerator[int, None]:
    async with database.reading() as tx:
        for number in range(2):
            await tx.one("SELECT 1")
            yield number


class TestOneWay:
    async def test_nothing_is_left_in_a_connection_of_the_pool(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        async with database.writing("A1") as tx:
            waiting = [asyncio.create_task(settings_of(database, "A1")) for _ in range(5)]
            assert await settings.get(tx, "A1") is None
            for task in waiting:
                task.cancel()
            results = await asyncio.gather(*waiting, return_exceptions=True)
        assert {type(each) for each in results} == {asyncio.CancelledError}
        await asyncio.gather(*(settings_of(database, f"B{number}") for number in range(15)))

    async def test_who_is_cancelled_again_and_again_leaves_no_connection_behind(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        async with database.writing("A1"):
            waiting = [asyncio.create_task(settings_of(database, "A1")) for _ in range(5)]
            await asyncio.sleep(0.2)
            for task in waiting:
                while not task.done():  # as a group of tasks cancels those that are in it
                    task.cancel()
                    await asyncio.sleep(0)
        await asyncio.wait_for(asyncio.gather(*(settings_of(database, f"B{number}") for number in range(20))), 5)
        assert isinstance(database, PostgresDatabase)
        async with asyncio.timeout(5):  # the last ones are given back in their own time
            while database.pool.get_idle_size() < database.pool.get_size():
                await asyncio.sleep(0.01)

    async def test_a_block_that_is_left_at_its_end_holds_no_lock(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        for number in range(60):
            leaving = asyncio.Event()
            task = asyncio.create_task(settings_of(database, "A1", leaving))
            await leaving.wait()
            for _ in range(number % 6):
                await asyncio.sleep(0)
            await asyncio.sleep(number // 6 * 0.0002)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            await asyncio.wait_for(asyncio.gather(*(settings_of(database, "A1") for _ in range(3))), 5)

    async def test_a_caller_who_sends_many_rows_can_leave_in_the_midst_of_them(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        upsert = "INSERT INTO settings (name, document) VALUES ($1, $2)"
        rows = [(f"row {number}", "x" * 20_000) for number in range(50)]

        async def send(begun: asyncio.Event) -> None:
            async with database.writing("A1") as tx:
                begun.set()
                await tx.many(upsert, rows)

        for milliseconds in (0.2, 0.4, 0.6, 0.8, 1, 2):
            begun = asyncio.Event()
            task = asyncio.create_task(send(begun))
            await begun.wait()
            await asyncio.sleep(milliseconds / 1000)
            task.cancel()
            _, waiting = await asyncio.wait({task}, timeout=5)
            assert not waiting
            assert task.cancelled()
            assert await settings.names(database) == []

"""Schemas that are made ahead of need: taken once, never lost, never left behind without an owner."""

from __future__ import annotations

import asyncio
import signal
import sys

import asyncpg
import pytest

from tests.store import settings
from tests.store.postgresql.processes import another_process, schemas_without_owner
from tradepost.store import postgres_spares
from tradepost.store.errors import AlreadyExists, NoSuchSnapshot, Unavailable
from tradepost.store.postgres_schemas import shape
from tradepost.store.postgres_spares import MOST_KEPT, MOST_SPARES
from tradepost.store.postgres_worlds import PostgresWorlds

pytestmark = pytest.mark.anyio
_MAKER = """
import asyncio, itertools, sys
from tradepost.store.postgres_worlds import PostgresWorlds

async def main():
    store = await PostgresWorlds.connect(sys.argv[1])
    for number in itertools.count():
        await store.create(f"{sys.argv[2]}-{number}")
        print(number, flush=True)
        if number % 4 == 3:
            await asyncio.sleep(0.2)  # so that schemas are made ahead

asyncio.run(main())
"""


async def spares(administrator: asyncpg.Connection) -> set[str]:
    return {
        row[0] for row in await administrator.fetch("SELECT schema FROM tradepost.spares WHERE shape = $1", shape())
    }


async def full(administrator: asyncpg.Connection) -> set[str]:
    """Waits until as many schemas are ready as are made ahead; gives them. What is left of deleted worlds goes."""
    for surplus in sorted(await spares(administrator))[MOST_SPARES:]:
        await administrator.execute(f"DELETE FROM tradepost.spares WHERE schema = '{surplus}'")
        await administrator.execute(f'DROP SCHEMA "{surplus}" CASCADE')
    async with asyncio.timeout(30):
        while len(found := await spares(administrator)) < MOST_SPARES:
            await asyncio.sleep(0.02)
    return found


async def schema_of(administrator: asyncpg.Connection, world: str) -> str:
    found: str = await administrator.fetchval("SELECT schema FROM tradepost.worlds WHERE name = $1", world)
    return found


async def test_a_new_world_takes_a_schema_that_is_ready_and_another_is_made(
    worlds: PostgresWorlds, administrator: asyncpg.Connection
) -> None:
    ready = await full(administrator)
    database = await worlds.create("first")
    taken = await schema_of(administrator, "first")
    assert taken in ready
    assert await spares(administrator) == ready - {taken}
    await settings.write(database, "mine")
    assert await settings.happen(database, "begun") == [1]
    again = await full(administrator)
    assert len(again) == MOST_SPARES
    assert again > ready - {taken}


async def test_a_snapshot_takes_one_too(worlds: PostgresWorlds, administrator: asyncpg.Connection) -> None:
    database = await worlds.create("first")
    await settings.write(database, "before")
    ready = await full(administrator)
    await worlds.snapshot("first", "s")
    assert len(ready - await spares(administrator)) == 1
    copy = await worlds.create("second", from_snapshot=("first", "s"))
    assert len(ready - await spares(administrator)) == 2
    assert await settings.names(copy) == ["before"]


async def test_where_none_is_ready_a_world_is_made_on_the_spot(
    worlds: PostgresWorlds, administrator: asyncpg.Connection
) -> None:
    await full(administrator)
    names = [f"w{number:02}" for number in range(MOST_SPARES + 3)]
    databases = [await worlds.create(name) for name in names]
    for database in databases:
        assert await settings.names(database) == []
    assert await worlds.names() == names
    assert await schemas_without_owner(administrator) == set()


async def test_processes_that_make_worlds_at_once_never_get_the_same_schema(
    worlds: PostgresWorlds, administrator: asyncpg.Connection, store_url: str
) -> None:
    await full(administrator)
    async with another_process(store_url) as one, another_process(store_url) as two:
        stores = [worlds, one, two]
        names = [f"w{number:02}" for number in range(MOST_SPARES + 5)]
        databases = await asyncio.gather(*(stores[number % 3].create(name) for number, name in enumerate(names)))
        await asyncio.gather(*(settings.write(database, name) for database, name in zip(databases, names, strict=True)))
        assert [await settings.names(database) for database in databases] == [[name] for name in names]
    assert await schemas_without_owner(administrator) == set()


async def test_a_world_that_is_refused_leaves_what_was_ready(
    worlds: PostgresWorlds, administrator: asyncpg.Connection
) -> None:
    await worlds.create("first")
    ready = await full(administrator)
    with pytest.raises(AlreadyExists):
        await worlds.create("first")
    with pytest.raises(NoSuchSnapshot):
        await worlds.create("second", from_snapshot=("first", "none"))
    with pytest.raises(NoSuchSnapshot):
        await worlds.restore("first", "none", frozenset())
    assert await spares(administrator) == ready
    assert await worlds.names() == ["first"]


async def test_the_schema_of_a_deleted_world_is_used_again_empty_and_under_another_name(
    worlds: PostgresWorlds, administrator: asyncpg.Connection, store_url: str
) -> None:
    await full(administrator)
    async with another_process(store_url) as other:
        for number in range(MOST_SPARES):  # so that some are missing
            await worlds.create(f"beside-{number}")
        await worlds.create("first")
        stale = await other.open("first")
        before = await schema_of(administrator, "first")
        assert await settings.happen(stale, "begun") == [1]
        await settings.write(stale, "mine")
        owned = await administrator.fetchval("SELECT $1::text::regnamespace::oid", before)
        await worlds.delete("first")
        name = await administrator.fetchval("SELECT nspname FROM pg_namespace WHERE oid = $1", owned)
        assert name != before
        assert name in await spares(administrator)
        with pytest.raises(Unavailable, match="the world is closed"):
            await settings.write(stale, "more")
    names = [f"w{number:02}" for number in range(MOST_SPARES)]
    databases = {each: await worlds.create(each) for each in names}
    [again] = [each for each in names if await schema_of(administrator, each) == name]
    database = databases[again]
    assert await settings.names(database) == []
    assert await settings.happen(database, "begun") == [1]
    assert await schemas_without_owner(administrator) == set()


async def test_numbers_begin_anew_in_a_schema_that_was_restored_before_its_world_was_deleted(
    worlds: PostgresWorlds, administrator: asyncpg.Connection
) -> None:
    await full(administrator)
    database = await worlds.create("first")
    assert await settings.happen(database, "one") == [1]
    await worlds.snapshot("first", "s")
    await worlds.restore("first", "s", frozenset())  # its next number is set, and not drawn yet
    await worlds.delete("first")
    for number in range(len(await spares(administrator))):
        assert await settings.happen(await worlds.create(f"w{number:02}"), "begun") == [1]


async def test_of_deleted_worlds_more_are_kept_than_are_made_ahead_and_no_more_than_twenty(
    worlds: PostgresWorlds, administrator: asyncpg.Connection
) -> None:
    ready = await full(administrator)
    for number in range(MOST_KEPT + 3):
        await worlds.create(f"w{number:02}")
    await full(administrator)
    for number in range(MOST_KEPT + 3):
        await worlds.delete(f"w{number:02}")
    kept = await spares(administrator)
    assert (MOST_SPARES, len(kept)) == (10, MOST_KEPT)
    assert not kept & ready
    assert await schemas_without_owner(administrator) == set()


async def test_a_large_schema_is_dropped_with_its_world(
    worlds: PostgresWorlds, administrator: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    await full(administrator)
    await settings.write(await worlds.create("first"), "something")
    owned = await administrator.fetchval("SELECT $1::text::regnamespace::oid", await schema_of(administrator, "first"))
    monkeypatch.setattr(postgres_spares, "LARGEST_TO_EMPTY", 1)
    await worlds.delete("first")
    assert await administrator.fetchval("SELECT count(*) FROM pg_namespace WHERE oid = $1", owned) == 0
    assert await schemas_without_owner(administrator) == set()


async def test_what_another_version_left_is_dropped(
    worlds: PostgresWorlds, administrator: asyncpg.Connection, store_url: str
) -> None:
    await full(administrator)
    await administrator.execute(
        "CREATE SCHEMA tradepost_of_before; CREATE TABLE tradepost_of_before.settings (name TEXT);"
        "INSERT INTO tradepost.spares (schema, shape) VALUES ('tradepost_of_before', 'another')"
    )
    async with another_process(store_url) as store, asyncio.timeout(30):
        while await administrator.fetchval("SELECT to_regnamespace('tradepost_of_before')::text"):
            await asyncio.sleep(0.02)
        await store.create("first")
    assert await administrator.fetchval("SELECT count(*) FROM tradepost.spares WHERE shape = 'another'") == 0
    assert await schemas_without_owner(administrator) == set()


async def test_a_process_that_is_killed_leaves_no_schema_without_an_owner(
    worlds: PostgresWorlds, administrator: asyncpg.Connection, store_url: str
) -> None:
    for number in range(4):
        program = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", _MAKER, store_url, f"p{number}"), stdout=asyncio.subprocess.PIPE
        )
        assert program.stdout is not None
        for _ in range(1 + number):
            await program.stdout.readline()
        await asyncio.sleep(number * 0.03)
        program.send_signal(signal.SIGKILL)
        told = [int(line) for line in (await program.stdout.read()).split()]
        await program.wait()
        assert {f"p{number}-{each}" for each in told} <= set(await worlds.names())
    async with asyncio.timeout(30):
        while await administrator.fetchval(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE application_name = 'tradepost' AND datname = current_database() AND state <> 'idle'"
        ):
            await asyncio.sleep(0.02)
    assert await schemas_without_owner(administrator) == set()
    async with another_process(store_url) as store:
        ready = await full(administrator)
        await store.create("after")
        assert await schema_of(administrator, "after") in ready

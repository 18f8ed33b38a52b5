"""What only PostgreSQL has to show: several connections, several processes, a server that goes away."""

from __future__ import annotations

import asyncio
import sys
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from tests.store import settings
from tests.store.postgresql.processes import another_process, end_connections, schemas_without_owner, settings_of
from tradepost.store import open_store, postgres_worlds
from tradepost.store.database import Database, Transaction
from tradepost.store.errors import AlreadyExists, NewerDatabase, Unavailable, WorldClosed
from tradepost.store.migrations import migrations, newest
from tradepost.store.postgres_schemas import WORDS, native
from tradepost.store.postgres_worlds import PostgresWorlds

pytestmark = pytest.mark.anyio
_OLDER = 4


class TestConcurrency:
    async def test_transactions_of_two_partners_run_side_by_side(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        async with database.writing("A1") as one, database.writing("A2") as two:
            await settings.put(one, "one")
            await settings.put(two, "two")
        assert await settings.names(database) == ["one", "two"]

    async def test_those_of_one_partner_are_serial_across_processes(
        self, worlds: PostgresWorlds, store_url: str
    ) -> None:
        async with another_process(store_url) as other:
            databases = [await worlds.create("first"), await other.open("first")]

            async def count_up(number: int) -> None:
                async with databases[number % 2].writing("A1") as tx:
                    before = int(await settings.get(tx, "count") or "0")
                    await settings.put(tx, "count", str(before + 1))

            await asyncio.gather(*(count_up(number) for number in range(60)))
            async with databases[0].reading() as tx:
                assert await settings.get(tx, "count") == "60"

    async def test_the_same_partner_of_two_worlds_does_not_wait(self, worlds: PostgresWorlds) -> None:
        first, second = await worlds.create("first"), await worlds.create("second")
        async with first.writing("A1") as one, second.writing("A1") as two:
            await settings.put(one, "one")
            await settings.put(two, "two")
        assert await settings.names(first) == ["one"]
        assert await settings.names(second) == ["two"]

    async def test_a_reader_sees_one_state_while_others_write(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        async with database.reading() as tx:
            assert await tx.all("SELECT name FROM settings") == []
            await settings.write(database, "meanwhile")
            assert await tx.all("SELECT name FROM settings") == []
        assert await settings.names(database) == ["meanwhile"]

    async def test_a_reader_cannot_write(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await self._write_while_reading(database.reading())
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await self._write_while_reading(database.settled())

    async def _write_while_reading(self, block: AbstractAsyncContextManager[Transaction]) -> None:
        async with block as tx:
            await settings.put(tx, "no")

    async def test_a_store_is_closed_although_a_connection_is_not_given_back(
        self, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(postgres_worlds, "_CLOSING_SECONDS", 0.1)
        store = await open_store(tmp_path / "other", store_url)
        database = await store.create("kept")
        await database.reading().__aenter__()
        async with asyncio.timeout(5):
            await store.close()
        again = await open_store(tmp_path / "other", store_url)
        await again.delete("kept")
        await again.close()


class TestOutbox:
    async def test_a_settled_reader_waits_for_lower_ids(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        slow = database.writing("A2")
        tx = await slow.__aenter__()
        await add_event(tx, "slow")
        await settings.happen(database, "fast")

        assert await settings.subjects(database) == ["fast"]
        reader = asyncio.create_task(settled_subjects(database))
        done, _ = await asyncio.wait({reader}, timeout=0.1)
        assert not done

        await slow.__aexit__(None, None, None)
        assert await reader == ["slow", "fast"]

    async def test_a_settled_reader_waits_for_nobody_who_has_added_nothing(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        await settings.happen(database, "mine")
        async with database.writing("A2") as tx:
            await settings.put(tx, "long work")
            assert await settled_subjects(database) == ["mine"]

    async def test_one_who_reads_on_and_on_misses_nothing(self, worlds: PostgresWorlds, store_url: str) -> None:
        database, last = await worlds.create("first"), 0
        seen: list[int] = []

        async def write(partner: str) -> None:
            for _ in range(25):
                async with database.writing(partner) as tx:
                    await add_event(tx, partner)
                    await tx.one("SELECT pg_sleep(0.001)::text")

        writers = asyncio.gather(*(write(f"A{number}") for number in range(6)))
        async with another_process(store_url) as other:
            reading = await other.open("first")
            while len(seen) < 150:
                finished = writers.done()
                async with reading.settled() as tx:
                    rows = await tx.all("SELECT id FROM events WHERE id > $1 ORDER BY id", last)
                seen += [row[0] for row in rows]
                last = seen[-1] if seen else 0
                if finished:
                    break
        await writers
        assert seen == list(range(1, 151))


async def add_event(tx: Transaction, subject: str) -> None:
    await tx.run(
        "INSERT INTO events (seller_id, type, subject, occurred_at, request_id, body)"
        " VALUES ('A2', 'tested', $1, 0, '', '{}')",
        subject,
    )


async def settled_subjects(database: Database) -> list[str]:
    async with database.settled() as tx:
        return [row[0] for row in await tx.all("SELECT subject FROM events ORDER BY id")]


class TestAvailability:
    async def test_connections_that_died_are_replaced(
        self, worlds: PostgresWorlds, administrator: asyncpg.Connection
    ) -> None:
        database = await worlds.create("first")
        await asyncio.gather(*(settings_of(database, f"A{number}") for number in range(5)))
        await end_connections(administrator)
        await settings.write(database, "after")
        assert len(await settings.names(database)) == 6

    async def test_a_database_that_goes_away_inside_a_block_is_unavailable(
        self, worlds: PostgresWorlds, administrator: asyncpg.Connection
    ) -> None:
        database = await worlds.create("first")

        async def interrupted() -> None:
            async with database.writing("A1") as tx:
                await settings.put(tx, "half")
                await end_connections(administrator)
                await settings.put(tx, "more")

        with pytest.raises(Unavailable, match="the database does not answer"):
            await interrupted()
        assert await settings.names(database) == []

    async def test_a_value_that_a_column_cannot_hold_is_the_callers_mistake(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")

        async def read() -> None:
            async with database.reading() as tx:
                await tx.one("SELECT $1::bigint", 2**63)

        with pytest.raises(asyncpg.DataError, match="int64"):
            await read()
        assert await settings.names(database) == []

    @pytest.mark.parametrize(
        "address",
        [
            "postgresql://127.0.0.1:1/none",
            "postgresql://u@/none?host=/nowhere",
            "postgresql://no such host:x/",
            "mysql:",
        ],
    )
    async def test_no_database_is_one_clear_line(self, address: str) -> None:
        with pytest.raises(Unavailable, match=r"^the database does not answer: [^\n]+$"):
            await PostgresWorlds.connect(address)

    async def test_a_database_that_does_not_exist(self, store_url: str) -> None:
        missing = urlunsplit(urlsplit(store_url)._replace(path="/missing"))
        with pytest.raises(Unavailable, match='database "missing" does not exist'):
            await PostgresWorlds.connect(missing)

    async def test_a_world_that_another_process_deleted_is_closed(self, worlds: PostgresWorlds, store_url: str) -> None:
        async with another_process(store_url) as other:
            await worlds.create("first")
            database = await other.open("first")
            await worlds.delete("first")
            for block in (database.reading(), database.writing("A1"), database.settled()):
                with pytest.raises(Unavailable, match="the world is closed"):
                    await block.__aenter__()


class TestSchema:
    async def test_a_newer_world_is_refused(self, worlds: PostgresWorlds, store_url: str) -> None:
        await worlds.create("first")
        await _set_version(worlds, newest() + 1)
        async with another_process(store_url) as other:
            with pytest.raises(NewerDatabase, match=f"its schema is {newest() + 1}, this program knows {newest()}"):
                await other.open("first")

    async def test_an_older_world_is_migrated_once_by_many(self, worlds: PostgresWorlds, store_url: str) -> None:
        database = await worlds.create("first")
        await _make_older(worlds, database.schema)
        async with another_process(store_url) as one, another_process(store_url) as two:
            databases = await asyncio.gather(one.open("first"), two.open("first"), one.open("first"))
            assert await settings.happen(databases[0], "a") == [1]
            assert databases[0] is databases[2]

    async def test_an_older_snapshot_is_migrated_when_it_is_needed(self, worlds: PostgresWorlds) -> None:
        database = await worlds.create("first")
        await settings.write(database, "before")
        await worlds.snapshot("first", "s")
        schema = await worlds._pool.fetchval("SELECT schema FROM tradepost.snapshots")
        await _make_older(worlds, schema, "snapshots")
        for _ in range(2):
            await settings.write(database, "after")
            await worlds.restore("first", "s", frozenset())
            assert await settings.names(database) == ["before"]

    async def test_of_two_processes_one_makes_a_world(self, worlds: PostgresWorlds, store_url: str) -> None:
        async with another_process(store_url) as other:
            results = await asyncio.gather(worlds.create("same"), other.create("same"), return_exceptions=True)
            assert [isinstance(each, AlreadyExists) for each in results].count(True) == 1
            assert await worlds.names() == await other.names() == ["same"]

    async def test_a_deleted_world_leaves_nothing(
        self, worlds: PostgresWorlds, administrator: asyncpg.Connection
    ) -> None:
        await worlds.create("first")
        await worlds.snapshot("first", "s")
        rows = await administrator.fetch(
            "SELECT schema FROM tradepost.worlds UNION SELECT schema FROM tradepost.snapshots"
        )
        assert len(rows) == 2
        await worlds.delete("first")
        for row in rows:
            assert await administrator.fetchval("SELECT to_regnamespace($1)::text", row[0]) is None
        assert await schemas_without_owner(administrator) == set()

    async def test_two_programs_may_start_at_once(self, postgresql_url: str, tmp_path: Path) -> None:
        program = (
            "import asyncio, pathlib, sys\n"
            "from tradepost.store import open_store\n"
            "async def main():\n"
            "    store = await open_store(pathlib.Path(sys.argv[2]), sys.argv[1])\n"
            "    print(await store.names())\n"
            "    await store.close()\n"
            "asyncio.run(main())\n"
        )
        parts = urlsplit(postgresql_url)
        name = f"{parts.path.strip('/')}_started"
        connection = await asyncpg.connect(postgresql_url)
        await connection.execute(f'CREATE DATABASE "{name}"')
        url = urlunsplit(parts._replace(path=f"/{name}"))
        programs = [
            await asyncio.create_subprocess_exec(
                *(sys.executable, "-c", program, url, str(tmp_path)),
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
            )
            for _ in range(3)
        ]
        outputs = await asyncio.gather(*(each.communicate() for each in programs))
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        await connection.close()
        assert outputs == [(b"[]\n", b"")] * 3

    async def test_text_is_compared_by_its_bytes_in_every_table(self) -> None:
        assert native("CREATE TABLE a (b TEXT NOT NULL)") == 'CREATE TABLE a (b TEXT COLLATE "C" NOT NULL)'
        assert native("ALTER TABLE a ADD COLUMN b TEXT") == 'ALTER TABLE a ADD COLUMN b TEXT COLLATE "C"'
        assert native("CREATE INDEX TEXTS ON a (b)") == "CREATE INDEX TEXTS ON a (b)"


async def test_a_copy_of_a_snapshot_is_not_taken_for_the_world_that_it_was_made_of(worlds: PostgresWorlds) -> None:
    first = await worlds.create("first")
    async with first.writing("A1") as tx:
        await settings.put(tx, "mine")
        await tx.run("INSERT INTO world_identity (id, uid, created_at) VALUES (1, 'first', 0)")
    await worlds.snapshot("first", "s")
    copied = await worlds.create("second", from_snapshot=("first", "s"))
    async with copied.reading() as tx:
        assert await tx.all("SELECT uid FROM world_identity") == []
    assert await settings.names(copied) == ["mine"]
    await worlds.restore("first", "s", frozenset())
    async with first.reading() as tx:
        assert [row[0] for row in await tx.all("SELECT uid FROM world_identity")] == ["first"]


async def test_who_waits_to_write_while_a_world_is_removed_writes_nothing_into_its_schema(
    worlds: PostgresWorlds, administrator: asyncpg.Connection, store_url: str
) -> None:
    async with another_process(store_url) as other:
        for number in range(20):
            first = await worlds.create(f"w{number}")
            stale = await other.open(f"w{number}")
            owned = await administrator.fetchval("SELECT $1::text::regnamespace::oid", first.schema)
            await settings.write(stale, "before")
            async with first.writing("A1"):
                removing = asyncio.create_task(worlds.delete(f"w{number}"))
                await _waiting(administrator, 1)
                waiting = [asyncio.create_task(settings.write(stale, f"late {each}")) for each in range(3)]
                await _waiting(administrator, 4)
            await removing
            found = await asyncio.gather(*waiting, return_exceptions=True)
            assert {type(each) for each in found} == {WorldClosed}, number
            name = await administrator.fetchval("SELECT nspname FROM pg_namespace WHERE oid = $1", owned)
            if name is not None:
                assert await administrator.fetchval(f'SELECT count(*) FROM "{name}".settings') == 0


async def _waiting(administrator: asyncpg.Connection, callers: int) -> None:
    """Come back once so many callers wait for a lock of this database."""
    waiting = "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
    waiting += " WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted"
    async with asyncio.timeout(10):
        while await administrator.fetchval(waiting) < callers:
            await asyncio.sleep(0.005)


async def _set_version(worlds: PostgresWorlds, version: int) -> None:
    await worlds._pool.execute("UPDATE tradepost.worlds SET version = $1", version)


async def _make_older(worlds: PostgresWorlds, schema: str, kind: str = "worlds") -> None:
    """Makes a schema one as an older program left it, with the settings that it had."""
    async with worlds._pool.acquire() as connection, connection.transaction():
        kept = await connection.fetch(f'SELECT name, document FROM "{schema}".settings')
        await connection.execute(f'DROP SCHEMA "{schema}" CASCADE; CREATE SCHEMA "{schema}"')
        await connection.execute(f'SET LOCAL search_path TO "{schema}"')
        for each in migrations():
            for statement in each.statements(WORDS) if each.number <= _OLDER else ():
                await connection.execute(native(statement))
        await connection.executemany("INSERT INTO settings (name, document) VALUES ($1, $2)", kept)
        await connection.execute(f"UPDATE tradepost.{kind} SET version = $1 WHERE schema = $2", _OLDER, schema)

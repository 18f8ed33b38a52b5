"""What only SQLite has to show: its folder, its files, and what is left of them after a crash."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.store import settings
from tradepost.store.errors import FolderInUse, FolderNotWritable, NewerDatabase, Unavailable
from tradepost.store.migrations import newest
from tradepost.store.sqlite_blocks import SHARED_SECONDS
from tradepost.store.sqlite_worlds import SqliteWorlds

pytestmark = pytest.mark.anyio
NOTHING: frozenset[str] = frozenset()

PRELUDE = """
import asyncio, os, pathlib, sys
from tests.store import settings
from tradepost.store import sqlite_worlds
from tradepost.store.sqlite_worlds import SqliteWorlds
folder = pathlib.Path(sys.argv[1])
"""
WRITE_FOR_EVER = """
async def main():
    store = SqliteWorlds(folder)
    database = await store.create("first")
    async def write(partner):
        number = 0
        while True:
            number += 1
            async with database.writing(partner) as tx:
                await settings.put(tx, f"{partner}-{number:06}-left")
                await settings.put(tx, f"{partner}-{number:06}-right")
            os.write(1, f"{partner}-{number:06}\\n".encode())
    await asyncio.gather(*(write(f"A{number}") for number in range(4)))
asyncio.run(main())
"""
RESTORE_AND_DIE = """
dies_at = sys.argv[2]
def dying(function):
    def wrapper(*args):
        if dies_at == f"before {function.__name__}":
            os.kill(os.getpid(), 9)
        result = function(*args)
        if dies_at == f"after {function.__name__}":
            os.kill(os.getpid(), 9)
        return result
    return wrapper
async def main():
    store = SqliteWorlds(folder)
    database = await store.create("first")
    await settings.write(database, "old")
    await store.snapshot("first", "s")
    await settings.write(database, "new")
    for name in ("_carry_over", "_fold_log"):
        setattr(sqlite_worlds, name, dying(getattr(sqlite_worlds, name)))
    os.replace = dying(os.replace)
    await store.restore("first", "s", frozenset())
asyncio.run(main())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def worlds(folder: Path) -> AsyncIterator[SqliteWorlds]:
    store = SqliteWorlds(folder)
    yield store
    await store.close()


def program(text: str, *arguments: object) -> subprocess.Popen[bytes]:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", PRELUDE + text, *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *sys.path])}
    return subprocess.Popen(command, stdout=subprocess.PIPE, env=environment)


class TestCrash:
    async def test_nothing_acknowledged_is_lost_and_nothing_is_half_there(self, folder: Path) -> None:
        process = program(WRITE_FOR_EVER, folder)
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().decode().strip() for _ in range(400)]
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().decode().split()
        process.wait()
        store = SqliteWorlds(folder)
        found = await settings.names(await store.open("first"))
        await store.close()
        whole = {each.removesuffix("-left") for each in found if each.endswith("-left")}
        assert whole == {each.removesuffix("-right") for each in found if each.endswith("-right")}
        assert set(acknowledged) - whole == set()
        assert len(acknowledged) >= 400

    @pytest.mark.parametrize(
        ("dies_at", "left"),
        [
            ("before _carry_over", ["new", "old"]),
            ("after _carry_over", ["new", "old"]),
            ("before _fold_log", ["new", "old"]),
            ("after _fold_log", ["new", "old"]),
            ("before replace", ["new", "old"]),
            ("after replace", ["old"]),
        ],
    )
    async def test_a_crash_in_a_restore_leaves_the_old_or_the_new(
        self, folder: Path, dies_at: str, left: list[str]
    ) -> None:
        process = program(RESTORE_AND_DIE, folder, dies_at)
        assert process.wait() == -signal.SIGKILL
        store = SqliteWorlds(folder)
        database = await store.open("first")
        assert await settings.names(database) == left
        await settings.write(database, "more")
        await store.restore("first", "s", NOTHING)
        assert await settings.names(database) == ["old"]
        assert await store.names() == ["first"]
        await store.close()


class TestFolder:
    async def test_one_program_has_it(self, worlds: SqliteWorlds, folder: Path) -> None:
        with pytest.raises(FolderInUse, match=f"is in use by another Tradepost \\(process {os.getpid()}\\)"):
            SqliteWorlds(folder)
        assert await worlds.names() == []

    async def test_it_is_free_again_afterwards(self, folder: Path) -> None:
        for number in range(2):
            store = SqliteWorlds(folder)
            assert len(await store.names()) == number
            await settings.write(await store.create(f"w{number}"), "x")
            await store.close()

    async def test_one_that_cannot_be_written(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(
            FolderNotWritable, match=r"^cannot write to the data folder \S+/file/data: Not a directory$"
        ):
            SqliteWorlds(tmp_path / "file" / "data")

    async def test_one_of_a_newer_program_is_left_alone(self, folder: Path) -> None:
        store = SqliteWorlds(folder)
        await store.create("first")
        await store.close()
        registry = sqlite3.connect(folder / "registry.db")
        registry.execute(f"PRAGMA user_version = {newest() + 1}")
        registry.close()
        before = sorted(each.name for each in folder.iterdir())
        for _ in range(2):
            with pytest.raises(NewerDatabase, match=f"{folder} belongs to a newer Tradepost"):
                SqliteWorlds(folder)
        assert sorted(each.name for each in folder.iterdir()) == before

    async def test_a_world_of_a_newer_program(self, worlds: SqliteWorlds, folder: Path) -> None:
        database = await worlds.create("first")
        database.connection.execute(f"PRAGMA user_version = {newest() + 1}")
        await worlds.close()
        store = SqliteWorlds(folder)
        with pytest.raises(NewerDatabase, match=f"its schema is {newest() + 1}, this program knows {newest()}"):
            await store.open("first")
        await store.close()

    async def test_a_file_that_is_no_database(self, worlds: SqliteWorlds, folder: Path) -> None:
        (folder / "worlds" / "broken.db").write_text("not a database, but long enough to look at it" * 100)
        with pytest.raises(Unavailable, match="file is not a database"):
            await worlds.open("broken")

    async def test_what_a_deleted_world_left_behind_is_not_taken_for_a_new_one(
        self, worlds: SqliteWorlds, folder: Path
    ) -> None:
        database = await worlds.create("first")
        await settings.write(database, "old")
        log = (folder / "worlds" / "first.db-wal").read_bytes()
        assert log
        await worlds.delete("first")
        (folder / "worlds" / "first.db-wal").write_bytes(log)
        assert await settings.names(await worlds.create("first")) == []

    async def test_templates_of_other_schemas_are_removed(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "template-1-0000.db").touch()
        store = SqliteWorlds(folder)
        assert len(list(folder.glob("template-*.db"))) == 1
        assert await settings.names(await store.create("first")) == []
        await store.close()


async def over() -> None:
    """Waits until what was read so far is shared no more."""
    await asyncio.sleep(2 * SHARED_SECONDS)


class TestAnotherProgram:
    """The ``sqlite3`` shell, or a backup, beside the server."""

    async def test_may_read_at_any_time(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")
        await settings.write(database, "mine")
        other = sqlite3.connect(database.path)
        async with database.writing("A1") as tx:
            await settings.put(tx, "half")
            assert other.execute("SELECT name FROM settings").fetchall() == [("mine",)]
        assert other.execute("SELECT name FROM settings ORDER BY name").fetchall() == [("half",), ("mine",)]
        other.close()

    async def test_is_seen_a_few_milliseconds_later(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")
        other = sqlite3.connect(database.path, isolation_level=None)
        assert await settings.names(database) == []
        other.execute("INSERT INTO settings (name, document) VALUES ('theirs', '')")
        await over()
        assert await settings.names(database) == ["theirs"]
        async with database.reading() as tx:
            assert await settings.names_within(tx) == ["theirs"]
            await over()
            other.execute("DELETE FROM settings")
            assert await settings.names_within(tx) == ["theirs"]
        assert await settings.names(database) == []
        other.close()

    async def test_that_holds_the_file_makes_it_unavailable(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")
        database.connection.execute("PRAGMA busy_timeout = 1")
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable, match="database is locked"):
            await settings.write(database, "mine")
        with pytest.raises(Unavailable, match="database is locked"):
            await database.writing("A1", lasting=False).__aenter__()
        assert await settings.names(database) == []
        other.execute("COMMIT")
        other.close()
        await settings.write(database, "mine")
        assert await settings.names(database) == ["mine"]

    async def test_that_reads_puts_a_restore_off_and_spoils_no_snapshot(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")
        await settings.write(database, "before")
        other = sqlite3.connect(database.path, isolation_level=None)
        other.execute("BEGIN")
        assert other.execute("SELECT name FROM settings").fetchall() == [("before",)]
        await settings.write(database, "after")
        database.connection.execute("PRAGMA busy_timeout = 1")
        await worlds.snapshot("first", "s")
        with pytest.raises(Unavailable, match="is being read by another program"):
            await worlds.reset("first", NOTHING)
        assert await settings.names(database) == ["after", "before"]
        other.close()
        await worlds.reset("first", NOTHING)
        assert await settings.names(database) == []
        await worlds.restore("first", "s", NOTHING)
        assert await settings.names(database) == ["after", "before"]


class TestSharedSnapshot:
    """What is read in one turn of the loop shares a snapshot."""

    async def test_a_write_of_the_same_turn_is_seen_by_whoever_reads_after_it(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")
        assert await settings.names(database) == []
        await settings.write(database, "lasting")
        assert await settings.names(database) == ["lasting"]
        async with database.writing("A1", lasting=False) as tx:
            await settings.put(tx, "passing")
        assert await settings.names(database) == ["lasting", "passing"]

    async def test_who_reads_and_who_writes_take_turns_in_any_order(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")

        async def write_then_read(number: int) -> bool:
            await settings.write(database, f"{number:02}")
            return f"{number:02}" in await settings.names(database)

        async def read() -> int:
            return len(await settings.names(database))

        results = await asyncio.gather(*(write_then_read(each) if each % 2 else read() for each in range(40)))
        assert [each for each in results[1::2] if each is not True] == []
        assert len(await settings.names(database)) == 20

    async def test_it_ends_by_itself_and_hinders_no_snapshot_or_reset(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")
        await settings.write(database, "mine")
        assert await settings.names(database) == ["mine"]
        await worlds.snapshot("first", "s")
        assert await settings.names(database) == ["mine"]
        await worlds.reset("first", NOTHING)
        assert await settings.names(database) == []
        await worlds.restore("first", "s", NOTHING)
        assert await settings.names(database) == ["mine"]
        await over()
        assert not database.connection.in_transaction


class TestFullDisk:
    async def test_what_does_not_fit_is_unavailable_and_undone(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")
        await settings.write(database, "before")
        pages = database.connection.execute("PRAGMA page_count").fetchone()[0]
        database.connection.execute(f"PRAGMA max_page_count = {pages + 4}")

        async def write(name: str, size: int) -> None:
            async with database.writing("A1") as tx:
                await settings.put(tx, name, "x" * size)

        results = await asyncio.gather(
            write("small", 10), write("large", 1_000_000), write("late", 10), return_exceptions=True
        )
        assert isinstance(results[1], Unavailable)
        kept = [name for name, result in zip(("small", "large", "late"), results, strict=True) if result is None]
        assert await settings.names(database) == sorted(["before", *kept])
        database.connection.execute("PRAGMA max_page_count = 1000000")
        await write("large", 1_000_000)
        assert "large" in await settings.names(database)


class TestClosing:
    async def test_whoever_waits_for_a_world_that_is_deleted_hears_so(self, worlds: SqliteWorlds) -> None:
        database = await worlds.create("first")
        async with database.reading():
            deleting = asyncio.create_task(worlds.delete("first"))
            await asyncio.sleep(0)
            assert await settings.names(database) == []  # a reader does not wait, and sees what was committed
            waiting = [asyncio.create_task(settings.write(database, each)) for each in ("x", "y")]
            await asyncio.sleep(0)
        await deleting
        for task in waiting:
            with pytest.raises(Unavailable, match="the world 'first' is closed"):
                await task

    async def test_writes_under_way_are_committed(self, worlds: SqliteWorlds, folder: Path) -> None:
        database = await worlds.create("first")
        writing = asyncio.create_task(settings.write(database, "x"))
        await asyncio.sleep(0)
        await worlds.close()
        await writing
        store = SqliteWorlds(folder)
        assert await settings.names(await store.open("first")) == ["x"]
        await store.close()


LOOK_AND_LEAVE = """
import sqlite3
connection = sqlite3.connect(folder / "worlds" / "first.db")
print(connection.execute("SELECT count(*) FROM settings").fetchone()[0])
connection.close()
"""


async def test_another_program_may_look_into_a_world_after_a_snapshot_and_nothing_is_lost(
    worlds: SqliteWorlds, folder: Path
) -> None:
    database = await worlds.create("first")
    await settings.write(database, "one")
    await worlds.snapshot("first", "s")

    def looked() -> int:
        told, _ = program(LOOK_AND_LEAVE, folder).communicate(timeout=60)
        return int(told)

    assert looked() == 1
    async with database.writing("A") as tx:
        await settings.put(tx, "two")
    assert looked() == 2
    async with database.apart() as apart:
        assert len(await apart.all("SELECT name FROM settings")) == 2
    await worlds.restore("first", "s", NOTHING)
    assert looked() == 1
    async with database.writing("A") as tx:
        await settings.put(tx, "three")
    assert looked() == 2

"""Worlds and their snapshots, on both engines."""

from __future__ import annotations

import asyncio

import pytest

from tests.store import settings
from tradepost.store.database import Database
from tradepost.store.errors import AlreadyExists, InvalidName, NoSuchSnapshot, NoSuchWorld
from tradepost.store.worlds import Worlds

pytestmark = pytest.mark.anyio
NOTHING: frozenset[str] = frozenset()
KEPT = frozenset({"settings"})


class TestWorlds:
    async def test_a_new_world_is_empty_and_known(self, worlds: Worlds) -> None:
        database = await worlds.create("first")
        assert await worlds.names() == ["first"]
        assert await settings.names(database) == []
        assert await worlds.open("first") is database

    async def test_names_are_sorted(self, worlds: Worlds) -> None:
        for name in ("b", "main", "a-2", "a_1", "0"):
            await worlds.create(name)
        assert await worlds.names() == ["0", "a-2", "a_1", "b", "main"]

    async def test_a_name_is_taken_once(self, worlds: Worlds) -> None:
        await settings.write(await worlds.create("first"), "mine")
        with pytest.raises(AlreadyExists, match="there is a world 'first' already"):
            await worlds.create("first")
        assert await settings.names(await worlds.open("first")) == ["mine"]

    async def test_of_two_who_want_a_name_at_once_one_gets_it(self, worlds: Worlds) -> None:
        results = await asyncio.gather(*(worlds.create("same") for _ in range(4)), return_exceptions=True)
        assert sorted(isinstance(each, AlreadyExists) for each in results) == [False, True, True, True]
        assert await worlds.names() == ["same"]

    @pytest.mark.parametrize("name", ["", "A", "-a", "a.b", "../a", "a/b", "a" * 42, "ä", "a\n", 'a"', "a b"])
    async def test_a_name_that_is_none_is_refused(self, worlds: Worlds, name: str) -> None:
        for call in (worlds.create(name), worlds.open(name), worlds.delete(name), worlds.snapshots(name)):
            with pytest.raises(InvalidName, match="up to 41 of a-z, 0-9, - and _"):
                await call
        assert await worlds.names() == []

    async def test_the_longest_names(self, worlds: Worlds) -> None:
        world, snapshot = "a" * 41, "b" * 41
        await worlds.create(world)
        await worlds.snapshot(world, snapshot)
        assert [each.name for each in await worlds.snapshots(world)] == [snapshot]

    async def test_an_unknown_world_is_said_to_be_unknown(self, worlds: Worlds) -> None:
        for call in (
            worlds.open("nowhere"),
            worlds.delete("nowhere"),
            worlds.reset("nowhere", NOTHING),
            worlds.snapshot("nowhere", "s"),
            worlds.snapshots("nowhere"),
            worlds.restore("nowhere", "s", NOTHING),
        ):
            with pytest.raises(NoSuchWorld, match="there is no world 'nowhere'"):
                await call
        assert await worlds.names() == []

    async def test_a_deleted_world_is_gone_with_its_snapshots(self, worlds: Worlds) -> None:
        await settings.write(await worlds.create("first"), "old")
        await worlds.snapshot("first", "s")
        await worlds.delete("first")
        assert await worlds.names() == []
        again = await worlds.create("first")
        assert await settings.names(again) == []
        assert await worlds.snapshots("first") == []

    async def test_nothing_of_twenty_worlds_is_seen_in_another(self, worlds: Worlds) -> None:
        names = [f"w{number:02}" for number in range(20)]
        databases = await asyncio.gather(*(worlds.create(name) for name in names))

        async def live(database: Database, name: str) -> None:
            for step in range(4):
                await settings.happen(database, f"{name}-{step}")
                async with database.writing("A1") as tx:
                    await settings.put(tx, name, str(step))

        await asyncio.gather(*(live(database, name) for database, name in zip(databases, names, strict=True)))
        for database, name in zip(databases, names, strict=True):
            assert await settings.names(database) == [name]
            assert await settings.subjects(database) == [f"{name}-{step}" for step in range(4)]
        assert await worlds.names() == names

    async def test_reset_empties_all_but_the_kept_tables(self, worlds: Worlds, database: Database) -> None:
        await settings.write(database, "kept")
        assert await settings.happen(database, "gone", "gone too") == [1, 2]
        await worlds.reset("first", KEPT)
        assert await settings.names(database) == ["kept"]
        assert await settings.subjects(database) == []
        assert await settings.happen(database, "first again") == [1]

    async def test_a_kept_table_goes_on_counting(self, worlds: Worlds, database: Database) -> None:
        await settings.happen(database, "a", "b")
        async with database.writing("A1") as tx:
            await tx.run("DELETE FROM events WHERE id = 2")
        await worlds.reset("first", frozenset({"events"}))
        assert await settings.subjects(database) == ["a"]
        assert await settings.happen(database, "c") == [3]


class TestSnapshots:
    async def test_a_snapshot_brings_a_state_back(self, worlds: Worlds, database: Database) -> None:
        await settings.write(database, "before")
        await settings.happen(database, "before")
        made = await worlds.snapshot("first", "s")
        await settings.write(database, "after")
        await settings.happen(database, "after", "after too")
        await worlds.restore("first", "s", NOTHING)
        assert await settings.names(database) == ["before"]
        assert await settings.subjects(database) == ["before"]
        assert await settings.happen(database, "next") == [2]
        assert await worlds.snapshots("first") == [made]
        assert made.name == "s"
        assert made.bytes > 0
        assert made.made_at > 1_500_000_000_000

    async def test_it_can_be_brought_back_again_and_again(self, worlds: Worlds, database: Database) -> None:
        await worlds.snapshot("first", "s")
        for number in range(3):
            await settings.write(database, f"n{number}")
            await worlds.restore("first", "s", NOTHING)
            assert await settings.names(database) == []

    async def test_kept_tables_are_as_they_were(self, worlds: Worlds, database: Database) -> None:
        await settings.write(database, "before")
        await settings.happen(database, "before")
        await worlds.snapshot("first", "s")
        async with database.writing("") as tx:
            await tx.run("DELETE FROM settings")
            await settings.put(tx, "after")
        await settings.happen(database, "after")
        await worlds.restore("first", "s", KEPT)
        assert await settings.names(database) == ["after"]
        assert await settings.subjects(database) == ["before"]

    async def test_ids_go_on_after_a_restore_where_they_were(self, worlds: Worlds, database: Database) -> None:
        await worlds.snapshot("first", "empty")
        await settings.happen(database, "a", "b", "c")
        async with database.writing("A1") as tx:
            await tx.run("DELETE FROM events WHERE id > 1")
        await worlds.snapshot("first", "three")
        await worlds.restore("first", "empty", NOTHING)
        assert await settings.happen(database, "first") == [1]
        await worlds.restore("first", "three", NOTHING)
        assert await settings.happen(database, "fourth") == [4]

    async def test_a_world_can_begin_as_a_snapshot_of_another(self, worlds: Worlds, database: Database) -> None:
        await settings.write(database, "old")
        await settings.happen(database, "old")
        await worlds.snapshot("first", "s")
        copy = await worlds.create("second", from_snapshot=("first", "s"))
        await settings.write(copy, "new")
        assert await settings.happen(copy, "new") == [2]
        assert await settings.names(copy) == ["new", "old"]
        assert await settings.names(database) == ["old"]
        assert await settings.subjects(database) == ["old"]
        assert await worlds.snapshots("second") == []

    async def test_an_unknown_snapshot_changes_nothing(self, worlds: Worlds, database: Database) -> None:
        await settings.write(database, "mine")
        for call in (
            worlds.restore("first", "none", NOTHING),
            worlds.delete_snapshot("first", "none"),
            worlds.create("second", from_snapshot=("first", "none")),
        ):
            with pytest.raises(NoSuchSnapshot, match="world 'first' has no snapshot 'none'"):
                await call
        assert await worlds.names() == ["first"]
        assert await settings.names(database) == ["mine"]

    async def test_a_snapshot_belongs_to_its_world(self, worlds: Worlds, database: Database) -> None:
        await worlds.create("second")
        await worlds.snapshot("first", "s")
        with pytest.raises(NoSuchSnapshot):
            await worlds.restore("second", "s", NOTHING)
        await worlds.snapshot("second", "s")
        await worlds.delete_snapshot("first", "s")
        assert await worlds.snapshots("first") == []
        assert [each.name for each in await worlds.snapshots("second")] == ["s"]

    async def test_a_name_is_taken_once_in_a_world(self, worlds: Worlds, database: Database) -> None:
        await worlds.snapshot("first", "s")
        await settings.write(database, "later")
        with pytest.raises(AlreadyExists, match="there is a snapshot 's' already"):
            await worlds.snapshot("first", "s")
        await worlds.restore("first", "s", NOTHING)
        assert await settings.names(database) == []

    @pytest.mark.parametrize("name", ["", "S", "a.b", "../../a", "a" * 42])
    async def test_a_name_that_is_none_is_refused(self, worlds: Worlds, database: Database, name: str) -> None:
        for call in (
            worlds.snapshot("first", name),
            worlds.restore("first", name, NOTHING),
            worlds.delete_snapshot("first", name),
            worlds.create("second", from_snapshot=("first", name)),
        ):
            with pytest.raises(InvalidName):
                await call
        assert await worlds.names() == ["first"]

    async def test_writes_at_the_same_time_are_before_or_after(self, worlds: Worlds, database: Database) -> None:
        async def write(number: int) -> None:
            async with database.writing(f"A{number}") as tx:
                await settings.put(tx, f"left{number}")
                await asyncio.sleep(0)
                await settings.put(tx, f"right{number}")

        await asyncio.gather(*(write(number) for number in range(10)), worlds.snapshot("first", "s"))
        assert len(await settings.names(database)) == 20
        await worlds.restore("first", "s", NOTHING)
        found = await settings.names(database)
        assert [each.replace("left", "right") for each in found if each.startswith("left")] == [
            each for each in found if each.startswith("right")
        ]


class TestReadersMeanwhile:
    async def test_a_reader_sees_the_old_state_or_the_new_one(self, worlds: Worlds, database: Database) -> None:
        await settings.write(database, "old")
        await settings.happen(database, "old")
        reading, resetting = asyncio.Event(), asyncio.Event()

        async def read() -> tuple[list[str], list[str]]:
            async with database.reading() as tx:
                names = [row[0] for row in await tx.all("SELECT name FROM settings")]
                reading.set()
                await resetting.wait()
                return names, [row[0] for row in await tx.all("SELECT subject FROM events")]

        reader = asyncio.create_task(read())
        await reading.wait()
        reset = asyncio.create_task(worlds.reset("first", NOTHING))
        await asyncio.wait({reset}, timeout=0.1)  # one that does not wait for readers is over by then
        resetting.set()
        assert await reader == (["old"], ["old"])
        await reset
        assert await settings.names(database) == []
        assert await settings.subjects(database) == []


class TestClients:
    async def test_a_client_is_found_in_its_world(self, worlds: Worlds) -> None:
        await worlds.add_client("c1", "first")
        await worlds.add_client("c2", "second")
        await worlds.add_client("c1", "first")
        assert await worlds.find_client("c1") == "first"
        assert await worlds.find_client("c2") == "second"
        assert await worlds.find_client("c3") is None
        await worlds.remove_clients("first")
        assert await worlds.find_client("c1") is None
        assert await worlds.find_client("c2") == "second"
        await worlds.remove_clients("second")

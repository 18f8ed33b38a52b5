"""What a transaction promises, on both engines."""

from __future__ import annotations

import asyncio

import pytest

from tests.store import settings
from tradepost.store.database import Database

pytestmark = pytest.mark.anyio


async def test_what_is_written_can_be_read(database: Database) -> None:
    async with database.writing("A1") as tx:
        changed = await tx.run("INSERT INTO settings (name, document) VALUES ($1, $2)", "tone", "quiet")
    async with database.reading() as tx:
        row = await tx.one("SELECT name, document FROM settings WHERE name = $1", "tone")
    assert changed == 1
    assert row is not None
    assert tuple(row) == ("tone", "quiet")


async def test_a_query_that_finds_nothing_gives_none_and_no_rows(database: Database) -> None:
    async with database.reading() as tx:
        assert await tx.one("SELECT name FROM settings WHERE name = $1", "tone") is None
        assert list(await tx.all("SELECT name FROM settings")) == []


async def test_values_keep_their_types(database: Database) -> None:
    largest, smallest = 2**63 - 1, -(2**63)
    async with database.writing("") as tx:
        await tx.run(
            "INSERT INTO clock (id, seed, virtual_at, real_at, rate, frozen) VALUES ($1, $2, $3, $4, $5, $6)",
            1,
            "Zürich ✓ 'quoted' $1",
            largest,
            smallest,
            0.1,
            0,
        )
        row = await tx.one("SELECT seed, virtual_at, real_at, rate, frozen FROM clock")
    assert row is not None
    assert tuple(row) == ("Zürich ✓ 'quoted' $1", largest, smallest, 0.1, 0)
    assert [type(each) for each in row] == [str, int, int, float, int]


async def test_an_absent_value_is_none(database: Database) -> None:
    async with database.writing("A1") as tx:
        await tx.run(
            "INSERT INTO due_transitions (seller_id, kind, subject, due_at, attempts, last_error)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            *("A1", "k", "s", 5, 0, None),
        )
        row = await tx.one("SELECT last_error FROM due_transitions")
    assert row is not None
    assert row[0] is None


async def test_a_placeholder_may_be_used_twice(database: Database) -> None:
    async with database.writing("") as tx:
        await tx.run("INSERT INTO settings (name, document) VALUES ($2, $1), ($1, $2)", "a", "b")
        rows = await tx.all("SELECT name, document FROM settings ORDER BY name")
    assert [tuple(row) for row in rows] == [("a", "b"), ("b", "a")]


async def test_more_than_nine_placeholders(database: Database) -> None:
    async with database.reading() as tx:
        expression = " || ".join(f"CAST(${number} AS TEXT)" for number in range(1, 13))
        row = await tx.one(f"SELECT {expression}", *"abcdefghijkl")
    assert row is not None
    assert row[0] == "abcdefghijkl"


async def test_a_statement_says_how_many_rows_it_changed(database: Database) -> None:
    async with database.writing("") as tx:
        await tx.many("INSERT INTO settings (name, document) VALUES ($1, $2)", [("a", "1"), ("b", "1"), ("c", "2")])
        assert await tx.run("UPDATE settings SET document = $1 WHERE document = $2", "3", "1") == 2
        assert await tx.run("DELETE FROM settings WHERE document = $1", "9") == 0
        insert = "INSERT INTO settings (name, document) VALUES ($1, '') ON CONFLICT DO NOTHING"
        assert await tx.run(insert, "a") == 0
        assert await tx.run(insert, "d") == 1
        assert await tx.run("DELETE FROM settings") == 4


async def test_a_statement_may_give_back_what_it_wrote(database: Database) -> None:
    async with database.writing("") as tx:
        await settings.put(tx, "a", "1")
        row = await tx.one("UPDATE settings SET document = $1 WHERE name = $2 RETURNING name, document", "2", "a")
        rows = await tx.all("DELETE FROM settings RETURNING document")
    assert row is not None
    assert tuple(row) == ("a", "2")
    assert [each[0] for each in rows] == ["2"]


async def test_one_statement_for_many_rows_or_none(database: Database) -> None:
    insert = "INSERT INTO settings (name, document) VALUES ($1, $2)"
    async with database.writing("") as tx:
        await tx.many(insert, [])
        await tx.many(insert, ((f"n{number:03}", "") for number in range(300)))
    assert len(await settings.names(database)) == 300


async def test_text_is_ordered_byte_by_byte(database: Database) -> None:
    await settings.write(database, "b", "a", "B", "a-b", "aB", "ä", "_", "1", "a b")
    assert await settings.names(database) == ["1", "B", "_", "a", "a b", "a-b", "aB", "b", "ä"]


async def test_rows_compare_as_rows(database: Database) -> None:
    async with database.writing("") as tx:
        await tx.many("INSERT INTO settings (name, document) VALUES ($1, $2)", [("a", "2"), ("b", "1"), ("c", "0")])
        rows = await tx.all("SELECT name FROM settings WHERE (document, name) > ($1, $2) ORDER BY name", "1", "a")
    assert [row[0] for row in rows] == ["a", "b"]


async def test_an_exception_undoes_the_block_and_goes_on(database: Database) -> None:
    async def fail() -> None:
        async with database.writing("A1") as tx:
            await settings.put(tx, "half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert await settings.names(database) == []
    await settings.write(database, "next")
    assert await settings.names(database) == ["next"]


async def test_a_refused_statement_undoes_the_block(database: Database) -> None:
    insert = "INSERT INTO settings (name, document) VALUES ('same', '')"

    async def insert_twice() -> None:
        async with database.writing("A1") as tx:
            await settings.put(tx, "half")
            await tx.run(insert)
            await tx.run(insert)

    with pytest.raises(Exception, match=r"(?i)unique"):
        await insert_twice()
    assert await settings.names(database) == []


async def test_a_cancelled_block_is_undone(database: Database) -> None:
    entered = asyncio.Event()

    async def never_ends() -> None:
        async with database.writing("A1") as tx:
            await settings.put(tx, "half")
            entered.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(never_ends())
    await entered.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await settings.names(database) == []
    await settings.write(database, "next")
    assert await settings.names(database) == ["next"]


async def test_one_that_waits_for_its_turn_may_be_cancelled(database: Database) -> None:
    async with database.writing("A1") as tx:
        await settings.put(tx, "first")
        waiting = asyncio.create_task(settings_of_the_same_partner(database))
        await asyncio.sleep(0)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    await settings.write(database, "next")
    assert await settings.names(database) == ["first", "next"]


async def settings_of_the_same_partner(database: Database) -> None:
    async with database.writing("A1") as tx:
        await settings.put(tx, "cancelled")


async def test_writes_of_one_partner_never_interleave(database: Database) -> None:
    async def count_up() -> None:
        async with database.writing("A1") as tx:
            before = int(await settings.get(tx, "count") or "0")
            await asyncio.sleep(0)
            await settings.put(tx, "count", str(before + 1))

    await asyncio.gather(*(count_up() for _ in range(40)))
    async with database.reading() as tx:
        assert await settings.get(tx, "count") == "40"


async def test_one_of_many_writes_at_once_fails_alone(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.writing("A1") as tx:
            await settings.put(tx, f"n{number}")
            if number == 3:
                raise ZeroDivisionError

    results = await asyncio.gather(*(write(number) for number in range(6)), return_exceptions=True)
    assert [type(each) for each in results] == [type(None)] * 3 + [ZeroDivisionError] + [type(None)] * 2
    assert await settings.names(database) == ["n0", "n1", "n2", "n4", "n5"]


async def test_a_reader_never_sees_half_a_write(database: Database) -> None:
    async def write(number: int) -> None:
        async with database.writing(f"A{number % 3}") as tx:
            await settings.put(tx, f"left{number}")
            await asyncio.sleep(0)
            await settings.put(tx, f"right{number}")

    async def read() -> None:
        async with database.reading() as tx:
            left = await tx.one("SELECT count(*) FROM settings WHERE name LIKE 'left%'")
            await asyncio.sleep(0)
            right = await tx.one("SELECT count(*) FROM settings WHERE name LIKE 'right%'")
        assert left is not None
        assert right is not None
        assert left[0] == right[0]

    await asyncio.gather(*(write(number) if number % 2 else read() for number in range(60)))
    assert len(await settings.names(database)) == 60


async def test_writes_that_need_not_outlive_a_power_cut_are_written_too(database: Database) -> None:
    async def write(name: str, fault: Exception | None = None) -> None:
        async with database.writing("A1", lasting=False) as tx:
            await settings.put(tx, name)
            if fault is not None:
                raise fault

    await write("passing")
    with pytest.raises(ZeroDivisionError):
        await write("undone", ZeroDivisionError())
    await settings.write(database, "lasting")
    assert await settings.names(database) == ["lasting", "passing"]


async def test_ids_of_events_grow_and_are_never_given_twice(database: Database) -> None:
    first = await settings.happen(database, "a", "b")
    async with database.writing("A1") as tx:
        await tx.run("DELETE FROM events WHERE id = $1", first[1])
    second = await settings.happen(database, "c")
    assert first == [1, 2]
    assert second == [3]


async def test_a_mistake_in_a_statement_is_not_taken_for_a_database_that_is_away(database: Database) -> None:
    with pytest.raises(Exception, match="nowhere") as caught:
        async with database.reading() as tx:
            await tx.all("SELECT a FROM nowhere")
    assert type(caught.value).__module__ != "tradepost.store.errors"
    assert await settings.names(database) == []

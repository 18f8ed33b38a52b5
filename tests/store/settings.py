"""A small table of the schema, as tests of the store read and write it."""

from __future__ import annotations

from tradepost.store.database import Database, Transaction


async def put(tx: Transaction, name: str, document: str = "") -> None:
    await tx.run(
        "INSERT INTO settings (name, document) VALUES ($1, $2)"
        " ON CONFLICT (name) DO UPDATE SET document = excluded.document",
        name,
        document,
    )


async def get(tx: Transaction, name: str) -> str | None:
    row = await tx.one("SELECT document FROM settings WHERE name = $1", name)
    return None if row is None else row[0]


async def write(database: Database, *names: str) -> None:
    async with database.writing("") as tx:
        for name in names:
            await put(tx, name)


async def names(database: Database) -> list[str]:
    async with database.reading() as tx:
        return await names_within(tx)


async def names_within(tx: Transaction) -> list[str]:
    return [row[0] for row in await tx.all("SELECT name FROM settings ORDER BY name")]


async def happen(database: Database, *subjects: str) -> list[int]:
    """Adds events, and gives their ids."""
    async with database.writing("A1") as tx:
        ids = []
        for subject in subjects:
            row = await tx.one(
                "INSERT INTO events (seller_id, type, subject, occurred_at, request_id, body)"
                " VALUES ('A1', 'tested', $1, 0, '', '{}') RETURNING id",
                subject,
            )
            assert row is not None
            ids.append(row[0])
        return ids


async def subjects(database: Database) -> list[str]:
    async with database.reading() as tx:
        return [row[0] for row in await tx.all("SELECT subject FROM events ORDER BY id")]

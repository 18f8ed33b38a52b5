"""Processes that serve one database, what they do in it, and an administrator who ends their connections."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from tests.store import settings
from tradepost.store.database import Database
from tradepost.store.postgres_worlds import PostgresWorlds


@asynccontextmanager
async def another_process(url: str) -> AsyncIterator[PostgresWorlds]:
    """A store as another process has it: connections and memory of its own."""
    store = await PostgresWorlds.connect(url)
    yield store
    await store.close()


async def settings_of(database: Database, partner: str, leaving: asyncio.Event | None = None) -> None:
    async with database.writing(partner) as tx:
        await settings.put(tx, partner)
        if leaving is not None:
            leaving.set()


async def end_connections(administrator: asyncpg.Connection) -> None:
    await administrator.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE application_name = 'tradepost' AND datname = current_database()"
    )


async def schemas_without_owner(administrator: asyncpg.Connection) -> set[str]:
    """Schemas of Tradepost's that are no world's and no snapshot's, and not ready for one either."""
    rows = await administrator.fetch(
        "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'tradepost\\_%' AND nspname NOT IN"
        " (SELECT schema FROM tradepost.worlds UNION ALL SELECT schema FROM tradepost.snapshots"
        " UNION ALL SELECT schema FROM tradepost.spares)"
    )
    return {row[0] for row in rows}

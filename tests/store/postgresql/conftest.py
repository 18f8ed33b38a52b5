"""A database of their own for the tests that are PostgreSQL's alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from tests.store.postgresql.processes import another_process
from tradepost.store.postgres_worlds import PostgresWorlds


@pytest.fixture(scope="session")
def store_url(postgresql_url: str) -> Iterator[str]:
    """A database of its own for these tests."""
    parts = urlsplit(postgresql_url)
    name = f"{parts.path.strip('/')}_postgres"

    async def run(*statements: str) -> None:
        connection = await asyncpg.connect(postgresql_url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run(f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"'))
    yield urlunsplit(parts._replace(path=f"/{name}"))
    asyncio.run(run(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
async def worlds(store_url: str) -> AsyncIterator[PostgresWorlds]:
    async with another_process(store_url) as store:
        yield store
        for name in await store.names():
            await store.delete(name)


@pytest.fixture
async def administrator(store_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A connection beside the store's."""
    connection = await asyncpg.connect(store_url)
    yield connection
    await connection.close()

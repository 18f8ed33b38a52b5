"""A database of their own for the tests that are PostgreSQL's alone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from tests.postgres import another
from tests.store.postgresql.processes import another_process
from tradepost.store.postgres_worlds import PostgresWorlds


@pytest.fixture(scope="session")
def store_url(postgresql_url: str) -> Iterator[str]:
    """A database of its own for these tests."""
    with another(postgresql_url, "postgres") as address:
        yield address


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

"""A store of each kind, empty, for each test."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from tradepost.store import open_store
from tradepost.store.database import Database
from tradepost.store.worlds import Worlds


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, bool]]:
    """The event loop of the real server."""
    return "asyncio", {"use_uvloop": True}


@pytest.fixture(scope="session")
def store_url(database_url: str) -> str:
    """The database of a store: empty for SQLite, on PostgreSQL one that no server of other tests works on."""
    if not database_url:
        return ""

    async def make() -> str:
        parts = urlsplit(database_url)
        name = f"{parts.path.strip('/')}_store"
        connection = await asyncpg.connect(database_url)
        await connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        await connection.execute(f'CREATE DATABASE "{name}"')
        await connection.close()
        return urlunsplit(parts._replace(path=f"/{name}"))

    return asyncio.run(make())


@pytest.fixture
async def worlds(store_url: str, tmp_path: Path) -> AsyncIterator[Worlds]:
    """A store without a world."""
    store = await open_store(tmp_path / "data", store_url)
    yield store
    for name in await store.names():
        await store.remove_clients(name)
        await store.delete(name)
    await store.close()


@pytest.fixture
async def database(worlds: Worlds) -> Database:
    """The database of a new world."""
    return await worlds.create("first")

"""An installation of its own, without a server around it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from tradepost.installation.installation import MAIN, Installation
from tradepost.store import open_store
from tradepost.worlds.world import World

OpenWorld = Callable[[], AbstractAsyncContextManager[World]]


@pytest.fixture
def own_database(database_url: str) -> str:
    """A database that nothing else uses; empty for SQLite."""
    if not database_url:
        return ""
    name = f"simulation_{uuid.uuid4().hex[:12]}"

    async def make() -> None:
        connection = await asyncpg.connect(database_url)
        await connection.execute(f'CREATE DATABASE "{name}"')
        await connection.close()

    asyncio.run(make())
    return urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))


@pytest.fixture
def open_world(own_database: str, data_folder: Path) -> OpenWorld:
    """Opens the world ``main`` of one and the same installation, as often as it is called, one after another."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[World]:
        data_folder.mkdir(parents=True, exist_ok=True)
        store = await open_store(data_folder, own_database)
        installation = await Installation.open(store, data_folder)
        try:
            yield await installation.world(MAIN)
        finally:
            await installation.close()

    return opened

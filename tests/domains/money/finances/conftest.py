"""A server whose worlds can be told that something was shipped or refunded, as the orders area tells it."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest
from tests.conftest import ServerThread
from tests.domains.money.finances.selling import Story
from tests.shop import Shop

from tradepost.serving import Settings


@pytest.fixture(scope="package")
def finance_server(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerThread]:
    """A running server with a database of its own, whose inside can be reached."""
    folder = tmp_path_factory.mktemp("finances")
    server = ServerThread(Settings(port=0, data=folder, database=own_database(database_url), scenario="none"))
    server.start()
    yield server
    server.stop()


def own_database(url: str) -> str:
    """A new database beside that one; empty for SQLite."""
    if not url:
        return ""
    name = f"finances_{uuid.uuid4().hex[:12]}"

    async def make() -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(f'CREATE DATABASE "{name}"')
        await connection.close()

    asyncio.run(make())
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


@pytest.fixture(scope="package")
def server_url(finance_server: ServerThread) -> str:
    """The address of that server."""
    return f"http://127.0.0.1:{finance_server.running.port}"


@pytest.fixture
def story(shop: Shop, finance_server: ServerThread) -> Story:
    """A seller's orders."""
    return Story(shop, finance_server)

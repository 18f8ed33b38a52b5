"""A database of its own for each test that starts servers of its own."""

from __future__ import annotations

import asyncio
import uuid
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest


@pytest.fixture
def own_database(postgresql_url: str) -> str:
    """The address of an empty database on the PostgreSQL of this run."""
    name = f"deliveries_{uuid.uuid4().hex}"

    async def make() -> None:
        connection = await asyncpg.connect(postgresql_url)
        await connection.execute(f'CREATE DATABASE "{name}"')
        await connection.close()

    asyncio.run(make())
    return urlunsplit(urlsplit(postgresql_url)._replace(path=f"/{name}"))

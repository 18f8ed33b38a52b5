"""Worlds on PostgreSQL: a schema each, and a registry that knows which schema is whose.

Schemas have names of their own, because a world's and a snapshot's name together are longer than PostgreSQL allows.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Set as AbstractSet
from typing import Any

import asyncpg

from tradepost.store.errors import AlreadyExists, NewerDatabase, NoSuchSnapshot, NoSuchWorld
from tradepost.store.migrations import migrations, newest
from tradepost.store.postgres import HOLD_OUTBOX, WORDS, PostgresDatabase, connect, lock_key, native
from tradepost.store.worlds import Snapshot, checked_name

_REGISTRY = """
CREATE SCHEMA IF NOT EXISTS tradepost;
CREATE TABLE IF NOT EXISTS tradepost.worlds
    (name TEXT COLLATE "C" PRIMARY KEY, schema TEXT NOT NULL, version BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS tradepost.snapshots
    (world TEXT COLLATE "C", name TEXT COLLATE "C", schema TEXT NOT NULL, version BIGINT NOT NULL,
     made_at BIGINT NOT NULL, PRIMARY KEY (world, name));
CREATE TABLE IF NOT EXISTS tradepost.clients (client_id TEXT PRIMARY KEY, world TEXT NOT NULL);
"""
_LONGEST_COPY = 3600.0
_CLOSING_SECONDS = 5.0
_START_LOCK = lock_key("tradepost", "start")


class PostgresWorlds:
    """The worlds of one PostgreSQL database; several processes may serve them."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._open: dict[str, PostgresDatabase] = {}

    @classmethod
    async def connect(cls, address: str) -> PostgresWorlds:
        """Opens a database, and makes the registry when it is new. Raises Unavailable."""
        pool = await connect(address)
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(f"SELECT pg_advisory_xact_lock({_START_LOCK})")
            await connection.execute(_REGISTRY)
            await connection.execute(HOLD_OUTBOX)
        return cls(pool)

    async def names(self) -> list[str]:
        """See ``Worlds``."""
        return [row[0] for row in await self._pool.fetch("SELECT name FROM tradepost.worlds ORDER BY name")]

    async def open(self, name: str) -> PostgresDatabase:
        """See ``Worlds``."""
        found = self._open.get(name)
        if found is None:
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(f"SELECT pg_advisory_xact_lock({_START_LOCK})")
                schema, version = await self._existing(connection, name)
                if version > newest():
                    raise NewerDatabase(f"world {name}", version, newest())
                await _migrate(connection, schema, version)
                await connection.execute("UPDATE tradepost.worlds SET version = $1 WHERE name = $2", newest(), name)
            found = self._open.setdefault(name, PostgresDatabase(self._pool, schema))
        return found

    async def _existing(self, connection: Any, name: str) -> tuple[str, int]:
        row = await connection.fetchrow(
            "SELECT schema, version FROM tradepost.worlds WHERE name = $1", checked_name(name)
        )
        if row is None:
            raise NoSuchWorld(name)
        return row[0], row[1]

    async def _existing_snapshot(self, connection: Any, name: str, snapshot: str) -> tuple[str, int]:
        row = await connection.fetchrow(
            "SELECT schema, version FROM tradepost.snapshots WHERE world = $1 AND name = $2 FOR UPDATE",
            checked_name(name),
            checked_name(snapshot),
        )
        if row is None:
            raise NoSuchSnapshot(name, snapshot)
        return row[0], row[1]

    async def _current_snapshot(self, connection: Any, name: str, snapshot: str) -> str:
        """The schema of a snapshot, brought to the newest tables. Raises NoSuchSnapshot, NewerDatabase."""
        schema, version = await self._existing_snapshot(connection, name, snapshot)
        if version > newest():
            raise NewerDatabase(f"snapshot {snapshot} of world {name}", version, newest())
        await _migrate(connection, schema, version)
        await connection.execute("UPDATE tradepost.snapshots SET version = $1 WHERE schema = $2", newest(), schema)
        return schema

    async def create(self, name: str, from_snapshot: tuple[str, str] | None = None) -> PostgresDatabase:
        """See ``Worlds``."""
        checked_name(name)
        schema = _new_schema()
        async with self._pool.acquire() as connection, connection.transaction():
            added = await connection.execute(
                "INSERT INTO tradepost.worlds (name, schema, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                name,
                schema,
                newest(),
            )
            if added == "INSERT 0 0":
                raise AlreadyExists("world", name)
            await _make(connection, schema)
            if from_snapshot is not None:
                origin = await self._current_snapshot(connection, *from_snapshot)
                await _copy(connection, origin, schema, frozenset())
        return await self.open(name)

    async def delete(self, name: str) -> None:
        """See ``Worlds``."""
        database = await self.open(name)
        self._open.pop(name, None)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(f"SELECT pg_advisory_xact_lock({lock_key(database.schema)})")
            rows = await connection.fetch("DELETE FROM tradepost.snapshots WHERE world = $1 RETURNING schema", name)
            for row in rows:
                await connection.execute(f'DROP SCHEMA "{row[0]}" CASCADE')
            await connection.execute("DELETE FROM tradepost.worlds WHERE name = $1", name)
            await connection.execute(f'DROP SCHEMA "{database.schema}" CASCADE')

    async def snapshot(self, name: str, snapshot: str) -> Snapshot:
        """See ``Worlds``."""
        database = await self.open(name)
        schema = _new_schema()
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(f"SELECT pg_advisory_xact_lock({lock_key(database.schema)})")
            made_at = await connection.fetchval(
                "INSERT INTO tradepost.snapshots (world, name, schema, version, made_at)"
                " VALUES ($1, $2, $3, $4, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)"
                " ON CONFLICT DO NOTHING RETURNING made_at",
                name,
                checked_name(snapshot),
                schema,
                newest(),
            )
            if made_at is None:
                raise AlreadyExists("snapshot", snapshot)
            await _make(connection, schema)
            await _copy(connection, database.schema, schema, frozenset())
            size = await _size(connection, schema)
        return Snapshot(snapshot, made_at, size)

    async def snapshots(self, name: str) -> list[Snapshot]:
        """See ``Worlds``."""
        async with self._pool.acquire() as connection:
            await self._existing(connection, name)
            rows = await connection.fetch(
                "SELECT name, made_at, schema FROM tradepost.snapshots WHERE world = $1 ORDER BY name", name
            )
            return [Snapshot(row[0], row[1], await _size(connection, row[2])) for row in rows]

    async def delete_snapshot(self, name: str, snapshot: str) -> None:
        """See ``Worlds``."""
        async with self._pool.acquire() as connection, connection.transaction():
            schema, _ = await self._existing_snapshot(connection, name, snapshot)
            await connection.execute("DELETE FROM tradepost.snapshots WHERE world = $1 AND name = $2", name, snapshot)
            await connection.execute(f'DROP SCHEMA "{schema}" CASCADE')

    async def restore(self, name: str, snapshot: str, keep: AbstractSet[str]) -> None:
        """See ``Worlds``."""
        database = await self.open(name)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(f"SELECT pg_advisory_xact_lock({lock_key(database.schema)})")
            origin = await self._current_snapshot(connection, name, snapshot)
            await _empty(connection, database.schema, keep)
            await _copy(connection, origin, database.schema, keep)

    async def reset(self, name: str, keep: AbstractSet[str]) -> None:
        """See ``Worlds``."""
        database = await self.open(name)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(f"SELECT pg_advisory_xact_lock({lock_key(database.schema)})")
            await _empty(connection, database.schema, keep)

    async def add_client(self, client_id: str, world: str) -> None:
        """See ``Worlds``."""
        await self._pool.execute(
            "INSERT INTO tradepost.clients (client_id, world) VALUES ($1, $2)"
            " ON CONFLICT (client_id) DO UPDATE SET world = excluded.world",
            client_id,
            world,
        )

    async def find_client(self, client_id: str) -> str | None:
        """See ``Worlds``."""
        found: str | None = await self._pool.fetchval(
            "SELECT world FROM tradepost.clients WHERE client_id = $1", client_id
        )
        return found

    async def remove_clients(self, world: str) -> None:
        """See ``Worlds``."""
        await self._pool.execute("DELETE FROM tradepost.clients WHERE world = $1", world)

    async def close(self) -> None:
        """See ``Worlds``. A connection that nobody gives back is ended after a while: a stop comes to its end."""
        self._open.clear()
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()


def _new_schema() -> str:
    return f"tradepost_{secrets.token_hex(8)}"


async def _make(connection: Any, schema: str) -> None:
    """A schema with the newest tables, all empty."""
    await connection.execute(f'CREATE SCHEMA "{schema}"')
    await _migrate(connection, schema, 0)


async def _migrate(connection: Any, schema: str, version: int) -> None:
    statements = [
        native(statement)
        for migration in migrations()
        if migration.number > version
        for statement in migration.statements(WORDS)
    ]
    if statements:
        await connection.execute(f'SET LOCAL search_path TO "{schema}"')
        await connection.execute(";\n".join(statements))
        await connection.execute("SET LOCAL search_path TO DEFAULT")


async def _tables(connection: Any, schema: str) -> list[str]:
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = $1 ORDER BY 1", schema)
    return [row[0] for row in rows]


async def _empty(connection: Any, schema: str, keep: AbstractSet[str]) -> None:
    """Deletes rows rather than files, so that whoever reads meanwhile sees the old state to the end."""
    tables = [table for table in await _tables(connection, schema) if table not in keep]
    deletes = [f'DELETE FROM "{schema}"."{table}"' for table in tables]
    restarts = [f"ALTER SEQUENCE {each} RESTART" for each in (await _sequences(connection, schema, tables)).values()]
    await connection.execute("; ".join(deletes + restarts), timeout=_LONGEST_COPY)


async def _copy(connection: Any, origin: str, target: str, keep: AbstractSet[str]) -> None:
    """Copies every table but the kept ones; numbers that grow with each row go on from where they were."""
    tables = [table for table in await _tables(connection, target) if table not in keep]
    for table in tables:
        insert = f'INSERT INTO "{target}"."{table}" SELECT * FROM "{origin}"."{table}"'
        await connection.execute(insert, timeout=_LONGEST_COPY)
    origins, targets = [await _sequences(connection, each, tables) for each in (origin, target)]
    for table, sequence in targets.items():
        next_id = await connection.fetchval(f"SELECT last_value + is_called::int FROM {origins[table]}")
        await connection.execute(f"ALTER SEQUENCE {sequence} RESTART WITH {next_id}")


async def _sequences(connection: Any, schema: str, tables: list[str]) -> dict[str, str]:
    """The sequences behind the running numbers of these tables."""
    rows = await connection.fetch(
        "SELECT table_name, pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name)"
        " FROM information_schema.columns"
        " WHERE table_schema = $1 AND table_name = ANY($2) AND is_identity = 'YES'",
        schema,
        tables,
    )
    return {row[0]: row[1] for row in rows}


async def _size(connection: Any, schema: str) -> int:
    size: int = await connection.fetchval(
        "SELECT coalesce(sum(pg_total_relation_size(format('%I.%I', schemaname, tablename)::regclass)), 0)::bigint"
        " FROM pg_tables WHERE schemaname = $1",
        schema,
    )
    return size

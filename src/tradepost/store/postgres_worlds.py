"""Worlds on PostgreSQL: a schema each, and a registry that knows which schema is whose.

Schemas have names of their own, because a world's and a snapshot's name together are longer than PostgreSQL allows.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from collections.abc import Set as AbstractSet

import asyncpg

from tradepost.store.buckets import Buckets
from tradepost.store.database import Database
from tradepost.store.errors import AlreadyExists, NewerDatabase, NoSuchSnapshot, NoSuchWorld
from tradepost.store.migrations import newest
from tradepost.store.peers import Peers
from tradepost.store.postgres import Block, PostgresDatabase, PostgresTransaction, connect, lock_key
from tradepost.store.postgres_buckets import BUCKETS, PostgresBuckets
from tradepost.store.postgres_peers import PostgresPeers
from tradepost.store.postgres_schemas import HOLD_OUTBOX, copy, empty, make, migrate, new_schema, size_of
from tradepost.store.postgres_spares import SPARES, Spares
from tradepost.store.valkey_buckets import ValkeyBuckets
from tradepost.store.worlds import Connections, Snapshot, checked_name

_REGISTRY = """
CREATE SCHEMA IF NOT EXISTS tradepost;
CREATE TABLE IF NOT EXISTS tradepost.worlds
    (name TEXT COLLATE "C" PRIMARY KEY, schema TEXT NOT NULL, version BIGINT NOT NULL);
CREATE TABLE IF NOT EXISTS tradepost.snapshots
    (world TEXT COLLATE "C", name TEXT COLLATE "C", schema TEXT NOT NULL, version BIGINT NOT NULL,
     made_at BIGINT NOT NULL, PRIMARY KEY (world, name));
CREATE TABLE IF NOT EXISTS tradepost.clients (client_id TEXT PRIMARY KEY, world TEXT NOT NULL);
"""
_CLOSING_SECONDS = 5.0
#: What a copy of a snapshot is without until its maker gives it its own: whoever opens it before waits for that, rather
#: than taking it for the world that it was copied from.
_IDENTITY = frozenset({"world_identity"})
_START_LOCK = lock_key("tradepost", "start")


class PostgresWorlds:
    """The worlds of one PostgreSQL database; several processes may serve them."""

    def __init__(self, pool: asyncpg.Pool, peers: PostgresPeers, buckets: Buckets) -> None:
        self._pool = pool
        self._buckets = buckets
        self.buckets: Buckets | None = buckets
        self.peers: Peers | None = peers
        self._peers = peers
        self._open: dict[str, PostgresDatabase] = {}
        self._spares = Spares(pool)

    @classmethod
    async def connect(cls, address: str, valkey: str = "") -> PostgresWorlds:
        """Opens a database, and makes the registry when it is new. ``valkey`` is for its buckets.

        Raises Unavailable, ValkeyMissing, ValkeyAddress.
        """
        pool = await connect(address)
        peers, buckets = PostgresPeers(address), PostgresBuckets(pool)
        try:
            store = cls(pool, peers, ValkeyBuckets(valkey, buckets) if valkey else buckets)
            async with Block(pool) as tx:
                await tx.run(f"SELECT pg_advisory_xact_lock({_START_LOCK})")
                await tx.run(_REGISTRY + SPARES + BUCKETS + HOLD_OUTBOX)
            await peers.connected()
        except BaseException:
            await pool.close()
            raise
        store._spares.start()
        return store

    async def names(self) -> list[str]:
        """See ``Worlds``."""
        async with Block(self._pool) as tx:
            return [row[0] for row in await tx.all("SELECT name FROM tradepost.worlds ORDER BY name")]

    async def open(self, name: str) -> PostgresDatabase:
        """See ``Worlds``."""
        found = self._open.get(name)
        if found is None:
            async with Block(self._pool) as tx:
                await tx.run(f"SELECT pg_advisory_xact_lock({_START_LOCK})")
                schema, version = await _existing(tx, name)
                if version > newest():
                    raise NewerDatabase(f"world {name}", version, newest())
                if version < newest():
                    await migrate(tx.connection, schema, version)
                    await tx.run("UPDATE tradepost.worlds SET version = $1 WHERE name = $2", newest(), name)
            found = self._adopt(name, schema)
        return found

    async def gone(self, opened: Mapping[str, Database]) -> list[str]:
        """See ``Worlds``. A world that was made anew under the same name has another schema."""
        async with Block(self._pool) as tx:
            rows = await tx.all("SELECT name, schema FROM tradepost.worlds")
        there = {row[0]: row[1] for row in rows}
        found = [name for name, each in opened.items() if there.get(name) != getattr(each, "schema", None)]
        for name in found:
            if self._open.get(name) is opened[name]:
                del self._open[name]
        return found

    def _adopt(self, name: str, schema: str) -> PostgresDatabase:
        """The one object of a world, unless it is of one that had the name before."""
        found = self._open.get(name)
        if found is None or found.schema != schema:
            found = self._open[name] = PostgresDatabase(self._pool, schema)
        return found

    async def create(self, name: str, from_snapshot: tuple[str, str] | None = None) -> PostgresDatabase:
        """See ``Worlds``."""
        checked_name(name)
        async with Block(self._pool) as tx:
            spare = await self._spares.take(tx)
            schema = spare or new_schema()
            added = await tx.run(
                "INSERT INTO tradepost.worlds (name, schema, version) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
                name,
                schema,
                newest(),
            )
            if not added:
                raise AlreadyExists("world", name)
            if spare is None:
                await make(tx.connection, schema)
            if from_snapshot is not None:
                origin = await _current_snapshot(tx, *from_snapshot)
                await copy(tx.connection, origin, schema, _IDENTITY)
        return self._adopt(name, schema)

    async def delete(self, name: str) -> None:
        """See ``Worlds``."""
        database = await self.open(name)
        self._open.pop(name, None)
        async with database.alone() as tx:
            rows = await tx.all("DELETE FROM tradepost.snapshots WHERE world = $1 RETURNING schema", name)
            await tx.run("DELETE FROM tradepost.worlds WHERE name = $1", name)
            for row in rows:
                await tx.run(f'DROP SCHEMA "{row[0]}" CASCADE')
            await self._spares.give(tx, database.schema)

    async def snapshot(self, name: str, snapshot: str) -> Snapshot:
        """See ``Worlds``."""
        database = await self.open(name)
        async with database.alone() as tx:
            spare = await self._spares.take(tx)
            schema = spare or new_schema()
            made = await tx.one(
                "INSERT INTO tradepost.snapshots (world, name, schema, version, made_at)"
                " VALUES ($1, $2, $3, $4, (extract(epoch FROM clock_timestamp()) * 1000)::bigint)"
                " ON CONFLICT DO NOTHING RETURNING made_at",
                name,
                checked_name(snapshot),
                schema,
                newest(),
            )
            if made is None:
                raise AlreadyExists("snapshot", snapshot)
            if spare is None:
                await make(tx.connection, schema)
            await copy(tx.connection, database.schema, schema, frozenset())
            size = await size_of(tx.connection, schema)
        return Snapshot(snapshot, made[0], size)

    async def snapshots(self, name: str) -> list[Snapshot]:
        """See ``Worlds``."""
        async with Block(self._pool) as tx:
            await _existing(tx, name)
            rows = await tx.all(
                "SELECT name, made_at, schema FROM tradepost.snapshots WHERE world = $1 ORDER BY name", name
            )
            return [Snapshot(row[0], row[1], await size_of(tx.connection, row[2])) for row in rows]

    async def delete_snapshot(self, name: str, snapshot: str) -> None:
        """See ``Worlds``."""
        async with Block(self._pool) as tx:
            schema, _ = await _existing_snapshot(tx, name, snapshot)
            await tx.run("DELETE FROM tradepost.snapshots WHERE world = $1 AND name = $2", name, snapshot)
            await tx.run(f'DROP SCHEMA "{schema}" CASCADE')

    async def restore(self, name: str, snapshot: str, keep: AbstractSet[str]) -> None:
        """See ``Worlds``."""
        database = await self.open(name)
        async with database.alone() as tx:
            origin = await _current_snapshot(tx, name, snapshot)
            await empty(tx.connection, database.schema, keep)
            await copy(tx.connection, origin, database.schema, keep)

    async def reset(self, name: str, keep: AbstractSet[str]) -> None:
        """See ``Worlds``."""
        database = await self.open(name)
        async with database.alone() as tx:
            await empty(tx.connection, database.schema, keep)

    async def add_client(self, client_id: str, world: str) -> None:
        """See ``Worlds``."""
        async with Block(self._pool) as tx:
            await tx.run(
                "INSERT INTO tradepost.clients (client_id, world) VALUES ($1, $2)"
                " ON CONFLICT (client_id) DO UPDATE SET world = excluded.world",
                client_id,
                world,
            )

    async def find_client(self, client_id: str) -> str | None:
        """See ``Worlds``."""
        async with Block(self._pool) as tx:
            row = await tx.one("SELECT world FROM tradepost.clients WHERE client_id = $1", client_id)
        return None if row is None else row[0]

    async def remove_clients(self, world: str) -> None:
        """See ``Worlds``."""
        async with Block(self._pool) as tx:
            await tx.run("DELETE FROM tradepost.clients WHERE world = $1", world)

    def connections(self) -> Connections | None:
        """See ``Worlds``."""
        size, idle = self._pool.get_size(), self._pool.get_idle_size()
        return Connections(size - idle, idle, self._pool.get_max_size())

    async def close(self) -> None:
        """See ``Worlds``. A connection that nobody gives back is ended after a while: a stop comes to its end."""
        self._open.clear()
        await self._peers.stop()
        await self._buckets.stop()
        await self._spares.stop()
        try:
            async with asyncio.timeout(_CLOSING_SECONDS):
                await self._pool.close()
        except TimeoutError:
            self._pool.terminate()


async def _existing(tx: PostgresTransaction, name: str) -> tuple[str, int]:
    row = await tx.one("SELECT schema, version FROM tradepost.worlds WHERE name = $1", checked_name(name))
    if row is None:
        raise NoSuchWorld(name)
    return row[0], row[1]


async def _existing_snapshot(tx: PostgresTransaction, name: str, snapshot: str) -> tuple[str, int]:
    row = await tx.one(
        "SELECT schema, version FROM tradepost.snapshots WHERE world = $1 AND name = $2 FOR UPDATE",
        checked_name(name),
        checked_name(snapshot),
    )
    if row is None:
        raise NoSuchSnapshot(name, snapshot)
    return row[0], row[1]


async def _current_snapshot(tx: PostgresTransaction, name: str, snapshot: str) -> str:
    """The schema of a snapshot, brought to the newest tables. Raises NoSuchSnapshot, NewerDatabase."""
    schema, version = await _existing_snapshot(tx, name, snapshot)
    if version > newest():
        raise NewerDatabase(f"snapshot {snapshot} of world {name}", version, newest())
    if version < newest():
        await migrate(tx.connection, schema, version)
        await tx.run("UPDATE tradepost.snapshots SET version = $1 WHERE schema = $2", newest(), schema)
    return schema

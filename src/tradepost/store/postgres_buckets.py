"""Token buckets in PostgreSQL: one statement a call, on a table that is not logged.

A crash of PostgreSQL empties it, and every bucket is full then.
"""

from __future__ import annotations

from typing import Any

import asyncpg

from tradepost.store.postgres import is_away, unavailable

#: A part of the registry. Rows are written over in place, which their pages have room for.
BUCKETS = """
CREATE UNLOGGED TABLE IF NOT EXISTS tradepost.buckets
    (world TEXT COLLATE "C", bucket TEXT COLLATE "C", tokens DOUBLE PRECISION NOT NULL, at DOUBLE PRECISION NOT NULL,
     full_at DOUBLE PRECISION NOT NULL, PRIMARY KEY (world, bucket)) WITH (fillfactor = 50);
"""
#: $3 is the rate in requests per second, $4 the burst. A row comes back where a request was taken.
_REFILLED = "least($4::float8, b.tokens + greatest(0, excluded.at - b.at) * $3::float8)"
_TAKE = f"""
INSERT INTO tradepost.buckets AS b (world, bucket, tokens, at, full_at)
SELECT $1, $2, $4::float8 - 1, now, now + 1 / $3::float8
  FROM (SELECT extract(epoch FROM clock_timestamp())::float8 AS now) AS clock
ON CONFLICT (world, bucket) DO UPDATE SET
    tokens = {_REFILLED} - 1,
    at = greatest(b.at, excluded.at),
    full_at = greatest(b.at, excluded.at) + ($4::float8 - {_REFILLED} + 1) / $3::float8
WHERE {_REFILLED} >= 1
RETURNING 1
"""
_PRUNE = "DELETE FROM tradepost.buckets WHERE full_at < extract(epoch FROM clock_timestamp())"


class PostgresBuckets:
    """See ``Buckets``."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool

    async def take(self, world: str, bucket: str, rate: float, burst: float) -> bool:
        """See ``Buckets``."""
        return await self._run(_TAKE, world, bucket, rate, burst) is not None

    async def fill(self, world: str) -> None:
        """See ``Buckets``."""
        await self._run("DELETE FROM tradepost.buckets WHERE world = $1", world)

    async def prune(self) -> None:
        """See ``Buckets``."""
        await self._run(_PRUNE)

    async def stop(self) -> None:
        """See ``Buckets``. The connections are the store's."""

    async def _run(self, sql: str, *values: str | float) -> Any:
        """Runs a statement that is a transaction of its own; once more where a connection of the pool had died."""
        try:
            return await self._pool.fetchval(sql, *values)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as fault:
            if not is_away(fault) and not isinstance(fault, OSError):
                raise
        try:
            await self._pool.expire_connections()
            return await self._pool.fetchval(sql, *values)
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as fault:
            raise unavailable(fault) from fault

"""Schemas that are made ahead of need, so that a world is there in milliseconds (docs/decisions/0006).

The schema of a world that is deleted becomes one, where it is small: emptying it takes a tenth of dropping it and
making another. It gets a new name, so that whoever still has the old one finds nothing there.

They stand in the registry, with the shape that they have. Making one and noting it is one transaction, and so is taking
it and noting whose it is: whenever a process ends, each schema is somebody's, or a spare that the next start finds.
Processes that serve one database share the spares; one at a time makes them.
"""

from __future__ import annotations

import asyncio
import logging

import asyncpg

from tradepost.store.errors import Unavailable
from tradepost.store.postgres import Block, PostgresTransaction, lock_key
from tradepost.store.postgres_schemas import empty, make, new_schema, shape

logger = logging.getLogger("tradepost.store")

#: A part of the registry.
SPARES = "CREATE TABLE IF NOT EXISTS tradepost.spares (schema TEXT PRIMARY KEY, shape TEXT NOT NULL);"
#: How many are made ahead: each takes up some 2 MB.
MOST_SPARES = 10
#: How many are kept of deleted worlds. More than are made, or else one is made, and one dropped, for each world of a
#: test that lasts a while.
MOST_KEPT = 20
#: The largest schema that is emptied rather than dropped, in bytes: rows that are deleted one by one leave room behind.
LARGEST_TO_EMPTY = 8_000_000
#: They are made once nobody has taken one for so long, as making one takes a processor.
_QUIET_SECONDS = 0.1
_MAKING_LOCK = lock_key("tradepost", "spares")


class Spares:
    """The spare schemas of a database, as one process takes and makes them."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._taken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begins to make what is missing."""
        self._taken.set()
        self._task = asyncio.create_task(self._keep_full(), name="spare schemas")

    async def stop(self) -> None:
        """Makes no more. What was made is left for the next start."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def take(self, tx: PostgresTransaction) -> str | None:
        """An empty schema of the newest shape, whose owner the transaction is to note; None when none is left."""
        self._taken.set()
        row = await tx.one(
            "DELETE FROM tradepost.spares WHERE schema ="
            " (SELECT schema FROM tradepost.spares WHERE shape = $1 LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING schema",
            shape(),
        )
        return None if row is None else row[0]

    async def give(self, tx: PostgresTransaction, schema: str) -> None:
        """Takes the schema of a world that is no more, which nobody writes to; drops a large or needless one."""
        row = await tx.one("SELECT count(*) FROM tradepost.spares")
        enough = row is None or row[0] >= MOST_KEPT
        if enough or not await empty(tx.connection, schema, frozenset(), LARGEST_TO_EMPTY):
            await tx.run(f'DROP SCHEMA "{schema}" CASCADE')
            return
        spare = new_schema()
        await tx.run(f'ALTER SCHEMA "{schema}" RENAME TO "{spare}"')
        await tx.run("INSERT INTO tradepost.spares (schema, shape) VALUES ($1, $2)", spare, shape())

    async def _keep_full(self) -> None:
        while True:
            await self._taken.wait()
            while self._taken.is_set():
                self._taken.clear()
                await asyncio.sleep(_QUIET_SECONDS)
            try:
                while not self._taken.is_set() and (await self._drop_one() or await self._make_one()):
                    pass
            except (Unavailable, asyncpg.PostgresError):
                logger.warning("no schema could be made ahead of need", exc_info=True)

    async def _make_one(self) -> bool:
        """Makes a schema; says whether it has, as none may be missing or another process may be making one."""
        async with Block(self._pool) as tx:
            free = await tx.one(
                f"SELECT pg_try_advisory_xact_lock({_MAKING_LOCK}) AND count(*) < $1 FROM tradepost.spares",
                MOST_SPARES,
            )
            if free is None or not free[0]:
                return False
            schema = new_schema()
            await make(tx.connection, schema)
            await tx.run("INSERT INTO tradepost.spares (schema, shape) VALUES ($1, $2)", schema, shape())
            return True

    async def _drop_one(self) -> bool:
        """Drops a schema of another shape, which another version of the program has left; says whether it has."""
        async with Block(self._pool) as tx:
            row = await tx.one(
                "DELETE FROM tradepost.spares WHERE schema ="
                " (SELECT schema FROM tradepost.spares WHERE shape <> $1 LIMIT 1 FOR UPDATE SKIP LOCKED)"
                " RETURNING schema",
                shape(),
            )
            if row is not None:
                await tx.run(f'DROP SCHEMA IF EXISTS "{row[0]}" CASCADE')
            return row is not None

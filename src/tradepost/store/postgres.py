"""PostgreSQL: one schema a world, by asyncpg. A transaction finds its schema by ``search_path``, set for it alone.

Transactions of one selling partner are serial: each takes a lock on its partner first, so that what it reads later was
committed before (READ COMMITTED then suffices), and a handler may check and then change as on SQLite.

A beginning is tried again once, on another connection, because a pooled one may have died unnoticed. Nothing else is:
where the database goes away inside a block the caller hears Unavailable, and cannot know whether a commit under
way was made. Deadlocks and serialization failures do not arise from locks taken in this order, and are Unavailable too.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Coroutine, Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, TypeVar

import asyncpg

from tradepost.store.database import Groups, Row, Value
from tradepost.store.errors import Unavailable, WorldClosed

T = TypeVar("T")

_AWAY = (
    ConnectionError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
    asyncpg.InvalidCachedStatementError,
    asyncpg.InternalClientError,
)
#: Those after which the connection can go on.
_UNHARMED = (asyncpg.TransactionRollbackError, asyncpg.InsufficientResourcesError, asyncpg.InvalidCachedStatementError)
_LONGEST_STATEMENT = 60.0
_LONGEST_WAIT = 30.0
_LONGEST_ROLLBACK = 5.0
_LONGEST_QUEUE = 10.0
#: How many rows a search reads in their order for each one that it wants, before it looks words up.
_ROWS_READ = 10


def is_away(fault: BaseException | None) -> bool:
    """Whether the database could not work, rather than the statement or its values being wrong."""
    if isinstance(fault, asyncpg.InterfaceError):  # these have no classes of their own
        return " is clos" in str(fault) or "released back to the pool" in str(fault)
    return isinstance(fault, _AWAY)


def unavailable(fault: BaseException | None) -> Unavailable:
    """The error of this store for one of asyncpg's."""
    return Unavailable(f"the database does not answer: {fault or type(fault).__name__}")


def lock_key(*names: str) -> int:
    """The number by which PostgreSQL knows a lock: 64 bits, with a sign."""
    return int.from_bytes(hashlib.blake2b("\0".join(names).encode(), digest_size=8).digest(), "big", signed=True)


async def to_its_end(work: Coroutine[Any, Any, T]) -> T:
    """Carries work out to its end, however often the caller is cancelled meanwhile. Only then is the caller cancelled.

    A group of tasks cancels those that are in it again in each round of the event loop, until they have left it.
    """
    task, cancelled = asyncio.ensure_future(work), None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as fault:
            cancelled = fault
    if cancelled is None:
        return task.result()
    if not task.cancelled():
        task.exception()  # has been looked at: nobody else will
    raise cancelled


class Connection(asyncpg.Connection):  # type: ignore[misc]
    """A connection that can be closed although its other end is gone.

    The pool replaces connections that died, and closes the old ones in tasks that nobody waits for.
    """

    __slots__ = ()

    async def close(self, *, timeout: float | None = None) -> None:
        """Closes it, or ends it where the database does not hear any more."""
        with suppress(OSError):
            await super().close(timeout=timeout)


async def connected(*address: Any, **options: Any) -> Connection:
    """A connection, as ``asyncpg.connect`` opens it.

    A server on this machine takes callers from a queue, and one who finds the queue full is sent away at once, where
    one from another machine would wait: he asks again for a while. Raises what asyncpg raises.
    """
    loop = asyncio.get_running_loop()
    end, pause = loop.time() + _LONGEST_QUEUE, 0.005
    while True:
        try:
            made: Connection = await asyncpg.connect(*address, **options)
            return made
        except BlockingIOError:
            if loop.time() + pause > end:
                raise
        await asyncio.sleep(pause)
        pause = min(2 * pause, 0.2)


async def connect(address: str) -> asyncpg.Pool:
    """A pool of connections. Raises Unavailable where nothing answers."""

    async def leave_as_is(_: Any) -> None:
        """Every transaction sets what it needs for itself: nothing has to be reset when it is over."""

    try:
        return await asyncpg.create_pool(
            address,
            connect=connected,
            connection_class=Connection,
            min_size=1,
            max_size=20,
            reset=leave_as_is,
            timeout=10,
            command_timeout=_LONGEST_STATEMENT,
            server_settings={"application_name": "tradepost", "jit": "off"},
        )
    except (OSError, TimeoutError, asyncpg.InterfaceError, asyncpg.PostgresError, ValueError) as fault:
        raise unavailable(fault) from fault


class PostgresTransaction:
    """The statements of one transaction. Its ``connection`` is for what is no business: schemas, and copies of them."""

    __slots__ = ("connection",)

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    async def one(self, sql: str, *values: Value) -> Row | None:
        """See ``Transaction``."""
        row: Row | None = await self.connection.fetchrow(sql, *values)
        return row

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        """See ``Transaction``."""
        rows: Sequence[Row] = await self.connection.fetch(sql, *values)
        return rows

    async def run(self, sql: str, *values: Value) -> int:
        """See ``Transaction``."""
        tag: str = await self.connection.execute(sql, *values)
        count = tag.rpartition(" ")[2]
        return int(count) if count.isdecimal() else 0

    async def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """See ``Transaction``.

        A caller that is cancelled leaves once the rows are through: asyncpg does not hear of it in the midst of them,
        and would wait until the statement's time has run out.
        """
        await to_its_end(self.connection.executemany(sql, rows))

    async def search(self, index: str, groups: Groups, beyond: int, limit: int, *, down: bool = False) -> list[int]:
        """See ``Transaction``.

        What many rows have is found soonest by reading rows in their order, what few have by looking its words up.
        PostgreSQL cannot tell which it is, so that it is told: some rows are read, and if they have not enough, the
        words are looked up. (A sum has no index, so that ordering by it does not read rows in their order.)
        """
        terms = " & ".join(f"({' | '.join(group)})" for group in groups)
        ahead, order = ("<", "rowid DESC") if down else (">", "rowid")
        near = f"SELECT rowid, terms FROM {index} WHERE rowid {ahead} $2 ORDER BY {order} LIMIT {_ROWS_READ * limit}"
        rows = await self.all(f"SELECT rowid FROM ({near}) AS near WHERE terms @@ $1 LIMIT $3", terms, beyond, limit)
        if len(rows) < limit:
            order = order.replace("rowid", "rowid + 0")
            found = f"SELECT rowid FROM {index} WHERE terms @@ $1 AND rowid {ahead} $2 ORDER BY {order} LIMIT $3"
            rows = await self.all(found, terms, beyond, limit)
        return [row[0] for row in rows]


class PostgresDatabase:
    """One world's schema."""

    def __init__(self, pool: asyncpg.Pool, schema: str) -> None:
        self.pool = pool
        self.schema = schema

    def reading(self) -> Block:
        """See ``Database``."""
        return self._block("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")

    def apart(self) -> Block:
        """See ``Database``. Every transaction has a connection of its own."""
        return self.reading()

    def settled(self) -> Block:
        """See ``Database``. Waits until those who have added to the outbox have committed; others wait meanwhile."""
        key = f"hashtextextended('outbox {self.schema}', 0)"
        return self._block("BEGIN READ ONLY", f"SELECT pg_advisory_xact_lock({key})")

    def writing(self, partner: str, *, lasting: bool = True) -> Block:
        """See ``Database``."""
        begin = "BEGIN" if lasting else "BEGIN; SET LOCAL synchronous_commit TO off"
        world = f"pg_advisory_xact_lock_shared({lock_key(self.schema)})"
        return self._block(begin, f"SELECT {world}, pg_advisory_xact_lock({lock_key(self.schema, partner)})")

    def alone(self) -> Block:
        """A transaction beside which no other one writes in this world."""
        return self._block("BEGIN", f"SELECT pg_advisory_xact_lock({lock_key(self.schema)})")

    def _block(self, begin: str, lock: str = "SELECT 1") -> Block:
        """All that a transaction begins with, in one message; it fails where the schema has been dropped meanwhile."""
        path = f'SET LOCAL search_path TO "{self.schema}"'
        return Block(self.pool, f"{begin}; {path}; {lock}; SELECT '{self.schema}'::regnamespace")


class Block:
    """A transaction, for as long as the block lasts: committed at its end, undone when it is left by an exception.

    Whoever has left it has left nothing behind: its connection is in the pool again, and no transaction is open on it,
    at whichever point and however often the caller was cancelled.
    """

    __slots__ = ("_begin", "_connection", "_pool")

    def __init__(self, pool: asyncpg.Pool, begin: str = "BEGIN") -> None:
        self._pool = pool
        self._begin = begin
        self._connection: Any = None

    async def __aenter__(self) -> PostgresTransaction:
        try:
            await self._start()
        except asyncpg.InvalidSchemaNameError as fault:
            raise WorldClosed from fault
        except BaseException as fault:
            if not is_away(fault) and not isinstance(fault, OSError):
                raise
            try:
                await self._pool.expire_connections()
                await self._start()
            except (*_AWAY, OSError, asyncpg.InterfaceError) as again:
                raise unavailable(again) from again
        return PostgresTransaction(self._connection)

    async def _start(self) -> None:
        self._connection = await self._pool.acquire(timeout=_LONGEST_WAIT)
        try:
            await self._connection.execute(self._begin)
        except BaseException as fault:
            await self._abandon(fault)
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if fault is not None:
            await self._abandon(fault)
            if is_away(fault):
                raise unavailable(fault) from fault
            if isinstance(fault, asyncpg.UndefinedTableError) and await self._is_gone():
                raise WorldClosed from fault  # who waited for a lock may not have seen it go
            return
        try:
            await self._connection.execute("COMMIT")
        except BaseException as lost:
            await self._abandon(lost)
            if isinstance(lost, (*_AWAY, asyncpg.InterfaceError)):
                raise unavailable(lost) from lost
            raise
        await self._give_back()

    async def _is_gone(self) -> bool:
        """Whether the schema is not there any more, rather than a statement being wrong."""
        try:
            await self._start()
        except asyncpg.InvalidSchemaNameError:
            return True
        await self._connection.execute("ROLLBACK")
        await self._give_back()
        return False

    async def _abandon(self, fault: BaseException) -> None:
        """Undoes what was done and gives the connection back, or ends it where it does not work any more."""
        given_up = isinstance(fault, GeneratorExit)  # who is closed can wait for nothing
        if given_up or (is_away(fault) and not isinstance(fault, _UNHARMED)):
            _end(self._connection)
        else:
            await to_its_end(self._roll_back())

    async def _roll_back(self) -> None:
        """Sends a ROLLBACK whatever state the connection seems to be in.

        Between the parsing of a statement and its execution asyncpg leaves PostgreSQL in a transaction that it does not
        know of, and after a BEGIN that was cancelled it does not know yet.
        """
        try:
            await self._connection.execute("ROLLBACK", timeout=_LONGEST_ROLLBACK)
        except BaseException as lost:
            _end(self._connection)
            if not isinstance(lost, (*_AWAY, asyncpg.PostgresError, asyncpg.InterfaceError)):
                raise
        else:
            await self._give_back()

    async def _give_back(self) -> None:
        """Gives the connection back; that it broke meanwhile is nothing to the caller, whose work is done or undone."""
        with suppress(*_AWAY, asyncpg.InterfaceError):
            await self._pool.release(self._connection)


def _end(connection: Any) -> None:
    """Ends a connection; its place in the pool is free at once."""
    with suppress(asyncpg.InterfaceError):  # one that is lost has been taken away already
        connection.terminate()

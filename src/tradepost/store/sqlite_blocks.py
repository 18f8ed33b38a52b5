"""The blocks of a SQLite database: reading and writing ones, and the statements that are run in them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine, Iterable, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from tradepost.store.database import Groups, Row, Value
from tradepost.store.errors import Unavailable
from tradepost.store.sqlite_dialect import native, search_statement

if TYPE_CHECKING:
    from tradepost.store.sqlite import SqliteDatabase

#: What SQLite says when the fault is not in the statement: another program holds the file, or the disk is at its end.
_AWAY = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_PROTOCOL,
    }
)
_translated: dict[str, str] = {}
#: How long those who read share what they see, where nothing is written.
SHARED_SECONDS = 0.005


def is_away(fault: BaseException | None) -> bool:
    """Whether the database could not work, rather than the statement being wrong."""
    return isinstance(fault, sqlite3.OperationalError) and getattr(fault, "sqlite_errorcode", 0) & 0xFF in _AWAY


def _native(sql: str) -> str:
    said = _translated[sql] = native(sql)
    return said


class SqliteTransaction:
    """The statements of one transaction."""

    __slots__ = ("_execute", "_many")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self._many = connection.executemany

    async def one(self, sql: str, *values: Value) -> Row | None:
        """See ``Transaction``."""
        row: Row | None = self._execute(_translated.get(sql) or _native(sql), values).fetchone()
        return row

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        """See ``Transaction``."""
        return self._execute(_translated.get(sql) or _native(sql), values).fetchall()

    async def run(self, sql: str, *values: Value) -> int:
        """See ``Transaction``."""
        return self._execute(_translated.get(sql) or _native(sql), values).rowcount

    async def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """See ``Transaction``."""
        self._many(_translated.get(sql) or _native(sql), rows)

    async def search(self, index: str, groups: Groups, beyond: int, limit: int, *, down: bool = False) -> list[int]:
        """See ``Transaction``. The index is read in the order of its rows, and no further than is wanted."""
        return [row[0] for row in await self.all(*search_statement(index, groups, beyond, limit, down=down))]


class Snapshot:
    """What those see who read within a few milliseconds: taking and giving back the file's locks costs as much as a
    point select, so that they share one. A commit of this process ends it at once, one of another program in time."""

    __slots__ = ("_begun", "_over", "_timed", "_turn", "connection")

    def __init__(self, connection: sqlite3.Connection, turn: asyncio.Lock) -> None:
        self.connection = connection
        self._turn = turn
        self._begun = self._over = self._timed = False

    def begin(self) -> None:
        """A block begins to read. Raises sqlite3.Error."""
        if not self._begun:
            self.connection.execute("BEGIN")
            self._begun, self._over = True, False
            if not self._timed:
                self._timed = True
                asyncio.get_running_loop().call_later(SHARED_SECONDS, self._time_is_up)

    def leave(self) -> None:
        """A block is left; a snapshot that was over before ends with it."""
        if self._over:
            self.end()

    def _time_is_up(self) -> None:
        self._timed = False
        self.expire()

    def expire(self) -> None:
        """Nobody begins to read it any more; a block that is still open keeps it."""
        self._over = True
        if not self._turn.locked():
            self.end()

    def end(self) -> None:
        """Whoever reads next sees what is committed by then."""
        if self._begun:
            self._begun = False
            if self.connection.in_transaction:
                self.connection.execute("COMMIT")


class Reading:
    """A reading block."""

    __slots__ = ("_database",)

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    def __aenter__(self) -> Coroutine[None, None, SqliteTransaction]:
        return self._database.begin_reading()

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.snapshot.leave()
        self._database.turn.release()
        if is_away(fault):
            raise Unavailable(str(fault)) from fault


class SideReading:
    """A reading block beside writes that are still to be committed, or wait for the disk."""

    __slots__ = ("_database",)

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> SqliteTransaction:
        database = self._database
        await database.take_side_turn()
        try:
            side = database.side
            side.begin()
        except (sqlite3.OperationalError, Unavailable) as fault:
            database.side_turn.release()
            raise Unavailable(str(fault)) from fault
        return SqliteTransaction(side.connection)

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.side.leave()
        self._database.side_turn.release()
        if is_away(fault):
            raise Unavailable(str(fault)) from fault


class LastingWrite:
    """A writing block that is on the disk once it is left; undone when it is left by an exception."""

    __slots__ = ("_database",)

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> SqliteTransaction:
        database = self._database
        await database.take_turn()
        try:
            database.join()
            database.connection.execute("SAVEPOINT own")
        except sqlite3.OperationalError as fault:
            database.turn.release()
            raise Unavailable(str(fault)) from fault
        return database.transaction

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        database = self._database
        try:
            if kind is None:
                database.connection.execute("RELEASE own")
                together = database.join()
            elif database.connection.in_transaction:
                database.connection.execute("ROLLBACK TO own")
                database.connection.execute("RELEASE own")
        except sqlite3.OperationalError as trouble:
            raise Unavailable(str(trouble)) from trouble
        finally:
            database.turn.release()
        if kind is None:
            await asyncio.shield(together)
        elif is_away(fault):
            raise Unavailable(str(fault)) from fault


class PassingWrite:
    """A writing block that is committed once it is left, and on the disk when the next lasting one is."""

    __slots__ = ("_database",)

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> SqliteTransaction:
        database = self._database
        await database.take_turn()
        try:
            await database.commit_aside()
            database.synchronize(False)
            database.connection.execute("BEGIN IMMEDIATE")
        except BaseException as fault:
            database.give_turn_back(fault)
            raise
        return database.transaction

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection = self._database.connection
        try:
            if kind is None:
                connection.execute("COMMIT")
                self._database.others_see_more()
                self._database.look_at_log()
            elif connection.in_transaction:
                connection.execute("ROLLBACK")
        except sqlite3.OperationalError as trouble:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise Unavailable(str(trouble)) from trouble
        finally:
            self._database.turn.release()
        if is_away(fault):
            raise Unavailable(str(fault)) from fault

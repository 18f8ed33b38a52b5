"""SQLite: one file a world, called inline in the event loop. A point select takes a few microseconds; no thread could.

Write-ahead log with ``synchronous = FULL``: what was answered survives the end of the process however it comes
(``kill -9``) and a power cut. What the clock does is written without waiting for the disk until the clock stands still.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType

from tradepost.store.apart import Apart
from tradepost.store.database import Groups, Row, Value
from tradepost.store.errors import NewerDatabase, Unavailable
from tradepost.store.migrations import migrations, newest
from tradepost.store.sqlite_dialect import native, search_statement

WORDS = {
    "identity": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "clustered": " WITHOUT ROWID",
    "outbox_order": "",
    "search_table": "VIRTUAL TABLE catalog_words USING fts5(terms, tokenize = 'ascii', detail = 'none')",
    "search_lookup": "",
}
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
#: How long, in seconds, until a commit looks again whether the block that is open has ended.
_PATIENCE = 0.001
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA cache_size = -32768",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA wal_autocheckpoint = 8000",
    "PRAGMA journal_size_limit = 67108864",
)


def connect(path: Path) -> sqlite3.Connection:
    """Opens a database file as every world's is opened. Raises Unavailable."""
    try:
        connection = sqlite3.connect(path, isolation_level=None, cached_statements=512, check_same_thread=False)
        for pragma in _PRAGMAS:
            connection.execute(pragma)
    except sqlite3.Error as fault:
        raise Unavailable(f"{path} cannot be opened: {fault}") from fault
    return connection


def migrate(connection: sqlite3.Connection, where: str) -> None:
    """Brings a database to the newest schema. Two processes may do so at once. Raises NewerDatabase."""
    applied = connection.execute("PRAGMA user_version").fetchone()[0]
    if applied == newest():
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        applied = connection.execute("PRAGMA user_version").fetchone()[0]
        if applied > newest():
            raise NewerDatabase(where, applied, newest())
        for migration in migrations():
            if migration.number > applied:
                for statement in migration.statements(WORDS):
                    connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {newest()}")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


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


class SqliteDatabase:
    """One world's file. All blocks of this process share a connection, and take turns.

    Waiting for the disk is what a write costs most. So writes that come together are committed together: each is a
    savepoint of its own, undone alone if it fails, and each is answered once the commit of them all is on the disk.
    Whoever reads sees committed rows only. Those who read in one turn of the loop share a snapshot, since taking and
    giving back the file's locks costs as much as a point select; a write ends it, and so does the end of the turn.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.turn = asyncio.Lock()
        self._reading = _Reading(self)
        self._lasting = _LastingWrite(self)
        self._passing = _PassingWrite(self)
        self._synchronous = True
        self._together: asyncio.Future[None] | None = None
        self._closed = self._snapshot = self._turn_over = False
        self.connection: sqlite3.Connection
        self.transaction: SqliteTransaction
        self.open()

    def open(self) -> None:
        """Opens the file anew, after it was replaced."""
        self.connection = connect(self.path)
        self._synchronous, self._closed, self._snapshot = True, False, False
        self.transaction = SqliteTransaction(self.connection)

    def close(self) -> None:
        """Closes the file, with everything committed."""
        self.end_snapshot()
        self.commit()
        self._closed = True
        self.connection.close()

    async def take_turn(self) -> None:
        """Waits until no block is open, so as to change something. Raises Unavailable for a world that was deleted."""
        await self.turn.acquire()
        self._check_open()
        self.end_snapshot()

    def _check_open(self) -> None:
        if self._closed:
            self.turn.release()
            raise Unavailable(f"the world '{self.path.stem}' is closed")

    async def begin_reading(self) -> SqliteTransaction:
        """Waits until no block is open; the snapshot that is read in this turn of the loop. Raises Unavailable."""
        await self.turn.acquire()
        self._check_open()
        if not self._snapshot:
            try:
                self.commit()
                self.connection.execute("BEGIN")
            except sqlite3.Error as fault:
                self.turn.release()
                raise Unavailable(str(fault)) from fault
            self._snapshot, self._turn_over = True, False
            asyncio.get_running_loop().call_soon(self._end_turn)
        return self.transaction

    def end_reading(self) -> None:
        """A reading block is left; a snapshot that outlived the turn of the loop for it ends."""
        if self._turn_over:
            self.end_snapshot()
        self.turn.release()

    def _end_turn(self) -> None:
        """The turn of the loop in which a snapshot was begun is over; a block that is still open keeps it."""
        self._turn_over = True
        if not self.turn.locked():
            self.end_snapshot()

    def end_snapshot(self) -> None:
        """Ends what those who read share. Whoever reads next sees what is committed by then."""
        if self._snapshot:
            self._snapshot = False
            if self.connection.in_transaction:
                self.connection.execute("COMMIT")

    def reading(self) -> _Reading:
        """See ``Database``."""
        return self._reading

    def apart(self) -> Apart:
        """See ``Database``. It has a connection and a thread of its own."""
        self.commit()
        return Apart(self.path)

    def settled(self) -> _Reading:
        """See ``Database``. There is one writer at a time, so nothing else can be under way."""
        return self._reading

    def writing(self, partner: str, *, lasting: bool = True) -> _LastingWrite | _PassingWrite:
        """See ``Database``. One file has one writer at a time, whoever the partner is."""
        return self._lasting if lasting else self._passing

    def synchronize(self, lasting: bool) -> None:
        """Has the next transactions written through to the disk, or left to the system to write."""
        if lasting != self._synchronous:
            self.connection.execute("PRAGMA synchronous = FULL" if lasting else "PRAGMA synchronous = NORMAL")
            self._synchronous = lasting

    def join(self) -> asyncio.Future[None]:
        """Enters the writes that are committed together; the future is done once they are."""
        if self._together is not None and not self.connection.in_transaction:
            self.commit()  # a full disk has undone what came together so far; the commit says so to each
        if self._together is None:
            self.synchronize(True)
            self.connection.execute("BEGIN IMMEDIATE")
            loop = asyncio.get_running_loop()
            self._together = loop.create_future()
            loop.call_soon(self._commit_soon)
        return self._together

    def _commit_soon(self) -> None:
        """Commits what came together in this turn of the loop; a block that is still open has its turn first."""
        if self._together is None:
            return
        if self.turn.locked():
            asyncio.get_running_loop().call_later(_PATIENCE, self._commit_soon)
        else:
            self.commit()

    def commit(self) -> None:
        """Commits the writes that came together, and lets each of them know."""
        together, self._together = self._together, None
        if together is None:
            return
        try:
            self.connection.execute("COMMIT")
        except sqlite3.OperationalError as fault:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            if not together.done():
                together.set_exception(Unavailable(str(fault)))
                together.exception()
        else:
            if not together.done():
                together.set_result(None)


class _Reading:
    """A reading block."""

    __slots__ = ("_database",)

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> SqliteTransaction:
        return await self._database.begin_reading()

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.end_reading()
        if is_away(fault):
            raise Unavailable(str(fault)) from fault


class _LastingWrite:
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


class _PassingWrite:
    """A writing block that is committed once it is left, and on the disk when the next lasting one is."""

    __slots__ = ("_database",)

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def __aenter__(self) -> SqliteTransaction:
        database = self._database
        await database.take_turn()
        try:
            database.commit()
            database.synchronize(False)
            database.connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as fault:
            database.turn.release()
            raise Unavailable(str(fault)) from fault
        return database.transaction

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection = self._database.connection
        try:
            if kind is None:
                connection.execute("COMMIT")
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

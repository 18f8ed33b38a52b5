"""SQLite: one file a world, called inline in the event loop. A point select takes a few microseconds; no thread could.

Only what waits for the disk is done in a thread: lasting commits, checkpoints, copies of whole files. Meanwhile the
world's writers wait for each other, its readers read what was committed, and other worlds notice nothing.

Write-ahead log with ``synchronous = FULL``: what was answered survives the end of the process however it comes
(``kill -9``) and a power cut. What the clock does is written without waiting for the disk until the clock stands still.
"""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, closing
from functools import partial
from pathlib import Path

from tradepost.store.apart import Apart
from tradepost.store.aside import aside
from tradepost.store.errors import NewerDatabase, Unavailable
from tradepost.store.migrations import migrations, newest
from tradepost.store.sqlite_blocks import LastingWrite, PassingWrite, Reading, SideReading, Snapshot, SqliteTransaction

logger = logging.getLogger("tradepost.store")

WORDS = {
    "identity": "INTEGER PRIMARY KEY AUTOINCREMENT",
    "clustered": " WITHOUT ROWID",
    "outbox_order": "",
    "search_table": "VIRTUAL TABLE catalog_words USING fts5(terms, tokenize = 'ascii', detail = 'none')",
    "search_lookup": "",
}
#: After so many changed rows the log is written into the file. SQLite does so itself, inline, when it is much longer.
_CHECKPOINT_ROWS = 5000
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA busy_timeout = 10000",
    "PRAGMA cache_size = -32768",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA wal_autocheckpoint = 40000",
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


class SqliteDatabase:
    """One world's file. Blocks of this process share a connection, and take turns.

    Waiting for the disk is what a write costs most. So writes that come together are committed together: each is a
    savepoint of its own, undone alone if it fails, and each is answered once the commit of them all is on the disk.
    Whoever reads sees committed rows only: where writes are still to be committed, by a second connection.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.turn = asyncio.Lock()
        self.side_turn = asyncio.Lock()
        self._reading = Reading(self)
        self._side_reading = SideReading(self)
        self._lasting = LastingWrite(self)
        self._passing = PassingWrite(self)
        self._synchronous = True
        self._together: asyncio.Future[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._log_turn = asyncio.Lock()
        self._checkpointed = 0
        self._closed = False
        self._side: Snapshot | None = None
        self.connection: sqlite3.Connection
        self.snapshot: Snapshot
        self.transaction: SqliteTransaction
        self.open()

    def open(self) -> None:
        """Opens the file anew, after it was replaced."""
        self.connection = connect(self.path)
        self._synchronous, self._closed, self._checkpointed = True, False, 0
        self.transaction = SqliteTransaction(self.connection)
        self.snapshot = Snapshot(self.connection, self.turn)

    def close(self) -> None:
        """Closes the file, with everything committed. Whoever closes it has it ``alone``."""
        self.snapshot.end()
        self.commit()
        self._closed = True
        if self._side is not None:
            self._side.end()
            self._side.connection.close()
            self._side = None
        self.connection.close()

    @property
    def side(self) -> Snapshot:
        """What is read by the second connection, which only reads; opened when it is first needed."""
        if self._side is None:
            connection = connect(self.path)
            connection.execute("PRAGMA query_only = ON")
            self._side = Snapshot(connection, self.side_turn)
        return self._side

    def others_see_more(self) -> None:
        """Something was committed: the next block of the second connection sees it."""
        if self._side is not None:
            self._side.expire()

    async def take_turn(self) -> None:
        """Waits until no block is open, so as to write. Raises Unavailable for a world that was deleted meanwhile."""
        await self.turn.acquire()
        self._check_open(self.turn)
        self.snapshot.end()

    async def begin_reading(self) -> SqliteTransaction:
        """The same for one who shares what others read at this time; it has the transaction to read in."""
        await self.turn.acquire()
        self._check_open(self.turn)
        try:
            if self._together is not None:
                await self.commit_aside()
            self.snapshot.begin()
        except BaseException as fault:
            self.give_turn_back(fault)
            raise
        return self.transaction

    def give_turn_back(self, fault: BaseException) -> None:
        """A block could not begin: the next one may. Raises Unavailable where the file was the reason."""
        self.turn.release()
        if isinstance(fault, sqlite3.OperationalError):
            raise Unavailable(str(fault)) from fault

    async def take_side_turn(self) -> None:
        """The same for blocks of the second connection."""
        await self.side_turn.acquire()
        self._check_open(self.side_turn)

    def _check_open(self, turn: asyncio.Lock) -> None:
        if self._closed:
            turn.release()
            raise Unavailable(f"the world '{self.path.stem}' is closed")

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """Neither reader nor writer has the file meanwhile, and everything is committed. Raises Unavailable."""
        async with self._log_turn, self.turn, self.side_turn:
            if self._closed:
                raise Unavailable(f"the world '{self.path.stem}' is closed")
            self.snapshot.end()
            if self._side is not None:
                self._side.end()
            await self.commit_aside()
            yield

    def reading(self) -> Reading | SideReading:
        """See ``Database``."""
        return self._reading if self._together is None and not self.turn.locked() else self._side_reading

    def apart(self) -> Apart:
        """See ``Database``. It has a connection and a thread of its own."""
        return Apart(self.path)

    def settled(self) -> Reading:
        """See ``Database``. It waits until the writes that are under way are committed."""
        return self._reading

    def writing(self, partner: str, *, lasting: bool = True) -> LastingWrite | PassingWrite:
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
            loop.call_soon(self._in_task, self._commit_soon)
        return self._together

    def _in_task(self, function: Callable[[], Coroutine[None, None, None]]) -> None:
        task = asyncio.get_running_loop().create_task(function())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _commit_soon(self) -> None:
        """Commits what came together in this round of the loop; blocks that wait for their turn join before."""
        async with self.turn:
            await self.commit_aside()

    async def commit_aside(self) -> None:
        """Commits the writes that came together, in a thread; whoever calls this has the turn."""
        if self._together is not None:
            faults: list[sqlite3.OperationalError | None] = []
            try:
                await aside(lambda: faults.append(_fault_of(self.connection)))
            finally:  # also where the caller was cancelled: the writes of others are in it
                self._committed(faults[0])
            self.look_at_log()

    def commit(self) -> None:
        """The same at once, where nobody can wait."""
        if self._together is not None:
            self._committed(_fault_of(self.connection))

    def _committed(self, fault: sqlite3.OperationalError | None) -> None:
        """Lets each of the writes that came together know what has become of them."""
        together, self._together = self._together, None
        if fault is not None and self.connection.in_transaction:
            self.connection.execute("ROLLBACK")
        if together is None or together.done():
            return
        if fault is None:
            self.others_see_more()
            together.set_result(None)
        else:
            together.set_exception(Unavailable(str(fault)))
            together.exception()

    def look_at_log(self) -> None:
        """After a commit: has the log written into the file, once it has grown."""
        if self._log_has_grown() and not self._log_turn.locked():
            self._in_task(self._write_log)

    def _log_has_grown(self) -> bool:
        return self.connection.total_changes - self._checkpointed > _CHECKPOINT_ROWS

    async def _write_log(self) -> None:
        """Writes the log into the file while others read and write; then, in a moment, what they have added.

        Only then can the log begin anew, and keeps its size however long there is no pause.
        """
        async with self._log_turn:
            if self._closed or not self._log_has_grown():
                return
            try:
                await aside(partial(_write_log_into_file, self.path))
                async with self.turn:
                    self.snapshot.end()
                    self._checkpointed = self.connection.total_changes
                    await aside(partial(_write_log_into_file, self.path))
            except sqlite3.Error as fault:
                logger.warning("the log of %s could not be written into it: %s", self.path, fault)


def _fault_of(connection: sqlite3.Connection) -> sqlite3.OperationalError | None:
    """Commits; gives what hindered it."""
    try:
        connection.execute("COMMIT")
    except sqlite3.OperationalError as fault:
        return fault
    return None


def _write_log_into_file(path: Path) -> None:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()

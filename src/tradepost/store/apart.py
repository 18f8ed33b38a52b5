"""Reading a whole SQLite world without holding up its event loop: a connection of its own, in a thread of its own.

The write-ahead log lets it see the state at which it began for as long as it takes, while others write.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from tradepost.store.database import Groups, Row, Value
from tradepost.store.errors import Unavailable
from tradepost.store.sqlite_dialect import native, search_statement

T = TypeVar("T")


class Apart:
    """A reading block of its own: a transaction of ``Database.apart``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, "tradepost-reader")
        self._connection: sqlite3.Connection

    async def __aenter__(self) -> Apart:
        try:
            await self._do(self._begin)
        except sqlite3.Error as fault:
            self._thread.shutdown(wait=False)
            raise Unavailable(f"{self._path} cannot be read: {fault}") from fault
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.submit(self._connection.close)
        self._thread.shutdown(wait=False)

    def _begin(self) -> None:
        self._connection = sqlite3.connect(
            f"{self._path.as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )
        self._connection.execute("PRAGMA busy_timeout = 10000")
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on the state is this one

    async def _do(self, work: Callable[..., T], *values: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *values)

    def _execute(self, sql: str, values: Sequence[Value]) -> sqlite3.Cursor:
        return self._connection.execute(native(sql), values)

    async def one(self, sql: str, *values: Value) -> Row | None:
        """See ``Transaction``."""
        return await self._do(lambda: self._execute(sql, values).fetchone())

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        """See ``Transaction``."""
        return await self._do(lambda: self._execute(sql, values).fetchall())

    async def run(self, sql: str, *values: Value) -> int:
        """Nothing can be changed here. Raises Unavailable."""
        raise Unavailable("a transaction apart only reads")

    async def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Nothing can be changed here. Raises Unavailable."""
        raise Unavailable("a transaction apart only reads")

    async def search(self, index: str, groups: Groups, beyond: int, limit: int, *, down: bool = False) -> list[int]:
        """See ``Transaction``."""
        return [row[0] for row in await self.all(*search_statement(index, groups, beyond, limit, down=down))]

"""The interface that every domain writes its SQL against. Two engines stand behind it: SQLite and PostgreSQL.

SQL is plain text in the dialect that both share, with ``$1``, ``$2`` … for its values. Columns are BIGINT, TEXT or
DOUBLE PRECISION; a truth is 0 or 1, an instant is milliseconds since 1970 in UTC (``*_at``), money is a decimal TEXT,
a document is JSON as TEXT. ``ON CONFLICT``, ``RETURNING`` and row values are available on both.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

Value = str | int | float | None
Row = Sequence[Any]
Groups = Sequence[Sequence[str]]


class Transaction(Protocol):
    """One transaction of one world. It ends with the block that opened it: committed, or undone by an exception."""

    async def one(self, sql: str, *values: Value) -> Row | None:
        """The first row that the query finds, or None."""

    async def all(self, sql: str, *values: Value) -> Sequence[Row]:
        """Every row that the query finds."""

    async def run(self, sql: str, *values: Value) -> int:
        """Runs a statement and says how many rows it changed."""

    async def many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Runs one statement for each row of values."""

    async def search(self, index: str, groups: Groups, beyond: int, limit: int, *, down: bool = False) -> list[int]:
        """The numbers of a search index's rows that have a term of every group: the next ones above a number, in order.

        With ``down`` the next ones below it, downwards. Terms are of small letters and digits only; there is at least
        one group, and none is empty.
        """


class Database(Protocol):
    """The database of one world."""

    def reading(self) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that sees one consistent state and changes nothing."""

    def apart(self) -> AbstractAsyncContextManager[Transaction]:
        """A reading transaction that may take long: it sees one consistent state, and holds up nobody meanwhile.

        For what reads through a whole world, a page of rows at a time; beginning one costs more than ``reading``.
        """

    def settled(self) -> AbstractAsyncContextManager[Transaction]:
        """A reading transaction that sees the outbox without gaps: none of its ids is still to be committed.

        Ids are drawn before they are committed, so another reader may see 12 before 11, and one who goes on after the
        last id that he has seen would miss 11. It sees what was scheduled, too, by everyone whose write was under way.
        """

    def writing(self, partner: str, *, lasting: bool = True) -> AbstractAsyncContextManager[Transaction]:
        """A transaction that may change what belongs to this selling partner.

        Transactions of the same partner run one after another, on both engines, so a handler may check and then
        change. An empty partner stands for the world itself: its clock, its accounts. One that is ``lasting`` outlives
        a power cut once it is committed; another one outlives the end of the process, and a power cut when a lasting
        one came after.
        """

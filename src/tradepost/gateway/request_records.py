"""The request log in a world's database: its rows, written, found, counted, and kept within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction, Value

#: The newest calls that a world keeps, and how many characters they may take together.
MOST_CALLS = 5000
MOST_CHARACTERS = 32 * 1024 * 1024

_COLUMNS = (
    "at, request_id, operation, method, path, query, status, duration_us, seller_id, application_id, reason,"
    " request_headers, request_body, response_headers, response_body, injected, hints"
)
_TEXTS = (4, 5, 10, 11, 12, 13, 14, 16)


class LoggedRequest(msgspec.Struct, frozen=True, rename="camel"):
    """A call as the request log shows it. ``at`` is real time in milliseconds, ``duration_ms`` how long it took.

    ``status`` is 0 where the connection was dropped on purpose. ``operation`` is empty where no operation has the path.
    ``reason`` is the true cause of a refusal, ``injected`` the fault that struck, ``hints`` names known mistakes.
    """

    id: int
    at: int
    request_id: str
    operation: str
    method: str
    path: str
    query: str
    status: int
    duration_ms: float
    seller_id: str
    application_id: str
    reason: str
    request_headers: msgspec.Raw
    request_body: str
    response_headers: msgspec.Raw
    response_body: str
    injected: str
    hints: msgspec.Raw


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """Which calls are meant; what is left out is not asked for.

    ``operations`` are keys, any of which is meant. ``statuses`` is from the first to the last of a
    range. ``since`` is an id (calls after it) or a real time; ``before`` is an id. ``path`` is a part of the path.
    """

    operations: tuple[str, ...] | None = None
    statuses: tuple[int, int] | None = None
    since: int | datetime = 0
    before: int | None = None
    method: str | None = None
    path: str | None = None
    seller_id: str | None = None
    application_id: str | None = None
    request_id: str | None = None
    matched: bool | None = None
    injected: bool | None = None

    def where(self) -> tuple[str, list[Value]]:
        """The condition and its values."""
        timed = isinstance(self.since, datetime)
        values: list[Value] = [
            to_milliseconds(self.since.astimezone(UTC)) if isinstance(self.since, datetime) else self.since
        ]
        conditions = ["at >= $1" if timed else "id > $1"]

        def also(condition: str, *more: Value) -> None:
            numbers = range(len(values) + 1, len(values) + len(more) + 1)
            conditions.append(condition.format(*(f"${number}" for number in numbers)))
            values.extend(more)

        if self.operations is not None:
            numbers = ", ".join(f"{{{at}}}" for at in range(len(self.operations)))
            also(f"operation IN ({numbers})", *self.operations)
        if self.statuses is not None:
            also("status BETWEEN {0} AND {1}", *self.statuses)
        if self.before is not None:
            also("id < {0}", self.before)
        if self.path is not None:
            also("replace(path, {0}, '') <> path", self.path)
        for column in ("method", "seller_id", "application_id", "request_id"):
            value = getattr(self, column)
            if value is not None:
                also(f"{column} = {{0}}", value)
        for column, wanted in (("operation", self.matched), ("injected", self.injected)):
            if wanted is not None:
                conditions.append(f"{column} {'<>' if wanted else '='} ''")
        return " AND ".join(conditions), values


async def write(tx: Transaction, rows: Sequence[tuple[Value, ...]]) -> None:
    """Adds calls, and drops the oldest where there are too many or where they are too large together."""
    await tx.many(
        f"INSERT INTO requests ({_COLUMNS}, size)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)",
        [(*row, sum([len(str(row[at])) for at in _TEXTS])) for row in rows],
    )
    newest = await tx.one("SELECT max(id) FROM requests")
    if newest is not None:
        await tx.run("DELETE FROM requests WHERE id <= $1", newest[0] - MOST_CALLS)


async def shrink(tx: Transaction) -> int:
    """Drops the oldest calls until the rest fits; says how many characters the rest has."""
    row = await tx.one("SELECT coalesce(sum(size), 0) FROM requests")
    total = int(row[0]) if row is not None else 0
    if total <= MOST_CHARACTERS:
        return total
    await tx.run(
        "DELETE FROM requests WHERE id IN (SELECT id FROM (SELECT id, sum(size) OVER (ORDER BY id DESC) AS total"
        " FROM requests) AS summed WHERE total > $1)",
        MOST_CHARACTERS * 3 // 4,
    )
    row = await tx.one("SELECT coalesce(sum(size), 0) FROM requests")
    return int(row[0]) if row is not None else 0


async def read(tx: Transaction, wanted: Filter, limit: int, *, oldest_first: bool = False) -> list[LoggedRequest]:
    """The calls that a filter finds, newest first."""
    where, values = wanted.where()
    rows = await tx.all(
        f"SELECT id, {_COLUMNS} FROM requests WHERE {where}"
        f" ORDER BY id {'ASC' if oldest_first else 'DESC'} LIMIT ${len(values) + 1}",
        *values,
        limit,
    )
    return [_logged(row) for row in rows]


async def counts(tx: Transaction, wanted: Filter) -> list[tuple[str, int, int]]:
    """How often each operation gave each status: operation, status, calls."""
    where, values = wanted.where()
    rows = await tx.all(
        f"SELECT operation, status, count(*) FROM requests WHERE {where}"
        " GROUP BY operation, status ORDER BY operation, status",
        *values,
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def clear(tx: Transaction) -> None:
    """Forgets every call. Ids go on from where they were."""
    await tx.run("DELETE FROM requests")


def _logged(row: Any) -> LoggedRequest:
    values = list(row)
    values[8] = round(values[8] / 1000, 3)
    for at in (12, 14, 17):
        values[at] = msgspec.Raw(values[at].encode())
    return LoggedRequest(*values)

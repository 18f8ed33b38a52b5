"""The request log: what was called, what was answered, and why it was refused.

A request only leaves a note in memory; a task writes the notes to the world's database a little later, without tokens,
secrets and personal data. Each world keeps its newest 5,000 calls.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from tradepost.gateway import masking
from tradepost.gateway.exchange import Exchange
from tradepost.server.messages import Request, Response
from tradepost.simulation.clock import monotonic_seconds, real_milliseconds, to_milliseconds
from tradepost.simulation.installation import Installation
from tradepost.simulation.world import World
from tradepost.store.database import Transaction, Value

logger = logging.getLogger("tradepost.requests")

MOST_CALLS = 5000
_FLUSH_SECONDS = 2.0
_AT_A_TIME = 50
_LARGEST_BODY = 131_072


class Note(NamedTuple):
    """A call as it is noted on the hot path: references only, nothing formatted."""

    world: World | None
    at: int
    seconds: float
    request_id: str
    operation: str
    application_id: str
    seller_id: str
    reason: str | None
    request: Request
    response: Response


class LoggedRequest(msgspec.Struct, frozen=True, rename="camel"):
    """A call as the request log shows it. ``at`` is real time in milliseconds, ``duration_ms`` how long it took."""

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
    response_body: str


class RequestLog:
    """Notes calls, and writes them down off the hot path."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._notes: deque[Note] = deque(maxlen=2 * MOST_CALLS)
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None

    def note(self, exchange: Exchange, response: Response) -> None:
        """Notes one call. Costs a microsecond; the writing comes later."""
        caller = exchange.caller
        self._notes.append(
            Note(
                exchange.world,
                real_milliseconds(),
                monotonic_seconds() - exchange.started,
                exchange.request_id,
                exchange.route.key if exchange.route is not None else exchange.operation,
                caller.application_id if caller is not None else "",
                caller.seller_id if caller is not None else "",
                exchange.reason,
                _light(exchange.request),
                response,
            )
        )

    def start(self) -> None:
        """Begins to write notes down."""
        self._task = asyncio.create_task(self._write_regularly(), name="request log")

    async def stop(self) -> None:
        """Writes down what is left."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self.flush()

    async def _write_regularly(self) -> None:
        while True:
            await asyncio.sleep(_FLUSH_SECONDS)
            try:
                await self.flush()
            except Exception:
                logger.exception("the request log could not be written")

    async def flush(self) -> None:
        """Writes every note down; returns once those are written, too, that were being written already."""
        async with self._writing:
            if self._notes:
                await self._write_down()

    async def _write_down(self) -> None:
        notes, self._notes = self._notes, deque(maxlen=2 * MOST_CALLS)
        by_world: dict[str, list[Note]] = defaultdict(list)
        main = await self._installation.world("main")
        for each in notes:
            by_world[(each.world or main).name].append(each)
        for name, batch in by_world.items():
            world = self._installation.opened(name)
            if world is None:  # deleted since
                continue
            kept = batch[-MOST_CALLS:]
            for start in range(0, len(kept), _AT_A_TIME):  # callers get their turn in between
                rows = [_row(each) for each in kept[start : start + _AT_A_TIME]]
                async with world.database.writing("", lasting=False) as tx:
                    await _write(tx, rows)
                await asyncio.sleep(0)


def _light(request: Request) -> Request:
    """The request itself, or one without its body where that is too large to wait in memory."""
    if len(request.body) <= _LARGEST_BODY:
        return request
    note = b'"(%d bytes)"' % len(request.body)
    return Request(request.method, request.target, request.headers, note, request.client, request.scheme)


async def _write(tx: Transaction, rows: list[tuple[Value, ...]]) -> None:
    await tx.many(
        "INSERT INTO requests (at, request_id, operation, method, path, query, status, duration_us, seller_id,"
        " application_id, reason, request_headers, request_body, response_body)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        rows,
    )
    newest = await tx.one("SELECT max(id) FROM requests")
    if newest is not None:
        await tx.run("DELETE FROM requests WHERE id <= $1", newest[0] - MOST_CALLS)


def _row(note: Note) -> tuple[Value, ...]:
    request, response = note.request, note.response
    content_type = request.header(b"content-type") or b""
    hidden = masking.personal_texts(request.body) if note.reason else []
    return (
        note.at,
        note.request_id,
        note.operation,
        request.method,
        _text(masking.mask_text(request.path.decode("latin-1"))),
        _text(masking.mask_query(request.query.decode("latin-1"))),
        response.status,
        int(note.seconds * 1_000_000),
        note.seller_id,
        note.application_id,
        _text(masking.mask_quotes(note.reason or "", hidden)),
        _text(msgspec.json.encode(masking.mask_headers(request.headers)).decode()),
        _text(masking.mask_body(request.body, content_type)),
        _text(masking.mask_quotes(masking.mask_body(response.body, b"application/json"), hidden)),
    )


def _text(text: str) -> str:
    """Text as both databases keep it: PostgreSQL knows no NUL, and neither knows lone surrogates."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()


async def read(
    tx: Transaction,
    *,
    operation: str | None = None,
    status: int | None = None,
    since: int | datetime = 0,
    limit: int = 100,
) -> list[LoggedRequest]:
    """The calls of a world, newest first: of one operation (key or bare id), with one status, after an id or time."""
    timed = isinstance(since, datetime)
    conditions = ["at >= $1" if timed else "id > $1"]
    values: list[Value] = [to_milliseconds(since.astimezone(UTC)) if isinstance(since, datetime) else since]
    if operation:
        values.append(operation)
        conditions.append(f"(operation = ${len(values)} OR operation LIKE '%.' || ${len(values)})")
    if status:
        values.append(status)
        conditions.append(f"status = ${len(values)}")
    values.append(limit)
    rows = await tx.all(
        "SELECT id, at, request_id, operation, method, path, query, status, duration_us, seller_id, application_id,"
        f" reason, request_headers, request_body, response_body FROM requests WHERE {' AND '.join(conditions)}"
        f" ORDER BY id DESC LIMIT ${len(values)}",
        *values,
    )
    return [_logged(row) for row in rows]


def _logged(row: Any) -> LoggedRequest:
    values = list(row)
    values[8] = round(values[8] / 1000, 3)
    values[12] = msgspec.Raw(values[12].encode())
    return LoggedRequest(*values)

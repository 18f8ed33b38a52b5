"""The request log: what was called, what was answered, and why it was refused.

A request only leaves a note in memory; a task writes the notes to the world's database a little later, without tokens,
secrets and personal data. Each world keeps its newest calls (see ``request_records``).
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

import msgspec

from tradepost.accounts.keys import world_of_token
from tradepost.gateway import masking, request_records
from tradepost.gateway.answer import one_line
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.mistakes import known_mistakes
from tradepost.gateway.request_records import MOST_CALLS, MOST_CHARACTERS
from tradepost.installation.installation import Installation
from tradepost.server.messages import Headers, Request, Response
from tradepost.simulation.clock import monotonic_seconds, real_milliseconds
from tradepost.store.database import Value
from tradepost.store.errors import WorldClosed
from tradepost.store.peers import Peers
from tradepost.worlds.world import World

logger = logging.getLogger("tradepost.requests")

_FLUSH_SECONDS = 2.0
#: Where more comes than is kept, so that less is written in vain.
_BUSY_SECONDS = 8.0
_AT_A_TIME = 10
#: What processes ask of each other before the log is read.
_WRITE = "write the request log"
#: A longer body does not wait in memory to be written, nor do more than a few bytes where so many wait already.
_LARGEST_BODY, _MOST_WAITING, _FEW = 131_072, 33_554_432, 2048


class Note(NamedTuple):
    """A call as it is noted on the hot path: references only, nothing formatted. ``at`` is in real milliseconds."""

    at: int
    seconds: float
    exchange: Exchange
    response: Response
    size: int


class RequestLog:
    """Notes calls, and writes them down off the hot path."""

    def __init__(self, installation: Installation) -> None:
        self._installation = installation
        self._notes: deque[Note] = deque()
        self._waiting = 0  # bytes in the bodies of these notes
        self._grown: dict[str, int] = defaultdict(lambda: MOST_CHARACTERS)  # at least so much: not looked at yet
        self._writing = asyncio.Lock()
        self._task: asyncio.Task[None] | None = None
        self._ended = asyncio.Event()
        self._peers: Peers | None = None
        self.heard_by: list[Callable[[Note], None]] = []  # who hears of each call at once

    def note(self, exchange: Exchange, response: Response) -> None:
        """Notes one call that is over. Costs some two microseconds; the writing comes later."""
        exchange.arguments = None
        most = _LARGEST_BODY if self._waiting < _MOST_WAITING else _FEW
        if len(exchange.request.body) > most:
            if exchange.reason and exchange.caller is not None:  # nobody knows later what of the body is personal
                response = _without_quotes(exchange, response)
            exchange.request = _light_request(exchange.request)
        if len(response.body) > most:
            response = Response(response.status, response.headers, _in_place_of(response.body))
        size = len(exchange.request.body) + len(response.body)
        if len(self._notes) >= MOST_CALLS:  # the log keeps no more
            self._waiting -= self._notes.popleft().size
        self._waiting += size
        seconds = monotonic_seconds() - exchange.started
        note = Note(real_milliseconds(), seconds, exchange, response, size)
        self._notes.append(note)
        for hear in self.heard_by:
            try:
                hear(note)
            except Exception:  # the call is answered all the same
                logger.exception("a call could not be told of")

    @property
    def waiting(self) -> tuple[int, int]:
        """How many notes wait to be written down, and how many bytes their bodies take."""
        return len(self._notes), self._waiting

    def start(self) -> None:
        """Begins to write notes down."""
        self._peers = self._installation.store.peers
        if self._peers is not None:
            self._peers.when_asked(_WRITE, self.flush)
        self._task = asyncio.create_task(self._write_regularly(), name="request log")

    async def stop(self) -> None:
        """Writes down what is left; what is being written is written to its end."""
        self._ended.set()
        if self._task is not None:
            await self._task
        await self.flush()

    async def _write_regularly(self) -> None:
        written = monotonic_seconds()
        while not self._ended.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), _FLUSH_SECONDS)
            if len(self._notes) == MOST_CALLS and monotonic_seconds() - written < _BUSY_SECONDS:
                continue
            try:
                await self.flush()
            except Exception:
                logger.exception("the request log could not be written")
            written = monotonic_seconds()

    async def flush(self) -> None:
        """Writes every note down; returns once those are written, too, that were being written already."""
        async with self._writing:
            if self._notes:
                await self._write_down()

    async def flush_all(self) -> None:
        """What ``flush`` does, in every process that serves the same database; one that does not answer is left out."""
        if self._peers is not None:
            await asyncio.gather(self.flush(), self._peers.ask(_WRITE))
        else:
            await self.flush()

    async def _write_down(self) -> None:
        notes, self._notes, self._waiting = self._notes, deque(), 0
        by_world: dict[str, list[Note]] = defaultdict(list)
        main = await self._installation.world("main")
        for each in notes:
            meant = each.exchange.world or await self._world_of_token(each.exchange.request) or main
            by_world[meant.name].append(each)
        for name, batch in by_world.items():
            world = self._installation.opened(name)
            if world is None:  # deleted since
                continue
            with suppress(WorldClosed):  # by another process
                await self._write_batch(world, batch[-MOST_CALLS:])

    async def _write_batch(self, world: World, kept: list[Note]) -> None:
        for start in range(0, len(kept), _AT_A_TIME):  # callers get their turn in between
            rows = [_row(each) for each in kept[start : start + _AT_A_TIME]]
            async with world.database.writing("", lasting=False) as tx:
                await request_records.write(tx, rows)
                self._grown[world.name] += sum(len(each) for row in rows for each in row if isinstance(each, str))
                if self._grown[world.name] > MOST_CHARACTERS:
                    self._grown[world.name] = await request_records.shrink(tx)
            await self._installation.turns.next_turn()

    async def _world_of_token(self, request: Request) -> World | None:
        """The world whose token a call bears that was refused before its token was looked at."""
        token = request.header(b"x-amz-access-token")
        uid = world_of_token(token.decode("latin-1")) if token else None
        return None if uid is None else await self._installation.world_by_uid(uid)


def _without_quotes(exchange: Exchange, response: Response) -> Response:
    """The answer to a refused call, without what it quotes of personal data in the body; so is the reason then."""
    hidden = masking.personal_texts(exchange.request.body)
    exchange.reason = masking.mask_quotes(exchange.reason or "", hidden)
    body = masking.mask_quotes(response.body.decode("utf-8", "replace"), hidden)
    return Response(response.status, _with_reason(response.headers, exchange.reason), body.encode())


def _with_reason(headers: Headers, reason: str) -> Headers:
    """The headers of a refusal, with another reason."""
    return [(name, one_line(reason) if name == b"x-tradepost-reason" else value) for name, value in headers]


def _light_request(request: Request) -> Request:
    """The request without its body, which is too large to wait in memory."""
    note = _in_place_of(request.body)
    return Request(request.method, request.target, request.headers, note, request.client, request.scheme)


def _in_place_of(body: bytes) -> bytes:
    return b'"(%d bytes)"' % len(body)


def _row(note: Note) -> tuple[Value, ...]:
    exchange, response = note.exchange, note.response
    request, route, caller = exchange.request, exchange.route, exchange.caller
    content_type = request.header(b"content-type") or b""
    hints = known_mistakes(request, route.operation if route is not None else None)
    hidden = masking.personal_texts(request.body) if exchange.reason else []
    reason = masking.mask_quotes(exchange.reason or "", hidden)
    headers = _with_reason(response.headers, reason) if hidden else response.headers
    return (
        note.at,
        exchange.request_id,
        exchange.key,
        request.method,
        _text(masking.mask_text(request.path.decode("latin-1"))),
        _text(masking.mask_query(request.query.decode("latin-1"))),
        response.status,
        int(note.seconds * 1_000_000),
        caller.seller_id if caller is not None else "",
        caller.application_id if caller is not None else "",
        _text(reason),
        _text(msgspec.json.encode(masking.mask_headers(request.headers)).decode()),
        _text(masking.mask_body(request.body, content_type)),
        _text(msgspec.json.encode(masking.mask_headers(headers)).decode()),
        _text(masking.mask_quotes(masking.mask_body(response.body, b"application/json"), hidden)),
        "; ".join(exchange.injected),
        _text(msgspec.json.encode([masking.mask_quotes(each, hidden) for each in hints]).decode()),
    )


def _text(text: str) -> str:
    """Text as both databases keep it: PostgreSQL knows no NUL, and neither knows lone surrogates."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()

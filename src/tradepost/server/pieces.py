"""Writing an answer whose body comes in pieces, at the speed at which the client takes it."""

from __future__ import annotations

import asyncio
from typing import Protocol

from tradepost.server.messages import Headers, Stream
from tradepost.server.writing import CLOSE, KEEP_ALIVE, NO_BODY, date_line, header_lines, status_line


class ClientLeft(ConnectionError):
    """Nobody is there any more to take the answer."""


class Outlet(Protocol):
    """Where an answer in pieces goes. ``writable`` is there while the client is behind, and done when it caught up."""

    transport: asyncio.Transport
    writable: asyncio.Future[None] | None
    gone: bool

    @property
    def ends_after_answer(self) -> bool:
        """Whether the answer that is being written is the last on this connection."""


class Pieces:
    """One answer in pieces. With a length it is sent as it is; without one it is chunked, or ends with the connection
    where the client speaks HTTP/1.0."""

    __slots__ = ("_chunked", "_head_only", "_http_1_0", "_left", "_open_end", "_outlet", "begun", "keep_alive")

    def __init__(self, outlet: Outlet, *, head_only: bool, keep_alive: bool, http_1_0: bool) -> None:
        self._outlet = outlet
        self._head_only = head_only
        self._http_1_0 = http_1_0
        self._chunked = self._open_end = False
        self._left = 0
        self.begun = False
        self.keep_alive = keep_alive

    def begin(self, status: int, headers: Headers, length: int | None, *, write_length: bool) -> None:
        """Writes the head. ``write_length`` is False where the headers hold the length already."""
        self.begun = True
        framing = b""
        if status in NO_BODY:
            self._head_only = True
        elif length is not None:
            self._left = length
            framing = b"Content-Length: %d\r\n" % length if write_length else b""
        elif self._http_1_0:
            self._open_end, self.keep_alive = True, False
        else:
            self._chunked = True
            framing = b"Transfer-Encoding: chunked\r\n"
        self.keep_alive = self.keep_alive and not self._outlet.ends_after_answer
        connection = KEEP_ALIVE if self.keep_alive else CLOSE
        self._write(status_line(status) + header_lines(headers) + framing + date_line() + connection)

    async def write(self, piece: bytes) -> None:
        """Writes a piece, and waits until the client has taken enough of it. Raises ClientLeft."""
        if self._outlet.gone:
            raise ClientLeft
        if not piece or self._head_only:
            return
        if self._chunked:
            self._write(b"%x\r\n%b\r\n" % (len(piece), piece))
        elif self._open_end:
            self._write(piece)
        else:
            self._write(piece[: self._left])
            self.keep_alive = self.keep_alive and len(piece) <= self._left
            self._left = max(0, self._left - len(piece))
        if self._outlet.writable is not None:
            await self._outlet.writable
            if self._outlet.gone:
                raise ClientLeft

    def end(self) -> bool:
        """Ends the answer. Says whether the connection may go on: not after a body that was too short or too long."""
        if self._head_only:
            return self.keep_alive
        if self._chunked:
            self._write(b"0\r\n\r\n")
        return self.keep_alive and self._left == 0

    def _write(self, data: bytes) -> None:
        if not self._outlet.gone:
            self._outlet.transport.write(data)


async def write_stream(pieces: Pieces, stream: Stream) -> bool:
    """Writes a whole stream; says whether the connection may go on. The stream's iterator is closed in any case."""
    iterator = aiter(stream.pieces)
    try:
        pieces.begin(stream.status, stream.headers, stream.length, write_length=True)
        async for piece in iterator:
            await pieces.write(piece)
        return pieces.end()
    except ClientLeft:
        return False
    finally:
        close = getattr(iterator, "aclose", None)
        if close is not None:
            await close()

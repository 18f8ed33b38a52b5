"""One connection: requests are read by httptools, answered one after another, and written in their order."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine, Generator
from typing import TYPE_CHECKING, Any

import httptools

from tradepost.server.asgi import AsgiCall
from tradepost.server.messages import Headers, Request, Response
from tradepost.server.rules import fault_of_headers, fault_of_target
from tradepost.server.writing import malformed, write_response

if TYPE_CHECKING:
    from tradepost.server.serving import Server

logger = logging.getLogger("tradepost.server")

_MOST_WAITING = 64


class _Refused(Exception):  # noqa: N818  (ends the parsing of a connection, is no fault of the program)
    """A request that is not taken in: the bytes of its answer."""

    def __init__(self, answer: bytes) -> None:
        super().__init__()
        self.answer = answer


class Connection(asyncio.Protocol):
    """One connection of a client.

    A request that is answered without waiting for anything is answered in place: no task is made for it.
    """

    __slots__ = (
        "_asgi",
        "_body",
        "_busy",
        "_client",
        "_closing",
        "_deadline",
        "_eof",
        "_head_size",
        "_headers",
        "_parser",
        "_paused",
        "_reading_stopped",
        "_server",
        "_size",
        "_target",
        "_task",
        "_waiting",
        "transport",
        "writable",
    )

    def __init__(self, server: Server) -> None:
        self._server = server
        self._parser = httptools.HttpRequestParser(self)
        self._waiting: deque[tuple[Request, bool]] = deque()
        self._busy = self._closing = self._eof = self._reading_stopped = self._paused = False
        self._task: asyncio.Task[None] | None = None
        self._asgi: AsgiCall | None = None
        self._target = b""
        self._headers: Headers = []
        self._body: list[bytes] = []
        self._size = self._head_size = 0
        self._deadline = server.now + server.limits.header_seconds
        self._client: tuple[str, int] | None = None
        self.transport: asyncio.Transport
        self.writable: asyncio.Future[None] | None = None

    # The connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there; one too many is told so and sent away."""
        self.transport = transport  # type: ignore[assignment]  # uvloop's is none of asyncio's classes
        peer = transport.get_extra_info("peername")
        self._client = (str(peer[0]), int(peer[1])) if isinstance(peer, tuple) else None
        self._server.connections.add(self)
        if len(self._server.connections) > self._server.limits.connections:
            self._refuse(503, "too many connections are open")

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone; whatever waited for it is ended."""
        self._server.connections.discard(self)
        self._closing = True
        self._waiting.clear()
        if self._asgi is not None:
            self._asgi.disconnect()
        if self.writable is not None and not self.writable.done():
            self.writable.set_result(None)

    def eof_received(self) -> bool:
        """The client has said all it had to say; it still gets its answers."""
        self._eof = True
        return self._busy or bool(self._waiting)

    def pause_writing(self) -> None:
        """The client reads slowly: no further request is answered until it has caught up."""
        self.writable = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        """The client has caught up."""
        if self.writable is not None and not self.writable.done():
            self.writable.set_result(None)
        self.writable = None
        self._answer_waiting()

    def check_time(self, now: float) -> None:
        """Closes the connection when its client has let a time limit pass."""
        if self._deadline and now > self._deadline and not self._busy:
            self.transport.abort() if self._head_size or self._size else self.transport.close()

    def stop(self) -> None:
        """Closes the connection as soon as it has nothing more to answer."""
        self._closing = True
        if not self._busy and not self._waiting:
            self.transport.close()

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        if self._closing:
            return
        if self._headers or self._head_size or not self._size:
            self._head_size += len(data)
        try:
            self._parser.feed_data(data)
            self._check_head()
        except _Refused as refused:
            self._end(refused.answer)
        except httptools.HttpParserUpgrade:
            self._end(malformed("no other protocol is spoken here"))
        except httptools.HttpParserError as fault:
            cause = fault.__context__
            self._end(cause.answer if isinstance(cause, _Refused) else malformed("it cannot be parsed"))

    def _check_head(self) -> None:
        """A head that never ends is refused while it grows."""
        limits = self._server.limits
        if self._head_size > limits.head_bytes and not self._size:
            status = 414 if not self._headers and len(self._target) == 0 else 431
            raise self._refused(status, "the head of the request is too long")

    # What the parser calls

    def on_message_begin(self) -> None:
        """A request begins."""
        self._target, self._headers, self._body, self._size = b"", [], [], 0
        self._deadline = self._server.now + self._server.limits.header_seconds

    def on_url(self, url: bytes) -> None:
        """A piece of the request target."""
        self._target += url
        if len(self._target) > self._server.limits.target_bytes:
            raise self._refused(414, f"the request target is longer than {self._server.limits.target_bytes} bytes")

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header field is complete."""
        self._headers.append((name.lower(), value))
        if len(self._headers) > self._server.limits.fields:
            raise self._refused(431, f"there are more than {self._server.limits.fields} header fields")

    def on_headers_complete(self) -> None:
        """The head is complete: what is malformed is refused before its body is read."""
        limits = self._server.limits
        http_1_0 = self._parser.get_http_version() == "1.0"
        method = self._parser.get_method().decode("latin-1")
        fault = fault_of_target(self._target) or fault_of_headers(method, self._headers, http_1_0=http_1_0)
        if fault is not None:
            raise _Refused(malformed(fault))
        if sum(len(name) + len(value) for name, value in self._headers) > limits.head_bytes:
            raise self._refused(431, f"the header fields are longer than {limits.head_bytes} bytes")
        for name, value in self._headers:
            if name == b"content-length" and int(value) > limits.body_bytes:
                raise self._refused(413, f"the body is longer than {limits.body_bytes} bytes")
            if name == b"expect" and value.lower() == b"100-continue" and not self._busy:
                self.transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        self._deadline = self._server.now + limits.body_seconds

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._size += len(body)
        if self._size > self._server.limits.body_bytes:
            raise self._refused(413, f"the body is longer than {self._server.limits.body_bytes} bytes")
        self._body.append(body)

    def on_message_complete(self) -> None:
        """A request is complete."""
        target = self._target if self._target[:1] == b"/" else b"/" + self._target.partition(b"://")[2].partition(b"/")[2]
        request = Request(
            self._parser.get_method().decode("latin-1"),
            target,
            self._headers,
            b"".join(self._body) if self._body else b"",
            self._client,
            self._server.scheme,
        )
        keep_alive = self._parser.should_keep_alive()
        self._headers, self._body, self._size, self._head_size = [], [], 0, 0
        self._deadline = 0.0
        if self._busy or self._waiting or self.writable is not None:
            self._waiting.append((request, keep_alive))
            if len(self._waiting) >= _MOST_WAITING:
                self._reading_stopped = True
                self.transport.pause_reading()
        else:
            self._answer(request, keep_alive)

    # Answering

    def _answer(self, request: Request, keep_alive: bool) -> None:
        asgi = self._server.application.asgi_for(request)
        if asgi is not None:
            self._busy = True
            self._asgi = AsgiCall(self, request, keep_alive)
            self._task = asyncio.ensure_future(self._run_asgi(self._asgi.run(asgi), keep_alive))
            return
        work = self._server.application.respond(request)
        try:
            waits_for = work.send(None)
        except StopIteration as done:
            self._write(done.value, request, keep_alive)
        except Exception:
            logger.exception("an application did not answer")
            self._write(self._server.application.refuse(500, "the application failed"), request, False)
        else:
            self._busy = True
            self._task = asyncio.ensure_future(self._finish(_Started(work, waits_for), request, keep_alive))

    async def _finish(self, started: _Started, request: Request, keep_alive: bool) -> None:
        try:
            response = await started
        except Exception:
            logger.exception("an application did not answer")
            response, keep_alive = self._server.application.refuse(500, "the application failed"), False
        self._busy = False
        if not self.transport.is_closing():
            self._write(response, request, keep_alive)
        self._answer_waiting()

    async def _run_asgi(self, work: Coroutine[Any, Any, bool], keep_alive: bool) -> None:
        reusable = await work
        self._busy, self._asgi = False, None
        self._after_answer(keep_alive and reusable)
        self._answer_waiting()

    def _write(self, response: Response, request: Request, keep_alive: bool) -> None:
        keep_alive = keep_alive and not self._closing
        data = write_response(response, keep_alive=keep_alive, head=request.method == "HEAD")
        if response.cut_after is not None:
            self.transport.write(data[: response.cut_after])
            self._closing = True
            self.transport.close() if response.cut_after else self.transport.abort()
            return
        self.transport.write(data)
        self._after_answer(keep_alive)

    def _after_answer(self, keep_alive: bool) -> None:
        if not keep_alive or (self._eof and not self._waiting):
            self._closing = True
            self._waiting.clear()
            self.transport.close()
        else:
            self._deadline = self._server.now + self._server.limits.idle_seconds

    def _answer_waiting(self) -> None:
        while self._waiting and not self._busy and not self._closing and self.writable is None:
            self._answer(*self._waiting.popleft())
        if self._reading_stopped and len(self._waiting) < _MOST_WAITING // 2 and not self._closing:
            self._reading_stopped = False
            self.transport.resume_reading()

    # Refusing

    def _refused(self, status: int, reason: str) -> _Refused:
        response = self._server.application.refuse(status, reason)
        return _Refused(write_response(response, keep_alive=False, head=False))

    def _refuse(self, status: int, reason: str) -> None:
        self._end(self._refused(status, reason).answer)

    def _end(self, answer: bytes) -> None:
        """Says why, and closes, once earlier requests are answered. What the client still sends is thrown away."""
        self._closing = True
        if not self._busy:
            self.transport.write(answer)
            self._linger()

    def _linger(self) -> None:
        """Lets the client read the answer before the connection is reset under what it is still sending."""
        if self.transport.can_write_eof():
            self.transport.write_eof()
            asyncio.get_running_loop().call_later(1.0, self.transport.close)
        else:
            self.transport.close()


class _Started:
    """A coroutine that has already been started, and the future that it waits for: awaiting it runs it to its end."""

    def __init__(self, work: Coroutine[Any, Any, Response], waits_for: Any) -> None:
        self._work = work
        self._waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, Response]:
        waits_for = self._waits_for
        while True:
            try:
                sent = yield waits_for
            except BaseException as fault:
                step = self._work.throw
                argument: Any = fault
            else:
                step, argument = self._work.send, sent
            try:
                waits_for = step(argument)
            except StopIteration as done:
                response: Response = done.value
                return response

"""One connection: requests are answered one after another, and the answers written in their order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from typing import Protocol

from tradepost.server.arriving import ArrivingBody
from tradepost.server.asgi import AsgiCall
from tradepost.server.first_step import FirstStep, Started
from tradepost.server.messages import AsgiApplication, Response, Stream
from tradepost.server.pieces import Pieces, write_stream
from tradepost.server.reading import Arrived, Host, Reader, Refused
from tradepost.server.writing import CONTINUE, NO_BODY, write_response

logger = logging.getLogger("tradepost.server")

_COPIED_BODY = 65_536  # a longer body is written by itself rather than copied behind its head


class _Cancellable(Protocol):
    def cancel(self) -> bool: ...


class Owner(Host, Protocol):
    """What a connection asks of the server that it belongs to."""

    loop: asyncio.AbstractEventLoop
    first_step: FirstStep
    stopping: bool

    def remember(self, connection: Connection) -> bool:
        """A connection is open. False if it is one too many."""

    def forget(self, connection: Connection) -> None:
        """A connection is closed."""


class Connection(asyncio.Protocol):
    """One connection of a client.

    A request that is answered without waiting for anything is answered in place: no task is made for it.
    """

    __slots__ = (
        "_asgi",
        "_busy",
        "_closing",
        "_eof",
        "_idle_since",
        "_lingering",
        "_reader",
        "_reading_stopped",
        "_scheme",
        "_server",
        "_streaming",
        "_taking",
        "_task",
        "_unsent",
        "_unsent_since",
        "gone",
        "transport",
        "writable",
    )

    def __init__(self, server: Owner, scheme: str) -> None:
        self._server, self._scheme = server, scheme
        self._busy = self._closing = self._lingering = self._eof = self._reading_stopped = self._streaming = False
        self._task: _Cancellable | None = None
        self._asgi: AsgiCall | None = None
        self._taking: ArrivingBody | None = None
        self._idle_since = self._unsent_since = server.now
        self._unsent = 0
        self._reader: Reader
        self.transport: asyncio.Transport
        self.writable: asyncio.Future[None] | None = None
        self.gone = False

    @property
    def ends_after_answer(self) -> bool:
        """Whether the answer that is being written is the last on this connection."""
        if self._taking is not None and not self._taking.complete:
            return True  # what is left of the body would be taken for the next request
        return self._server.stopping or (self._eof and not self._reader.arrived)

    # What the event loop calls

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client is there; one too many is told so and sent away."""
        self.transport = transport  # type: ignore[assignment]  # uvloop's is none of asyncio's classes
        peer = transport.get_extra_info("peername")
        client = (str(peer[0]), int(peer[1])) if isinstance(peer, tuple) else None
        self._reader = Reader(self._server, self, client, self._scheme)
        if not self._server.remember(self):
            self._reader.refused = Refused(503, "too many connections are open")
            self._answer_arrived()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client is gone. A handler runs to its end, as at Amazon; all else that was kept for it is let go."""
        self.gone = self._closing = True
        self._server.forget(self)
        self._reader.release()
        if self._asgi is not None:
            self._asgi.client_left()
        if self._streaming and self._task is not None:
            self._task.cancel()
        self._release_writers()

    def eof_received(self) -> bool:
        """The client has said all it had to say; it still gets its answers (TLS knows no such half-closing)."""
        self._eof = True
        if self._reader.streamed is not None:
            self._reader.refuse(Refused(400, "its body broke off"))
        if self._asgi is not None:
            self._asgi.end_endless()
        unanswered = self._busy or bool(self._reader.arrived) or self.writable is not None
        return unanswered and not self._lingering and self._scheme == "http"

    def pause_writing(self) -> None:
        """The client reads slowly: no further request is answered until it has caught up."""
        self.writable = self._server.loop.create_future()
        self._unsent, self._unsent_since = self.transport.get_write_buffer_size(), self._server.now

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._release_writers()
        if not self._busy:
            self._server.loop.call_soon(self._answer_arrived)

    def data_received(self, data: bytes) -> None:
        """Bytes have come."""
        if not self._closing:
            self._reader.feed(data)
            self._answer_arrived()

    def look_again(self) -> None:
        """A streamed body was waited for or taken, or one was given up: reading may go on, or must end."""
        self._server.loop.call_soon(self._answer_arrived)

    # What the server calls

    def check_time(self, now: float) -> None:
        """Ends what has let a time limit pass: a slow request, an idle connection, a client that takes no bytes."""
        reader = self._reader
        if self._closing or self.writable is not None:
            self._check_progress(now)
        elif self._reading_stopped or (self._busy and (reader.streamed is None or reader.streamed.broken)):
            return
        elif reader.in_message and reader.deadline < now:
            reader.refuse(Refused(408, "it took too long to arrive"))
            self._answer_arrived()
        elif min(reader.deadline, self._idle_since + self._server.limits.idle_seconds) < now and not reader.in_message:
            self._close()

    def stop(self) -> None:
        """Closes the connection as soon as it has nothing more to answer; an event stream ends at once."""
        if self._asgi is not None:
            self._asgi.end_endless()
        if not (self._busy or self._reader.arrived or self._reader.in_message or self._closing):
            self._close()

    def abort(self) -> None:
        """Ends everything now."""
        if self._task is not None:
            self._task.cancel()
        self.transport.abort()

    # Answering

    def _answer_arrived(self) -> None:
        """Answers what has arrived, in its order, as far as nothing has to be waited for."""
        reader = self._reader
        arrived = reader.arrived
        while arrived and not (self._busy or self._closing or self.writable is not None):
            self._answer(arrived.popleft())
        if self._closing:
            return
        streamed = reader.streamed
        if arrived or (streamed is not None and streamed.full):
            if not self._reading_stopped and not self._eof:
                self._reading_stopped = True
                self.transport.pause_reading()
            return
        if self._reading_stopped:
            self._reading_stopped = False
            self.transport.resume_reading()
            reader.wait_longer()
        if not self._busy:
            self._after_last(reader)
        elif streamed is not None and streamed.wanted:
            self._send_continue(reader)

    def _send_continue(self, reader: Reader) -> None:
        if reader.awaits_continue:
            reader.awaits_continue = False
            self.transport.write(CONTINUE)

    def _after_last(self, reader: Reader) -> None:
        """Everything that has arrived is answered."""
        if reader.refused is not None:
            self._refuse(reader.refused)
        elif self._eof or (self._server.stopping and not reader.in_message):
            self._close()
        else:
            self._send_continue(reader)

    def _answer(self, arrived: Arrived) -> None:
        server = self._server
        try:
            asgi = server.application.asgi_for(arrived.request)
            if asgi is not None:
                self._busy = True
                self._task = server.loop.create_task(self._answer_by_asgi(asgi, arrived))
                return
            answer = server.first_step.take(server.application.respond(arrived.request))
        except Exception:
            answer, arrived = self._failed(arrived)
        if isinstance(answer, Response):
            self._write(answer, arrived)
        elif isinstance(answer, Started):
            self._busy = True
            self._task = answer.go_on(server.loop, lambda rest: self._finish(rest, arrived))
        else:
            self._busy = True
            self._task = server.loop.create_task(self._write_stream(answer, arrived))

    async def _finish(self, rest: Awaitable[Response | Stream], arrived: Arrived) -> None:
        try:
            answer = await rest
        except asyncio.CancelledError:
            self.transport.abort()
            raise
        except Exception:
            answer, arrived = self._failed(arrived)
        if isinstance(answer, Stream):
            await self._write_stream(answer, arrived)
            return
        if not self.gone:
            self._write(answer, arrived)
        self._free()

    def _failed(self, arrived: Arrived) -> tuple[Response, Arrived]:
        """The last resort: an application is expected to answer whatever happens."""
        logger.exception("the application did not answer %s %r", arrived.request.method, arrived.request.target)
        return self._server.application.refuse(500, "the application failed", arrived.request), arrived._replace(
            keep_alive=False
        )

    async def _write_stream(self, stream: Stream, arrived: Arrived) -> None:
        self._streaming, goes_on = not self.gone, False
        try:
            goes_on = await write_stream(self._pieces(arrived), stream)
        except Exception:
            logger.exception("the answer to %s %r broke off", arrived.request.method, arrived.request.target)
        self._streaming = False
        self._after_answer(goes_on)
        self._free()

    async def _answer_by_asgi(self, application: AsgiApplication, arrived: Arrived) -> None:
        self._asgi, self._taking = AsgiCall(arrived, self._pieces(arrived)), arrived.body
        goes_on = await self._asgi.run(application)
        if goes_on is not None:
            self._after_answer(goes_on)
        elif not self.gone and (arrived.body is None or not arrived.body.broken):
            self._write(self._server.application.refuse(500, "the application failed", arrived.request), arrived)
        self._asgi = self._taking = None
        self._free()

    def _pieces(self, arrived: Arrived) -> Pieces:
        head_only = arrived.request.method == "HEAD"
        return Pieces(self, head_only=head_only, keep_alive=arrived.keep_alive, http_1_0=arrived.http_1_0)

    def _free(self) -> None:
        """The task is over. The next request begins outside of it."""
        self._busy, self._task = False, None
        if not self._closing:
            self._server.loop.call_soon(self._answer_arrived)

    # Writing and closing

    def _write(self, response: Response, arrived: Arrived) -> None:
        keep_alive = arrived.keep_alive and not self.ends_after_answer
        head_only = arrived.request.method == "HEAD"
        if response.cut_after is not None:
            data = write_response(response, keep_alive=keep_alive, without_body=head_only)
            self.transport.write(data[: response.cut_after])
            self._close() if response.cut_after else self.transport.abort()
            return
        if len(response.body) > _COPIED_BODY and not head_only and response.status not in NO_BODY:
            self.transport.write(write_response(response, keep_alive=keep_alive, without_body=True))
            self.transport.write(response.body)
        else:
            self.transport.write(write_response(response, keep_alive=keep_alive, without_body=head_only))
        self._after_answer(keep_alive)

    def _after_answer(self, keep_alive: bool) -> None:
        if keep_alive:
            self._idle_since = self._server.now
        elif self._taking is not None and not self._taking.complete and not self.gone:
            self._linger()
        else:
            self._close()

    def _refuse(self, refused: Refused) -> None:
        answer = self._server.application.refuse(refused.status, refused.reason, self._reader.begun())
        self.transport.write(write_response(answer, keep_alive=False))
        self._linger()

    def _linger(self) -> None:
        """Closes once the client has had time to read the answer: what it still sends is thrown away until then, as
        closing at once would destroy the answer under way. Who has said that he sends no more is not waited for."""
        if self._eof:
            self._close()
            return
        if self._reading_stopped:
            self._reading_stopped = False
            self.transport.resume_reading()
        self._closing = self._lingering = True
        self._unsent, self._unsent_since = self.transport.get_write_buffer_size(), self._server.now
        if self.transport.can_write_eof():
            self.transport.write_eof()

    def _close(self) -> None:
        """Closes the connection when everything that was written is sent."""
        if not self._closing:
            self._closing = True
            self._reader.arrived.clear()
            self._unsent, self._unsent_since = self.transport.get_write_buffer_size(), self._server.now
            self.transport.close()

    def _check_progress(self, now: float) -> None:
        """Cuts off a client that takes none of the bytes that wait for it."""
        unsent = self.transport.get_write_buffer_size()
        limits = self._server.limits
        if unsent < self._unsent:
            self._unsent, self._unsent_since = unsent, now
        elif now - self._unsent_since > (limits.linger_seconds if self._lingering else limits.idle_seconds):
            self.transport.abort() if unsent else self.transport.close()

    def _release_writers(self) -> None:
        if self.writable is not None and not self.writable.done():
            self.writable.set_result(None)
        self.writable = None

"""The bridge to ASGI applications: one request in, one response out, whole or as a stream."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import unquote_to_bytes

from tradepost.server.arriving import ArrivingBody
from tradepost.server.messages import AsgiApplication, Message
from tradepost.server.pieces import ClientLeft, Pieces
from tradepost.server.reading import Arrived

logger = logging.getLogger("tradepost.server")


class AsgiCall:
    """One request, answered by an ASGI application.

    A body that is streamed is given as it arrives. One that breaks off is an ``http.disconnect``; what to answer to it,
    if there is still somebody to answer, is then the server's business.
    """

    __slots__ = (
        "_body",
        "_body_given",
        "_endless",
        "_finished",
        "_gone",
        "_http_1_0",
        "_leaving",
        "_no_endless",
        "_pieces",
        "_request",
        "_start",
    )

    def __init__(self, arrived: Arrived, pieces: Pieces) -> None:
        self._request = arrived.request
        self._http_1_0 = arrived.http_1_0
        self._body = arrived.body
        self._pieces = pieces
        self._gone = asyncio.Event()
        self._leaving = asyncio.Event()
        self._body_given = self._endless = self._no_endless = self._finished = False
        self._start: Message | None = None

    def client_left(self) -> None:
        """The client has left: the application hears of it, and can send nothing more."""
        self._gone.set()
        self._leaving.set()

    def end_endless(self) -> None:
        """The client sends nothing more and has perhaps left, or the server stops: an event stream, which has no end
        of its own, ends now. Any other answer is still written."""
        self._no_endless = True
        self._leaving.set()
        if self._endless:
            self._gone.set()

    async def run(self, application: AsgiApplication) -> bool | None:
        """Runs the application. Says whether the connection may go on after it; None if there was no answer."""
        try:
            await application(self._scope(), self._receive, self._send)
        except Exception:
            if not self._gone.is_set():
                logger.exception("an ASGI application failed")
        if not self._pieces.begun:
            return None
        return self._finished and self._pieces.keep_alive

    def _scope(self) -> Message:
        request = self._request
        return {
            "type": "http",
            # 2.3: applications wait for http.disconnect; by 2.4 they would notice only when they send
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.0" if self._http_1_0 else "1.1",
            "method": request.method,
            "scheme": request.scheme,
            "path": unquote_to_bytes(request.path).decode("utf-8", "replace"),
            "raw_path": request.path,
            "query_string": request.query,
            "root_path": "",
            "headers": request.headers,
            "client": request.client,
            "server": None,
            # of our own: waits until the client sends nothing more, or the server stops, for who ends long work then
            "extensions": {"tradepost.left": {"wait": self._leaving.wait}},
        }

    async def _receive(self) -> Message:
        if not self._body_given:
            if self._body is not None:
                return await self._receive_piece(self._body)
            self._body_given = True
            return {"type": "http.request", "body": self._request.body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _receive_piece(self, body: ArrivingBody) -> Message:
        taken = await body.take()
        if taken is None:
            self._gone.set()
            return {"type": "http.disconnect"}
        piece, more = taken
        self._body_given = not more
        return {"type": "http.request", "body": piece, "more_body": more}

    async def _send(self, message: Message) -> None:
        if self._gone.is_set():
            raise ClientLeft
        if message["type"] == "http.response.start":
            if self._start is not None:
                raise RuntimeError("the response has been started already")
            self._start = message
            self._endless = any(
                name.lower() == b"content-type" and value.startswith(b"text/event-stream")
                for name, value in message.get("headers", ())
            )
            if self._no_endless:
                self.end_endless()
        elif message["type"] == "http.response.body":
            await self._send_body(message.get("body", b""), more=message.get("more_body", False))

    async def _send_body(self, body: bytes, *, more: bool) -> None:
        if self._start is None or self._finished:
            raise RuntimeError("there is no response that this could be the body of")
        if not self._pieces.begun:
            headers = [(bytes(name), bytes(value)) for name, value in self._start.get("headers", ())]
            given = next((int(value) for name, value in headers if name.lower() == b"content-length"), None)
            length = given if given is not None or more else len(body)
            self._pieces.begin(self._start["status"], headers, length, write_length=given is None)
        await self._pieces.write(body)
        if not more:
            self._pieces.keep_alive = self._pieces.end()
            self._finished = True

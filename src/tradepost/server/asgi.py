"""The bridge to ASGI applications: one request in, one response out, whole or as a stream."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from tradepost.server.messages import AsgiApplication, Message, Request
from tradepost.server.writing import date_line, header_lines, status_line

if TYPE_CHECKING:
    from tradepost.server.protocol import Connection

logger = logging.getLogger("tradepost.server")


class AsgiCall:
    """One request, answered by an ASGI application."""

    def __init__(self, connection: Connection, request: Request, keep_alive: bool) -> None:
        self._connection = connection
        self._request = request
        self._keep_alive = keep_alive
        self._gone = asyncio.Event()
        self._body_given = self._begun = self._finished = self._chunked = False
        self._head = b""
        self._has_length = False

    def disconnect(self) -> None:
        """The client has left."""
        self._gone.set()

    async def run(self, application: AsgiApplication) -> bool:
        """Runs the application; says whether the connection may go on after it."""
        try:
            await application(self._scope(), self._receive, self._send)
        except Exception:
            logger.exception("an ASGI application failed")
            if not self._begun:
                self._connection.transport.write(
                    b"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )
            return False
        return self._finished

    def _scope(self) -> Message:
        request = self._request
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.4"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": request.scheme,
            "path": unquote_to_bytes(request.path).decode("utf-8", "replace"),
            "raw_path": request.path,
            "query_string": request.query,
            "root_path": "",
            "headers": request.headers,
            "client": request.client,
            "server": None,
        }

    async def _receive(self) -> Message:
        if not self._body_given:
            self._body_given = True
            return {"type": "http.request", "body": self._request.body, "more_body": False}
        await self._gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if self._gone.is_set():
            return
        if message["type"] == "http.response.start":
            headers = [(bytes(name), bytes(value)) for name, value in message.get("headers", ())]
            self._has_length = any(name.lower() == b"content-length" for name, _ in headers)
            self._head = status_line(message["status"]) + header_lines(headers) + date_line()
            self._has_length = self._has_length or message["status"] in (204, 304)
            return
        await self._send_body(message.get("body", b""), more=message.get("more_body", False))

    async def _send_body(self, body: bytes, *, more: bool) -> None:
        transport = self._connection.transport
        data = body
        if not self._begun:
            self._begun = True
            self._chunked = not self._has_length and more
            length = b"" if self._has_length else b"Content-Length: %d\r\n" % len(body)
            framing = b"Transfer-Encoding: chunked\r\n" if self._chunked else length
            connection = b"Connection: keep-alive\r\n\r\n" if self._keep_alive else b"Connection: close\r\n\r\n"
            transport.write(self._head + framing + connection)
        if self._chunked:
            data = b"%x\r\n%s\r\n" % (len(body), body) if body else b""
            data += b"" if more else b"0\r\n\r\n"
        if data and self._request.method != "HEAD":
            transport.write(data)
        self._finished = self._finished or not more
        if self._connection.writable is not None:
            await self._connection.writable

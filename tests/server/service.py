"""A server with an application for one test."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from tests.server.raw_client import PATIENCE, Answer, Client
from tradepost.server import AsgiApplication, Intake, Request, Response, Server, Stream
from tradepost.server.writing import page

Handler = Callable[[Request], Coroutine[Any, Any, Response | Stream]]


async def pieces_of(*pieces: bytes) -> AsyncIterator[bytes]:
    """Pieces, one after another."""
    for piece in pieces:
        yield piece


async def echo(request: Request) -> Response:
    """Says what was asked."""
    line = b"%b %b %b" % (request.method.encode(), request.target, request.body)
    return Response(200, [(b"Content-Type", b"text/plain"), (b"x-amzn-RateLimit-Limit", b"2.0")], line)


class Story:
    """An application for one test: what answers, what answers in ASGI's way, and what it has seen."""

    def __init__(self, handler: Handler, asgi: AsgiApplication | None) -> None:
        self._handler = handler
        self._asgi = asgi
        self.requests: list[Request] = []
        self.intakes: dict[bytes, Intake] = {}

    def respond(self, request: Request) -> Coroutine[Any, Any, Response | Stream]:
        self.requests.append(request)
        return self._handler(request)

    def asgi_for(self, request: Request) -> AsgiApplication | None:
        return self._asgi if request.path.startswith(b"/_tradepost") else None

    def intake(self, request: Request) -> Intake | None:
        return self.intakes.get(request.path)

    def refuse(self, status: int, reason: str, request: Request) -> Response:
        if status in (400, 408):
            return page(status, reason)
        return Response(status, [(b"Content-Type", b"application/json")], b'{"reason":"%b"}' % reason.encode())


class Service:
    """A running server."""

    def __init__(self, server: Server, story: Story, loop: asyncio.AbstractEventLoop) -> None:
        self.server, self.story, self._loop = server, story, loop

    def connect(self, port: int | None = None) -> Client:
        return Client(socket.create_connection(("127.0.0.1", port or self.server.port), timeout=PATIENCE))

    def ask(self, *pieces: bytes) -> Answer:
        """Sends the pieces on a connection of their own; the first answer."""
        client = self.connect()
        try:
            return client.send(*pieces).answer()
        finally:
            client.socket.close()

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE)

    def soon(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def call(self, function: Callable[[], Any]) -> Any:
        async def within() -> Any:
            return function()

        return self.run(within())

    def until(self, condition: Callable[[], bool]) -> None:
        """Waits on the server's loop until the condition holds."""

        async def watch() -> None:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    await asyncio.sleep(0.002)

        self.run(watch())


Serve = Callable[..., Service]

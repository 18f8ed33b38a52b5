"""A server: listening sockets, the connections that came by them, and the time limits that hold for them."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from functools import partial

from tradepost.server.arriving import Unfinished
from tradepost.server.connection import Connection
from tradepost.server.first_step import FirstStep
from tradepost.server.limits import Limits
from tradepost.server.messages import Application

_BACKLOG = 2048


class Server:
    """Serves one application, on one address or several. Signals are the caller's business."""

    def __init__(
        self,
        application: Application,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
        sockets: Iterable[socket.socket] = (),
    ) -> None:
        self.application = application
        self.limits = limits or Limits()
        self.connections: set[Connection] = set()
        self.unfinished = Unfinished(self.limits.unfinished_bytes)
        self.stopping = False
        self.now = time.monotonic()
        self.loop: asyncio.AbstractEventLoop
        self.first_step: FirstStep
        self._host, self._port, self._tls, self._sockets = host, port, tls, tuple(sockets)
        self._listeners: list[asyncio.Server] = []
        self._timer: asyncio.TimerHandle | None = None
        self._emptied: asyncio.Event

    @property
    def port(self) -> int:
        """The port of the first address. Raises RuntimeError before the start."""
        if not self._listeners:
            raise RuntimeError("the server is not started")
        return int(self._listeners[0].sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Begins to listen. Raises OSError for an address that cannot be had."""
        self.loop = asyncio.get_running_loop()
        self.first_step = FirstStep(self.loop)
        self._emptied = asyncio.Event()
        self.stopping = False
        for each in self._sockets:
            self._listeners.append(
                await self.loop.create_server(self._maker(self._tls), sock=each, ssl=self._tls, backlog=_BACKLOG)
            )
        if not self._sockets:
            await self.listen(self._host, self._port, tls=self._tls)
        self._tick()

    async def listen(self, host: str, port: int = 0, *, tls: ssl.SSLContext | None = None) -> int:
        """Listens on one more address, plain or with TLS; returns its port. Raises OSError for one that is taken."""
        listener = await self.loop.create_server(self._maker(tls), host, port, ssl=tls, backlog=_BACKLOG)
        self._listeners.append(listener)
        return int(listener.sockets[0].getsockname()[1])

    def _maker(self, tls: ssl.SSLContext | None) -> Callable[[], Connection]:
        return partial(Connection, self, "https" if tls else "http")

    def remember(self, connection: Connection) -> bool:
        """A connection is open. False if it is one too many."""
        self.connections.add(connection)
        return len(self.connections) <= self.limits.connections

    def forget(self, connection: Connection) -> None:
        """A connection is closed."""
        self.connections.discard(connection)
        if not self.connections:
            self._emptied.set()

    def _tick(self) -> None:
        """Looks for clients that let a time limit pass, so that nothing on a request's way needs a timer."""
        self.now = time.monotonic()
        for each in tuple(self.connections):
            each.check_time(self.now)
        self._timer = self.loop.call_later(self.limits.tick_seconds, self._tick)

    async def drain(self, seconds: float) -> None:
        """Goes on answering for so long, and has each answer end its connection, so that clients go elsewhere."""
        self.stopping = True
        await asyncio.sleep(seconds)

    async def close(self, grace: float = 5.0) -> None:
        """Stops listening, lets requests under way be answered, and cuts off what is left after ``grace`` seconds."""
        self.stopping = True
        for listener in self._listeners:
            listener.close()
        if not self._listeners:
            return
        for each in tuple(self.connections):
            each.stop()
        await self._wait_until_empty(grace)
        for each in tuple(self.connections):
            each.abort()
        await self._wait_until_empty(1.0)
        self._listeners.clear()
        if self._timer is not None:
            self._timer.cancel()

    async def _wait_until_empty(self, seconds: float) -> None:
        self._emptied.clear()
        if self.connections:
            try:
                await asyncio.wait_for(self._emptied.wait(), seconds)
            except TimeoutError:
                return


async def serve(
    application: Application,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    sockets: Iterable[socket.socket] = (),
    tls: ssl.SSLContext | None = None,
    limits: Limits | None = None,
    grace: float = 5.0,
) -> None:
    """Serves until it is cancelled, then stops gracefully. Raises OSError for an address that cannot be had."""
    server = Server(application, host=host, port=port, limits=limits, tls=tls, sockets=sockets)
    await server.start()
    try:
        await asyncio.get_running_loop().create_future()
    finally:
        await server.close(grace)

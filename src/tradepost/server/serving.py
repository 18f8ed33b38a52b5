"""A server: a listening socket, the connections that came by it, and the limits that hold for them."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time

import msgspec

from tradepost.server.messages import Application
from tradepost.server.protocol import Connection


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a client may ask of the server: sizes in bytes, times in seconds."""

    target_bytes: int = 16_384
    head_bytes: int = 65_536
    fields: int = 200
    body_bytes: int = 10_485_760
    header_seconds: float = 20.0
    body_seconds: float = 60.0
    idle_seconds: float = 75.0
    connections: int = 10_000


class Server:
    """Serves one application on one address."""

    def __init__(
        self,
        application: Application,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: Limits | None = None,
        tls: ssl.SSLContext | None = None,
        sock: socket.socket | None = None,
    ) -> None:
        self.application = application
        self.limits = limits or Limits()
        self.scheme = "https" if tls else "http"
        self.connections: set[Connection] = set()
        self.now = time.monotonic()
        self._host, self._port, self._tls, self._socket = host, port, tls, sock
        self._listener: asyncio.Server | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def port(self) -> int:
        """The port that it listens on."""
        assert self._listener is not None
        return int(self._listener.sockets[0].getsockname()[1])

    async def start(self) -> None:
        """Begins to listen. Raises OSError for an address that cannot be had."""
        loop = asyncio.get_running_loop()
        if self._socket is not None:
            self._listener = await loop.create_server(lambda: Connection(self), sock=self._socket, ssl=self._tls)
        else:
            self._listener = await loop.create_server(
                lambda: Connection(self), self._host, self._port, ssl=self._tls, backlog=2048
            )
        self._tick()

    def _tick(self) -> None:
        """Looks twice a second for clients that let a time limit pass; nothing on a request's way reads a clock."""
        self.now = time.monotonic()
        for each in list(self.connections):
            each.check_time(self.now)
        self._timer = asyncio.get_running_loop().call_later(
            min(0.5, self.limits.header_seconds / 4), self._tick
        )

    async def close(self, grace_seconds: float = 5.0) -> None:
        """Stops listening, lets requests under way be answered, and closes what is left after the grace."""
        if self._listener is None:
            return
        self._listener.close()
        if self._timer is not None:
            self._timer.cancel()
        for each in list(self.connections):
            each.stop()
        ends = time.monotonic() + grace_seconds
        while self.connections and time.monotonic() < ends:
            await asyncio.sleep(0.01)
        for each in list(self.connections):
            each.transport.abort()

"""Putting the parts together: one process that serves an installation until it is told to stop."""

from __future__ import annotations

import asyncio
import os
import secrets
import signal
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import uvloop

from tradepost.control.app import Control
from tradepost.gateway.pipeline import Gateway
from tradepost.gateway.request_log import RequestLog
from tradepost.server import Request, Response, Server
from tradepost.server.messages import AsgiApplication
from tradepost.simulation.installation import Installation
from tradepost.store import open_store

CONTROL_PREFIX = b"/_tradepost"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(msgspec.Struct, kw_only=True, frozen=True):
    """How a server is to run. ``database`` is a ``postgresql://`` address, or empty for SQLite in the data folder."""

    host: str = "127.0.0.1"
    port: int = 8008
    data: Path = Path("tradepost-data")
    database: str = ""
    admin_token: str | None = None
    scenario: str = "starter"
    workers: int = 1


class Application:
    """What the server program asks: the gateway for Amazon's paths, an ASGI application for Tradepost's own."""

    def __init__(self, gateway: Gateway, control: Control) -> None:
        self.gateway = gateway
        self.respond = gateway.respond
        self._control = control.application()

    def asgi_for(self, request: Request) -> AsgiApplication | None:
        """The ASGI application for a path of Tradepost's own, or None for one of Amazon's."""
        return self._control if request.path.startswith(CONTROL_PREFIX) else None

    def refuse(self, status: int, reason: str) -> Response:
        """The answer to a request that could not be taken in whole."""
        return self.gateway.refuse(status, reason)


class Running:
    """A server that runs: its address, and what it serves."""

    def __init__(self, server: Server, installation: Installation, application: Application) -> None:
        self.server = server
        self.installation = installation
        self.application = application

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.server.port


@asynccontextmanager
async def running(settings: Settings, tls: ssl.SSLContext | None = None) -> AsyncIterator[Running]:
    """Serves an installation for as long as the block lasts. Raises OSError for a port that is taken, StoreError."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = await open_store(settings.data, settings.database)
    installation = await Installation.open(store, settings.data, shared=bool(settings.database))
    log = RequestLog(installation)
    gateway = Gateway(installation, log)
    admin_token = settings.admin_token if settings.host in LOOPBACK else settings.admin_token or _admin_token(settings)
    application = Application(gateway, Control(installation, log, gateway.routes, admin_token=admin_token))
    server = Server(application, host=settings.host, port=settings.port, tls=tls)
    try:
        await server.start()
        log.start()
        yield Running(server, installation, application)
    finally:
        await server.close()
        await log.stop()
        await installation.close()


def _admin_token(settings: Settings) -> str:
    """The admin token of this installation, kept beside its key."""
    path = settings.data / "admin.token"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(32) + "\n")
    return path.read_text().strip()


def serve_workers(settings: Settings, announce: Callable[[str, Path], None]) -> None:
    """Serves until SIGINT or SIGTERM comes; ``announce`` hears of the address once requests are answered."""

    def ready(server: Running) -> None:
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        announce(f"http://{host}:{server.port}", settings.data)

    uvloop.run(serve(settings, ready))


async def serve(settings: Settings, ready: Callable[[Running], None]) -> None:
    """Serves until SIGINT or SIGTERM comes; calls ``ready`` once requests are answered."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    async with running(settings) as server:
        ready(server)
        await stop.wait()

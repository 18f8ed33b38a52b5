"""Putting the parts together: one process that serves an installation until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec
import uvloop

import tradepost
from tradepost.deliveries.channels import Channels, Endpoints, embedded_for
from tradepost.deliveries.embedded import Embedded
from tradepost.gateway.pipeline import Gateway
from tradepost.gateway.request_log import RequestLog
from tradepost.installation.installation import Installation
from tradepost.server import Request, Response, Server
from tradepost.server.messages import AsgiApplication, Message
from tradepost.store import open_store

HEALTH_PATH = b"/_tradepost/health"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Settings(msgspec.Struct, kw_only=True, frozen=True):
    """How a server is to run. ``database`` is a ``postgresql://`` address, or empty for SQLite in the data folder.

    ``documents`` is the address of a store that speaks S3, or empty for the data folder. ``public_url`` is what links
    begin with, where the address by which a caller came does not do. ``queues`` is where notifications go; what is
    empty there is embedded.
    """

    host: str = "127.0.0.1"
    port: int = 8008
    data: Path = Path("tradepost-data")
    database: str = ""
    admin_token: str | None = None
    documents: str = ""
    public_url: str = ""
    queues: Endpoints = Endpoints()
    scenario: str = "starter"
    workers: int = 1


async def health(scope: object, receive: object, send: Callable[[Message], Awaitable[None]]) -> None:
    """``GET /_tradepost/health``: the server answers, and which version it is."""
    body = msgspec.json.encode({"status": "ok", "version": tradepost.__version__})
    headers = [(b"Content-Type", b"application/json"), (b"Content-Length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


class Application:
    """What the server program asks: the gateway for Amazon's paths, an ASGI application for Tradepost's own."""

    def __init__(self, gateway: Gateway, own: Mapping[bytes, Callable[[], AsgiApplication]]) -> None:
        self.gateway = gateway
        self.respond = gateway.respond
        self._own = own
        self._prefixes = tuple(own)
        self._made: dict[Callable[[], AsgiApplication], AsgiApplication] = {}

    def asgi_for(self, request: Request) -> AsgiApplication | None:
        """The ASGI application for a path of Tradepost's own, or None for one of Amazon's."""
        path = request.path
        if not path.startswith(self._prefixes):
            return None
        if path == HEALTH_PATH:
            return health
        make = next(make for prefix, make in self._own.items() if path.startswith(prefix))
        found = self._made.get(make)
        if found is None:  # loaded when it is first asked for: the API itself needs none of it
            found = self._made[make] = make()
        return found

    def refuse(self, status: int, reason: str, request: Request) -> Response:
        """The answer to a request that could not be taken in whole."""
        return self.gateway.refuse(status, reason, request)


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
async def running(
    settings: Settings, sockets: Sequence[socket.socket] = (), own_queues: Embedded | None = None
) -> AsyncIterator[Running]:
    """Serves an installation for as long as the block lasts, on its address or on sockets that listen already.

    ``own_queues`` are embedded ones that are there already. Raises OSError for a port that is taken, StoreError.
    """
    settings.data.mkdir(parents=True, exist_ok=True)
    store = await open_store(settings.data, settings.database)
    installation = await Installation.open(
        store,
        settings.data,
        shared=bool(settings.database),
        scenario=settings.scenario,
        documents=settings.documents,
        public_url=settings.public_url,
        channels=Channels.open(settings.queues, own_queues or embedded_for(settings.queues)),
    )
    log = RequestLog(installation)
    gateway = Gateway(installation, log)
    admin_token = settings.admin_token if settings.host in LOOPBACK else settings.admin_token or _admin_token(settings)

    application = Application(gateway, _own_applications(installation, log, gateway, admin_token))
    server = Server(application, host=settings.host, port=settings.port, sockets=sockets)
    try:
        await server.start()
        log.start()
        _settle_memory()
        yield Running(server, installation, application)
    finally:
        await server.close()
        await log.stop()
        await installation.close()


def _own_applications(
    installation: Installation, log: RequestLog, gateway: Gateway, admin_token: str | None
) -> dict[bytes, Callable[[], AsgiApplication]]:
    """What answers on paths that are not the API's: the first prefix that fits."""

    def control() -> AsgiApplication:
        from tradepost.control.app import Control

        return Control(installation, log, gateway.routes, admin_token=admin_token).application()

    def reference() -> AsgiApplication:
        from tradepost.reference.app import Reference

        return Reference(installation, gateway.routes, admin_token).application()

    def consent() -> AsgiApplication:
        from tradepost.consent.app import Consent

        return Consent(installation, admin_token).application()

    def console() -> AsgiApplication:
        from tradepost.console.app import Console

        return Console(installation, log, gateway, admin_token).application()

    def documents() -> AsgiApplication:
        from tradepost.linked.documents import LinkedDocuments

        return LinkedDocuments(installation).application()

    def definitions() -> AsgiApplication:
        from tradepost.linked import definitions

        return definitions.application()

    def images() -> AsgiApplication:
        from tradepost.linked import images

        return images.application()

    return {
        b"/_tradepost/reference": reference,
        b"/_tradepost/openapi.json": reference,
        b"/_tradepost/documents/": documents,
        b"/_tradepost/definitions/": definitions,
        b"/_tradepost/images/": images,
        b"/_tradepost/console": console,
        b"/_tradepost": control,
        b"/apps/authorize/": consent,  # the consent pages have the paths of Seller Central's
        b"/apps/manage": consent,
        b"/selling-partner-appstore": consent,
    }


def _settle_memory() -> None:
    """What is loaded now stays; the collector looks at the rest less often, since requests leave no cycles behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


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

    if settings.workers == 1:
        uvloop.run(serve(settings, ready))
        return
    own_queues = embedded_for(settings.queues)  # of all processes together: the others only know where they are
    if own_queues is not None:
        settings = msgspec.structs.replace(
            settings, queues=msgspec.structs.replace(settings.queues, embedded=own_queues.url)
        )
    with _listening(settings) as shared:
        uvloop.run(_prepare(settings))
        workers = [_fork(settings, shared) for _ in range(settings.workers - 1)]
        try:
            uvloop.run(serve(settings, ready, [shared], own_queues))
        finally:
            for worker in workers:
                os.kill(worker, signal.SIGTERM)
            for worker in workers:
                os.waitpid(worker, 0)


def _listening(settings: Settings) -> socket.socket:
    """A socket that several processes may take connections from. Raises OSError."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=2048)


async def _prepare(settings: Settings) -> None:
    """Makes what a first start makes, before several processes do it at once."""
    settings.data.mkdir(parents=True, exist_ok=True)
    store = await open_store(settings.data, settings.database)
    installation = await Installation.open(
        store,
        settings.data,
        shared=True,
        scenario=settings.scenario,
        documents=settings.documents,
        channels=Channels(settings.queues),
    )
    await installation.close()


def _fork(settings: Settings, shared: socket.socket) -> int:
    worker = os.fork()
    if worker == 0:
        try:
            uvloop.run(serve(settings, lambda _: None, [shared]))
        finally:
            os._exit(0)
    return worker


async def serve(
    settings: Settings,
    ready: Callable[[Running], None],
    sockets: Sequence[socket.socket] = (),
    own_queues: Embedded | None = None,
) -> None:
    """Serves until SIGINT or SIGTERM comes; calls ``ready`` once requests are answered."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    async with running(settings, sockets, own_queues) as server:
        ready(server)
        await stop.wait()

"""Putting the parts together: one process that serves an installation until it is told to stop."""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import signal
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import msgspec

from tradepost import logs, tracing
from tradepost.deliveries.channels import Channels, Endpoints, embedded_for
from tradepost.documents.documents import MOST_BYTES
from tradepost.gateway import access_log
from tradepost.gateway.pipeline import Gateway
from tradepost.gateway.request_log import RequestLog
from tradepost.gateway.tally import Tally
from tradepost.installation.installation import Installation
from tradepost.readiness import HEALTH_PATH, READY_PATH, Readiness, health
from tradepost.server import Request, Response, Server
from tradepost.server.messages import AsgiApplication, Intake
from tradepost.store import open_store
from tradepost.store.errors import StoreError, UnusableSecret
from tradepost.store.secret_files import kept

_DOCUMENTS = b"/_tradepost/documents/"
_METRICS = b"/_tradepost/metrics"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SHORTEST_TOKEN = 16


class Settings(msgspec.Struct, kw_only=True, frozen=True):
    """How a server is to run. ``database`` is a ``postgresql://`` address, or empty for SQLite in the data folder.

    ``valkey`` is the address of a Valkey that counts usage plans for all processes of a PostgreSQL database.
    ``documents`` is the address of a store that speaks S3, or empty for the data folder. ``public_url`` is what links
    begin with, where the address by which a caller came does not do. ``queues`` is where notifications go; what is
    empty there is embedded. ``drain`` is for how many seconds calls are still answered once the server is to stop.
    ``log_format`` is ``json`` where each call is to have a line in the log of the program.
    ``metrics_port`` is one on which this process answers besides, and no other one of several; 0 for none.
    """

    host: str = "127.0.0.1"
    port: int = 8008
    data: Path = Path("tradepost-data")
    database: str = ""
    valkey: str = ""
    admin_token: str | None = None
    documents: str = ""
    public_url: str = ""
    queues: Endpoints = Endpoints()
    scenario: str = "starter"
    workers: int = 1
    drain: float = 0.0
    log_format: logs.Form = "text"
    metrics_port: int = 0

    def __post_init__(self) -> None:
        """Raises UnusableSecret for an admin token that is empty or blank: that is not none, and everybody knows it."""
        if self.admin_token is not None and not self.admin_token.strip():
            raise UnusableSecret("the admin token", "is empty", "leave out --admin-token, or give it a secret")


class MetricsPortTaken(StoreError):
    """The port of a process's own cannot be had."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(f"port {port} on {host} is taken; choose another one with --metrics-port")


class Application:
    """What the server program asks: the gateway for Amazon's paths, an ASGI application for Tradepost's own.

    ``streamed`` are prefixes of paths whose request bodies are handed on as they arrive, however long they take, and
    how many bytes they may have. All other bodies are whole when their application is called.
    """

    def __init__(
        self,
        gateway: Gateway,
        readiness: Readiness,
        own: Mapping[bytes, Callable[[], AsgiApplication]],
        streamed: Mapping[bytes, int] | None = None,
    ) -> None:
        self.gateway = gateway
        self.readiness = readiness
        self.respond = gateway.respond
        self._own = own
        self._prefixes = tuple(own)
        self._streamed = tuple((prefix, Intake(most, streamed=True)) for prefix, most in (streamed or {}).items())
        self._made: dict[Callable[[], AsgiApplication], AsgiApplication] = {}

    def intake(self, request: Request) -> Intake | None:
        """How the body of a request is taken in; None for the server's own limit."""
        path = request.path
        if path.startswith(self._prefixes):
            return next((intake for prefix, intake in self._streamed if path.startswith(prefix)), None)
        return self.gateway.intake(request)

    def asgi_for(self, request: Request) -> AsgiApplication | None:
        """The ASGI application for a path of Tradepost's own, or None for one of Amazon's."""
        path = request.path
        if not path.startswith(self._prefixes):
            return None
        if path == HEALTH_PATH:
            return health
        if path == READY_PATH:
            return self.readiness
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
async def running(settings: Settings, sockets: Sequence[socket.socket] = ()) -> AsyncIterator[Running]:
    """Serves an installation for as long as the block lasts, on its address or on sockets that listen already.

    Raises OSError for a port that is taken, StoreError.
    """
    settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    admin_token = _admin_token(settings)
    installation = await _open(settings, Channels.open(settings.queues, embedded_for(settings.queues)))
    log, tally = RequestLog(installation), Tally()
    log.heard_by.append(tally.count)
    if settings.log_format == "json":
        log.heard_by.append(access_log.write)
    spans = tracing.begun(os.environ)
    if spans is not None:
        log.heard_by.append(spans.record)
    gateway = Gateway(installation, log)

    def metrics() -> AsgiApplication:
        from tradepost.metrics.app import Metrics

        return Metrics(installation, log, tally, server, admin_token).application()

    own = {_METRICS: metrics, **_own_applications(installation, log, gateway, admin_token)}
    application = Application(gateway, Readiness(installation), own, streamed={_DOCUMENTS: MOST_BYTES})
    server = Server(application, host=settings.host, port=settings.port, sockets=sockets)
    try:
        await server.start()
        if settings.metrics_port:
            await _listen_for_metrics(server, settings)
        log.start()
        _settle_memory()
        yield Running(server, installation, application)
    finally:
        await server.close()
        await log.stop()
        await installation.close()
        if spans is not None:
            await spans.stop()


async def _listen_for_metrics(server: Server, settings: Settings) -> None:
    try:
        await server.listen(settings.host, settings.metrics_port)
    except OSError as fault:
        raise MetricsPortTaken(settings.host, settings.metrics_port) from fault


async def _open(settings: Settings, channels: Channels) -> Installation:
    """The installation of a data folder; where it cannot be opened, its store is closed again."""
    store = await open_store(settings.data, settings.database, settings.valkey)
    try:
        return await Installation.open(
            store,
            settings.data,
            scenario=settings.scenario,
            documents=settings.documents,
            public_url=settings.public_url,
            channels=channels,
        )
    except BaseException:
        await store.close()
        raise


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
        _DOCUMENTS: documents,
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


def _admin_token(settings: Settings) -> str | None:
    """The token that Tradepost's own pages ask for: the one given, on loopback none, elsewhere the installation's own.

    Raises UnusableSecret where the installation's file holds fewer than 16 characters.
    """
    if settings.admin_token is not None or settings.host in LOOPBACK:
        return settings.admin_token
    path = settings.data / "admin.token"
    token = kept(path, lambda: secrets.token_urlsafe(32).encode() + b"\n").decode("utf-8", "replace").strip()
    if len(token) < _SHORTEST_TOKEN:
        holds = f"holds {len(token)} characters, fewer than {_SHORTEST_TOKEN}"
        raise UnusableSecret(path, holds, "delete it, and a new one is made")
    return token


def address_of(host: str, port: int) -> str:
    """The address of a server that listens there."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


async def serve(
    settings: Settings,
    ready: Callable[[Running], None],
    sockets: Sequence[socket.socket] = (),
    lifeline: int | None = None,
) -> None:
    """Serves until SIGINT or SIGTERM comes; calls ``ready`` once requests are answered.

    From the signal on it is not ready, each answer ends its connection, and after ``Settings.drain`` seconds it is
    closed. The end of a pipe, the ``lifeline``, is such a signal, too: whoever holds its other end has died.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    async with running(settings, sockets) as server:
        ready(server)
        if lifeline is not None:
            loop.add_reader(lifeline, _cut, loop, lifeline, stop)
        await stop.wait()
        server.application.readiness.stopping = True
        await server.server.drain(settings.drain)


def _cut(loop: asyncio.AbstractEventLoop, lifeline: int, stop: asyncio.Event) -> None:
    loop.remove_reader(lifeline)
    stop.set()

"""``GET /_tradepost/metrics``: the figures of this process, for whoever may open the control API.

The package that knows Prometheus's format is loaded with this one, at the first time that somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Metric
from prometheus_client.exposition import choose_encoder
from prometheus_client.gc_collector import GCCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tradepost.admission.guard import Guard, Guarded
from tradepost.gateway.request_log import RequestLog
from tradepost.gateway.tally import Tally
from tradepost.installation.installation import Installation
from tradepost.metrics import backlog
from tradepost.metrics.families import Moment, families
from tradepost.server import Server

PATH = "/_tradepost/metrics"


class _Collected(Collector):
    """Figures that have been collected already."""

    def __init__(self, found: Iterable[Metric]) -> None:
        self._found = list(found)

    def collect(self) -> Iterable[Metric]:
        """What a registry asks for."""
        return self._found


class Metrics:
    """The metrics of one process that serves an installation."""

    def __init__(
        self, installation: Installation, log: RequestLog, tally: Tally, server: Server, admin_token: str | None
    ) -> None:
        self._installation = installation
        self._log = log
        self._tally = tally
        self._server = server
        self._guard = Guard(admin_token)

    def application(self) -> Guarded:
        """The ASGI application."""
        return Guarded(Starlette(routes=[Route(PATH, self._answer, methods=["GET"])]), self._guard)

    async def _answer(self, request: Request) -> Response:
        """The figures, as text or as OpenMetrics, whichever is asked for."""
        registry = CollectorRegistry()
        up = await backlog.is_up(self._installation)
        waiting = await backlog.read(self._installation) if up else None
        registry.register(_Collected(families(self._tally, self._moment(up), waiting)))
        for each in (ProcessCollector, PlatformCollector, GCCollector):
            each(registry=registry)
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return Response(encode(registry), headers={"Content-Type": content_type})

    def _moment(self, database_up: bool) -> Moment:
        notes, size = self._log.waiting
        return Moment(
            open_connections=len(self._server.connections),
            unfinished_bytes=self._server.unfinished.total,
            waiting_notes=notes,
            waiting_bytes=size,
            open_worlds=len(self._installation.open_names()),
            tended_worlds=len(self._installation.tended()),
            database_up=database_up,
            database=self._installation.store.connections(),
        )

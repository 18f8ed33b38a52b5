"""Spans for OpenTelemetry, where its environment variables ask for them: one for each call.

The variables, and the names of attributes, are those of OpenTelemetry's published specification and HTTP semantic
conventions. Without the variables nothing of OpenTelemetry is loaded. A span is made when its call is over, with the
times at which it began and ended: until then a call pays nothing.
"""

from __future__ import annotations

import asyncio
import logging
import re
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

import tradepost
from tradepost.extras import MissingExtra
from tradepost.gateway import masking
from tradepost.gateway.access_log import about
from tradepost.gateway.request_log import Note
from tradepost.server import Request

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

logger = logging.getLogger("tradepost.tracing")

_ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_PROTOCOLS = ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL")
_METHODS = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"})
_HOST = re.compile(r"(.+?)(?::(\d{1,5}))?")
_LONGEST_STOP = 5.0


def begun(environment: Mapping[str, str]) -> Tracing | None:
    """The spans that the environment asks for, or None.

    Where it asks for what cannot be had, a line in the log says so and calls have no spans: the variables are often set
    for everything on a machine, and a server without spans is better than none.
    """
    exporter = _wanted(environment)
    if exporter == "none":
        return None
    protocol = next((environment[each] for each in _PROTOCOLS if environment.get(each)), "http/protobuf")
    if exporter != "otlp" or protocol != "http/protobuf":
        what = f"OTEL_TRACES_EXPORTER={exporter}" if exporter != "otlp" else f"OTEL_EXPORTER_OTLP_PROTOCOL={protocol}"
        logger.warning("calls have no spans: %s is not supported, otlp by http/protobuf is", what)
        return None
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        logger.warning("calls have no spans: %s", MissingExtra("otel", "OpenTelemetry"))
        return None
    return Tracing(OTLPSpanExporter(), environment)


def _wanted(environment: Mapping[str, str]) -> str:
    """The exporter of spans that the variables name: ``otlp``, too, where only an address is given."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return "none"
    addressed = any(environment.get(each) for each in _ENDPOINTS)
    return environment.get("OTEL_TRACES_EXPORTER") or ("otlp" if addressed else "none")


class Tracing:
    """Makes the spans of one process, and has them sent in the background."""

    def __init__(self, exporter: SpanExporter, environment: Mapping[str, str]) -> None:
        from opentelemetry import propagate, trace
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        named = "OTEL_SERVICE_NAME" in environment or "service.name=" in environment.get("OTEL_RESOURCE_ATTRIBUTES", "")
        known = {"service.version": tradepost.__version__} | ({} if named else {"service.name": "tradepost"})
        self._provider = TracerProvider(resource=Resource.create(known), shutdown_on_exit=False)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("tradepost", tradepost.__version__)
        self._extract = propagate.extract
        self._server, self._error = trace.SpanKind.SERVER, trace.StatusCode.ERROR

    def record(self, note: Note) -> None:
        """Makes the span of one call that is over; it continues the trace that the caller names in ``traceparent``."""
        request, route, status = note.exchange.request, note.exchange.route, note.response.status
        method = request.method if request.method in _METHODS else "_OTHER"
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in request.headers}
        ended = note.at * 1_000_000
        shown = "HTTP" if method == "_OTHER" else method
        span = self._tracer.start_span(
            shown if route is None else f"{shown} {route.path}",
            context=self._extract(headers),
            kind=self._server,
            attributes={"http.request.method": method, **_of_request(request, headers), **_of_call(note)},
            start_time=ended - int(note.seconds * 1e9),
        )
        if status >= 500 or not status:
            span.set_attribute("error.type", str(status) if status else "dropped")
            span.set_status(self._error)
        span.end(ended)

    async def stop(self) -> None:
        """Has what waits sent; what nobody takes within five seconds is given up."""
        sending = threading.Thread(target=self._provider.shutdown, daemon=True)
        sending.start()
        await asyncio.to_thread(sending.join, _LONGEST_STOP)
        if sending.is_alive():
            logger.warning("the spans that nobody has taken are given up")


def _of_request(request: Request, headers: Mapping[str, str]) -> dict[str, str | int]:
    """What the published conventions have a span say of a request."""
    found: dict[str, str | int] = {
        "url.scheme": request.scheme,
        "url.path": masking.mask_text(request.path.decode("latin-1")),
    }
    if request.method not in _METHODS:
        found["http.request.method_original"] = request.method
    host, port = _HOST.fullmatch(headers.get("host", "")), None
    if host is not None:
        found["server.address"], port = host[1], host[2]
    if port:
        found["server.port"] = int(port)
    if "user-agent" in headers:
        found["user_agent.original"] = headers["user-agent"]
    if request.client is not None:
        found["client.address"] = request.client[0]
    return found


def _of_call(note: Note) -> dict[str, str | int]:
    """What is known of a call and of its answer."""
    exchange, status = note.exchange, note.response.status
    found: dict[str, str | int] = {f"tradepost.{name}": value for name, value in about(exchange).items()}
    if exchange.route is not None:
        found["http.route"] = exchange.route.path
    if status:
        found["http.response.status_code"] = status
    return found

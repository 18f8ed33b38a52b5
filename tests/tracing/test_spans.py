"""Spans as a collector of OpenTelemetry receives them, over HTTP."""

from __future__ import annotations

import gzip
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.conftest import ServerThread
from tests.shop import Json, Shop
from tradepost.serving import Settings

ACCOUNT = "/sellers/v1/account"
TRACE, PARENT = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
SERVER, ERROR = 2, 2


class Collector:
    """Takes what is sent to it by OTLP over HTTP."""

    def __init__(self) -> None:
        taken: list[ExportTraceServiceRequest] = []

        class Taking(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                body = gzip.decompress(body) if self.headers.get("Content-Encoding") == "gzip" else body
                assert self.path == "/v1/traces"
                taken.append(ExportTraceServiceRequest.FromString(body))
                self.send_response(200)
                self.end_headers()

            def log_message(self, format: str, *args: Any) -> None:
                return None

        self._taken = taken
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def services(self) -> set[str]:
        """The names of the services that have sent something."""
        return {attributes(of.resource)["service.name"] for each in self._taken for of in each.resource_spans}

    @property
    def spans(self) -> list[Any]:
        """Every span, as the protocol has it."""
        return [
            span
            for each in self._taken
            for of in each.resource_spans
            for scope in of.scope_spans
            for span in scope.spans
        ]


def attributes(thing: Any) -> Json:
    return {each.key: getattr(each.value, each.value.WhichOneof("value")) for each in thing.attributes}


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    found = Collector()
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", found.url)
    yield found
    found.stop()


def called(folder: Path, *calls: tuple[str, str, dict[str, str]]) -> Shop:
    """Sends calls to a server that is stopped after them; who has sent them."""
    server = ServerThread(Settings(port=0, data=folder, scenario="none"))
    url = server.start()
    shop = Shop(url, "main", httpx.get(f"{url}/_tradepost/v1/credentials").json())
    shop.log_in()
    shop.controlled("POST", "faults", {"operation": "getMarketplaceParticipations", "status": 503})
    for method, path, headers in calls:
        shop.call(method, path.format(token=shop.token), headers=headers)
    shop.close()
    server.stop()
    return shop


def test_each_call_is_a_span_that_continues_its_callers_trace(collector: Collector, tmp_path: Path) -> None:
    traced = {"traceparent": f"00-{TRACE}-{PARENT}-01", "user-agent": "our-program/1.0"}
    shop = called(
        tmp_path,
        ("GET", ACCOUNT, traced),
        ("GET", "/sellers/v1/marketplaceParticipations", {}),
        ("GET", f"{ACCOUNT}/{{token}}", {}),
        ("PROPFIND", ACCOUNT, {}),
    )
    assert collector.services == {"tradepost"}
    login, account, unavailable, unknown, other = collector.spans
    said = attributes(account)
    assert (account.name, account.kind, account.status.code) == (f"GET {ACCOUNT}", SERVER, 0)
    assert (account.trace_id.hex(), account.parent_span_id.hex()) == (TRACE, PARENT)
    assert 0 < account.end_time_unix_nano - account.start_time_unix_nano < 10**10
    assert said.pop("tradepost.request_id")
    assert said == {
        "http.request.method": "GET",
        "http.route": ACCOUNT,
        "http.response.status_code": 200,
        "url.path": ACCOUNT,
        "url.scheme": "http",
        "server.address": "127.0.0.1",
        "server.port": int(shop.url.rpartition(":")[2]),
        "client.address": "127.0.0.1",
        "user_agent.original": "our-program/1.0",
        "tradepost.operation": "sellers.getAccount",
        "tradepost.world": "main",
        "tradepost.seller_id": shop.credentials["seller_id"],
    }
    assert (unavailable.status.code, attributes(unavailable)["error.type"]) == (ERROR, "503")
    assert unavailable.trace_id != account.trace_id
    assert (unknown.name, attributes(unknown)["url.path"], unknown.status.code) == ("GET", f"{ACCOUNT}/***", 0)
    assert (other.name, attributes(other)["http.request.method_original"]) == ("HTTP", "PROPFIND")
    assert attributes(login)["tradepost.operation"] == "lwa.requestAccessToken"


def test_the_service_is_named_as_the_environment_says(
    collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_SERVICE_NAME", "amazon-for-tests")
    called(tmp_path)
    assert collector.services == {"amazon-for-tests"}


@pytest.mark.parametrize(("variable", "value"), [("OTEL_TRACES_EXPORTER", "none"), ("OTEL_SDK_DISABLED", "true")])
def test_no_spans_are_made_where_the_environment_forbids_them(
    variable: str, value: str, collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    called(tmp_path)
    assert collector.spans == []


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc is not supported"),
        ("OTEL_TRACES_EXPORTER", "zipkin", "OTEL_TRACES_EXPORTER=zipkin is not supported"),
        ("", "", 'OpenTelemetry needs packages that are not installed; run: pip install "tradepost[otel]"'),
    ],
    ids=["protocol", "exporter", "extra"],
)
def test_a_server_that_cannot_send_what_is_asked_for_says_so_and_serves(
    variable: str,
    value: str,
    said: str,
    collector: Collector,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    if variable:
        monkeypatch.setenv(variable, value)
    else:  # as where the extra is not installed
        monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    called(tmp_path)
    [warning] = [each.getMessage() for each in caplog.records if each.name == "tradepost.tracing"]
    assert warning.startswith("calls have no spans: ")
    assert said in warning
    assert collector.spans == []


def test_nothing_is_loaded_that_nobody_asked_for(tmp_path: Path) -> None:
    program = (
        "import asyncio, sys\n"
        "from pathlib import Path\n"
        "from tradepost.serving import Settings, running\n"
        "async def main():\n"
        "    async with running(Settings(port=0, data=Path(sys.argv[1]), scenario='none')):\n"
        "        print([each for each in sys.modules if each in ('opentelemetry', 'prometheus_client')])\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout == "[]\n"

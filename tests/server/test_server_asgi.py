"""The bridge to ASGI applications."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.server.raw_client import PATIENCE
from tests.server.service import Serve, Service, echo


class Control:
    """A Starlette application of the kind that is served beside the gateway."""

    def __init__(self) -> None:
        self.ended: list[str] = []
        self.events: asyncio.Queue[bytes] = asyncio.Queue()
        routes = [
            Route("/_tradepost/echo/{rest:path}", self.echo, methods=["GET", "POST"]),
            Route("/_tradepost/events", self.stream_events),
            Route("/_tradepost/count", self.count),
            Route("/_tradepost/nothing", self.nothing),
            Route("/_tradepost/fail", self.fail),
        ]
        self.application = Starlette(routes=routes)

    async def echo(self, request: Request) -> Response:
        body = (await request.body()).decode()
        raw = request.scope["raw_path"].decode()
        seen = [request.method, request.url.path, raw, request.url.query, request.headers["x-tag"], body]
        return JSONResponse(seen, headers={"X-Case": "v"})

    async def stream_events(self, request: Request) -> Response:
        async def events() -> AsyncIterator[bytes]:
            try:
                while True:
                    yield b"data: %b\n\n" % await self.events.get()
            finally:
                self.ended.append("events")

        return StreamingResponse(events(), media_type="text/event-stream")

    async def count(self, request: Request) -> Response:
        async def numbers() -> AsyncIterator[bytes]:
            for number in range(1000):
                yield b"%d," % number * 1000

        return StreamingResponse(numbers(), media_type="text/plain")

    async def nothing(self, request: Request) -> Response:
        return Response(status_code=204)

    async def fail(self, request: Request) -> Response:
        raise LookupError("lost")


@pytest.fixture
def control() -> Control:
    return Control()


@pytest.fixture
def service(serve: Serve, control: Control) -> Service:
    return serve(asgi=control.application)


def _get(path: bytes, version: bytes = b"1.1") -> bytes:
    return b"GET /_tradepost/%b HTTP/%b\r\nHost: a\r\nX-Tag: t\r\n\r\n" % (path, version)


def test_an_asgi_application_sees_the_whole_request(service: Service) -> None:
    head = b"POST /_tradepost/echo/a%2Fb?x=%20y HTTP/1.1\r\nHost: a\r\nX-Tag: \xe9\r\nContent-Length: 4\r\n\r\n"
    answer = service.ask(head + b"body")
    assert answer.body.decode() == ('["POST","/_tradepost/echo/a/b","/_tradepost/echo/a%2Fb","x=%20y","é","body"]')
    assert [name for name, _ in answer.headers] == [
        b"x-case",
        b"content-length",
        b"content-type",
        b"Date",
        b"Connection",
    ]


def test_both_kinds_of_requests_share_a_connection_in_order(service: Service) -> None:
    plain = b"GET /plain HTTP/1.1\r\nHost: a\r\n\r\n"
    client = service.connect().send(_get(b"echo/1") + plain + _get(b"nothing") + plain)
    assert client.answer().body.startswith(b'["GET","/_tradepost/echo/1"')
    assert client.answer().body == b"GET /plain "
    assert client.answer().status == 204
    assert client.answer().body == b"GET /plain "


def test_a_stream_is_chunked_and_whole(service: Service) -> None:
    expected = b"".join(b"%d," % number * 1000 for number in range(1000))
    client = service.connect()
    for _ in range(2):
        answer = client.send(_get(b"count")).answer()
        assert answer.header(b"Transfer-Encoding") == b"chunked"
        assert answer.body == expected


def test_a_stream_to_http_1_0_ends_with_the_connection(service: Service) -> None:
    got = service.connect().send(_get(b"count", b"1.0")).rest()
    assert got.endswith(b"999," * 1000)
    assert b"chunked" not in got


def test_head_has_no_body(service: Service) -> None:
    client = service.connect()
    assert client.send(_get(b"count").replace(b"GET", b"HEAD")).answer(to="HEAD").status == 200
    assert client.send(_get(b"nothing")).answer().status == 204


def _events(service: Service, control: Control) -> Any:
    """A client that has got its first event."""
    client = service.connect().send(_get(b"events"))
    service.call(lambda: control.events.put_nowait(b"first"))
    got = b""
    while not got.endswith(b"data: first\n\n\r\n"):
        got += client.socket.recv(1000)
    assert b"content-type: text/event-stream" in got
    return client


def test_events_arrive_as_they_happen_and_end_when_the_client_resets(service: Service, control: Control) -> None:
    client = _events(service, control)
    service.call(lambda: control.events.put_nowait(b"second"))
    assert client.socket.recv(1000) == b"e\r\ndata: second\n\n\r\n"
    client.reset()
    service.until(lambda: control.ended == ["events"] and not service.server.connections)


def test_events_end_when_the_client_closes(service: Service, control: Control) -> None:
    _events(service, control).socket.close()
    service.until(lambda: control.ended == ["events"] and not service.server.connections)


def test_events_end_when_the_server_stops(service: Service, control: Control) -> None:
    client = _events(service, control)
    service.run(service.server.close(PATIENCE))
    assert control.ended == ["events"]
    assert client.rest() == b""


def test_stopping_closes_what_is_answered_before_its_application_ends(serve: Serve) -> None:
    """The answer is there while the application still works, as one does that has something to put away."""
    ending = asyncio.Event()

    async def answering(scope: dict[str, Any], receive: object, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})
        await ending.wait()

    service = serve(asgi=answering)
    client = service.connect().send(_get(b"work"))
    assert client.answer().status == 200
    closing = service.soon(service.server.close(PATIENCE))
    service.until(lambda: service.server.stopping)
    service.call(ending.set)
    closing.result(PATIENCE / 2)
    assert client.rest() == b""


def test_a_client_that_half_closes_gets_its_answer(service: Service) -> None:
    client = service.connect().send(_get(b"count"))
    client.finish_sending()
    assert len(client.answer().body) == sum(len(b"%d," % number) for number in range(1000)) * 1000


Send = Callable[[dict[str, Any]], Awaitable[None]]


@pytest.mark.parametrize("begun", [False, True])
def test_an_application_that_fails_before_its_answer_is_answered_for(
    serve: Serve, caplog: pytest.LogCaptureFixture, begun: bool
) -> None:
    async def application(scope: Any, receive: Any, send: Send) -> None:
        if begun:
            await send({"type": "http.response.start", "status": 200, "headers": []})
        raise LookupError("lost")

    with caplog.at_level(logging.ERROR, "tradepost.server"):
        answer = serve(asgi=application).ask(_get(b""))
    assert (answer.status, answer.body) == (500, b'{"reason":"the application failed"}')
    assert len(caplog.records) == 1


def test_an_application_that_fails_within_its_answer_breaks_it_off(serve: Serve) -> None:
    async def application(scope: Any, receive: Any, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"one", "more_body": True})
        raise LookupError("lost")

    assert serve(asgi=application).connect().send(_get(b"")).rest().endswith(b"3\r\none\r\n")


def test_an_application_that_only_sends_is_stopped_when_the_client_leaves(serve: Serve) -> None:
    ended: list[str] = []

    async def application(scope: Any, receive: Any, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            while True:
                await send({"type": "http.response.body", "body": b"x" * 100_000, "more_body": True})
        except OSError as fault:
            ended.append(type(fault).__name__)
            raise

    service = serve(asgi=application)
    client = service.connect().send(_get(b""))
    assert client.socket.recv(1) == b"H"
    client.reset()
    service.until(lambda: ended == ["ClientLeft"])


def test_a_plain_answer_of_an_application_has_its_length(serve: Serve) -> None:
    async def application(scope: Any, receive: Any, send: Send) -> None:
        await PlainTextResponse("text")(scope, receive, send)  # type: ignore[arg-type]

    service = serve(echo, asgi=application)
    client = service.connect()
    assert [client.send(_get(b"")).answer().body for _ in range(3)] == [b"text"] * 3

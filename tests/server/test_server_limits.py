"""How much a client may ask for: sizes, times, connections."""

from __future__ import annotations

import asyncio

import pytest

from tests.server.service import Serve, Service
from tradepost.server import Request, Response

GET = b"GET /x HTTP/1.1\r\nHost: a\r\n\r\n"
SIXTEEN_KIB = 16_384
TEN_MB = 10_485_760


def _line(length: int) -> bytes:
    return b"GET /" + b"a" * (length - len(b"GET / HTTP/1.1")) + b" HTTP/1.1\r\n"


def test_a_request_line_of_16_kib_is_accepted_and_one_more_byte_is_refused(service: Service) -> None:
    assert service.ask(_line(SIXTEEN_KIB) + b"Host: a\r\n\r\n").status == 200
    client = service.connect().send(_line(SIXTEEN_KIB + 1) + b"Host: a\r\n\r\n")
    answer = client.answer()
    assert (answer.status, answer.body) == (414, b'{"reason":"the request line is longer than 16384 bytes"}')
    assert (answer.header(b"Connection"), client.rest()) == (b"close", b"")


def test_a_request_line_without_end_is_refused_while_it_grows(service: Service) -> None:
    assert service.connect().send(b"GET /", *([b"a" * 1000] * 17)).answer().status == 414


@pytest.mark.parametrize(("fields", "status"), [(199, 200), (200, 431)])
def test_there_are_at_most_200_header_fields(service: Service, fields: int, status: int) -> None:
    extra = b"".join(b"X-%d: 1\r\n" % number for number in range(fields))
    assert service.ask(b"GET / HTTP/1.1\r\nHost: a\r\n" + extra + b"\r\n").status == status


@pytest.mark.parametrize(("length", "status"), [(65_536 - 6, 200), (65_536 - 5, 431)])
def test_header_fields_have_at_most_64_kib(service: Service, length: int, status: int) -> None:
    head = b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"b" * length  # names and values: Host, a, X, bbb...
    assert service.ask(head + b"\r\n\r\n").status == status


@pytest.mark.parametrize(
    "start",
    [
        b"GET / HTTP/1.1\r\nHost: a\r\nX: ",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ",
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2;",
    ],
    ids=["header", "trailer", "chunk extension"],
)
def test_a_line_without_end_is_refused_while_it_grows(service: Service, start: bytes) -> None:
    client = service.connect().send(start)
    client.send_as_much_as_is_taken(b"b" * 10_000, at_most=200)
    assert client.answer().status == 431
    assert service.story.requests == []


def test_a_body_of_10_mb_is_accepted_and_a_longer_one_refused_before_it_comes(service: Service) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n"
    answer = service.ask(head % TEN_MB + b"\r\n", b"x" * TEN_MB)
    assert (answer.status, len(service.story.requests[0].body)) == (200, TEN_MB)
    refused = service.ask(head % (TEN_MB + 1) + b"Expect: 100-continue\r\n\r\n")
    assert (refused.status, refused.body) == (413, b'{"reason":"the body is longer than 10485760 bytes"}')


def test_a_chunked_body_is_refused_as_soon_as_it_is_too_long(serve: Serve) -> None:
    service = serve(body_bytes=100_000)
    client = service.connect().send(b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n")
    client.send(*([b"2710\r\n" + b"x" * 10_000 + b"\r\n"] * 10))
    client.send_as_much_as_is_taken(b"2710\r\n" + b"x" * 10_000 + b"\r\n", at_most=20)
    assert client.answer().status == 413
    assert service.story.requests == []


def test_a_refusal_can_be_read_by_a_client_that_is_still_sending(serve: Serve) -> None:
    client = serve(body_bytes=1000).connect()
    client.send(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n", *([b"x" * 50_000] * 100))
    assert client.answer().status == 413


def test_many_tiny_chunks_make_one_body(service: Service) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = service.ask(head + b"1\r\nx\r\n" * 50_000 + b"0\r\n\r\n")
    assert answer.body == b"POST / " + b"x" * 50_000


def test_a_connection_that_says_nothing_is_closed(serve: Serve) -> None:
    assert serve(header_seconds=0.02).connect().rest() == b""


@pytest.mark.parametrize(
    "start", [b"G", b"GET / HTTP/1.1\r\nHost: ", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{"]
)
def test_a_request_that_takes_too_long_is_answered_with_408(serve: Serve, start: bytes) -> None:
    client = serve(header_seconds=0.05, body_seconds=0.05).connect().send(start)
    answer = client.answer()
    assert (answer.status, answer.header(b"Content-Type"), client.rest()) == (408, b"text/html", b"")


def test_an_idle_connection_is_closed_without_a_word(serve: Serve) -> None:
    client = serve(idle_seconds=0.05).connect().send(GET)
    assert client.answer().status == 200
    assert client.rest() == b""


def test_a_slow_handler_is_waited_for(serve: Serve) -> None:
    async def handler(request: Request) -> Response:
        await asyncio.sleep(0.2)
        return Response(200, [], b"late")

    client = serve(handler, header_seconds=0.03, body_seconds=0.03, idle_seconds=0.03).connect().send(GET)
    assert client.answer().body == b"late"


@pytest.mark.parametrize("connection", [b"keep-alive", b"close"])
def test_a_client_that_takes_nothing_of_its_answer_is_cut_off(serve: Serve, connection: bytes) -> None:
    async def handler(request: Request) -> Response:
        return Response(200, [], b"x" * 50_000_000)

    service = serve(handler, idle_seconds=0.1)
    client = service.connect().send(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: %b\r\n\r\n" % connection)
    service.until(lambda: len(service.story.requests) == 1)
    service.until(lambda: not service.server.connections)
    assert len(client.rest()) < 50_000_000


def test_one_connection_too_many_is_told_so(serve: Serve) -> None:
    service = serve(connections=2)
    first, second = service.connect(), service.connect()
    assert [each.send(GET).answer().status for each in (first, second)] == [200, 200]
    third = service.connect()
    answer = third.answer()
    assert (answer.status, answer.body) == (503, b'{"reason":"too many connections are open"}')
    assert (answer.header(b"Connection"), third.rest()) == (b"close", b"")
    third.socket.close()
    first.socket.close()
    service.until(lambda: len(service.server.connections) == 1)
    assert service.ask(GET).status == 200


@pytest.mark.usefixtures("many_files")
def test_two_thousand_connections_are_served_at_once(service: Service) -> None:
    clients = [service.connect() for _ in range(2000)]
    for each in clients:
        each.send(GET)
    assert [each.answer().status for each in clients] == [200] * 2000
    assert len(service.server.connections) == 2000
    for each in clients:
        each.socket.close()
    service.until(lambda: not service.server.connections)

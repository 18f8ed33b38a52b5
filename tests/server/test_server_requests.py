"""What a request may look like, and what the application sees of it."""

from __future__ import annotations

import re

import pytest

from tests.server.raw_client import Answer
from tests.server.service import Serve, Service
from tradepost.server import Request

HOST = b"Host: sellingpartnerapi-na.amazon.com\r\n"


def test_a_request_is_answered_with_headers_as_the_application_wrote_them(service: Service) -> None:
    answer = service.ask(b"GET /a%2Fb?x=%5B HTTP/1.1\r\n" + HOST + b"\r\n")
    assert answer.status == 200
    assert answer.body == b"GET /a%2Fb?x=%5B "
    assert [name for name, _ in answer.headers] == [
        b"Content-Type",
        b"x-amzn-RateLimit-Limit",
        b"Content-Length",
        b"Date",
        b"Connection",
    ]
    assert answer.header(b"Connection") == b"keep-alive"
    assert re.fullmatch(rb"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", answer.header(b"Date") or b"")


def test_the_application_sees_raw_path_query_headers_and_client(service: Service) -> None:
    client = service.connect()
    client.send(
        b"PUT /x%2Fy?q=%20 HTTP/1.1\r\n", HOST, b"X-Tag: One\r\nx-tag:  two \r\nContent-Length: 2\r\n\r\n{}"
    ).answer()
    request = service.story.requests[0]
    assert (request.method, request.target, request.path, request.query) == (
        "PUT",
        b"/x%2Fy?q=%20",
        b"/x%2Fy",
        b"q=%20",
    )
    assert request.headers[1:] == [(b"x-tag", b"One"), (b"x-tag", b"two"), (b"content-length", b"2")]
    assert (request.header(b"x-tag"), request.header(b"absent"), request.body) == (b"One", None, b"{}")
    assert (request.client, request.scheme) == (client.socket.getsockname(), "http")


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"http://host:80/a/b?c=d", b"/a/b", b"c=d"),
        (b"http://host", b"/", b""),
        (b"http://host?c=d", b"/", b"c=d"),
        (b"*", b"*", b""),
    ],
)
def test_other_forms_of_the_target_have_a_path(target: bytes, path: bytes, query: bytes) -> None:
    request = Request("GET", target, [])
    assert (request.target, request.path, request.query) == (target, path, query)


def test_a_request_in_three_pieces_is_answered(service: Service) -> None:
    client = service.connect()
    client.send(b"GET /pie")
    service.until(lambda: len(service.server.connections) == 1)
    client.send(b"ces HTTP/1.1\r\nHo")
    assert client.send(b"st: a\r\n\r\n").answer().body == b"GET /pieces "


def test_two_pipelined_requests_are_answered_in_order(service: Service) -> None:
    client = service.connect().send(
        b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx"
    )
    assert [client.answer().body, client.answer().body] == [b"GET /1 ", b"POST /2 x"]


def test_a_connection_serves_many_requests(service: Service) -> None:
    client = service.connect()
    for number in range(50):
        assert client.send(b"GET /%d HTTP/1.1\r\nHost: a\r\n\r\n" % number).answer().body == b"GET /%d " % number
    assert len(service.server.connections) == 1


def test_connection_close_is_obeyed_and_what_follows_is_ignored(service: Service) -> None:
    client = service.connect().send(
        b"GET /1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
    )
    answer = client.answer()
    assert (answer.header(b"Connection"), client.rest()) == (b"close", b"")
    assert len(service.story.requests) == 1


def test_http_1_0_is_answered_and_closed(service: Service) -> None:
    client = service.connect().send(b"GET /old HTTP/1.0\r\n\r\n")
    answer = client.answer()
    assert (answer.body, answer.header(b"Connection"), client.rest()) == (b"GET /old ", b"close", b"")


def test_http_1_0_with_keep_alive_is_kept(service: Service) -> None:
    client = service.connect()
    for _ in range(2):
        answer = client.send(b"GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").answer()
        assert (answer.body, answer.header(b"Connection")) == (b"GET /old ", b"keep-alive")


def test_head_has_the_length_but_no_body(service: Service) -> None:
    client = service.connect()
    answer = client.send(b"HEAD /x HTTP/1.1\r\nHost: a\r\n\r\n").answer(to="HEAD")
    assert answer.header(b"Content-Length") == b"8"
    assert client.send(b"GET /y HTTP/1.1\r\nHost: a\r\n\r\n").answer().body == b"GET /y "


def test_a_client_that_expects_continue_is_told_to(service: Service) -> None:
    client = service.connect()
    head = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    assert client.send(head).answer().status == 100
    assert client.send(b"{}").answer().body == b"POST /x {}"


def test_a_body_that_comes_along_is_not_asked_for(service: Service) -> None:
    head = b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    assert service.ask(head + b"{}").status == 200


def test_continue_comes_after_the_answers_to_earlier_requests(service: Service) -> None:
    client = service.connect().send(
        b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\n"
        b"POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n"
    )
    assert [client.answer().body, client.answer().status] == [b"GET /1 ", 100]
    assert client.send(b"{}").answer().body == b"POST /2 {}"


def test_a_chunked_body_is_put_together_and_its_trailers_are_no_headers(service: Service) -> None:
    head = b"POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = service.ask(head, b"2;ext=1\r\n{}\r\n", b"3\r\nabc\r\n", b"0\r\nX-Trailer: t\r\n\r\n")
    assert answer.body == b"POST /x {}abc"
    assert service.story.requests[0].header(b"x-trailer") is None


@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"DELETE"])
def test_an_announced_empty_body_is_no_body(service: Service, method: bytes) -> None:
    client = service.connect().send(method + b" /x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
    assert client.answer(to=method.decode()).status == 200


def test_delete_may_have_a_body(service: Service) -> None:
    assert service.ask(b"DELETE /x HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}").body == b"DELETE /x {}"


@pytest.mark.parametrize(
    "framing", [b"Content-Length: 2\r\n\r\n{}", b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n"]
)
def test_a_wish_for_another_protocol_is_passed_over(service: Service, framing: bytes) -> None:
    upgrade = b"Host: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMA\r\n"
    client = service.connect().send(b"POST /1 HTTP/1.1\r\n" + upgrade + framing + b"GET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
    assert [client.answer().body, client.answer().body] == [b"POST /1 {}", b"GET /2 "]


@pytest.mark.parametrize("target", [b'/a|b{c}"^`<>', b"/%5B", b"/-._~!$&'()*+,;=:@", b"/?a=b?c"])
def test_characters_that_clients_leave_unescaped_are_accepted(service: Service, target: bytes) -> None:
    assert service.ask(b"GET " + target + b" HTTP/1.1\r\nHost: a\r\n\r\n").body == b"GET " + target + b" "


@pytest.mark.parametrize("host", [b"a", b"a:8008", b"127.0.0.1:1", b"[::1]:8008", b"a_b.c-d"])
def test_hosts_are_accepted(service: Service, host: bytes) -> None:
    assert service.ask(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n").status == 200


MALFORMED = {
    "no request line": b"hello\r\n\r\n",
    "unknown method": b"FETCH / HTTP/1.1\r\nHost: a\r\n\r\n",
    "no version": b"GET /\r\n\r\n",
    "another version": b"GET / HTTP/2.0\r\nHost: a\r\n\r\n",
    "blank in the target": b"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
    "bracket": b"GET /?k[]=1 HTTP/1.1\r\nHost: a\r\n\r\n",
    "control character": b"GET /\x01 HTTP/1.1\r\nHost: a\r\n\r\n",
    "not ASCII": b"GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n",
    "not a path": b"GET path HTTP/1.1\r\nHost: a\r\n\r\n",
    "a proxy's method": b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "empty host": b"GET / HTTP/1.1\r\nHost:\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
    "bad host": b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "host with a blank": b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
    "blank before a colon": b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    "folded header": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
    "bare line feeds": b"GET / HTTP/1.1\nHost: a\n\n",
    "two framings": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    "bad length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2x\r\n\r\n{}",
    "signed length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +2\r\n\r\n{}",
    "negative length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -2\r\n\r\n{}",
    "endless length": b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + b"9" * 5000 + b"\r\n\r\n{}",
    "bad chunk": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "another coding": b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "chunks in HTTP/1.0": b"POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "body in a GET": b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
    "chunks in a GET": b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "body in a HEAD": b"HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
    "TLS": bytes.fromhex("16030100c8010000c40303") + b"\x00" * 50,
}


@pytest.mark.parametrize("request_bytes", MALFORMED.values(), ids=MALFORMED.keys())
def test_what_is_malformed_is_answered_with_a_page_and_closed(service: Service, request_bytes: bytes) -> None:
    client = service.connect().send(request_bytes)
    _is_page(client.answer())
    assert client.rest() == b""
    assert service.story.requests == []


def _is_page(answer: Answer) -> None:
    assert answer.status == 400
    assert [name for name, _ in answer.headers] == [
        b"Content-Type",
        b"x-tradepost-reason",
        b"Content-Length",
        b"Date",
        b"Connection",
    ]
    assert (answer.header(b"Content-Type"), answer.header(b"Connection")) == (b"text/html", b"close")
    assert b"<h1>Bad Request</h1>" in answer.body


def test_requests_before_a_malformed_one_are_answered_first(serve: Serve) -> None:
    service = serve()
    client = service.connect().send(b"GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /[ HTTP/1.1\r\nHost: a\r\n\r\n")
    assert client.answer().body == b"GET /1 "
    _is_page(client.answer())

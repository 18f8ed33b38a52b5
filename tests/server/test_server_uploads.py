"""Bodies that are still arriving: handed on in pieces to an application that asks for it, and bounded all together."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from tests.server.raw_client import Client
from tests.server.service import Serve, Service
from tradepost.server import Intake

MIB = 1_048_576
PATH = b"/_tradepost/documents/1"
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


class Storage:
    """An application that takes bodies in, piece by piece, and answers with their digest."""

    def __init__(self) -> None:
        self.pieces: list[int] = []
        self.disconnects = 0
        self.digest = hashlib.sha256()
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        self.digest = hashlib.sha256()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.disconnects += 1
                return
            self.digest.update(message["body"])
            self.pieces.append(len(message["body"]))
            if not message["more_body"]:
                break
            await self.may_go_on.wait()
        await _answer(send, 201, self.digest.hexdigest().encode())


async def _answer(send: Send, status: int, body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": []})
    await send({"type": "http.response.body", "body": body})


def _streaming(serve: Serve, application: Any, most: int = 1024 * MIB, **limits: Any) -> Service:
    service = serve(asgi=application, **limits)
    service.story.intakes[PATH] = Intake(most, streamed=True)
    return service


@pytest.fixture
def storage() -> Storage:
    return Storage()


@pytest.fixture
def service(serve: Serve, storage: Storage) -> Service:
    return _streaming(serve, storage)


@pytest.fixture
def traced() -> Iterator[None]:
    tracemalloc.start()
    yield
    tracemalloc.stop()


def _put(length: int, *fields: bytes) -> bytes:
    lines = [b"PUT %b HTTP/1.1" % PATH, b"Host: a", b"Content-Length: %d" % length, *fields]
    return b"\r\n".join(lines) + b"\r\n\r\n"


@pytest.mark.usefixtures("traced")
def test_an_upload_of_200_mb_takes_a_few_mb_of_memory(service: Service, storage: Storage) -> None:
    piece = bytes(range(256)) * 4096
    client = service.connect().send(_put(200 * MIB), *([piece] * 200))
    answer = client.answer()
    expected = hashlib.sha256()
    for _ in range(200):
        expected.update(piece)
    assert (answer.status, answer.body.decode()) == (201, expected.hexdigest())
    assert sum(storage.pieces) == 200 * MIB
    assert tracemalloc.get_traced_memory()[1] < 8 * MIB


def test_a_slow_application_is_waited_for_by_the_client(service: Service, storage: Storage) -> None:
    service.call(storage.may_go_on.clear)
    client = service.connect().send(_put(100 * MIB))
    client.socket.settimeout(0.5)
    sent = 0
    with contextlib.suppress(TimeoutError):
        while sent < 50 * MIB:
            sent += client.socket.send(bytes(MIB))
    assert sent < 50 * MIB
    service.call(storage.may_go_on.set)
    client.socket.settimeout(10)
    assert client.send(bytes(100 * MIB - sent)).answer().status == 201
    assert sum(storage.pieces) == 100 * MIB


def test_chunks_are_handed_on_as_they_arrive(service: Service, storage: Storage) -> None:
    client = service.connect().send(b"PUT %b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" % PATH)
    for number in range(1, 4):
        client.send(b"3\r\nabc\r\n")
        service.until(lambda number=number: sum(storage.pieces) == 3 * number)  # type: ignore[misc]
    assert client.send(b"0\r\n\r\n").answer().body.decode() == hashlib.sha256(b"abc" * 3).hexdigest()


def test_the_connection_goes_on_after_an_upload(service: Service) -> None:
    client = service.connect().send(_put(3) + b"abc" + _put(300_000), b"x" * 300_000 + _put(0) + _put(2) + b"ab")
    bodies = (b"abc", b"x" * 300_000, b"", b"ab")
    assert [client.answer().body.decode() for _ in bodies] == [hashlib.sha256(each).hexdigest() for each in bodies]


def test_a_wish_for_another_protocol_is_passed_over(service: Service, storage: Storage) -> None:
    client = service.connect().send(_put(3, b"Connection: Upgrade", b"Upgrade: h2c") + b"abc" + _put(2) + b"de")
    bodies = (b"abc", b"de")
    assert [client.answer().body.decode() for _ in bodies] == [hashlib.sha256(each).hexdigest() for each in bodies]
    assert sum(storage.pieces) == 5


def test_leave_to_send_is_given_once_the_body_is_asked_for(service: Service) -> None:
    client = service.connect().send(_put(3, b"Expect: 100-continue"))
    assert client.answer().status == 100
    assert client.send(b"abc").answer().status == 201


def test_an_application_may_refuse_before_the_body_comes(serve: Serve) -> None:
    async def refusing(scope: Any, receive: Receive, send: Send) -> None:
        await _answer(send, 403, b"no")

    service = _streaming(serve, refusing)
    client = service.connect().send(_put(3, b"Expect: 100-continue"))
    answer = client.answer()
    assert (answer.status, answer.header(b"Connection"), client.rest()) == (403, b"close", b"")
    client = service.connect().send(_put(50 * MIB))
    client.send_as_much_as_is_taken(bytes(MIB), at_most=50)
    assert client.answer().status == 403


@pytest.mark.parametrize("way", ["reset", "close"])
def test_an_upload_whose_client_leaves_is_a_disconnect(service: Service, storage: Storage, way: str) -> None:
    client = service.connect().send(_put(10 * MIB), bytes(MIB))
    service.until(lambda: sum(storage.pieces) > 0)
    client.reset() if way == "reset" else client.socket.close()
    service.until(lambda: storage.disconnects == 1 and not service.server.connections)


def _broken_off(client: Client) -> None:
    client.finish_sending()


def _malformed(client: Client) -> None:
    client.send(b"zz\r\n")


def _too_long(client: Client) -> None:
    client.send_as_much_as_is_taken(b"100000\r\n" + bytes(MIB) + b"\r\n", at_most=3)


def _too_slow(client: Client) -> None:
    """Sends nothing more."""


@pytest.mark.parametrize(("way", "status"), [(_broken_off, 400), (_malformed, 400), (_too_long, 413), (_too_slow, 408)])
def test_an_upload_that_goes_wrong_is_a_disconnect_and_answered_for(
    serve: Serve, storage: Storage, way: Callable[[Client], None], status: int
) -> None:
    service = _streaming(serve, storage, most=2 * MIB, body_seconds=0.3 if way is _too_slow else 60.0)
    client = service.connect().send(b"PUT %b HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" % PATH)
    client.send(b"3\r\nabc\r\n")
    service.until(lambda: storage.pieces == [3])
    way(client)
    assert client.answer().status == status
    assert client.rest() == b""
    assert storage.disconnects == 1


def test_an_upload_that_is_announced_too_long_is_refused_before_the_application_hears_of_it(
    serve: Serve, storage: Storage
) -> None:
    service = _streaming(serve, storage, most=1000)
    answer = service.ask(_put(1001))
    assert (answer.status, answer.body) == (413, b'{"reason":"the body is longer than 1000 bytes"}')
    assert (storage.pieces, storage.disconnects) == ([], 0)


# Bodies that wait to be whole


def _post(length: int) -> bytes:
    return b"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % length


def test_the_largest_of_the_unfinished_bodies_is_refused_when_all_are_too_much(serve: Serve) -> None:
    service = serve(unfinished_bytes=300_000)
    unfinished = service.server.unfinished
    small = service.connect().send(_post(50_001), bytes(50_000))
    service.until(lambda: unfinished.total == 50_000)
    large = service.connect().send(_post(MIB), bytes(200_000))
    service.until(lambda: unfinished.total == 250_000)
    another = service.connect().send(_post(100_001), bytes(100_000))
    answer = large.answer()
    assert (answer.status, answer.header(b"Connection"), large.rest()) == (503, b"close", b"")
    assert b"still arriving take too much memory" in answer.body
    service.until(lambda: unfinished.total == 150_000)
    assert [each.send(b"x").answer().status for each in (small, another)] == [200, 200]
    assert unfinished.total == 0


def test_thirty_clients_that_never_finish_hold_no_more_than_is_allowed(serve: Serve) -> None:
    service = serve(unfinished_bytes=4 * MIB)
    clients = [service.connect() for _ in range(30)]
    for each in clients:
        each.send(_post(10 * MIB))
        each.send_as_much_as_is_taken(bytes(MIB), at_most=3)
    assert 0 < service.call(lambda: service.server.unfinished.total) <= 4 * MIB
    assert service.ask(_post(3) + b"abc").status == 200
    for each in clients:
        each.reset()
    service.until(lambda: service.server.unfinished.total == 0)


def test_a_body_that_is_whole_or_gone_counts_no_more(serve: Serve) -> None:
    service = serve()
    unfinished = service.server.unfinished
    client = service.connect().send(_post(200_000), bytes(100_000))
    service.until(lambda: unfinished.total == 100_000)
    assert client.send(bytes(100_000)).answer().status == 200
    assert unfinished.total == 0
    client.send(_post(200_000), bytes(100_000))
    service.until(lambda: unfinished.total == 100_000)
    client.reset()
    service.until(lambda: unfinished.total == 0)


def test_an_application_may_allow_less_than_the_server(serve: Serve) -> None:
    service = serve()
    service.story.intakes[b"/x"] = Intake(10)
    assert service.ask(_post(10) + b"x" * 10).status == 200
    assert service.ask(_post(11)).body == b'{"reason":"the body is longer than 10 bytes"}'

"""How answers are written: waiting, streams, faults on purpose, slow and leaving clients, stopping."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import socket
from collections.abc import AsyncIterator

import pytest

from tests.server.raw_client import PATIENCE
from tests.server.service import Serve, Service, echo, pieces_of
from tradepost.server import Request, Response, Server, Stream

GET = b"GET /%b HTTP/1.1\r\nHost: a\r\n\r\n"


class Gate:
    """A handler that waits until the test lets it go on."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.waiting = self.finished = 0
        self.cancelled = False

    async def __call__(self, request: Request) -> Response:
        if request.path == b"/wait":
            self.waiting += 1
            try:
                await self.opened.wait()
            except asyncio.CancelledError:
                self.cancelled = True
                raise
            self.finished += 1
        return await echo(request)


def test_an_answer_that_waits_comes_before_those_to_later_requests(serve: Serve) -> None:
    gate = Gate()
    service = serve(gate)
    client = service.connect().send(GET % b"wait" + GET % b"now", GET % b"last")
    service.until(lambda: gate.waiting == 1)
    assert service.connect().send(GET % b"other").answer().body == b"GET /other "
    service.call(gate.opened.set)
    assert [client.answer().body for _ in range(3)] == [b"GET /wait ", b"GET /now ", b"GET /last "]


def test_a_refusal_comes_after_the_answers_to_earlier_requests(serve: Serve) -> None:
    gate = Gate()
    service = serve(gate)
    client = service.connect().send(GET % b"wait" + GET % b"[")
    service.until(lambda: gate.waiting == 1)
    service.call(gate.opened.set)
    assert [client.answer().status, client.answer().status] == [200, 400]


@pytest.mark.parametrize("path", [b"now", b"wait"])
def test_a_client_that_half_closes_gets_its_answer(serve: Serve, path: bytes) -> None:
    gate = Gate()
    service = serve(gate)
    client = service.connect().send(GET % path)
    client.finish_sending()
    service.call(gate.opened.set)
    assert client.answer().body == b"GET /%b " % path
    assert client.rest() == b""


def test_half_a_request_and_no_more_is_closed(service: Service) -> None:
    client = service.connect().send(b"GET /x HTTP/1.1\r\nHo")
    client.finish_sending()
    assert client.rest() == b""


def test_a_handler_ends_though_its_client_has_left(serve: Serve) -> None:
    gate = Gate()
    service = serve(gate)
    client = service.connect().send(GET % b"wait")
    service.until(lambda: gate.waiting == 1)
    client.reset()
    service.until(lambda: not service.server.connections)
    service.call(gate.opened.set)
    service.until(lambda: gate.finished == 1)
    assert not gate.cancelled


def test_a_timeout_begun_before_the_first_wait_ends_the_wait(serve: Serve) -> None:
    async def handler(request: Request) -> Response:
        try:
            async with asyncio.timeout(float(request.query)):
                await asyncio.Event().wait()
        except TimeoutError:
            task = asyncio.current_task()
            return Response(200, [], b"%d" % (task.cancelling() if task else -1))
        return Response(500, [])

    service = serve(handler)
    client = service.connect()
    for query in (b"?0.01", b"?0", b"?-1"):
        assert client.send(GET % query).answer().body == b"0"


def test_tasks_of_a_handler_are_awaited_and_their_fault_ends_it(serve: Serve) -> None:
    async def fail() -> None:
        raise ValueError

    async def handler(request: Request) -> Response:
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(PATIENCE))
                group.create_task(fail())
        except ExceptionGroup as faults:
            return Response(200, [], repr(faults.exceptions).encode())
        return Response(500, [])

    assert serve(handler).ask(GET % b"").body == b"(ValueError(),)"


def test_context_variables_hold_across_waits_and_stay_within_the_request(serve: Serve) -> None:
    variable = contextvars.ContextVar("variable", default=b"none")

    async def handler(request: Request) -> Response:
        before = variable.get()
        token = variable.set(request.path)
        await asyncio.sleep(0)
        within = variable.get()
        variable.reset(token)
        if request.path == b"/2":
            variable.set(b"left behind")
        return Response(200, [], before + b" " + within)

    client = serve(handler).connect()
    assert [client.send(GET % path).answer().body for path in (b"1", b"2", b"3")] == [
        b"none /1",
        b"none /2",
        b"none /3",
    ]


def test_a_bare_yield_and_nested_futures_are_awaited(serve: Serve) -> None:
    async def handler(request: Request) -> Response:
        await asyncio.sleep(0)
        future = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_soon(future.set_result, b"done")
        return Response(200, [], await asyncio.wait_for(asyncio.shield(future), PATIENCE))

    assert serve(handler).ask(GET % b"").body == b"done"


@pytest.mark.parametrize("wait", [False, True])
def test_a_handler_that_fails_is_answered_with_500_and_logged(
    serve: Serve, caplog: pytest.LogCaptureFixture, wait: bool
) -> None:
    async def handler(request: Request) -> Response:
        if wait:
            await asyncio.sleep(0)
        raise LookupError("lost")

    with caplog.at_level(logging.ERROR, "tradepost.server"):
        client = serve(handler).connect().send(GET % b"x")
        answer = client.answer()
    assert (answer.status, answer.body) == (500, b'{"reason":"the application failed"}')
    assert client.rest() == b""
    assert [record.exc_info is not None for record in caplog.records] == [True]


@pytest.mark.parametrize(("cut_after", "expected"), [(0, b""), (9, b"HTTP/1.1 ")])
def test_the_connection_can_be_dropped_on_purpose(serve: Serve, cut_after: int, expected: bytes) -> None:
    async def handler(request: Request) -> Response:
        return Response(200, [], b"body", cut_after=cut_after)

    assert serve(handler).connect().send(GET % b"x").rest() == expected


def test_an_exact_response_is_written_as_it_is(serve: Serve) -> None:
    async def handler(request: Request) -> Response:
        return Response(299, [(b"X-\xff", b"\x00\r\nY: z"), (b"Content-Length", b"1")], b"\xff", exact=True)

    client = serve(handler).connect().send(GET % b"x")
    client.finish_sending()
    assert client.rest() == b"HTTP/1.1 299 Unknown\r\nX-\xff: \x00\r\nY: z\r\nContent-Length: 1\r\n\r\n\xff"


def test_a_line_break_in_a_value_makes_no_header(serve: Serve) -> None:
    async def handler(request: Request) -> Response:
        return Response(200, [(b"X-Reason", b"a\r\nX-Evil: 1"), (b"X-Other", b"b\nc\rd")])

    answer = serve(handler).ask(GET % b"x")
    assert answer.headers[:2] == [(b"X-Reason", b"a  X-Evil: 1"), (b"X-Other", b"b c d")]


def test_204_has_neither_length_nor_body(serve: Serve) -> None:
    async def handler(request: Request) -> Response:
        return Response(204, [], b"x" * 100_000)

    client = serve(handler).connect()
    for _ in range(2):
        answer = client.send(GET % b"x").answer()
        assert (answer.status, answer.header(b"Content-Length")) == (204, None)


def test_large_answers_to_a_slow_client_are_whole_and_in_order(serve: Serve) -> None:
    async def handler(request: Request) -> Response:
        return Response(200, [], request.path[1:] * 5_000_000)

    service = serve(handler)
    client = service.connect().send(GET % b"a" + GET % b"b" + GET % b"c")
    service.until(lambda: any(each.writable is not None for each in service.server.connections))
    assert len(service.story.requests) == 1  # the others wait until the client has caught up
    assert [client.answer().body == each * 5_000_000 for each in (b"a", b"b", b"c")] == [True, True, True]


def test_a_stream_is_chunked(serve: Serve) -> None:
    async def handler(request: Request) -> Stream:
        return Stream(200, [(b"X-Case", b"v")], pieces_of(b"one", b"", b"two"))

    client = serve(handler).connect()
    for _ in range(2):
        answer = client.send(GET % b"x").answer()
        assert (answer.body, answer.header(b"Transfer-Encoding")) == (b"onetwo", b"chunked")
    assert client.send(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answer(to="HEAD").status == 200
    assert client.send(GET % b"x").answer().body == b"onetwo"


def test_a_stream_of_known_length_is_not_chunked(serve: Serve) -> None:
    async def handler(request: Request) -> Stream:
        await asyncio.sleep(0)
        return Stream(200, [], pieces_of(b"one", b"two"), length=6)

    client = serve(handler).connect()
    assert [client.send(GET % b"x").answer().body for _ in range(2)] == [b"onetwo", b"onetwo"]


@pytest.mark.parametrize(("length", "sent"), [(10, b"onetwo"), (4, b"onet")])
def test_a_stream_of_another_length_than_announced_is_closed(serve: Serve, length: int, sent: bytes) -> None:
    async def handler(request: Request) -> Stream:
        return Stream(200, [], pieces_of(b"one", b"two"), length=length)

    head, _, body = serve(handler).connect().send(GET % b"x").rest().partition(b"\r\n\r\n")
    assert b"Content-Length: %d" % length in head
    assert body == sent


def test_a_stream_to_http_1_0_ends_with_the_connection(serve: Serve) -> None:
    async def handler(request: Request) -> Stream:
        return Stream(200, [], pieces_of(b"one", b"two"))

    got = serve(handler).connect().send(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").rest()
    assert got.endswith(b"Connection: close\r\n\r\nonetwo")
    assert b"chunked" not in got


def test_a_stream_that_fails_breaks_off(serve: Serve) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"one"
        raise LookupError

    async def handler(request: Request) -> Stream:
        return Stream(200, [], pieces())

    assert serve(handler).connect().send(GET % b"x").rest().endswith(b"3\r\none\r\n")


def test_a_stream_is_ended_when_its_client_leaves(serve: Serve) -> None:
    ended: list[bool] = []

    async def pieces() -> AsyncIterator[bytes]:
        try:
            yield b"one"
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    async def handler(request: Request) -> Stream:
        return Stream(200, [], pieces())

    service = serve(handler)
    client = service.connect().send(GET % b"x")
    assert client.socket.recv(10) == b"HTTP/1.1 2"
    client.reset()
    service.until(lambda: ended == [True] and not service.server.connections)


def test_stopping_answers_what_is_under_way_and_closes_the_idle(serve: Serve) -> None:
    gate = Gate()
    service = serve(gate)
    idle = service.connect().send(GET % b"now")
    assert idle.answer().status == 200
    client = service.connect().send(GET % b"wait")
    service.until(lambda: gate.waiting == 1)
    port = service.server.port
    closing = service.soon(service.server.close(PATIENCE))
    assert idle.rest() == b""
    service.call(gate.opened.set)
    answer = client.answer()
    assert (answer.body, answer.header(b"Connection"), client.rest()) == (b"GET /wait ", b"close", b"")
    closing.result(PATIENCE)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_stopping_cancels_what_does_not_end_within_the_grace(serve: Serve) -> None:
    gate = Gate()
    service = serve(gate)
    client = service.connect().send(GET % b"wait")
    service.until(lambda: gate.waiting == 1)
    service.run(service.server.close(0.01))
    assert client.rest() == b""
    service.until(lambda: gate.cancelled)
    assert service.server.connections == set()


def test_a_port_that_is_taken_is_an_error(service: Service) -> None:
    second = Server(service.story, port=service.server.port)
    with pytest.raises(OSError, match="in use"):
        service.run(second.start())
    service.run(second.close())


def test_a_server_listens_on_sockets_and_further_addresses(service: Service) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = Server(service.story, sockets=[listening.dup()])
        service.run(server.start())
        other = service.run(server.listen("127.0.0.1"))
        assert [service.connect(each).send(GET % b"x").answer().status for each in (port, other)] == [200, 200]
        service.run(server.close())

"""Any bytes, cut anywhere."""

from __future__ import annotations

import random
import resource

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.server.raw_client import Answer
from tests.server.service import Service

REQUESTS = (
    b"GET /first?a=%20b HTTP/1.1\r\nHost: a\r\nX-Tag: one\r\n\r\n"
    b"POST /second HTTP/1.1\r\nhost: a\r\nContent-Length: 11\r\n\r\nGET / HTTP/"
    b"POST /third HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n2\r\nde\r\n0\r\nT: t\r\n\r\n"
    b"PUT /fourth HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\nContent-Length: 2\r\n\r\n{}"
    b"DELETE /fifth HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
)
ANSWERS = [
    b"GET /first?a=%20b ",
    b"POST /second GET / HTTP/",
    b"POST /third abcde",
    b"PUT /fourth {}",
    b"DELETE /fifth ",
]

slow = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@slow
@given(st.sets(st.integers(1, len(REQUESTS) - 1), max_size=12))
def test_requests_are_the_same_wherever_they_are_cut(service: Service, cuts: set[int]) -> None:
    client = service.connect()
    ends = [*sorted(cuts), len(REQUESTS)]
    for start, end in zip([0, *ends], ends, strict=False):
        client.send(REQUESTS[start:end])
    assert [client.answer().body for _ in ANSWERS] == ANSWERS
    assert client.rest() == b""
    client.socket.close()


PARTS = st.sampled_from(
    [
        b"GET / HTTP/1.1\r\n",
        b"POST /x HTTP/1.1\r\n",
        b"Host: a\r\n",
        b"Content-Length: 3\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Connection: Upgrade\r\nUpgrade: h2c\r\n",
        b"Expect: 100-continue\r\n",
        b"\r\n",
        b"3\r\nabc\r\n",
        b"0\r\n\r\n",
        b"\x00",
        b"\xff\xfe",
        b": ",
        b"ffffffffffffffff\r\n",
    ]
)


@slow
@given(st.lists(PARTS | st.binary(max_size=40), max_size=20))
def test_whatever_comes_is_answered_or_closed(service: Service, parts: list[bytes]) -> None:
    client = service.connect()
    client.send_as_much_as_is_taken(*parts)
    client.finish_sending()
    rest = client.rest()
    assert rest == b"" or rest.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 400 ", b"HTTP/1.1 100 "))
    client.socket.close()
    service.until(lambda: not service.server.connections)
    assert service.ask(b"GET /alive HTTP/1.1\r\nHost: a\r\n\r\n").body == b"GET /alive "


LINES = (
    b"GET /other?q=1 HTTP/1.1",
    b"GET http://a/other HTTP/1.1",
    b"GET * HTTP/1.1",
    b"GET other HTTP/1.1",
    b"GET  HTTP/1.1",
    b"GET /a b HTTP/1.1",
    b"GET /\xc3\xa4 HTTP/1.1",
    b"GET /other HTTP/1.0",
    b"GET /other HTTP/1.1\r\nX-More: 1",
    b"GET /other HTTP/1.1\r\nContent-Length: 1",
    b"GET /" + b"l" * 40_000 + b" HTTP/1.1",
    b"HEAD /other HTTP/1.1",
    b"PUT /other HTTP/1.1",
    b"get /other HTTP/1.1",
    b"\r\nGET /other HTTP/1.1",
)
FIELDS = (
    b"Host: a",
    b"Host: a\r\nX-Tag: one",
    b"Host: a\r\nContent-Length: 0",
    b"Host: a\r\nConnection: close",
    b"Host: a\r\nExpect: 100-continue",
    b"Host: a\r\nConnection: Upgrade\r\nUpgrade: h2c",
    b"Host: a\r\nHost: b",
    b"X-Tag: nobody",
    b"",
)


def _told(answer: Answer) -> tuple[int, bytes, bytes | None]:
    return answer.status, answer.body, answer.header(b"Connection")


@pytest.mark.parametrize("first", FIELDS)
def test_a_head_that_was_sent_before_is_read_as_if_it_came_for_the_first_time(service: Service, first: bytes) -> None:
    for line, fields in [*((line, first) for line in LINES), *((LINES[0], fields) for fields in FIELDS)]:
        message = b"%b\r\n%b\r\n\r\n" % (line, fields)
        to = "HEAD" if line.startswith(b"HEAD") else "GET"
        client = service.connect()
        expected = client.send(message).answer(to=to)
        client.socket.close()
        client = service.connect()
        for _ in range(2):
            if client.send(b"GET /first HTTP/1.1\r\n%b\r\n\r\n" % first).answer().header(b"Connection") == b"close":
                return  # nothing follows these fields
        met = client.send(message).answer(to=to)
        assert _told(met) == _told(expected), message
        client.socket.close()


def test_memory_stays_bounded_under_noise(service: Service) -> None:
    noise = random.Random(1)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(300):
        client = service.connect()
        client.send_as_much_as_is_taken(noise.choice([b"", REQUESTS[:150]]) + noise.randbytes(100_000))
        client.reset()
    service.until(lambda: not service.server.connections)
    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 30_000  # of 30 MB sent

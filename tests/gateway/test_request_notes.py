"""What waits in memory to be written into the request log."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest

from tradepost.gateway.exchange import Exchange
from tradepost.gateway.request_log import Note, RequestLog
from tradepost.server import Request, Response

NOBODY: Any = None


def test_large_bodies_that_wait_to_be_logged_take_bounded_memory() -> None:
    """Nobody needs a token to be refused, so a flood of refused bodies must not fill the memory: this is 400 MB."""
    log = RequestLog(NOBODY)
    tracemalloc.start()
    try:
        for _ in range(2000):
            exchange = Exchange(Request("POST", b"/x", [], bytes(100_000)))
            log.note(exchange, Response(403, [], bytes(100_000)))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 40_000_000


def test_only_the_newest_calls_wait() -> None:
    """The log keeps 5,000 calls of a world; what it would drop at once is not kept until then."""
    log = RequestLog(NOBODY)
    tracemalloc.start()
    try:
        for number in range(50_000):
            log.note(Exchange(Request("GET", b"/%d" % number, [])), Response(200, [], bytes(1000)))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 15_000_000


def test_a_call_is_noted_though_one_who_hears_of_it_fails(caplog: pytest.LogCaptureFixture) -> None:
    log = RequestLog(NOBODY)
    heard: list[Note] = []

    def fail(note: Note) -> None:
        raise ValueError("no collector")

    log.heard_by += [fail, heard.append]
    log.note(Exchange(Request("GET", b"/", [])), Response(200, [], b""))
    assert (log.waiting, len(heard)) == ((1, 0), 1)
    assert [each.message for each in caplog.records] == ["a call could not be told of"]

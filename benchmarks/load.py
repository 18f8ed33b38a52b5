"""A load generator that costs less than what it measures: raw sockets, requests made beforehand, answers counted."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from functools import partial

import uvloop

SECONDS = 2.0
CONNECTIONS = 16


class Caller(asyncio.Protocol):
    """One connection that always has one request under way."""

    def __init__(self, requests: list[bytes], counts: list[int], start: int) -> None:
        self._requests = requests
        self._counts = counts
        self._next = start
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins."""
        self._transport = transport
        self._send()

    def _send(self) -> None:
        self._transport.write(self._requests[self._next % len(self._requests)])  # type: ignore[attr-defined]
        self._next += CONNECTIONS

    def data_received(self, data: bytes) -> None:
        """Counts a whole answer, and asks again."""
        self._seen += data
        head, separator, body = self._seen.partition(b"\r\n\r\n")
        if not separator:
            return
        at = head.lower().find(b"content-length: ") + 16
        if len(body) < int(head[at : head.find(b"\r", at) if head.find(b"\r", at) > 0 else None]):
            return
        self._counts[0 if head[9:10] == b"2" else 1] += 1
        self._seen = b""
        self._send()


async def load(port: int, requests: list[bytes], seconds: float) -> tuple[float, int, int]:
    """Requests answered per second, how many all in all, and how many of them were not a success."""
    counts, loop = [0, 0], asyncio.get_running_loop()
    for number in range(CONNECTIONS):
        await loop.create_connection(partial(Caller, requests, counts, number), "127.0.0.1", port)
    await asyncio.sleep(min(0.3, seconds))
    before, begin = sum(counts), time.perf_counter()
    await asyncio.sleep(seconds)
    while sum(counts) == before:  # of nothing there is no rate
        await asyncio.sleep(seconds)
    return (sum(counts) - before) / (time.perf_counter() - begin), sum(counts), counts[1]


if __name__ == "__main__":
    wish = json.load(sys.stdin)
    requests = [each.encode() for each in wish["requests"]]
    rate, answered, failed = uvloop.run(load(wish["port"], requests, wish.get("seconds", SECONDS)))
    print(json.dumps({"rate": rate, "answered": answered, "failed": failed}))

"""Callers that note how long each answer took: they ask, wait a millisecond, and ask again, until their input ends."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from functools import partial
from typing import Any

import uvloop

PAUSE = 0.001


#: What stands in a request for its number.
NUMBER = b"0000000"


class Caller(asyncio.Protocol):
    """One connection; ``taken`` has the seconds of each answer, ``failed`` how many were not a success."""

    def __init__(self, request: bytes) -> None:
        self._request = request
        self._next = 1
        self._seen = b""
        self._sent = 0.0
        self.taken: list[float] = []
        self.failed = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begins."""
        self._transport = transport
        self._send()

    def _send(self) -> None:
        if self._transport.is_closing():
            return
        request = self._request.replace(NUMBER, b"%07d" % self._next)
        self._sent = time.perf_counter()
        self._transport.write(request)  # type: ignore[attr-defined]
        self._next += 1

    def data_received(self, data: bytes) -> None:
        """Notes a whole answer."""
        self._seen += data
        head, separator, body = self._seen.partition(b"\r\n\r\n")
        if not separator:
            return
        at = head.lower().find(b"content-length: ") + 16
        if len(body) < int(head[at : head.find(b"\r", at) if head.find(b"\r", at) > 0 else None]):
            return
        self.taken.append(time.perf_counter() - self._sent)
        self.failed += head[9:10] != b"2"
        self._seen = b""
        asyncio.get_running_loop().call_later(PAUSE, self._send)


async def call(port: int, kinds: dict[str, list[str]]) -> dict[str, Any]:
    """The seconds of each answer, by kind of call. Each request has a connection of its own."""
    loop = asyncio.get_running_loop()
    callers: dict[str, list[Caller]] = {}
    for kind, requests in kinds.items():
        callers[kind] = [Caller(each.encode()) for each in requests]
        for caller in callers[kind]:
            await loop.create_connection(partial(_itself, caller), "127.0.0.1", port)
    await loop.run_in_executor(None, sys.stdin.read)
    while not all(caller.taken for mine in callers.values() for caller in mine):  # of nothing there is no median
        await asyncio.sleep(PAUSE)
    return {
        "taken": {kind: [each for caller in mine for each in caller.taken] for kind, mine in callers.items()},
        "failed": sum(caller.failed for mine in callers.values() for caller in mine),
    }


def _itself(caller: Caller) -> Caller:
    return caller


if __name__ == "__main__":
    wish = json.loads(sys.stdin.readline())
    print(json.dumps(uvloop.run(call(wish["port"], wish["kinds"]))))

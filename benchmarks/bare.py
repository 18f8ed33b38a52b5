"""A bare ASGI application that sends the bytes of a file, and Tradepost's server program around it."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import uvloop

_ANSWER = Path(os.environ["BARE_ANSWER"]).read_bytes() if "BARE_ANSWER" in os.environ else b""
_HEADERS = [
    (b"content-type", b"application/json"),
    (b"x-amzn-RequestId", b"08994608-0658-4072-b813-88a208b8e506"),
    (b"x-amzn-RateLimit-Limit", b"2.0"),
]


async def application(scope: Any, receive: Any, send: Any) -> None:
    """The least that an ASGI application can do: one answer, always the same."""
    length = (b"content-length", str(len(_ANSWER)).encode())
    await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, length]})
    await send({"type": "http.response.body", "body": _ANSWER})


class Bare:
    """What Tradepost's server program asks, answered by the ASGI application alone."""

    def asgi_for(self, request: Any) -> Any:
        """Always the bare application."""
        return application

    def intake(self, request: Any) -> Any:
        """The server's own limit."""
        return None

    async def respond(self, request: Any) -> Any:
        """Never asked."""
        raise NotImplementedError

    def refuse(self, status: int, reason: str, request: Any) -> Any:
        """Never asked."""
        raise NotImplementedError


async def main(port: int) -> None:
    """Serves until the process is ended."""
    from tradepost.server import Server

    server = Server(Bare(), port=port)
    await server.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    uvloop.run(main(int(sys.argv[1])))

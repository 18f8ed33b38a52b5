"""Health and readiness: whether the process answers, and whether calls are to be sent to it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgspec

import tradepost
from tradepost.installation.installation import Installation
from tradepost.server.messages import Message
from tradepost.store.errors import StoreError

HEALTH_PATH = b"/_tradepost/health"
READY_PATH = b"/_tradepost/ready"
_LONGEST_WAIT = 2.0
Send = Callable[[Message], Awaitable[None]]


async def health(scope: object, receive: object, send: Send) -> None:
    """``GET /_tradepost/health``: the server answers, and which version it is."""
    await _answer(send, 200, {"status": "ok", "version": tradepost.__version__})


class Readiness:
    """``GET /_tradepost/ready``: 200 where calls are answered, 503 where the database is away or a stop begun."""

    def __init__(self, installation: Installation) -> None:
        self.stopping = False
        self._installation = installation

    async def __call__(self, scope: object, receive: object, send: Send) -> None:
        """The ASGI application."""
        cause = "the server is being stopped" if self.stopping else await self._missing()
        if cause is None:
            await _answer(send, 200, {"status": "ready"})
        else:
            await _answer(send, 503, {"status": "not ready", "cause": cause})

    async def _missing(self) -> str | None:
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                await self._installation.store.names()
        except TimeoutError:
            return f"the database does not answer within {_LONGEST_WAIT:g} seconds"
        except StoreError as fault:
            return str(fault)
        return None


async def _answer(send: Send, status: int, document: dict[str, str]) -> None:
    body = msgspec.json.encode(document)
    headers = [(b"Content-Type", b"application/json"), (b"Content-Length", b"%d" % len(body))]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})

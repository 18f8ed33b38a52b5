"""What goes in and what comes out: a request as it was sent, a response as it will be written."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from typing import Any, Protocol

Headers = list[tuple[bytes, bytes]]
Message = MutableMapping[str, Any]
AsgiApplication = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


class Request:
    """One request. ``path`` and ``query`` are raw, header names are in lower case, and duplicates are kept."""

    __slots__ = ("body", "client", "headers", "method", "path", "query", "scheme", "target")

    def __init__(
        self,
        method: str,
        target: bytes,
        headers: Headers,
        body: bytes = b"",
        client: tuple[str, int] | None = None,
        scheme: str = "http",
    ) -> None:
        self.method = method
        self.target = target
        self.path, _, self.query = target.partition(b"?")
        self.headers = headers
        self.body = body
        self.client = client
        self.scheme = scheme

    def header(self, name: bytes) -> bytes | None:
        """The value of the first header with this name (in lower case), or None."""
        for known, value in self.headers:
            if known == name:
                return value
        return None


class Response:
    """One response. Header names are written exactly as they are given.

    ``cut_after`` drops the connection after so many bytes of the response, for faults on purpose.
    """

    __slots__ = ("body", "cut_after", "headers", "status")

    def __init__(self, status: int, headers: Headers, body: bytes = b"", cut_after: int | None = None) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.cut_after = cut_after


class Application(Protocol):
    """What a server asks."""

    def respond(self, request: Request) -> Coroutine[Any, Any, Response]:
        """Answers a request. It does not raise."""

    def asgi_for(self, request: Request) -> AsgiApplication | None:
        """The ASGI application that answers this request instead, if there is one."""

    def refuse(self, status: int, reason: str) -> Response:
        """The answer to a request that could not be taken in whole: 413, 414, 431, 500 or 503."""

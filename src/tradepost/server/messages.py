"""What goes in and what comes out: a request as it was sent, a response as it will be written."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Coroutine, MutableMapping
from typing import Any, NamedTuple, Protocol

Headers = list[tuple[bytes, bytes]]
Message = MutableMapping[str, Any]
AsgiApplication = Callable[
    [Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


class Request:
    """One request. ``target``, ``path`` and ``query`` are raw, header names are in lower case, duplicates are kept."""

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
        self.path, _, self.query = (target if target[:1] == b"/" else _origin_form(target)).partition(b"?")
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


def base_url_of(request: Request) -> str:
    """The address by which a request came, as its sender sees it: proxies in between say so by ``X-Forwarded-*``.

    One for a name of Amazon's was sent by https, whatever carried it on: that is how its sender reaches the name.
    """
    host = request.header(b"x-forwarded-host") or request.header(b"host") or b"localhost"
    usual = b"https" if b".amazon." in host or b".amazonaws." in host else request.scheme.encode()
    scheme = request.header(b"x-forwarded-proto") or usual
    return f"{_first(scheme)}://{_first(host)}"


def _first(values: bytes) -> str:
    return values.partition(b",")[0].strip().decode("latin-1")


def _origin_form(target: bytes) -> bytes:
    """Path and query of an absolute target, as proxies send it: ``http://host/path`` is ``/path``."""
    _, separator, rest = target.partition(b"://")
    if not separator:
        return target
    ends = [at for at in (rest.find(b"/"), rest.find(b"?")) if at >= 0]
    found = rest[min(ends) :] if ends else b""
    return found if found[:1] == b"/" else b"/" + found


class Response:
    """One response. Header names are written exactly as they are given; the server adds Date and the framing.

    For faults on purpose: ``cut_after`` drops the connection after so many bytes of the response (0: before the first;
    below 0: so many before its end), and ``exact`` writes the given headers with no addition and no check, whatever
    they hold.
    """

    __slots__ = ("body", "cut_after", "exact", "headers", "status")

    def __init__(
        self, status: int, headers: Headers, body: bytes = b"", cut_after: int | None = None, exact: bool = False
    ) -> None:
        self.status = status
        self.headers = headers
        self.body = body
        self.cut_after = cut_after
        self.exact = exact


class Stream:
    """A response whose body comes in pieces: chunked, or whole if ``length`` (in bytes) is known beforehand.

    The iterator is closed when the client leaves. If it fails or falls short of ``length``, the connection is closed.
    """

    __slots__ = ("headers", "length", "pieces", "status")

    def __init__(self, status: int, headers: Headers, pieces: AsyncIterable[bytes], length: int | None = None) -> None:
        self.status = status
        self.headers = headers
        self.pieces = pieces
        self.length = length


class Intake(NamedTuple):
    """How the body of a request is taken in.

    ``most_bytes`` is its greatest length; a longer one is refused with 413. One that is ``streamed`` is never whole in
    memory: the ASGI application is called as soon as the head is there, and its ``receive()`` gives the pieces as they
    arrive. While it does not ask for the next one, the client is not read from.
    """

    most_bytes: int
    streamed: bool = False


class Application(Protocol):
    """What a server asks."""

    def intake(self, request: Request) -> Intake | None:
        """How the body of this request, of which the head is there, is taken in; None for the server's own limit.

        Only what ``asgi_for`` finds an application for may be streamed.
        """

    def respond(self, request: Request) -> Coroutine[Any, Any, Response | Stream]:
        """Answers a request. It does not raise. It runs to its end even if the client leaves, as at Amazon."""

    def asgi_for(self, request: Request) -> AsgiApplication | None:
        """The ASGI application that answers this request instead, if there is one."""

    def refuse(self, status: int, reason: str, request: Request) -> Response:
        """The answer to a request that could not be taken in whole: 400, 408, 413, 414, 431, 500 or 503.

        ``request`` holds as much of it as was read.
        """

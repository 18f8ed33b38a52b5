"""The one guard of what is Tradepost's own: the control API, the console, the reference and the consent pages.

It keeps out who has no admin token, where there is one, and every page of another site, whatever its browser sends
along by itself. All of it is our choice: Amazon has none of these.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from typing import Literal, NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})
_READING = frozenset({"GET", "HEAD"})
_ANOTHER_SITE = frozenset({"cross-site", "same-site"})
#: What an answer says that says nothing else of it: no other page may frame it, guess at it, or keep it.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class Refused(NamedTuple):
    """Why a request is not let in, and whether the admin token is what it lacks."""

    reason: str
    wants_token: bool = False


Refuse = Callable[[Refused], Response]


class Guard:
    """Who is let in.

    Without an admin token, whoever calls this machine by one of its own names; ``hosts`` are names besides these.
    With one, whoever bears it. An empty token is nobody's.
    """

    def __init__(self, admin_token: str | None, *, hosts: frozenset[str] = frozenset()) -> None:
        self._admin_token = admin_token
        self._hosts = LOOPBACK_HOSTS | hosts

    def refusal(self, request: Request) -> Refused | None:
        """Why a request is not let in, or None."""
        refused = _another_site(request)
        if refused is not None:
            return refused
        if self._admin_token is None:
            host = host_name(request.headers.get("host", ""))
            return None if host in self._hosts else Refused(f"Host: '{host}' is not this machine")
        shown = _shown(request.headers.get("authorization", ""), self._admin_token)
        if shown is None:
            return Refused("The admin token is missing or wrong.", wants_token=True)
        if shown == "password" and request.method not in _READING and not _from_own_page(request):
            return Refused("Authorization: a browser sends a password by itself; without an Origin send it as a Bearer")
        return None


class Guarded:
    """An application behind a guard, as an ASGI application. ``is_open`` names what anybody may have."""

    def __init__(
        self,
        application: ASGIApp,
        guard: Guard,
        *,
        refuse: Refuse | None = None,
        is_open: Callable[[Request], bool] = lambda _: False,
    ) -> None:
        self.application = application
        self._guard = guard
        self._refuse = refuse or _page
        self._is_open = is_open

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or refuses it."""

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope)
        refused = None if self._is_open(request) else self._guard.refusal(request)
        answering = self.application if refused is None else self._refuse(refused)
        await answering(scope, receive, send_guarded)


def host_name(header: str) -> str:
    """The name in a Host header, in lower case, without its port."""
    name = header.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.partition(":")[0].rstrip(".")


def _another_site(request: Request) -> Refused | None:
    """The refusal of what a page of another site has sent, or None.

    A browser tells in ``Origin`` and ``Sec-Fetch-Site`` where a request comes from, and no page can change either.
    Other sites may lead a person here by a link, and may do nothing else.
    """
    for origin in request.headers.getlist("origin"):
        if not _is_own(request, origin):
            return Refused(f"Origin: '{origin}' is another site")
    site = request.headers.get("sec-fetch-site", "")
    if site in _ANOTHER_SITE and not _is_followed_link(request):
        return Refused(f"Sec-Fetch-Site: '{site}' is another site")
    return None


def _is_own(request: Request, origin: str) -> bool:
    """Whether an origin is the address by which the request came; a proxy in between tells it by X-Forwarded-Host."""
    forwarded = request.headers.get("x-forwarded-host", "").partition(",")[0].strip()
    return origin.partition("://")[2].lower() in {request.headers.get("host", "").lower(), forwarded.lower()} - {""}


def _is_followed_link(request: Request) -> bool:
    asked = request.headers.get("sec-fetch-mode"), request.headers.get("sec-fetch-dest")
    return request.method in _READING and asked == ("navigate", "document")


def _from_own_page(request: Request) -> bool:
    """Whether a browser says that a page of ours has sent this; a foreign origin is refused before."""
    return "origin" in request.headers or request.headers.get("sec-fetch-site") == "same-origin"


def _shown(authorization: str, admin_token: str) -> Literal["bearer", "password"] | None:
    """How an Authorization header shows the admin token: as a bearer, as the password of HTTP Basic, or not at all."""
    kind, _, value = authorization.partition(" ")
    if kind.lower() == "bearer":
        return "bearer" if _is_same(value, admin_token) else None
    if kind.lower() != "basic":
        return None
    try:
        given = base64.b64decode(value).decode("utf-8", "replace").partition(":")[2]
    except ValueError:
        return None
    return "password" if _is_same(given, admin_token) else None


def _is_same(given: str, admin_token: str) -> bool:
    return bool(admin_token) and hmac.compare_digest(given.encode(), admin_token.encode())


def _page(refused: Refused) -> Response:
    """A refusal for a person in front of a browser, which asks for the token as a password."""
    if not refused.wants_token:
        return PlainTextResponse(refused.reason, 403)
    headers = {"WWW-Authenticate": 'Basic realm="Tradepost admin token", charset="UTF-8"'}
    return PlainTextResponse(refused.reason, 401, headers)

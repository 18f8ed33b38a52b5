"""Who may open Tradepost's own pages: the same as the control API, in the way that a browser can show it."""

from __future__ import annotations

import base64
import hmac

from starlette.requests import Request
from starlette.responses import Response

from tradepost.accounts.marketplaces import SELLER_CENTRAL_HOSTS

LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "::1"})


def host_name(header: str) -> str:
    """The name in a Host header or an origin, without its port."""
    name = header.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0] + "]"
    return name.rsplit(":", 1)[0]


def is_seller_central(host: str) -> bool:
    """Whether a host is one of Seller Central's, under which ``tradepost run`` brings browsers here."""
    return host.rstrip(".") in SELLER_CENTRAL_HOSTS


def refusal(request: Request, admin_token: str | None) -> Response | None:
    """The answer to a browser that is not let in, or None."""
    found = problem(request, admin_token)
    if found is None:
        return None
    if found == "password":
        headers = {"WWW-Authenticate": 'Basic realm="Tradepost admin token", charset="UTF-8"'}
        return Response("The admin token is missing or wrong.", 401, headers)
    return Response(found, 403)


def problem(request: Request, admin_token: str | None) -> str | None:
    """Why a request is not let in, or None.

    Without an admin token only this machine's names and Seller Central's are answered, so that a foreign page cannot
    get here by a name of its own. With one, the browser asks for it as the password of HTTP Basic.
    """
    host, origin = host_name(request.headers.get("host", "")), request.headers.get("origin")
    if admin_token is not None:
        if not is_admin(request.headers.get("authorization", ""), admin_token):
            return "password"
    elif host not in LOOPBACK_HOSTS and not is_seller_central(host):
        return f"Host: '{host}' is not this machine"
    own = (request.headers.get("host"), request.headers.get("x-forwarded-host"))  # no foreign page can set either
    if request.method != "GET" and origin is not None and origin.partition("://")[2] not in own:
        return f"Origin: '{origin}' is another site"
    return None


def is_admin(header: str, admin_token: str) -> bool:
    """Whether an Authorization header bears the admin token, as a bearer or as the password of HTTP Basic."""
    kind, _, value = header.partition(" ")
    if kind.lower() == "bearer":
        given = value
    else:
        try:
            given = base64.b64decode(value).decode("utf-8", "replace").partition(":")[2]
        except ValueError:
            return False
    return hmac.compare_digest(given.encode(), admin_token.encode())

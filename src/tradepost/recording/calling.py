"""Calls as a selling partner's program makes them: tokens by Login with Amazon, requests with one of them."""

from __future__ import annotations

import json
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

import msgspec

from tradepost.gateway.routes import Route


class NotAnswered(Exception):
    """The address does not answer, or gives no token; the text is one line for a person."""


class Keys(msgspec.Struct, frozen=True):
    """What a caller shows to Login with Amazon, where that is, and whose calls these are to be, or empty."""

    client_id: str
    client_secret: str
    refresh_token: str
    login: str
    seller_id: str = ""


class Caller:
    """One address, and a token for each scope that was needed there."""

    def __init__(self, url: str, keys: Keys) -> None:
        self._url, self._keys = url, keys
        self._tokens: dict[str, str] = {}

    def ask(self, method: str, target: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
        """Status and body of an answer. Raises NotAnswered."""
        return _ask(self._url, method, target, body, headers)

    def token_for(self, route: Route | None) -> str:
        """An access token that opens an operation: the seller's, or a grantless one. Raises NotAnswered."""
        if route is not None:
            route.load()
        scope = (route.operation.grantless_scope if route is not None and route.operation is not None else None) or ""
        if scope not in self._tokens:
            self._tokens[scope] = self._new_token(scope)
        return self._tokens[scope]

    def _new_token(self, scope: str) -> str:
        keys = self._keys
        grant = (
            {"grant_type": "client_credentials", "scope": scope}
            if scope
            else {"grant_type": "refresh_token", "refresh_token": keys.refresh_token}
        )
        form = urlencode({**grant, "client_id": keys.client_id, "client_secret": keys.client_secret})
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, answer = _ask(keys.login, "POST", "/auth/o2/token", form, headers)
        if status != 200:
            raise NotAnswered(f"{keys.login} gives no token: {answer[:200]}")
        return str(json.loads(answer)["access_token"])


def _ask(url: str, method: str, target: str, body: str | None, headers: dict[str, str]) -> tuple[int, str]:
    parts = urlsplit(url)
    connection: HTTPConnection = (
        HTTPSConnection(parts.hostname or "", parts.port, timeout=60, context=ssl.create_default_context())
        if parts.scheme == "https"
        else HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    )
    try:
        connection.request(method, parts.path.rstrip("/") + target, None if body is None else body.encode(), headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", "replace")
    except (OSError, HTTPException) as fault:
        raise NotAnswered(f"{url} does not answer: {fault}") from None
    finally:
        connection.close()

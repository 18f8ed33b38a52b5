"""Calling the control API of a running server."""

from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit


class ControlError(Exception):
    """The server could not be reached, or refused; the text is one line for a person."""


def call(
    method: str,
    url: str,
    path: str,
    *,
    world: str = "main",
    admin_token: str | None = None,
    body: object = None,
    timeout: float = 600,
) -> dict[str, Any]:
    """Calls ``/_tradepost/v1/{path}`` and gives the answer. Raises ControlError. No proxy is ever used."""
    with _answer(_request(method, url, path, world, admin_token, body), url, timeout) as response:
        return _decoded(response.read())


def listen(
    url: str, path: str, *, world: str = "main", admin_token: str | None = None, body: object = None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Posts to ``/_tradepost/v1/{path}`` and gives the events that are told, until the last. Raises ControlError."""
    request = _request("POST", url, path, world, admin_token, body)
    request.add_header("Accept", "text/event-stream")
    name = ""
    with _answer(request, url, timeout=None) as response:
        for line in response:
            field, _, value = line.decode().strip().partition(": ")
            if field == "event":
                name = value
            elif field == "data" and name == "refused":
                first = json.loads(value)["errors"][0]
                raise ControlError(f"{first['message']} {first['details']}".strip())
            elif field == "data":
                yield name, json.loads(value)


def _request(
    method: str, url: str, path: str, world: str, admin_token: str | None, body: object
) -> urllib.request.Request:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ControlError(f"{url} is not the address of a server, like http://127.0.0.1:8008")
    address = f"{url.rstrip('/')}/_tradepost/v1/{path}{'&' if '?' in path else '?'}world={quote(world)}"
    data = None if method == "GET" else json.dumps(body or {}).encode()
    request = urllib.request.Request(address, data, method=method)
    request.add_header("Content-Type", "application/json")
    if admin_token:
        request.add_header("Authorization", f"Bearer {admin_token}")
    return request


@contextmanager
def _answer(request: urllib.request.Request, url: str, timeout: float | None) -> Iterator[http.client.HTTPResponse]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as response:
            yield response
    except urllib.error.HTTPError as refusal:
        raise ControlError(_refusal(refusal, url)) from None
    except http.client.IncompleteRead:
        raise ControlError(f"the server on {url} went away") from None
    except (http.client.HTTPException, ValueError):
        raise ControlError(f"what answers on {url} is not Tradepost") from None
    except OSError as fault:
        raise ControlError(f"no server answers on {url} ({getattr(fault, 'reason', fault)})") from None


def _decoded(raw: bytes) -> dict[str, Any]:
    found = json.loads(raw) if raw else {}
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _refusal(refusal: urllib.error.HTTPError, url: str) -> str:
    try:
        first = json.load(refusal)["errors"][0]
        return f"{first['message']} {first['details']}".strip()
    except (ValueError, LookupError, TypeError):
        return f"what answers on {url} is not Tradepost: it says {refusal.code} {refusal.reason}"

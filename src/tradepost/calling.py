"""Calling the control API of a running server."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any
from urllib.parse import quote


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
    address = f"{url.rstrip('/')}/_tradepost/v1/{path}?world={quote(world)}"
    data = None if method == "GET" else json.dumps(body or {}).encode()
    request = urllib.request.Request(address, data, method=method)
    request.add_header("Content-Type", "application/json")
    if admin_token:
        request.add_header("Authorization", f"Bearer {admin_token}")
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(request, timeout=timeout) as response:
            raw = response.read()
    except urllib.error.HTTPError as refusal:
        raise ControlError(_refusal(refusal)) from None
    except (urllib.error.URLError, OSError) as fault:
        raise ControlError(f"no server answers on {url} ({getattr(fault, 'reason', fault)})") from None
    found: dict[str, Any] = json.loads(raw) if raw else {}
    return found


def _refusal(refusal: urllib.error.HTTPError) -> str:
    try:
        first = json.load(refusal)["errors"][0]
    except (ValueError, LookupError):
        return f"HTTP {refusal.code}"
    return f"{first['message']} {first['details']}".strip()

"""The two ways to a server, both by httpx: one that waits for each answer, and one that awaits it.

The environment's proxies are not asked: the control API is Tradepost's own, wherever calls to Amazon are led.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from tradepost.control.calling import ControlError
from tradepost.extras import MissingExtra
from tradepost.testing.asking import Ask, Refused, Steps, advanced

try:
    import httpx
except ModuleNotFoundError:
    raise MissingExtra("testing", "tradepost.testing") from None

T = TypeVar("T")
_TIMEOUT: Final = httpx.Timeout(600, connect=30)  # an advance over a year takes its time


class Waiting:
    """Waits for each answer; any number of worlds share it."""

    def __init__(self, url: str, admin_token: str | None = None) -> None:
        self.url = url.rstrip("/")
        self._http = httpx.Client(**_settings(self.url, admin_token))

    def carry_out(self, steps: Steps[T], world: str) -> T:
        """Makes the requests of a call, and gives what it returns. Raises Refused, ControlError."""
        __tracebackhide__ = True
        answer = None
        try:
            while True:
                ask = advanced(steps, answer)
                try:
                    response = self._http.request(ask.method, ask.path, **_request(ask, world))
                except httpx.HTTPError as fault:
                    raise _unreachable(self.url, fault) from None
                answer = _answer(response)
        except StopIteration as end:
            result: T = end.value
            return result

    def close(self) -> None:
        """Closes its connections."""
        self._http.close()


class Awaiting:
    """Awaits each answer, in one event loop."""

    def __init__(self, url: str, admin_token: str | None = None) -> None:
        self.url = url.rstrip("/")
        self._http = httpx.AsyncClient(**_settings(self.url, admin_token))

    async def carry_out(self, steps: Steps[T], world: str) -> T:
        """Makes the requests of a call, and gives what it returns. Raises Refused, ControlError."""
        __tracebackhide__ = True
        answer = None
        while True:
            try:
                ask = advanced(steps, answer)
            except StopIteration as end:
                result: T = end.value
                return result
            try:
                response = await self._http.request(ask.method, ask.path, **_request(ask, world))
            except httpx.HTTPError as fault:
                raise _unreachable(self.url, fault) from None
            answer = _answer(response)

    async def close(self) -> None:
        """Closes its connections."""
        await self._http.aclose()


def _settings(url: str, admin_token: str | None) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {admin_token}"} if admin_token else {}
    verify = url.startswith("https://")  # reading all certificates of a machine takes longer than most tests
    return {
        "base_url": f"{url}/_tradepost/v1/",
        "headers": headers,
        "timeout": _TIMEOUT,
        "trust_env": False,
        "verify": verify,
    }


def _request(ask: Ask, world: str) -> Mapping[str, Any]:
    params = {"world": world, **ask.query}
    return {"params": params} if ask.method == "GET" else {"params": params, "json": ask.body or {}}


def _answer(response: httpx.Response) -> Any:
    """What the control API answered: a document, None for 204, or a refusal. Raises ControlError for another server."""
    if response.status_code == 204:
        return None
    try:
        document = response.json()
        if response.is_success:
            return document
        first = document["errors"][0]
        return Refused(response.status_code, first["code"], first["message"], first["details"])
    except (json.JSONDecodeError, UnicodeDecodeError, LookupError, TypeError):
        raise ControlError(f"what answers on {response.url} is not Tradepost") from None


def _unreachable(url: str, fault: httpx.HTTPError) -> ControlError:
    return ControlError(f"no server answers on {url} ({fault})")

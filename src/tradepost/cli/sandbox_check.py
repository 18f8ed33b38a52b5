"""Sends the imported cases of the sandbox to the server that has them, in a world made for it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from tradepost.cli.asking import ask
from tradepost.gateway.routes import Route, Routes

_HOST = "sandbox.sellingpartnerapi-na.amazon.com"


def checked(url: str, world: str, admin_token: str | None) -> dict[str, list[str | None]]:
    """Of each operation a line for each of its cases: None where it was met, otherwise what came instead."""
    routes = {each.key: each for each in Routes().all}
    made = ask("POST", url, "worlds", world, admin_token)
    try:
        ask("PUT", url, "usage-plans", made["world"], admin_token, {"scale": 100_000})
        caller = _Caller(url, made)
        found: dict[str, list[str | None]] = defaultdict(list)
        for name in [each["name"] for each in ask("GET", url, "sandbox", world, admin_token)["models"]]:
            for case in ask("GET", url, f"sandbox/models/{quote(name, safe='')}", world, admin_token).get("cases", []):
                found[case["operation"]].append(_tried(caller, routes[case["operation"]], case))
        return dict(found)
    finally:
        ask("DELETE", url, f"worlds/{made['world']}", world, admin_token)


class _Caller:
    """One connection, and the tokens that operations need."""

    def __init__(self, url: str, account: dict[str, Any]) -> None:
        parts = urlsplit(url)
        kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self._http = kind(parts.hostname or "", parts.port)
        self._client = {"client_id": account["client_id"], "client_secret": account["client_secret"]}
        self._tokens = {"": self._token(grant_type="refresh_token", refresh_token=account["refresh_token"])}

    def _token(self, **form: str) -> str:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        _, answer = self._ask("POST", "/auth/o2/token", urlencode({**form, **self._client}), headers)
        return str(answer["access_token"])

    def send(self, route: Route, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, Any]:
        """What comes to a request on the host of the sandbox."""
        route.load()
        scope = route.operation.grantless_scope if route.operation is not None else None
        if scope is not None and scope not in self._tokens:
            self._tokens[scope] = self._token(grant_type="client_credentials", scope=scope)
        token = self._tokens[scope or ""]
        if route.operation is not None and route.operation.restricted:
            resource = {"method": route.method, "path": path.partition("?")[0]}
            wish = json.dumps({"restrictedResources": [resource]})
            own = {"x-amz-access-token": token, "Content-Type": "application/json"}
            _, answer = self._ask("POST", "/tokens/2021-03-01/restrictedDataToken", wish, own)
            token = answer.get("restrictedDataToken", token)
        return self._ask(route.method, path, body, {**headers, "x-amz-access-token": token, "Host": _HOST})

    def _ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> tuple[int, Any]:
        self._http.request(method, path, body, headers)
        answer = self._http.getresponse()
        content = answer.read()
        return answer.status, json.loads(content) if content else None


def _tried(caller: _Caller, route: Route, case: dict[str, Any]) -> str | None:
    route.load()
    values = dict(case.get("parameters", {}))
    path = "/".join(_filled(route.path.split("/"), values))
    header_names = (
        {each.name for each in route.operation.parameters if each.place == "header"} if route.operation else {}
    )
    headers = {name: _text(values.pop(name)) for name in list(values) if name in header_names}
    query = urlencode([(name, _text(value)) for name, value in values.items()])
    body = json.dumps(case["body"]) if "body" in case else None
    if body is not None:
        headers["Content-Type"] = "application/json"
    status, answer = caller.send(route, path + (f"?{query}" if query else ""), body, headers)
    if (status, answer) == (case["status"], case.get("response")):
        return None
    return f"{status} instead of {case['status']}: {json.dumps(answer)[:200]}"


def _filled(segments: list[str], values: dict[str, Any]) -> Iterator[str]:
    for each in segments:
        yield quote(_text(values.pop(each[1:-1], "none")), safe="") if each.startswith("{") else each


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return value if isinstance(value, str) else json.dumps(value)

"""Sends the imported cases of the sandbox to the server that has them, in a world made for it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

from tradepost.cli.asking import ask
from tradepost.gateway.routes import Route, Routes
from tradepost.recording.calling import Caller, Keys

_HOST = "sandbox.sellingpartnerapi-na.amazon.com"


def checked(url: str, world: str, admin_token: str | None) -> dict[str, list[str | None]]:
    """Of each operation a line for each of its cases: None where it was met, otherwise what came instead.

    Raises NotAnswered.
    """
    routes = {each.key: each for each in Routes().all}
    made = ask("POST", url, "worlds", world, admin_token)
    try:
        ask("PUT", url, "usage-plans", made["world"], admin_token, {"scale": 100_000})
        caller = Caller(url, Keys(made["client_id"], made["client_secret"], made["refresh_token"], url))
        found: dict[str, list[str | None]] = defaultdict(list)
        for name in [each["name"] for each in ask("GET", url, "sandbox", world, admin_token)["models"]]:
            for case in ask("GET", url, f"sandbox/models/{quote(name, safe='')}", world, admin_token).get("cases", []):
                found[case["operation"]].append(_tried(caller, routes[case["operation"]], case))
        return dict(found)
    finally:
        ask("DELETE", url, f"worlds/{made['world']}", world, admin_token)


def _sent(caller: Caller, route: Route, target: str, body: str | None, headers: dict[str, str]) -> tuple[int, Any]:
    """What comes to a request on the host of the sandbox; the body is decoded."""
    token = caller.token_for(route)
    if route.operation is not None and route.operation.restricted:
        wish = json.dumps({"restrictedResources": [{"method": route.method, "path": target.partition("?")[0]}]})
        own = {"x-amz-access-token": token, "Content-Type": "application/json"}
        _, opened = caller.ask("POST", "/tokens/2021-03-01/restrictedDataToken", wish, own)
        token = json.loads(opened).get("restrictedDataToken", token)
    headers = {**headers, "x-amz-access-token": token, "Host": _HOST}
    status, answer = caller.ask(route.method, target, body, headers)
    try:
        return status, json.loads(answer) if answer else None
    except ValueError:
        return status, answer


def _tried(caller: Caller, route: Route, case: dict[str, Any]) -> str | None:
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
    status, answer = _sent(caller, route, path + (f"?{query}" if query else ""), body, headers)
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

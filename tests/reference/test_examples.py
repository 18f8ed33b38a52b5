"""What the document shows as a request is sent as it stands, and the server takes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import httpx

from tests.shop import BARE, Shop

#: What a fresh world cannot have: a package is on its way only later, and every SKU has units.
NOT_YET = {"getPackageTrackingDetails": 404, "deleteInventoryItem": 400}
AREAS = {"Authorization", "Sellers", "Product types", "Catalog", "FBA inventory", "FBA outbound"}


def operations(shop: Shop) -> dict[str, tuple[str, str, Any]]:
    """Operations that are answered, by id: method, path, and what is shown of them."""
    document = BARE.get(f"{shop.url}/_tradepost/openapi.json", params={"world": shop.world}, timeout=30).json()
    return {
        shown["operationId"]: (method.upper(), path, shown)
        for path, methods in document["paths"].items()
        for method, shown in methods.items()
        if shown["x-implemented"] and AREAS & set(shown["tags"])
    }


def send(shop: Shop, method: str, path: str, shown: Any) -> httpx.Response:
    query: dict[str, str] = {}
    headers: dict[str, str] = {}
    for each in shown.get("parameters", ()):
        if "example" in each:
            value = each["example"]
            plain = ",".join(map(str, value)) if isinstance(value, list) else str(value)
            path = path.replace(f"{{{each['name']}}}", quote(plain, safe=""))
            if each["in"] != "path":
                (query if each["in"] == "query" else headers)[each["name"]] = plain
    content = shown.get("requestBody", {}).get("content", {}).get("application/json", {})
    return shop.call(method, path, content.get("example"), headers, **query)


def test_every_example_is_taken(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    shop.controlled("POST", "scenarios", {"name": "starter"})
    refused = {}
    for id in sorted(operations(shop)):
        method, path, shown = operations(shop)[id]
        answer = send(shop, method, path, shown)
        if answer.status_code != min(int(each) for each in shown["responses"]):
            refused[id] = (answer.status_code, answer.headers.get("x-tradepost-reason"))
        if method != "GET":
            shop.controlled("POST", "reset", {"scenario": "starter"})
    assert {id: status for id, (status, _) in refused.items()} == NOT_YET, refused


def test_a_package_is_the_example_once_one_is_on_its_way(shop: Shop) -> None:
    shop.controlled("POST", "scenarios", {"name": "starter"})
    shop.controlled("POST", "clock/advance", {"by": "P3D"})
    answer = send(shop, *operations(shop)["getPackageTrackingDetails"])
    assert answer.status_code == 200
    assert (
        answer.json()["payload"]["packageNumber"]
        == operations(shop)["getPackageTrackingDetails"][2]["parameters"][0]["example"]
    )

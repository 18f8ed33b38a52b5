"""The request log, as a test of somebody's program uses it."""

from __future__ import annotations

import shlex
import subprocess
import threading
from typing import Any

import httpx
import msgspec
import pytest

from tests.shop import INVENTORY, ORDERS, US, Json, Shop

ACCOUNT = "/sellers/v1/account"
STORES = "/sellers/v1/marketplaceParticipations"
SUMMARIES = f"{INVENTORY}/summaries"
IN_US = f"{SUMMARIES}?granularityType=Marketplace&granularityId={US}&marketplaceIds={US}"


def logged(shop: Shop, **query: Any) -> list[Json]:
    response = shop.http.get("/_tradepost/v1/requests", params={"world": shop.world, **query})
    assert response.status_code == 200, response.text
    found: list[Json] = response.json()["requests"]
    return found


def raw(shop: Shop, target: str, method: str = "GET", content: bytes = b"", **headers: str) -> Json:
    """Sends a target exactly as it stands; the log's entry of it."""
    url = httpx.URL(shop.url).copy_with(raw_path=target.encode())
    response = shop.http.request(
        method, url, content=content or None, headers={"x-amz-access-token": shop.token, **headers}
    )
    [entry] = logged(shop, requestId=response.headers["x-amzn-requestid"])
    if response.status_code >= 400:
        assert all(hint in response.headers["x-tradepost-reason"] for hint in entry["hints"])
    return entry


def test_the_whole_exchange_is_there(shop: Shop) -> None:
    response = shop.call("GET", IN_US)
    [entry] = logged(shop, operation="getInventorySummaries")
    assert (entry["method"], entry["path"], entry["status"]) == ("GET", SUMMARIES, 200)
    assert entry["requestId"] == response.headers["x-amzn-requestid"]
    assert ["x-amzn-RateLimit-Limit", "20000.0"] in entry["responseHeaders"]
    assert ["x-amz-access-token", "***"] in entry["requestHeaders"]
    assert msgspec.json.decode(entry["responseBody"]) == response.json()


def test_a_body_that_is_no_text_is_told_by_its_size(shop: Shop) -> None:
    body = b'{"name": "\xff\xfe"}'
    entry = raw(shop, ORDERS, "POST", body, **{"content-type": "application/json"})
    assert (entry["status"], entry["requestBody"]) == (400, f"({len(body)} bytes that are not JSON)")


def test_calls_are_found_by_what_they_were(shop: Shop) -> None:
    shop.call("GET", ACCOUNT)
    shop.call("GET", STORES)
    shop.call("GET", f"{ORDERS}/NO-SUCH-ORDER")
    shop.call("DELETE", f"{INVENTORY}/items/MUG", marketplaceId=US)
    shop.call("GET", "/no/such/path")
    seller = shop.credentials["seller_id"]
    assert [each["path"] for each in logged(shop, operation="sellers")] == [STORES, ACCOUNT]
    assert [each["path"] for each in logged(shop, operation="sellers.getAccount")] == [ACCOUNT]
    assert {each["status"] for each in logged(shop, status="4xx")} == {403, 404}
    assert [each["path"] for each in logged(shop, status="403")] == ["/no/such/path"]
    assert [each["path"] for each in logged(shop, matched="false")] == ["/no/such/path"]
    assert [each["method"] for each in logged(shop, method="delete")] == ["DELETE"]
    assert [each["path"] for each in logged(shop, path="NO-SUCH")] == [f"{ORDERS}/NO-SUCH-ORDER"]
    assert len(logged(shop, sellerId=seller)) == 4
    assert logged(shop, sellerId="A0000000000000") == []
    assert [each["operation"] for each in logged(shop, operation="lwa")] == ["lwa.requestAccessToken"]


def test_calls_are_counted_by_operation_and_status(shop: Shop) -> None:
    shop.controlled("POST", "faults", {"operation": "sellers.getAccount", "status": 503, "times": 1})
    for _ in range(3):
        shop.call("GET", ACCOUNT)
    assert shop.controlled("GET", "requests/counts", operation="sellers") == {
        "calls": 3,
        "counts": [
            {"operation": "sellers.getAccount", "status": 200, "calls": 2},
            {"operation": "sellers.getAccount", "status": 503, "calls": 1},
        ],
    }
    assert shop.controlled("GET", "requests/counts", injected="true")["calls"] == 1


def test_the_log_can_be_read_page_by_page_and_cleared(shop: Shop) -> None:
    for _ in range(5):
        shop.call("GET", ACCOUNT)
    newest = logged(shop, operation="sellers", limit=2)
    older = logged(shop, operation="sellers", limit=9, before=newest[-1]["id"])
    assert [each["id"] for each in newest + older] == sorted((each["id"] for each in newest + older), reverse=True)
    assert len(older) == 3
    assert shop.control("DELETE", "requests").status_code == 204
    assert logged(shop) == []
    shop.call("GET", ACCOUNT)
    assert logged(shop)[0]["id"] > newest[0]["id"]


def test_the_log_can_be_followed_live(shop: Shop) -> None:
    seen: list[Json] = []
    follows = threading.Event()

    def follow() -> None:
        with (
            httpx.Client(base_url=shop.url, timeout=30) as http,
            http.stream(
                "GET",
                "/_tradepost/v1/requests",
                params={"world": shop.world, "operation": "sellers"},
                headers={"accept": "text/event-stream"},
            ) as response,
        ):
            for line in response.iter_lines():
                follows.set()
                if line.startswith("data: "):
                    seen.append(msgspec.json.decode(line[6:]))
                if len(seen) == 2:
                    return

    thread = threading.Thread(target=follow)
    thread.start()
    assert follows.wait(20)
    shop.call("GET", ACCOUNT)
    shop.call("GET", STORES)
    thread.join(20)
    assert [each["path"] for each in seen] == [ACCOUNT, STORES]


def test_the_curl_command_sends_the_call_again(shop: Shop) -> None:
    shop.stock("O'Brien's mug", 3)
    shop.add("O'Brien's mug", 4)
    entry = logged(shop, operation="addInventory")[0]
    assert '"x-amz-access-token: $ACCESS_TOKEN"' in entry["curl"]
    assert shop.token not in entry["curl"]
    assert "--data-raw" in shlex.split(entry["curl"])
    done = subprocess.run(
        ["sh", "-c", entry["curl"]], env={"ACCESS_TOKEN": shop.token, "PATH": "/usr/bin:/bin"}, capture_output=True
    )
    assert b"200 OK" in done.stdout
    assert shop.fulfillable("O'Brien's mug") == 11


@pytest.mark.parametrize(
    ("target", "hint"),
    [
        (
            f"{ORDERS}?queryStartDate=2026-01-01T00:00:00+01:00",
            "the + in queryStartDate is not encoded and counts as a blank; send %2B",
        ),
        (f"{ORDERS}?nextToken=ab+cd", "the + in nextToken is not encoded and counts as a blank; send %2B"),
        (f"{ORDERS}?queryStartDate=2026-01-01T00:00:00", "queryStartDate has no time zone; send a Z or an offset"),
        (f"{ORDERS}?querystartdate=2026-01-01T00:00:00Z", "the parameter querystartdate is written queryStartDate"),
        (f"{ORDERS}?since=1", "listAllFulfillmentOrders has no parameter since; it has no effect"),
        (f"{ORDERS}/A%252F1", "the path is percent-encoded twice: %25 stands where % is meant"),
        (f"{ORDERS}/{{orderId}}", "the path still holds the placeholder {orderId}"),
        (
            f"{SUMMARIES}?granularityType=Marketplace&amp;granularityId={US}",
            "'&amp;' stands where & is meant, before granularityId",
        ),
        (f"{INVENTORY}//items", "the path has two slashes in a row: a value in it may be empty"),
    ],
)
def test_known_mistakes_are_named(shop: Shop, target: str, hint: str) -> None:
    assert hint in raw(shop, target)["hints"]


def test_a_body_where_none_belongs_is_named(shop: Shop) -> None:
    entry = raw(shop, f"{INVENTORY}/items/MUG?marketplaceId={US}", "DELETE", b"{}")
    assert entry["hints"] == ["{} was sent where no body belongs"]


def test_what_is_no_http_is_in_the_log(shop: Shop) -> None:
    headers = {"x-amz-access-token": shop.token}
    assert shop.http.request("GET", ACCOUNT, content=b"{}", headers=headers).status_code == 400
    [entry] = logged(shop, path="account")
    assert (entry["status"], entry["operation"]) == (400, "")
    assert entry["reason"] == "a GET has no body"


def test_a_body_that_was_serialized_twice_is_named(shop: Shop) -> None:
    entry = raw(shop, ORDERS, "POST", b'"{\\"marketplaceId\\": 1}"')
    assert entry["hints"] == ["the body is JSON within a JSON string: it was serialized twice"]
    assert entry["status"] == 400


def test_a_token_in_the_wrong_header_is_named(shop: Shop) -> None:
    response = httpx.get(shop.url + ACCOUNT, headers={"authorization": f"Bearer {shop.token}"})
    assert response.status_code == 403
    assert "it belongs into x-amz-access-token" in response.headers["x-tradepost-reason"]


def test_a_call_without_mistakes_has_no_hints(shop: Shop) -> None:
    shop.call("GET", IN_US)
    assert logged(shop)[0]["hints"] == []


def test_filters_that_mean_nothing_are_refused(shop: Shop) -> None:
    for query in ({"status": "abc"}, {"matched": "maybe"}, {"since": "yesterday"}, {"before": "x"}):
        response = shop.http.get("/_tradepost/v1/requests", params={"world": shop.world, **query})
        assert response.status_code == 400


def test_the_log_keeps_within_its_size(shop: Shop) -> None:
    """2,300 bodies of 16 KB are 37 MB; the log holds 32 MB, the newest calls."""
    body = msgspec.json.encode({"sellerSku": "x" * 16_000, "marketplaceId": US, "productName": "Mug"})
    for _ in range(2300):
        shop.http.post(f"{INVENTORY}/items", content=body, headers={"x-amz-access-token": shop.token})
    counted = shop.controlled("GET", "requests/counts", operation="createInventoryItem")["calls"]
    assert 1000 < counted < 2100
    assert logged(shop, limit=1)[0]["operation"] == "fba_inventory.createInventoryItem"

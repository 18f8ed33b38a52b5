"""Which operation a path names, on the raw path: escapes, slashes, and what is close to a path that does not exist."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.shop import INVENTORY, ORDERS, US, Shop

ACCOUNT = "/sellers/v1/account"
UNKNOWN = '{"errors":[{"message":"Access to requested resource is denied.","code":"Unauthorized","details":""}]}'


def skus(shop: Shop) -> list[str]:
    found = shop.ok("GET", f"{INVENTORY}/summaries", granularityType="Marketplace", granularityId=US, marketplaceIds=US)
    return [each["sellerSku"] for each in found["payload"]["inventorySummaries"]]


@pytest.mark.parametrize(
    ("raw", "sku"),
    [
        ("a%2Fb", "a/b"),
        ("a%2fb", "a/b"),
        ("a%20b", "a b"),
        ("a%2Bb", "a+b"),
        ("a+b", "a+b"),
        ("100%25", "100%"),
        ("a%252Fb", "a%2Fb"),
        ("it's!()*", "it's!()*"),
        ("it%27s%21%28%29%2A", "it's!()*"),
        ("%C3%BC%E2%82%AC", "ü€"),
        ("%F0%9F%AB%96", "🫖"),
        ("a:b@c,d;e=f", "a:b@c,d;e=f"),
        ("%7Bid%7D", "{id}"),
        ("summaries", "summaries"),
        ("a%3Fb%23c", "a?b#c"),
    ],
)
def test_a_segment_is_decoded_once_after_the_path_was_split(shop: Shop, raw: str, sku: str) -> None:
    shop.stock(sku, 0)
    assert skus(shop) == [sku]
    assert shop.call("DELETE", f"{INVENTORY}/items/{raw}?marketplaceId={US}").json() == {}
    assert skus(shop) == []


@pytest.mark.parametrize(
    "path",
    [
        f"{INVENTORY}/items/a/b",
        f"{INVENTORY}/items//",
        f"/{ACCOUNT}",
        f"{ACCOUNT}//",
        "/sellers//v1/account",
        "/sellers/v1/ACCOUNT",
        "/sellers/v1/%61ccount",
        "/sellers%2Fv1%2Faccount",
        "/sellers/v1",
        "/",
    ],
)
def test_a_path_that_is_a_little_off_is_another_one(shop: Shop, path: str) -> None:
    response = shop.http.request("DELETE" if "items" in path else "GET", f"{shop.url}{path}")
    assert (response.status_code, response.text) == (403, UNKNOWN)


@pytest.mark.parametrize("path", [ACCOUNT, f"{ACCOUNT}/", f"{ACCOUNT}?", f"{ACCOUNT}/?MarketplaceId={US}"])
def test_a_slash_at_the_end_changes_nothing(shop: Shop, path: str) -> None:
    assert shop.call("GET", path).status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_a_method_that_the_path_does_not_have_is_an_unknown_path(shop: Shop, method: str) -> None:
    response = shop.call(method, ACCOUNT)
    assert response.status_code == 403
    assert "x-amzn-ratelimit-limit" not in response.headers
    assert response.headers["x-tradepost-reason"].startswith(f"no operation answers {method} {ACCOUNT}")


@pytest.mark.parametrize(
    ("method", "path", "nearest"),
    [
        ("GET", "/sellers/v1/acount", "sellers.getAccount (GET /sellers/v1/account)"),
        ("GET", f"{INVENTORY}/summary", "fba_inventory.getInventorySummaries (GET /fba/inventory/v1/summaries)"),
        ("DELETE", ORDERS, "fulfillment_outbound_2020_07_01."),
    ],
)
def test_the_nearest_operation_is_named_in_the_reason(shop: Shop, method: str, path: str, nearest: str) -> None:
    response = shop.call(method, path)
    assert response.text == UNKNOWN
    assert f"the nearest is {nearest}" in response.headers["x-tradepost-reason"]


def test_nothing_is_near_to_a_path_of_something_else(shop: Shop) -> None:
    reason = shop.call("GET", "/favicon.ico").headers["x-tradepost-reason"]
    assert reason == "no operation answers GET /favicon.ico"


def test_a_long_path_is_shortened_in_the_reason(shop: Shop) -> None:
    response = shop.call("GET", "/" + "x" * 3000)
    assert response.text == UNKNOWN
    assert len(response.headers["x-tradepost-reason"]) <= 500


def test_plain_text_wins_over_a_parameter_where_it_has_the_method(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.order("preview", {"MUG": 1})
    assert shop.shown("preview")["fulfillmentOrder"]["sellerFulfillmentOrderId"] == "preview"
    response = shop.call("POST", f"{ORDERS}/preview", {})
    assert response.status_code == 400
    names = {each["details"].partition(":")[0] for each in response.json()["errors"]}
    assert names == {"address", "items"}


def test_a_value_that_is_not_utf_8_is_shown_with_a_replacement_and_never_fails(shop: Shop) -> None:
    (found,) = shop.refused("GET", f"{ORDERS}/%ff%fe", status=404)
    assert found["code"] == "NotFound"


def test_nul_in_a_path_is_refused_in_words(shop: Shop) -> None:
    (found,) = shop.refused("GET", f"{ORDERS}/a%00b")
    assert found["code"] == "InvalidInput"
    assert "must not hold the character NUL" in found["details"]


def test_an_identifier_in_the_path_is_matched_to_the_letter(shop: Shop) -> None:
    shop.stock("MUG", 3)
    shop.order("Ord 1/ü", {"MUG": 1})
    assert shop.shown(quote("Ord 1/ü", safe=""))["fulfillmentOrder"]["sellerFulfillmentOrderId"] == "Ord 1/ü"
    shop.refused("GET", f"{ORDERS}/{quote('ord 1/ü', safe='')}", status=404)

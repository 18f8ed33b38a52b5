"""Listings Items 2020-09-01: the older form of submissions, about the same listings."""

from __future__ import annotations

from typing import Any

from tests.shop import US, Json, Shop


def path(shop: Shop, sku: str) -> str:
    return shop.listing_path(sku).replace("2021-08-01", "2020-09-01")


def put(shop: Shop, sku: str, **changes: Any) -> Json:
    body = {"productType": "LUGGAGE", "requirements": "LISTING", "attributes": shop.attributes(**changes)}
    return shop.ok("PUT", path(shop, sku), body, marketplaceIds=US)


def test_a_listing_made_in_the_older_version_is_there_in_the_newer_one(shop: Shop) -> None:
    answer = put(shop, "BAG/1")
    assert set(answer) == {"sku", "status", "submissionId", "issues"}
    assert (answer["sku"], answer["status"], answer["issues"]) == ("BAG/1", "ACCEPTED", [])
    shop.advance("PT10S")
    assert shop.listing("BAG/1")["summaries"][0]["status"] == ["BUYABLE", "DISCOVERABLE"]


def test_an_issue_names_its_attribute_and_changes_nothing(shop: Shop) -> None:
    answer = put(shop, "BAG", brand=None)
    [issue] = answer["issues"]
    assert (answer["status"], issue["code"], issue["severity"]) == ("INVALID", "90220", "ERROR")
    assert issue["attributeName"] == "brand"
    assert set(issue) == {"code", "message", "severity", "attributeName"}
    shop.refused("GET", shop.listing_path("BAG"), status=404, marketplaceIds=US)


def test_a_listing_is_patched_and_taken_back(shop: Shop) -> None:
    shop.list_product("MUG", 20, 4)
    value = [{"fulfillment_channel_code": "DEFAULT", "quantity": 9}]
    patch = {"op": "replace", "path": "/attributes/fulfillment_availability", "value": value}
    body = {"productType": "PRODUCT", "patches": [patch]}
    assert shop.ok("PATCH", path(shop, "MUG"), body, marketplaceIds=US)["status"] == "ACCEPTED"
    shop.advance("PT10S")
    assert shop.listing("MUG")["fulfillmentAvailability"][0]["quantity"] == 9
    assert shop.ok("DELETE", path(shop, "MUG"), marketplaceIds=US)["status"] == "ACCEPTED"
    shop.advance("PT10S")
    shop.refused("GET", shop.listing_path("MUG"), status=404, marketplaceIds=US)


def test_what_only_the_newer_version_knows_is_refused(shop: Shop) -> None:
    shop.list_product("MUG", 20, 4)
    value = [{"fulfillment_channel_code": "DEFAULT", "quantity": 9}]
    patch = {"op": "merge", "path": "/attributes/fulfillment_availability", "value": value}
    [error] = shop.refused(
        "PATCH", path(shop, "MUG"), {"productType": "PRODUCT", "patches": [patch]}, marketplaceIds=US
    )
    assert (error["code"], "merge" in error["details"]) == ("InvalidInput", True)
    shop.advance("PT10S")
    assert shop.listing("MUG")["fulfillmentAvailability"][0]["quantity"] == 4


def test_another_sellers_listing_is_out_of_reach(shop: Shop) -> None:
    response = shop.call("DELETE", "/listings/2020-09-01/items/A0OTHER/MUG", marketplaceIds=US)
    assert (response.status_code, response.json()["errors"][0]["code"]) == (403, "Unauthorized")
    assert shop.ok("DELETE", path(shop, "MUG"), marketplaceIds=US)["issues"][0]["code"] == "13013"

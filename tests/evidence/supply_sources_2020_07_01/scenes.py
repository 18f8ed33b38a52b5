"""Situations in which others called Supply Sources, made again."""

from __future__ import annotations

import httpx

from tests.evidence.roles import without_shipping
from tests.shop import Json, Shop

PATH = "/supplySources/2020-07-01/supplySources"
_ADDRESS = {
    "name": "Harbor Store",
    "addressLine1": "1 Pier",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
    "countryCode": "US",
}
_CONFIGURED: Json = {"alias": "Harbor Store - Seattle", "configuration": {"timezone": "America/Los_Angeles"}}


def the_stores_of_a_seller(shop: Shop) -> httpx.Response:
    shop.ok("POST", PATH, {"supplySourceCode": "S-1", "alias": "Harbor", "address": _ADDRESS})
    return shop.call("GET", PATH, pageSize=100)


def a_new_store(shop: Shop) -> httpx.Response:
    named = {"supplySourceCode": "S-1", "alias": "Harbor Store - Seattle"}
    return shop.call("POST", PATH, {**named, "address": {**_ADDRESS, "name": "Harbor Store - Seattle"}})


def a_new_store_shown(shop: Shop) -> httpx.Response:
    return shop.call("GET", _of_a_new_store(shop))


def a_new_store_configured(shop: Shop) -> httpx.Response:
    return shop.call("PUT", _of_a_new_store(shop), _CONFIGURED)


def a_new_store_made_active(shop: Shop) -> httpx.Response:
    return shop.call("PUT", f"{_of_a_new_store(shop)}/status", {"status": "Active"})


def a_new_store_without_the_role(shop: Shop) -> httpx.Response:
    return a_new_store(without_shipping(shop))


def the_stores_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", PATH)


def a_store_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", _of_a_new_store(shop))


def a_store_configured_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("PUT", _of_a_new_store(shop), _CONFIGURED)


def a_store_made_active_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("PUT", f"{_of_a_new_store(shop)}/status", {"status": "Active"})


def a_store_archived_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("DELETE", _of_a_new_store(shop))


def _of_a_new_store(shop: Shop) -> str:
    return f"{PATH}/{a_new_store(shop).json()['supplySourceId']}"

"""Situations in which others called Listings Items 2020-09-01, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import US, Shop

_NAME = [{"value": "Cabin Trolley", "language_tag": "en_US", "marketplace_id": US}]
_PRICE = [{"marketplace_id": US, "currency": "USD", "our_price": [{"schedule": [{"value_with_tax": 15.00}]}]}]


def _path(shop: Shop) -> str:
    return f"/listings/2020-09-01/items/{shop.credentials['seller_id']}/MUG"


def _put(shop: Shop, **changes: Any) -> httpx.Response:
    body = {"productType": "LUGGAGE", "requirements": "LISTING", "attributes": shop.attributes(**changes)}
    return shop.call("PUT", _path(shop), body, marketplaceIds=US)


def a_submission_that_is_good(shop: Shop) -> httpx.Response:
    return _put(shop)


def a_submission_with_an_attribute_that_there_is_not(shop: Shop) -> httpx.Response:
    return _put(shop, item_sku=[{"value": "MUG"}])


def a_change_of_a_name_and_a_price(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    patches = [
        {"op": "replace", "path": "/attributes/item_name", "value": _NAME},
        {"op": "replace", "path": "/attributes/purchasable_offer", "value": _PRICE},
    ]
    body = {"productType": "LUGGAGE", "patches": patches}
    return shop.call("PATCH", _path(shop), body, marketplaceIds=US, issueLocale="en_US")


def a_listing_that_is_deleted(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    return shop.call("DELETE", _path(shop), marketplaceIds=US, issueLocale="en_US")

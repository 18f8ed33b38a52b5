"""Situations in which others called Listings Items 2020-09-01, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import US, Shop


def _put(shop: Shop, **changes: Any) -> httpx.Response:
    path = f"/listings/2020-09-01/items/{shop.credentials['seller_id']}/MUG"
    body = {"productType": "LUGGAGE", "requirements": "LISTING", "attributes": shop.attributes(**changes)}
    return shop.call("PUT", path, body, marketplaceIds=US)


def a_submission_that_is_good(shop: Shop) -> httpx.Response:
    return _put(shop)


def a_submission_with_an_attribute_that_there_is_not(shop: Shop) -> httpx.Response:
    return _put(shop, item_sku=[{"value": "MUG"}])

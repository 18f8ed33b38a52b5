"""Situations in which others called FBA Inventory, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import CA, INVENTORY, US, Json, Shop


def details_as_nought(shop: Shop) -> httpx.Response:
    return _summaries(shop, details="0")


def details_as_one_and_a_time(shop: Shop) -> httpx.Response:
    return _summaries(shop, details="1", startDateTime=shop.now())


def a_start_that_is_no_time(shop: Shop) -> httpx.Response:
    return _summaries(shop, startDateTime="yesterday")


def a_start_years_ago(shop: Shop) -> httpx.Response:
    return _summaries(shop, startDateTime="2020-03-25T23:40:39Z")


def a_product_that_has_no_units(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    return _summaries(shop)


def several_products(shop: Shop) -> httpx.Response:
    for sku in ("POT", "CUP", "MUG"):
        shop.stock(sku, 1)
    return _summaries(shop, details="true")


def a_token_of_another_time(shop: Shop) -> httpx.Response:
    return _summaries(shop, startDateTime=shop.now(), nextToken="AAAA")


def a_marketplace_and_the_granularity_of_another(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    return _summaries(shop, marketplaceIds=CA)


def summaries_for_an_application_without_the_role(shop: Shop) -> httpx.Response:
    other = Shop(shop.url, shop.world, shop.controlled("POST", "sellers", {"roles": ["PR"]}))
    try:
        other.log_in()
        return _summaries(other, details="true")
    finally:
        other.close()


def a_product_that_was_made(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    return _summaries(shop, details="true")


def units_that_were_added_of_which_one_is_ordered(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 3)
    shop.order("ORDER-1", {"MUG": 1})
    return _summaries(shop, details="true")


def a_product_that_was_deleted(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    shop.ok("DELETE", f"{INVENTORY}/items/MUG", marketplaceId=US)
    return _summaries(shop)


def _summaries(shop: Shop, **more: Any) -> httpx.Response:
    where: Json = {"granularityType": "Marketplace", "granularityId": US, "marketplaceIds": US}
    return shop.call("GET", f"{INVENTORY}/summaries", **{**where, **more})

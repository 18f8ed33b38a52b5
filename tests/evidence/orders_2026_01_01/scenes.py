"""Situations in which others called Orders 2026-01-01, made again."""

from __future__ import annotations

import httpx

from tests.evidence.orders_v0.scenes import order_of_a_mug, ship
from tests.shop import DE, JP, Json, Shop

ORDERS = "/orders/2026-01-01/orders"
_SINCE: Json = {"createdAfter": "2025-01-01T00:00:00Z"}


def a_search_that_has_two_pages(shop: Shop) -> httpx.Response:
    order_of_a_mug(shop)
    order_of_a_mug(shop, again=True)
    query: Json = {"maxResultsPerPage": 1, **_SINCE}
    return shop.call("GET", ORDERS, **query)


def a_page_by_a_token_that_is_none(shop: Shop) -> httpx.Response:
    return shop.call("GET", ORDERS, paginationToken="none", **_SINCE)


def a_page_of_a_search_that_was_another(shop: Shop) -> httpx.Response:
    token = a_search_that_has_two_pages(shop).json()["pagination"]["nextToken"]
    return shop.call("GET", ORDERS, paginationToken=token, createdAfter="2025-01-02T00:00:00Z")


def a_search_with_packages(shop: Shop) -> httpx.Response:
    assert ship(shop, order_of_a_mug(shop)).status_code == 204
    return shop.call("GET", ORDERS, includedData="PACKAGES", **_SINCE)


def a_search_where_a_payment_is_open_in_japan(shop: Shop) -> httpx.Response:
    order_of_a_mug(shop, JP, paid=False)
    return shop.call("GET", ORDERS, includedData="FULFILLMENT,PROCEEDS", **_SINCE)


def an_order_with_packages(shop: Shop) -> httpx.Response:
    id = order_of_a_mug(shop)
    assert ship(shop, id).status_code == 204
    return shop.call("GET", f"{ORDERS}/{id}", includedData="PACKAGES")


def an_order_without_data_sets(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop, DE)}")


def an_order_with_its_buyer(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop, DE)}", includedData="BUYER")

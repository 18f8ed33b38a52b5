"""Situations in which others called Tokens 2021-03-01, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import Shop

ORDERS = "/orders/v0/orders"


def _token(shop: Shop, resources: Any) -> httpx.Response:
    return shop.call("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": resources})


def a_token_for_an_address(shop: Shop) -> httpx.Response:
    return _token(shop, [{"method": "GET", "path": f"{ORDERS}/123-1234567-1234567/address"}])


def a_token_for_a_list_of_orders(shop: Shop) -> httpx.Response:
    elements = ["buyerInfo", "shippingAddress"]
    return _token(shop, [{"method": "GET", "path": ORDERS, "dataElements": elements}])


def a_token_for_what_is_not_restricted(shop: Shop) -> httpx.Response:
    return _token(shop, [{"method": "GET", "path": "/sales/v1/orderMetrics"}])


def a_token_for_nothing(shop: Shop) -> httpx.Response:
    return _token(shop, [])

"""Situations in which others called FBA Outbound, made again."""

from __future__ import annotations

import httpx

from tests.shop import ORDERS, Shop


def an_order_of_a_sku_that_is_not_in_the_network(shop: Shop) -> httpx.Response:
    return shop.call("POST", ORDERS, shop.order_body("ORDER-1", {"NONE": 1}))


def an_order_whose_id_has_spaces(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER 1 2", {"MUG": 1})
    return shop.call("GET", f"{ORDERS}/ORDER%201%202")


def orders_that_were_made(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER-1", {"MUG": 1})
    return shop.call("GET", ORDERS)

"""Situations in which others called Product Type Definitions, made again."""

from __future__ import annotations

import httpx

from tests.shop import US, Shop

TYPES = "/definitions/2020-09-01/productTypes"


def every_product_type(shop: Shop) -> httpx.Response:
    return shop.call("GET", TYPES, marketplaceIds=US)


def product_types_that_fit_a_title(shop: Shop) -> httpx.Response:
    return shop.call("GET", TYPES, marketplaceIds=US, itemName="Cabin Trolley")


def a_product_type(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{TYPES}/LUGGAGE", marketplaceIds=US, requirements="LISTING", locale="en_US")

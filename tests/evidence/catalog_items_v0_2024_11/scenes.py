"""Situations in which others called Catalog Items v0, made again."""

from __future__ import annotations

import httpx

from tests.shop import DE, US, Shop

V0 = "/catalog/v0"


def items_of_a_marketplace(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{V0}/items", MarketplaceId=US)


def an_item_by_its_sku(shop: Shop) -> httpx.Response:
    shop.list_product("MUG")
    return shop.call("GET", f"{V0}/items", MarketplaceId=US, SellerSKU="MUG")


def an_item_by_a_sku_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{V0}/items", MarketplaceId=US, SellerSKU="NONE")


def the_categories_of_an_item(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG", marketplace=DE)
    return shop.call("GET", f"{V0}/categories", MarketplaceId=DE, ASIN=asin)


def an_item_with_what_the_older_service_knew(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG")
    return shop.call("GET", f"{V0}/items/{asin}", MarketplaceId=US)

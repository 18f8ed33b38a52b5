"""Situations in which others called Catalog Items 2022-04-01, made again."""

from __future__ import annotations

import httpx

from tests.shop import US, Shop

ITEMS = "/catalog/2022-04-01/items"


def a_product_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ITEMS}/B000000000", marketplaceIds=US)


def a_data_set_that_there_is_not(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG")
    return shop.call("GET", f"{ITEMS}/{asin}", marketplaceIds=US, includedData="summaries,salesRank")


def a_search_by_words(shop: Shop) -> httpx.Response:
    shop.list_product("MUG")
    return shop.call("GET", ITEMS, marketplaceIds=US, keywords="trolley", includedData="summaries", pageSize=10)


def a_search_for_what_is_no_asin(shop: Shop) -> httpx.Response:
    wanted = f"{shop.list_product('MUG')},20DOMINANT"
    return shop.call("GET", ITEMS, marketplaceIds=US, identifiersType="ASIN", identifiers=wanted, pageSize=20)


def an_item_with_details_for_vendors(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG")
    return shop.call("GET", f"{ITEMS}/{asin}", marketplaceIds=US, includedData="summaries,vendorDetails")


def an_item_with_its_images(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG")
    return shop.call("GET", f"{ITEMS}/{asin}", marketplaceIds=US, includedData="images")


def a_page_without_the_words_that_were_searched(shop: Shop) -> httpx.Response:
    for sku in ("MUG", "TRAY"):
        shop.list_product(sku)
    first = shop.call("GET", ITEMS, marketplaceIds=US, keywords="trolley", pageSize=1)
    token = first.json()["pagination"]["nextToken"]
    return shop.call("GET", ITEMS, marketplaceIds=US, pageToken=token)

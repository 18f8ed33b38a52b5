"""Situations in which others called Catalog Items 2020-12-01, made again."""

from __future__ import annotations

import httpx

from tests.shop import US, Shop

IT = "APJ6JRA9NG5V4"
ITEMS = "/catalog/2020-12-01/items"


def _shown(shop: Shop, data: str) -> httpx.Response:
    asin = shop.list_product("MUG")
    return shop.call("GET", f"{ITEMS}/{asin}", marketplaceIds=US, includedData=data)


def an_item_with_its_ranks(shop: Shop) -> httpx.Response:
    return _shown(shop, "salesRanks")


def an_item_with_a_data_set_that_there_is_not(shop: Shop) -> httpx.Response:
    return _shown(shop, "ranks")


def an_item_with_a_data_set_of_the_newer_version(shop: Shop) -> httpx.Response:
    return _shown(shop, "relationships")


def an_item_with_its_attributes(shop: Shop) -> httpx.Response:
    return _shown(shop, "attributes,identifiers,images,productTypes,salesRanks,summaries,variations")


def a_search_by_a_barcode_with_blanks_after_the_commas(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", marketplace=IT)
    [number] = shop.listing("MUG", IT)["attributes"]["externally_assigned_product_identifier"]
    data = "summaries, identifiers, productTypes, variations"
    return shop.call("GET", ITEMS, marketplaceIds=IT, keywords=number["value"], includedData=data)


def a_search_with_a_page_of_twenty(shop: Shop) -> httpx.Response:
    shop.list_product("MUG")
    return shop.call("GET", ITEMS, marketplaceIds=US, keywords="trolley", pageSize=20)

"""Situations in which others asked whether a product may be sent in, made again."""

from __future__ import annotations

import httpx

from tests.shop import DE, US, Shop

PREVIEW = "/fba/inbound/v1/eligibility/itemPreview"


def a_product_that_needs_labels(shop: Shop) -> httpx.Response:
    shop.put_listing("TEA", shop.attributes("TEA"), "TEA")
    shop.advance("PT10S")
    asin = shop.listing("TEA")["summaries"][0]["asin"]
    return shop.call("GET", PREVIEW, marketplaceIds=US, asin=asin, program="COMMINGLING")


def a_product_of_another_marketplace(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG", fba=True, quantity=0)
    return shop.call("GET", PREVIEW, marketplaceIds=DE, asin=asin, program="INBOUND")

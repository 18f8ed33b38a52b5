"""Situations in which others called Product Pricing 2022-05-01, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import DE, US, Shop

SUMMARY = "/products/pricing/2022-05-01/items/competitiveSummary"


def _summary(shop: Shop, asin: str, marketplace: str, **more: Any) -> httpx.Response:
    wish = {
        "uri": SUMMARY,
        "method": "GET",
        "asin": asin,
        "marketplaceId": marketplace,
        "includedData": ["featuredBuyingOptions", "lowestPricedOffers", "referencePrices"],
        **more,
    }
    return shop.call("POST", f"/batches{SUMMARY}", {"requests": [wish]})


def a_summary_of_a_product_that_nobody_offers(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG", quantity=0, marketplace=DE)
    offers = [{"itemCondition": "New", "offerType": "Consumer"}]
    return _summary(shop, asin, DE, lowestPricedOffersInputs=offers)


def a_summary_of_a_product_that_is_sold_used(shop: Shop) -> httpx.Response:
    asin = shop.list_product("BOOK", quantity=0)
    rival = {"asin": asin, "marketplaceId": US, "price": 9.5, "condition": "used_good"}
    shop.controlled("POST", "competitors", rival)
    return _summary(shop, asin, US, includedData=["featuredBuyingOptions"])


def a_summary_without_a_word_on_which_offers(shop: Shop) -> httpx.Response:
    return _summary(shop, shop.list_product("MUG"), US)

"""Situations in which others called Product Pricing 2022-05-01, made again."""

from __future__ import annotations

import httpx

from tests.shop import DE, Shop

SUMMARY = "/products/pricing/2022-05-01/items/competitiveSummary"


def a_summary_of_a_product_that_nobody_offers(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG", quantity=0, marketplace=DE)
    wish = {
        "uri": SUMMARY,
        "method": "GET",
        "asin": asin,
        "marketplaceId": DE,
        "includedData": ["featuredBuyingOptions", "lowestPricedOffers", "referencePrices"],
        "lowestPricedOffersInputs": [{"itemCondition": "New", "offerType": "Consumer"}],
    }
    return shop.call("POST", f"/batches{SUMMARY}", {"requests": [wish]})

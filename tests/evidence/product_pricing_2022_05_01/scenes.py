"""Situations in which others called Product Pricing 2022-05-01, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import DE, US, Shop

EXPECTED = "/products/pricing/2022-05-01/offer/featuredOfferExpectedPrice"
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


def _expected(shop: Shop, sku: str) -> httpx.Response:
    wish = {"uri": EXPECTED, "method": "GET", "marketplaceId": US, "sku": sku}
    return shop.call("POST", f"/batches{EXPECTED}", {"requests": [wish]})


def the_expected_price_of_an_offer_without_another(shop: Shop) -> httpx.Response:
    shop.list_product("MUG")
    return _expected(shop, "MUG")


def the_expected_price_of_a_listing_that_asks_none(shop: Shop) -> httpx.Response:
    facts = shop.attributes(requirements="LISTING_PRODUCT_ONLY", externally_assigned_product_identifier=None)
    exempt = [{"value": True, "marketplace_id": US}]
    facts["supplier_declared_has_product_identifier_exemption"] = exempt
    shop.put_listing("MUG", facts, requirements="LISTING_PRODUCT_ONLY")
    shop.advance("PT10S")
    asin = shop.listing("MUG")["summaries"][0]["asin"]
    good = {"rating": 95, "count": 300}
    shop.controlled("POST", "competitors", {"asin": asin, "marketplaceId": US, "price": 9.5, "feedback": good})
    return _expected(shop, "MUG")


def the_expected_price_of_a_sku_of_nobody(shop: Shop) -> httpx.Response:
    return _expected(shop, "NONE")


def an_expected_price_for_an_application_without_the_role(shop: Shop) -> httpx.Response:
    other = Shop(shop.url, shop.world, shop.controlled("POST", "sellers", {"roles": ["IOT"]}))
    try:
        other.log_in()
        return _expected(other, "MUG")
    finally:
        other.close()

"""Situations in which others called Product Fees v0, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import DE, US, Shop

FEES = "/products/fees/v0"


def _wish(price: Any, *, amazon: Any, marketplace: str = US, shipping: Any = None) -> Any:
    currency = "USD" if marketplace == US else "EUR"
    prices = {"ListingPrice": {"CurrencyCode": currency, "Amount": price}}
    if shipping is not None:
        prices["Shipping"] = {"CurrencyCode": currency, "Amount": shipping}
    asked = {
        "MarketplaceId": marketplace,
        "IsAmazonFulfilled": amazon,
        "PriceToEstimateFees": prices,
        "Identifier": "1",
    }
    return {"FeesEstimateRequest": asked}


def fees_of_a_product_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{FEES}/items/B000000000/feesEstimate", _wish(10.63, amazon=True, shipping=1))


def fees_of_a_sku_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{FEES}/listings/NONE/feesEstimate", _wish(10, amazon=True))


def fees_asked_for_with_texts_for_numbers(shop: Shop) -> httpx.Response:
    wish = _wish("7.99", amazon="true", shipping="0")
    wish["FeesEstimateRequest"]["PriceToEstimateFees"]["Points"] = None
    return shop.call("POST", f"{FEES}/listings/A%20map/feesEstimate", wish)


def fees_of_several_products(shop: Shop) -> httpx.Response:
    asins = [shop.list_product(sku, marketplace=DE) for sku in ("MUG", "TRAY")]
    wishes = [{"IdType": "ASIN", "IdValue": each, **_wish(360.28, amazon=False, marketplace=DE)} for each in asins]
    return shop.call("POST", f"{FEES}/feesEstimate", wishes)


def fees_of_several_products_that_there_are_not(shop: Shop) -> httpx.Response:
    asins = ("B000000000", "B000000001")
    wishes = [{"IdType": "ASIN", "IdValue": each, **_wish(14.39, amazon=True, marketplace=DE)} for each in asins]
    return shop.call("POST", f"{FEES}/feesEstimate", wishes)


def fees_asked_for_by_an_object_in_place_of_a_list(shop: Shop) -> httpx.Response:
    wish = {"IdType": "SellerSKU", "IdValue": "MUG", **_wish(200, amazon=False)}
    return shop.call("POST", f"{FEES}/feesEstimate", wish)

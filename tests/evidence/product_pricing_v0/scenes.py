"""Situations in which others called Product Pricing v0, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import DE, GB, US, Shop

PRICING = "/products/pricing/v0"


def _offered(shop: Shop, marketplace: str = US) -> str:
    """The ASIN of a mug that the seller and a competitor offer."""
    asin = shop.list_product("MUG", marketplace=marketplace)
    rival = {"asin": asin, "marketplaceId": marketplace, "price": 19.5, "feedback": {"rating": 95, "count": 300}}
    shop.controlled("POST", "competitors", rival)
    return asin


def _batch(shop: Shop, kind: str, *requests: Any) -> httpx.Response:
    return shop.call("POST", f"/batches{PRICING}/{kind}", {"requests": list(requests)})


def _item(asin: str, **more: Any) -> Any:
    uri = f"{PRICING}/items/{asin}/offers"
    return {"uri": uri, "method": "GET", "MarketplaceId": US, "ItemCondition": "New", **more}


def _listing(sku: str, marketplace: str) -> Any:
    asked = {"MarketplaceId": marketplace, "ItemCondition": "New", "CustomerType": "Consumer"}
    return {"uri": f"{PRICING}/listings/{sku}/offers", "method": "GET", **asked}


def offers_of_a_product(shop: Shop) -> httpx.Response:
    asin = _offered(shop)
    return shop.call("GET", f"{PRICING}/items/{asin}/offers", MarketplaceId=US, ItemCondition="New")


def offers_of_a_sku_that_there_is_not(shop: Shop) -> httpx.Response:
    path = f"{PRICING}/listings/A%2B09%2B03/offers"
    return shop.call("GET", path, MarketplaceId=DE, ItemCondition="New")


def a_batch_of_products(shop: Shop) -> httpx.Response:
    return _batch(shop, "itemOffers", _item(_offered(shop)))


def a_batch_with_a_product_twice(shop: Shop) -> httpx.Response:
    asin = _offered(shop)
    return _batch(shop, "itemOffers", _item(asin), _item(asin))


def a_batch_whose_parameters_are_wrapped(shop: Shop) -> httpx.Response:
    asked = {"MarketplaceId": US, "CustomerType": "Consumer", "ItemCondition": "New"}
    request = {"uri": f"{PRICING}/items/{_offered(shop)}/offers", "method": "GET", "queryParams": asked}
    return _batch(shop, "itemOffers", request)


def a_batch_of_skus(shop: Shop) -> httpx.Response:
    _offered(shop, GB)
    return _batch(shop, "listingOffers", _listing("MUG", GB))


def a_batch_of_a_sku_that_there_is_not(shop: Shop) -> httpx.Response:
    return _batch(shop, "listingOffers", _listing("NONE", US))


def prices_of_own_offers(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG", fba=True)
    return shop.call("GET", f"{PRICING}/price", MarketplaceId=US, ItemType="Asin", Asins=asin)


def a_price_of_a_sku_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PRICING}/price", MarketplaceId=US, ItemType="Sku", Skus='amzn.gr."MUG"-1')


def competitive_prices_by_a_kind_that_there_is_not(shop: Shop) -> httpx.Response:
    asin = shop.list_product("MUG")
    return shop.call("GET", f"{PRICING}/competitivePrice", MarketplaceId=US, ItemType="New", Asins=asin)


def offers_of_a_sku(shop: Shop) -> httpx.Response:
    _offered(shop)
    return shop.call("GET", f"{PRICING}/listings/MUG/offers", MarketplaceId=US, ItemCondition="New")


def prices_of_a_product_that_others_sell(shop: Shop) -> httpx.Response:
    asin = shop.controlled("POST", "products", {"marketplaceId": GB, "productType": "DRINKING_CUP"})["asin"]
    rival = {"asin": asin, "marketplaceId": GB, "price": 19.5, "feedback": {"rating": 95, "count": 300}}
    shop.controlled("POST", "competitors", rival)
    return shop.call("GET", f"{PRICING}/price", MarketplaceId=GB, ItemType="Asin", Asins=asin)


def competitive_prices_of_a_product(shop: Shop) -> httpx.Response:
    asin = _offered(shop)
    return shop.call("GET", f"{PRICING}/competitivePrice", MarketplaceId=US, ItemType="Asin", Asins=asin)


def competitive_prices_of_a_sku_with_blanks(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PRICING}/competitivePrice?MarketplaceId={US}&Skus=a%20b%20c&ItemType=Sku")


def a_batch_at_a_path_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{PRICING}/items/offers/batch", {"requests": []})

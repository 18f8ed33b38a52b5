"""Situations in which others called Listings Restrictions, made again."""

from __future__ import annotations

import httpx

from tests.shop import DE, Shop


def a_product_that_needs_an_approval_in_germany(shop: Shop) -> httpx.Response:
    brand = [{"value": "Veltrane", "language_tag": "de_DE"}]
    made = {"marketplaceId": DE, "productType": "LUGGAGE", "attributes": {"brand": brand}}
    asin = shop.controlled("POST", "products", made)["asin"]
    wanted = {"asin": asin, "sellerId": shop.credentials["seller_id"], "marketplaceIds": DE}
    return shop.call("GET", "/listings/2021-08-01/restrictions", conditionType="new_new", **wanted)

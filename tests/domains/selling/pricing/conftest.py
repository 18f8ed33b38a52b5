"""A product with competitors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.shop import US, Json, Shop

PRICING = "/products/pricing/v0"
Compete = Callable[..., Json]


@pytest.fixture
def compete(shop: Shop) -> Compete:
    """Has a competitor offer a product, and says what he offers."""

    def offer(asin: str, price: float, **more: Any) -> Json:
        good = {"rating": 95, "count": 300}
        return shop.controlled("POST", "competitors", {"asin": asin, "price": price, "feedback": good, **more})

    return offer


def item_offers(shop: Shop, asin: str, condition: str = "New", **query: Any) -> Json:
    """What ``getItemOffers`` shows."""
    found = shop.ok("GET", f"{PRICING}/items/{asin}/offers", MarketplaceId=US, ItemCondition=condition, **query)
    payload: Json = found["payload"]
    return payload


def winner(shop: Shop, asin: str) -> str | None:
    """Whose offer is featured."""
    won = [each["SellerId"] for each in item_offers(shop, asin)["Offers"] if each["IsBuyBoxWinner"]]
    assert len(won) <= 1
    return won[0] if won else None


def price(shop: Shop, sku: str, amount: float) -> None:
    """The seller changes his price."""
    offer = {"marketplace_id": US, "currency": "USD", "our_price": [{"schedule": [{"value_with_tax": amount}]}]}
    patches = [{"op": "replace", "path": "/attributes/purchasable_offer", "value": [offer]}]
    body = {"productType": "LUGGAGE", "patches": patches}
    assert shop.ok("PATCH", shop.listing_path(sku), body, marketplaceIds=US)["status"] == "ACCEPTED"
    shop.advance("PT10S")

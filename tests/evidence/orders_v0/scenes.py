"""Situations in which others called Orders v0, made again."""

from __future__ import annotations

import httpx

from tests.shop import DE, Json, Shop

_BERLIN = {
    "name": "Jo Doe",
    "addressLine1": "Hauptstr. 1",
    "city": "Berlin",
    "postalCode": "10115",
    "countryCode": "DE",
}


def a_shipped_order_in_germany(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10, marketplace=DE)
    ordered: Json = shop.controlled(
        "POST",
        "buyers/orders",
        {"marketplaceId": DE, "items": [{"sku": "MUG", "quantity": 1}], "paid": True, "buyer": {"address": _BERLIN}},
    )
    id = ordered["orderId"]
    [item] = shop.ok("GET", f"/orders/v0/orders/{id}/orderItems")["payload"]["OrderItems"]
    package = {
        "packageReferenceId": "1",
        "carrierCode": "DHL",
        "trackingNumber": "00340434161094000001",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": item["OrderItemId"], "quantity": 1}],
    }
    body = {"marketplaceId": DE, "packageDetail": package}
    assert shop.call("POST", f"/orders/v0/orders/{id}/shipmentConfirmation", body).status_code == 204
    return shop.call("GET", "/orders/v0/orders", MarketplaceIds=DE, CreatedAfter="2020-01-01T00:00:00Z")


def no_order_since_a_year(shop: Shop) -> httpx.Response:
    return shop.call("GET", "/orders/v0/orders", MarketplaceIds=DE, CreatedAfter="2021-04-27T16:20:44Z")

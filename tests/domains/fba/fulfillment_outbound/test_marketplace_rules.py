"""What is special about Japan and India, and refused elsewhere."""

from __future__ import annotations

from typing import Any

import pytest
from tests.shop import DE, IN, JP, ORDERS, SEATTLE, US, Json, Shop

TOKYO = {
    "name": "Jo Doe",
    "addressLine1": "1-1 Chiyoda",
    "addressLine2": "Chiyoda-ku",
    "stateOrRegion": "Tokyo",
    "postalCode": "100-0001",
    "countryCode": "JP",
}
BENGALURU = {
    "name": "Jo Doe",
    "addressLine1": "1 MG Road",
    "city": "Bengaluru",
    "stateOrRegion": "KA",
    "postalCode": "560001",
    "countryCode": "IN",
}
COD = {"isCodRequired": True, "codCharge": {"currencyCode": "JPY", "value": "330"}}
JAPAN: Json = {"marketplaceId": JP, "destinationAddress": TOKYO}


def preview(shop: Shop, address: Json, sku: str = "MUG", **changes: Any) -> list[Json]:
    items = [{"sellerSku": sku, "quantity": 1, "sellerFulfillmentOrderItemId": "1"}]
    found = shop.ok("POST", f"{ORDERS}/preview", {"address": address, "items": items, **changes})
    previews: list[Json] = found["payload"]["fulfillmentPreviews"]
    return previews


def refused(shop: Shop, **changes: Any) -> str:
    """The details of a refused order, after which nothing is reserved."""
    errors = shop.refused("POST", ORDERS, shop.order_body("O-1", {"MUG": 1}, **changes))
    shop.refused("GET", f"{ORDERS}/O-1", status=404)
    assert shop.reserved("MUG", changes.get("marketplaceId", US)) == 0
    return " ".join(each["details"] for each in errors)


@pytest.fixture
def in_japan(shop: Shop) -> Shop:
    shop.stock("MUG", 5, JP)
    return shop


def booked(shop: Shop) -> Json:
    (scheduled,) = preview(
        shop, TOKYO, marketplaceId=JP, shippingSpeedCategories=["ScheduledDelivery"], includeDeliveryWindows=True
    )
    window: Json = scheduled["scheduledDeliveryInfo"]["deliveryWindows"][7]
    return window


def test_a_scheduled_delivery_in_japan_arrives_within_its_window(in_japan: Shop) -> None:
    window = booked(in_japan)
    in_japan.order("O-1", {"MUG": 1}, **JAPAN, shippingSpeedCategory="ScheduledDelivery", deliveryWindow=window)
    order = in_japan.shipped("O-1")
    assert order["fulfillmentOrder"]["deliveryWindow"] == window
    (shipment,) = order["fulfillmentShipments"]
    assert shipment["estimatedArrivalDate"] == window["endDate"]
    assert shipment["shippingDate"] < window["startDate"]


def test_cash_on_delivery_in_japan_costs_a_fee_and_is_kept_with_the_order(in_japan: Shop) -> None:
    plain, cod = preview(
        in_japan, TOKYO, marketplaceId=JP, shippingSpeedCategories=["Standard"], includeCODFulfillmentPreview=True
    )
    assert (plain["isCODCapable"], cod["isCODCapable"]) == (False, True)
    assert cod["estimatedFees"][:-1] == plain["estimatedFees"]
    assert cod["estimatedFees"][-1]["name"] == "FBAFulfillmentCODFee"
    in_japan.order("O-1", {"MUG": 1}, **JAPAN, codSettings=COD)
    assert in_japan.shown("O-1")["fulfillmentOrder"]["codSettings"] == COD


def test_a_hold_and_a_scheduled_delivery_do_not_mix(in_japan: Shop) -> None:
    changes = {"shippingSpeedCategory": "ScheduledDelivery", "fulfillmentAction": "Hold"}
    told = refused(in_japan, **JAPAN, **changes, deliveryWindow=booked(in_japan))
    assert told == "fulfillmentAction: 'Hold' must be Ship where shippingSpeedCategory is ScheduledDelivery"


def test_a_scheduled_delivery_needs_its_window(in_japan: Shop) -> None:
    told = refused(in_japan, **JAPAN, shippingSpeedCategory="ScheduledDelivery")
    assert told.startswith("deliveryWindow: ''")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"shippingSpeedCategory": "ScheduledDelivery"}, "shippingSpeedCategory"),
        (
            {"deliveryWindow": {"startDate": "2031-01-01T00:00:00Z", "endDate": "2031-01-01T02:00:00Z"}},
            "deliveryWindow",
        ),
        ({"codSettings": {"isCodRequired": True}}, "codSettings.isCodRequired"),
        ({"deliveryPreferences": {"deliveryInstructions": "Ring twice"}}, "deliveryPreferences"),
    ],
)
def test_what_japan_has_is_refused_elsewhere(shop: Shop, changes: Json, told: str) -> None:
    shop.stock("MUG", 5)
    details = refused(shop, **changes)
    assert details.startswith(f"{told}: ")
    assert details.endswith("is available in the marketplace of Japan alone")


def test_a_city_is_required_everywhere_and_not_used_in_japan(in_japan: Shop) -> None:
    assert "destinationAddress.city" in refused(in_japan, **{**JAPAN, "destinationAddress": {**TOKYO, "city": "Tokyo"}})
    in_japan.stock("MUG", 5)
    without = {name: value for name, value in SEATTLE.items() if name != "city"}
    assert "destinationAddress.city" in refused(in_japan, destinationAddress=without)


def test_india_asks_for_declared_values_and_for_the_payment(shop: Shop) -> None:
    shop.stock("MUG", 5, IN)
    there: Json = {"marketplaceId": IN, "destinationAddress": BENGALURU}
    told = refused(shop, **there)
    assert "items[0].perUnitDeclaredValue" in told
    assert "paymentInformation" in told
    item = {
        "sellerSku": "MUG",
        "sellerFulfillmentOrderItemId": "1",
        "quantity": 1,
        "perUnitDeclaredValue": {"currencyCode": "INR", "value": "499.00"},
    }
    paid = [{"paymentTransactionId": "T-1", "paymentMode": "COD", "paymentDate": "2031-01-01T00:00:00Z"}]
    body = {**shop.order_body("O-1", {}, **there), "items": [item], "paymentInformation": paid}
    assert shop.ok("POST", ORDERS, body) == {}
    shown = shop.shown("O-1")
    assert shown["paymentInformation"] == paid
    assert shown["fulfillmentOrderItems"][0]["perUnitDeclaredValue"] == item["perUnitDeclaredValue"]


def test_previews_in_india_have_no_fees(shop: Shop) -> None:
    shop.stock("MUG", 5, IN)
    item = {
        "sellerSku": "MUG",
        "sellerFulfillmentOrderItemId": "1",
        "quantity": 1,
        "perUnitDeclaredValue": {"currencyCode": "INR", "value": "499.00"},
    }
    previews = preview(shop, BENGALURU, marketplaceId=IN, items=[item])
    assert [each["isFulfillable"] for each in previews] == [True, True, True]
    assert not any("estimatedFees" in each for each in previews)


def test_an_order_without_a_marketplace_ships_from_the_country_it_goes_to(shop: Shop) -> None:
    shop.stock("MUG", 5, DE)
    berlin = {**SEATTLE, "city": "Berlin", "stateOrRegion": "", "postalCode": "10115", "countryCode": "DE"}
    shop.order("O-1", {"MUG": 1}, marketplaceId=None, destinationAddress=berlin)
    assert shop.shown("O-1")["fulfillmentOrder"]["marketplaceId"] == DE
    assert shop.fulfillable("MUG", DE) == 4

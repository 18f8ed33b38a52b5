"""Situations in which others called FBA Outbound, made again."""

from __future__ import annotations

import httpx

from tests.shop import CA, ORDERS, OUTBOUND, SEATTLE, US, Json, Shop

AU = "A39IBJ37TRP1C6"
FEATURES = f"{OUTBOUND}/features"


def an_order_of_a_sku_that_is_not_in_the_network(shop: Shop) -> httpx.Response:
    return shop.call("POST", ORDERS, shop.order_body("ORDER-1", {"NONE": 1}))


def an_order_whose_amount_has_an_object_as_its_value(shop: Shop) -> httpx.Response:
    return shop.call("POST", ORDERS, _with_item(shop, perUnitDeclaredValue={"currencyCode": "USD", "value": {}}))


def an_order_to_a_state_that_is_none(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    address = {**SEATTLE, "stateOrRegion": "ZZ"}
    return shop.call("POST", ORDERS, shop.order_body("ORDER-1", {"MUG": 1}, destinationAddress=address))


def an_order_whose_id_has_spaces(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER 1 2", {"MUG": 1})
    return shop.call("GET", f"{ORDERS}/ORDER%201%202")


def an_order_that_has_left(shop: Shop) -> httpx.Response:
    blank = {"featureName": "BLANK_BOX", "featureFulfillmentPolicy": "NotRequired"}
    wanted = _with_item(
        shop,
        perUnitDeclaredValue={"currencyCode": "USD", "value": "100.00"},
        fulfillmentNetworkSku="X000000001",
    )
    wanted |= {
        "fulfillmentPolicy": "FillAllAvailable",
        "featureConstraints": [blank],
        "notificationEmails": ["jo@example.com"],
    }
    for carrier in ("FEDEX", "UPS", "USPS"):
        shop.controlled("PUT", f"carriers/{carrier}", {"down": True})
    shop.ok("POST", ORDERS, wanted)
    shop.drive("ORDER-1", "Complete")
    return shop.call("GET", f"{ORDERS}/ORDER-1")


def an_update_of_an_order_that_is_not_held(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER-1", {"MUG": 1})
    return shop.call("PUT", f"{ORDERS}/ORDER-1", {"displayableOrderComment": "Many thanks"})


def a_held_order_that_is_let_go(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER-1", {"MUG": 1}, fulfillmentAction="Hold")
    shop.ok("PUT", f"{ORDERS}/ORDER-1", {"fulfillmentAction": "Ship"})
    return shop.call("GET", f"{ORDERS}/ORDER-1")


def an_order_that_was_canceled_while_it_was_planned(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER-1", {"MUG": 1})
    shop.drive("ORDER-1", "Planning")
    shop.ok("PUT", f"{ORDERS}/ORDER-1/cancel")
    return shop.call("GET", f"{ORDERS}/ORDER-1")


def canceling_an_order_of_null(shop: Shop) -> httpx.Response:
    return shop.call("PUT", f"{ORDERS}/null/cancel", headers={"Content-Type": "application/x-www-form-urlencoded"})


def an_order_that_was_moved_on(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER-1", {"MUG": 1})
    shop.drive("ORDER-1", "Processing")
    return shop.call("GET", f"{ORDERS}/ORDER-1")


def a_return_for_a_reason_that_was_listed(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER-1", {"MUG": 1})
    shop.drive("ORDER-1", "Complete")
    [shipment] = shop.shown("ORDER-1")["fulfillmentShipments"]
    reasons = shop.ok("GET", f"{OUTBOUND}/returnReasonCodes", sellerSku="MUG", marketplaceId=US)["payload"]
    item = {
        "sellerReturnItemId": "1",
        "sellerFulfillmentOrderItemId": "item-MUG",
        "amazonShipmentId": shipment["amazonShipmentId"],
        "returnReasonCode": reasons["reasonCodeDetails"][0]["returnReasonCode"],
    }
    return shop.call("PUT", f"{ORDERS}/ORDER-1/return", {"items": [item]})


def orders_that_were_made(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER-1", {"MUG": 1})
    return shop.call("GET", ORDERS)


def orders_that_have_left(shop: Shop) -> httpx.Response:
    an_order_that_has_left(shop)
    return shop.call("GET", ORDERS)


def orders_where_there_are_none(shop: Shop) -> httpx.Response:
    return shop.call("GET", ORDERS)


def a_preview_of_every_speed(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    return shop.call("POST", f"{ORDERS}/preview", {"address": SEATTLE, "items": [_ITEM]})


def a_preview_whose_amount_has_no_value(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1, CA)
    item = {**_ITEM, "perUnitDeclaredValue": {"currencyCode": "CAD"}}
    return shop.call("POST", f"{ORDERS}/preview", {"address": SEATTLE, "items": [item], "marketplaceId": CA})


def the_features_of_a_marketplace(shop: Shop) -> httpx.Response:
    return shop.call("GET", FEATURES, marketplaceId=US)


def the_features_of_canada(shop: Shop) -> httpx.Response:
    return shop.call("GET", FEATURES, marketplaceId=CA)


def a_sku_for_a_feature_that_there_is_not(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1, AU)
    return shop.call("GET", f"{FEATURES}/inventory/BIBBLE/MUG", marketplaceId=AU)


def a_sku_for_a_blank_box_in_australia(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1, AU)
    return shop.call("GET", f"{FEATURES}/inventory/BLANK_BOX/MUG", marketplaceId=AU)


def a_package_on_the_day_of_its_delivery(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 1)
    shop.order("ORDER-1", {"MUG": 1}, shippingSpeedCategory="Priority")
    shop.drive("ORDER-1", "Complete")
    (shipment,) = shop.shown("ORDER-1")["fulfillmentShipments"]
    number = shipment["fulfillmentShipmentPackage"][0]["packageNumber"]
    for _ in range(100):
        answer = shop.call("GET", f"{OUTBOUND}/tracking", packageNumber=number)
        if answer.json()["payload"]["currentStatus"] == "OUT_FOR_DELIVERY":
            return answer
        shop.advance("PT50M")
    raise AssertionError(answer.text)


def offers_for_a_product_by_post(shop: Shop) -> httpx.Response:
    return _offers(shop, {"deliveryAddress": {"postalCode": "98101", "countryCode": "US"}})


def offers_for_a_buyer_by_his_ip_address(shop: Shop) -> httpx.Response:
    return _offers(shop, {"ipAddress": "203.0.113.7"})


def _offers(shop: Shop, destination: Json) -> httpx.Response:
    shop.stock("MUG", 1)
    wanted = {
        "product": {"productIdentifier": {"merchantSku": "MUG"}},
        "terms": {"origin": {"countryCode": "US"}, "destination": destination},
    }
    return shop.call("POST", f"{OUTBOUND}/deliveryOffers", wanted)


_ITEM: Json = {"sellerSku": "MUG", "quantity": 1, "sellerFulfillmentOrderItemId": "1"}


def _with_item(shop: Shop, **of_item: object) -> Json:
    """The request of an order of one mug."""
    shop.stock("MUG", 1)
    wanted = shop.order_body("ORDER-1", {"MUG": 1})
    wanted["items"][0] |= of_item
    return wanted

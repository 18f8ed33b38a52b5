"""Situations in which others called Orders v0, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import DE, GB, JP, SEATTLE, US, Json, Shop

ORDERS = "/orders/v0/orders"
_BERLIN = {
    "name": "Jo Doe",
    "addressLine1": "Hauptstr. 1",
    "city": "Berlin",
    "postalCode": "10115",
    "countryCode": "DE",
}
_TOKYO = {
    "name": "Jo Doe",
    "addressLine1": "1-2-3 Marunouchi",
    "city": "Chiyoda-ku",
    "stateOrRegion": "Tokyo",
    "postalCode": "100-0005",
    "countryCode": "JP",
}
_LONDON = {"name": "Jo Doe", "addressLine1": "1 High St", "city": "London", "postalCode": "E1 6AN", "countryCode": "GB"}
_HOMES = {DE: _BERLIN, GB: _LONDON, US: SEATTLE, JP: _TOKYO}
_PICK_UP = {"marketplaceId": DE, "shipmentStatus": "ReadyForPickup"}


def _ordered(shop: Shop, marketplace: str = DE, **changes: Any) -> str:
    wanted = {
        "marketplaceId": marketplace,
        "items": [{"sku": "MUG", "quantity": 1}],
        "paid": True,
        "buyer": {"address": _HOMES[marketplace]},
        **changes,
    }
    made: Json = shop.controlled("POST", "buyers/orders", wanted)
    return str(made["orderId"])


def order_of_a_mug(shop: Shop, marketplace: str = DE, *, again: bool = False, **changes: Any) -> str:
    """The id of a buyer's order of a mug that the seller ships, and has listed for it unless it is sold again."""
    if not again:
        shop.list_product("MUG", 20, 10, marketplace=marketplace)
    return _ordered(shop, marketplace, **changes)


def ship(shop: Shop, id: str, item: str = "", **changes: Any) -> httpx.Response:
    if not item:
        item = shop.ok("GET", f"{ORDERS}/{id}/orderItems")["payload"]["OrderItems"][0]["OrderItemId"]
    package = {
        "packageReferenceId": "1",
        "carrierCode": "DHL",
        "trackingNumber": "00340434161094000001",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": item, "quantity": 1}],
        **changes,
    }
    return shop.call("POST", f"{ORDERS}/{id}/shipmentConfirmation", {"marketplaceId": DE, "packageDetail": package})


def a_shipped_order_in_germany(shop: Shop) -> httpx.Response:
    assert ship(shop, order_of_a_mug(shop)).status_code == 204
    return shop.call("GET", ORDERS, MarketplaceIds=DE, CreatedAfter="2020-01-01T00:00:00Z")


def no_order_since_a_year(shop: Shop) -> httpx.Response:
    return shop.call("GET", ORDERS, MarketplaceIds=DE, CreatedAfter="2021-04-27T16:20:44Z")


def two_orders_one_after_the_other(shop: Shop) -> httpx.Response:
    order_of_a_mug(shop)
    shop.advance("PT1H")
    _ordered(shop)
    return shop.call("GET", ORDERS, MarketplaceIds=DE, CreatedAfter="2020-01-01T00:00:00Z")


def orders_up_to_this_minute(shop: Shop) -> httpx.Response:
    span: Json = {"CreatedAfter": "2020-01-01T00:00:00Z", "CreatedBefore": shop.now()}
    return shop.call("GET", ORDERS, MarketplaceIds=US, FulfillmentChannels="AFN", OrderStatuses="Unshipped", **span)


def orders_updated_up_to_this_minute(shop: Shop) -> httpx.Response:
    span: Json = {"LastUpdatedAfter": "2020-01-31T15:40:55", "LastUpdatedBefore": shop.now()[:19]}
    return shop.call("GET", ORDERS, MarketplaceIds=US, **span)


def orders_of_a_channel_that_there_is_not(shop: Shop) -> httpx.Response:
    wanted: Json = {"FulfillmentChannels": "SellerFulfilled", "CreatedAfter": "2020-01-01T00:00:00Z"}
    return shop.call("GET", ORDERS, MarketplaceIds=US, **wanted)


def orders_not_shipped_where_one_is_in_part(shop: Shop) -> httpx.Response:
    id = order_of_a_mug(shop, items=[{"sku": "MUG", "quantity": 2}])
    assert ship(shop, id).status_code == 204
    return shop.call("GET", ORDERS, MarketplaceIds=DE, CreatedAfter="2020-01-01", OrderStatuses="Unshipped")


def orders_without_a_token_that_holds(shop: Shop) -> httpx.Response:
    shop.token = "Atza|none"
    return no_order_since_a_year(shop)


def one_order_that_its_seller_ships(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop)}")


def an_order_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/123-1234567-1234567")


def an_address_in_germany_for_a_normal_token(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop)}/address")


def an_address_in_the_united_states_for_a_normal_token(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop, US)}/address")


def an_address_for_a_token_that_is_none(shop: Shop) -> httpx.Response:
    shop.token = "Atza|none"
    return shop.call("GET", f"{ORDERS}/123-1234567-1234567/address")


def a_buyer_for_a_normal_token(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop, US)}/buyerInfo")


def items_of_an_order_whose_payment_is_open(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop, US, paid=False, promotion=2)}/orderItems")


def items_of_a_shipped_order(shop: Shop) -> httpx.Response:
    id = order_of_a_mug(shop)
    assert ship(shop, id).status_code == 204
    return shop.call("GET", f"{ORDERS}/{id}/orderItems")


def what_buyers_said_of_items(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop)}/orderItems/buyerInfo")


def a_package_with_an_item_of_no_order(shop: Shop) -> httpx.Response:
    return ship(shop, order_of_a_mug(shop), "12345678901234")


def a_package_that_is_not_numbered(shop: Shop) -> httpx.Response:
    return ship(shop, order_of_a_mug(shop), packageReferenceId="PACKAGE")


def a_package_whose_number_is_no_text(shop: Shop) -> httpx.Response:
    return ship(shop, order_of_a_mug(shop), packageReferenceId=1)


def a_package_of_an_order_that_is_shipped(shop: Shop) -> httpx.Response:
    id = order_of_a_mug(shop)
    assert ship(shop, id).status_code == 204
    return ship(shop, id, packageReferenceId="2")


def a_pick_up_of_an_order_that_is_sent(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{ORDERS}/{order_of_a_mug(shop)}/shipment", _PICK_UP)


def a_pick_up_that_says_nothing(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{ORDERS}/{order_of_a_mug(shop)}/shipment", {"marketplaceId": "", "shipmentStatus": ""})


def orders_by_a_page_token_that_was_not_encoded(shop: Shop) -> httpx.Response:
    query = f"MarketplaceIds={DE}&CreatedAfter=2021-11-01T13:57:31.2311892-04:00&NextToken=48UVp5s4HXCa+qJYL/m0=="
    return shop.call("GET", f"{ORDERS}?{query}")


def orders_since_what_is_no_time(shop: Shop) -> httpx.Response:
    return shop.call("GET", ORDERS, MarketplaceIds=DE, CreatedAfter="48UVp5s4HXCaJqJYLDm0ZAmQazDrhw3CgLPz")


def items_of_an_order_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/205-1234567-1234567/orderItems")


def what_a_buyer_in_britain_said_of_himself(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop, GB)}/buyerInfo")


def regulated_items_for_a_normal_token(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{ORDERS}/{order_of_a_mug(shop)}/regulatedInfo")


def _regulated(shop: Shop) -> str:
    """The id of an order whose buyer has stated something that is looked at."""
    weight = {"id": "pet_weight", "label": "Weight of the pet", "value": "4 kg"}
    return order_of_a_mug(shop, GB, regulated=[weight])


def regulated_items_for_a_restricted_token(shop: Shop) -> httpx.Response:
    path = f"{ORDERS}/{_regulated(shop)}/regulatedInfo"
    resources = {"restrictedResources": [{"method": "GET", "path": path}]}
    shop.token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", resources)["restrictedDataToken"]
    return shop.call("GET", path)


def an_approval_with_what_is_for_the_meantime(shop: Shop) -> httpx.Response:
    details = {"interimStatusDetail": {"statusCode": "awaiting_vet_response", "statusDateTime": shop.now()}}
    status = {"status": "Approved", "externalReviewerId": "reviewer1234", "verificationDetails": details}
    body = {"regulatedOrderVerificationStatus": status}
    return shop.call("PATCH", f"{ORDERS}/{_regulated(shop)}/regulatedInfo", body)


def an_approval(shop: Shop) -> httpx.Response:
    body = {"regulatedOrderVerificationStatus": {"status": "Approved", "externalReviewerId": "reviewer1234"}}
    return shop.call("PATCH", f"{ORDERS}/{_regulated(shop)}/regulatedInfo", body)

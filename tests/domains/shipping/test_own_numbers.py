"""Parcels that go by numbers which sellers confirm themselves."""

from __future__ import annotations

import pytest

from tests.domains.shipping.sending import V2, destine
from tests.shop import US, Json, Shop


def ship(shop: Shop, number: str, carrier: str = "USPS", fraction: str = "") -> str:
    shop.list_product("MUG-1")
    order_id = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG-1"}], "paid": True})["orderId"]
    confirm(shop, order_id, number, carrier, fraction)
    return str(order_id)


def confirm(shop: Shop, order_id: str, number: str, carrier: str = "USPS", fraction: str = "") -> None:
    path = f"/orders/v0/orders/{order_id}"
    [item] = shop.ok("GET", f"{path}/orderItems")["payload"]["OrderItems"]
    detail = {
        "packageReferenceId": "1",
        "carrierCode": carrier,
        "trackingNumber": number,
        "shipDate": f"{shop.now()[:19]}{fraction}Z",
        "orderItems": [{"orderItemId": item["OrderItemId"], "quantity": 1}],
    }
    body = {"marketplaceId": US, "packageDetail": detail}
    assert shop.call("POST", f"{path}/shipmentConfirmation", body).status_code == 204


def parcels(shop: Shop) -> list[Json]:
    found: list[Json] = shop.controlled("GET", "parcels")["parcels"]
    return found


def test_a_number_that_the_carrier_can_have_given_is_followed_to_its_end(shop: Shop) -> None:
    order_id = ship(shop, "9400111899223818218407")
    [parcel] = parcels(shop)
    assert (parcel["orderId"], parcel["source"], parcel["state"]) == (order_id, "seller", "PreTransit")
    destine(shop, parcel["trackingNumber"])
    shop.advance("P20D")
    assert parcels(shop)[0]["state"] == "Delivered"
    told = [each["body"]["eventCode"] for each in shop.events("parcels.tracked")]
    assert told[0] == "PickupDone"
    assert told[-2:] == ["OutForDelivery", "Delivered"]
    assert shop.events("parcels.bought") == []
    shop.refused("GET", f"{V2}/tracking", status=404, trackingId=parcel["trackingNumber"], carrierId="USPS")


def test_a_ship_date_of_microseconds_does_not_stop_the_clock(shop: Shop) -> None:
    ship(shop, "9400111899223818218407", fraction=".123456")
    destine(shop, "9400111899223818218407")
    shop.advance("P20D")
    assert parcels(shop)[0]["state"] == "Delivered"


@pytest.mark.parametrize(("number", "carrier"), [("9400111899223818218408", "USPS"), ("9400", "USPS"), ("X", "Other2")])
def test_a_number_that_cannot_be_one_is_not_followed(shop: Shop, number: str, carrier: str) -> None:
    ship(shop, number, carrier)
    assert parcels(shop) == []
    shop.advance("P20D")
    assert shop.events("parcels.tracked") == []


def test_a_parcel_goes_on_by_the_number_that_its_seller_corrects(shop: Shop) -> None:
    order_id = ship(shop, "9400111899223818218407")
    destine(shop, "9400111899223818218407")
    confirm(shop, order_id, "1Z5R89390357567127", "UPS")
    [parcel] = parcels(shop)
    assert (parcel["carrier"], parcel["trackingNumber"]) == ("UPS", "1Z5R89390357567127")
    assert parcel["fate"] == "on_time"
    assert shop.control("POST", "parcels/9400111899223818218407/fate", {"fate": "lost"}).status_code == 404
    shop.advance("P20D")
    assert parcels(shop)[0]["state"] == "Delivered"
    assert {each["subject"] for each in shop.events("parcels.tracked")} == {"1Z5R89390357567127"}
    assert len(shop.events("orders.shipped")) == 1


def test_a_number_is_followed_from_its_correction_on_and_no_more_once_it_cannot_be_one(shop: Shop) -> None:
    order_id = ship(shop, "9400")
    assert parcels(shop) == []
    confirm(shop, order_id, "9400111899223818218407")
    assert [each["trackingNumber"] for each in parcels(shop)] == ["9400111899223818218407"]
    confirm(shop, order_id, "9401")
    assert parcels(shop) == []
    shop.advance("P20D")
    assert shop.events("parcels.tracked") == []


def test_what_the_network_ships_is_not_the_sellers(shop: Shop) -> None:
    shop.list_product("MUG-1", fba=True)
    shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG-1"}], "paid": True})
    shop.advance("P5D")
    assert [each["source"] for each in parcels(shop)] == ["fulfillment_outbound"]


def test_what_simulated_sellers_send_can_be_tracked(shop: Shop) -> None:
    shop.list_product("MUG-1", quantity=500)
    shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 20, "ships": True})
    shop.advance("P4D")
    found = parcels(shop)
    assert len(found) == len(shop.events("orders.shipped")) > 5
    assert {each["carrier"] for each in found} <= {"UPS", "USPS", "FEDEX"}
    assert {each["source"] for each in found} == {"seller"}

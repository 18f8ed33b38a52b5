"""Supply sources: created, configured, listed, archived; and orders that use them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.shop import US, Json, Shop

CODE = "fulfillment_channel_code"
PATH = "/supplySources/2020-07-01/supplySources"
ADDRESS = {
    "name": "Harbor Store - Seattle",
    "addressLine1": "1 Pier",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
    "countryCode": "US",
}
OPEN = {"operatingHoursByDay": {"monday": [{"startTime": "09:00", "endTime": "18:00"}]}}
PICKUP = {
    "outbound": {
        "isSupported": True,
        "pickupChannel": {"isSupported": True, "inStorePickupConfiguration": {"isSupported": True}},
    }
}


def create(shop: Shop, code: str = "S-1") -> str:
    body = {"supplySourceCode": code, "alias": f"Harbor Store {code}", "address": ADDRESS}
    answer = shop.ok("POST", PATH, body)
    assert answer["supplySourceCode"] == code
    return str(answer["supplySourceId"])


def change(shop: Shop, id: str, **body: Any) -> None:
    assert shop.call("PUT", f"{PATH}/{id}", body).status_code == 204


def set_status(shop: Shop, id: str, status: str) -> None:
    assert shop.call("PUT", f"{PATH}/{id}/status", {"status": status}).status_code == 204


def test_a_new_supply_source_is_inactive_until_it_is_made_active(shop: Shop) -> None:
    id = create(shop)
    shown = shop.ok("GET", f"{PATH}/{id}")
    assert (shown["status"], shown["address"], shown["createdAt"]) == ("Inactive", ADDRESS, shown["updatedAt"])
    shop.advance("PT1H")
    set_status(shop, id, "Active")
    shown = shop.ok("GET", f"{PATH}/{id}")
    assert shown["status"] == "Active"
    assert shown["createdAt"] < shown["updatedAt"]


def test_a_code_is_given_once_and_belongs_to_its_seller(shop: Shop, new_shop: Any) -> None:
    id = create(shop)
    body = {"supplySourceCode": "S-1", "alias": "Another", "address": ADDRESS}
    [error] = shop.refused("POST", PATH, body)
    assert id in error["details"]
    other = new_shop(beside=shop)
    other.refused("GET", f"{PATH}/{id}", status=404)
    assert create(other) != id
    assert len(shop.ok("GET", PATH)["supplySources"]) == 1


def test_what_is_left_out_of_an_update_stays(shop: Shop) -> None:
    id = create(shop)
    change(shop, id, configuration={"operationalConfiguration": OPEN, "timezone": "America/Los_Angeles"})
    change(shop, id, capabilities=PICKUP)
    change(shop, id, alias="Pier Store - Seattle")
    shown = shop.ok("GET", f"{PATH}/{id}")
    assert shown["alias"] == "Pier Store - Seattle"
    assert shown["configuration"] == {"operationalConfiguration": OPEN, "timezone": "America/Los_Angeles"}
    assert shown["capabilities"] == PICKUP


@pytest.mark.parametrize(
    ("hours", "details"),
    [
        ([{"startTime": "9:00", "endTime": "18:00"}], "monday[0].startTime: '9:00' is not HH:mm"),
        ([{"startTime": "09:00", "endTime": "24:00"}], "monday[0].endTime: '24:00' is not HH:mm"),
        ([{"startTime": "18:00", "endTime": "09:00"}], "monday[0].endTime: '09:00' is not later than 18:00"),
        (
            [{"startTime": "09:00", "endTime": "12:00"}, {"startTime": "11:00", "endTime": "18:00"}],
            "monday[1].startTime: '11:00' is before 12:00, when the hours before it end",
        ),
    ],
)
def test_hours_that_make_no_sense_change_nothing(shop: Shop, hours: list[Json], details: str) -> None:
    id = create(shop)
    week = {"operatingHoursByDay": {"monday": hours}}
    body = {"configuration": {"operationalConfiguration": week}, "alias": "Pier"}
    [error] = shop.refused("PUT", f"{PATH}/{id}", body)
    assert error["details"] == f"configuration.operationalConfiguration.operatingHoursByDay.{details}"
    assert shop.ok("GET", f"{PATH}/{id}")["alias"] == "Harbor Store S-1"


def test_a_time_zone_is_one_of_iana(shop: Shop) -> None:
    [error] = shop.refused("PUT", f"{PATH}/{create(shop)}", {"configuration": {"timezone": "Seattle"}})
    assert error["details"] == "configuration.timezone: 'Seattle' is no time zone of IANA"


def test_supply_sources_are_listed_page_by_page(shop: Shop) -> None:
    ids = [create(shop, f"S-{number}") for number in range(12)]
    first = shop.ok("GET", PATH)
    assert len(first["supplySources"]) == 10
    second = shop.ok("GET", PATH, nextPageToken=first["nextPageToken"])
    found = [each["supplySourceId"] for each in (*first["supplySources"], *second["supplySources"])]
    assert sorted(found) == sorted(ids)
    assert "nextPageToken" not in second
    shop.refused("GET", PATH, pageSize=0)
    shop.refused("GET", PATH, pageSize=1.5)


def test_archiving_cannot_be_undone(shop: Shop) -> None:
    id = create(shop)
    set_status(shop, id, "Active")
    assert shop.call("DELETE", f"{PATH}/{id}").status_code == 204
    assert shop.ok("GET", f"{PATH}/{id}")["status"] == "Archived"
    assert shop.ok("GET", PATH) == {"supplySources": []}
    for method, path, body in (
        ("PUT", f"{PATH}/{id}/status", {"status": "Active"}),
        ("PUT", f"{PATH}/{id}", {"alias": "Back again"}),
        ("DELETE", f"{PATH}/{id}", None),
    ):
        [error] = shop.refused(method, path, body)
        assert "is Archived" in error["details"]
    assert shop.ok("GET", f"{PATH}/{id}")["status"] == "Archived"


def test_an_order_is_picked_up_where_a_store_is_open_to_buyers(shop: Shop) -> None:
    shop.list_product("MUG-1")
    id = create(shop)
    wish = {"items": [{"sku": "MUG-1"}], "pickupStore": "S-1", "paid": True}
    refused = shop.control("POST", "buyers/orders", wish)
    assert refused.status_code == 400
    assert "is closed to buyers" in refused.json()["errors"][0]["details"]
    change(shop, id, capabilities=PICKUP)
    set_status(shop, id, "Active")
    order_id = shop.controlled("POST", "buyers/orders", wish)["orderId"]
    order = shop.ok("GET", f"/orders/v0/orders/{order_id}")["payload"]
    assert order["FulfillmentInstruction"] == {"FulfillmentSupplySourceId": id}
    created = "2020-01-01T00:00:00Z"
    wanted = {"MarketplaceIds": "ATVPDKIKX0DER", "CreatedAfter": created, "ActualFulfillmentSupplySourceId": id}
    assert [each["AmazonOrderId"] for each in shop.ok("GET", "/orders/v0/orders", **wanted)["payload"]["Orders"]] == [
        order_id
    ]


def test_a_shipment_starts_at_a_supply_source_of_the_seller(shop: Shop) -> None:
    shop.list_product("MUG-1")
    order_id = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG-1"}], "paid": True})["orderId"]
    path = f"/orders/v0/orders/{order_id}"
    [item] = shop.ok("GET", f"{path}/orderItems")["payload"]["OrderItems"]
    detail = {
        "packageReferenceId": "1",
        "carrierCode": "USPS",
        "trackingNumber": "9400111899223818218407",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": item["OrderItemId"], "quantity": 1}],
        "shipFromSupplySourceId": "nowhere",
    }
    body = {"marketplaceId": "ATVPDKIKX0DER", "packageDetail": detail}
    [error] = shop.refused("POST", f"{path}/shipmentConfirmation", body)
    assert "is not a supply source of yours" in error["details"]
    assert shop.ok("GET", path)["payload"]["OrderStatus"] == "Unshipped"
    detail["shipFromSupplySourceId"] = create(shop)
    assert shop.call("POST", f"{path}/shipmentConfirmation", body).status_code == 204


def say(shop: Shop, **units: int) -> None:
    """A seller says how many mugs are where; a name's underscore stands for a hyphen."""
    entries = [
        {CODE: code.replace("_", "-"), "quantity": quantity, "marketplace_id": US} for code, quantity in units.items()
    ]
    body = {
        "productType": "PRODUCT",
        "patches": [{"op": "replace", "path": "/attributes/fulfillment_availability", "value": entries}],
    }
    answer = shop.ok("PATCH", shop.listing_path("MUG-1"), body, marketplaceIds=US)
    assert answer["status"] == "ACCEPTED", answer
    shop.advance("PT1M")


def where(shop: Shop) -> dict[str, int]:
    """How many mugs can be sold, by channel and location."""
    path = shop.listing_path("MUG-1")
    shown = shop.ok("GET", path, marketplaceIds=US, includedData="fulfillmentAvailability")["fulfillmentAvailability"]
    return {each["fulfillmentChannelCode"]: each["quantity"] for each in shown}


def stores(shop: Shop) -> str:
    """Two active stores, S-1 and S-2; the id of the second, where buyers pick up."""
    shop.list_product("MUG-1")
    set_status(shop, create(shop, "S-1"), "Active")
    second = create(shop, "S-2")
    change(shop, second, capabilities=PICKUP)
    set_status(shop, second, "Active")
    return second


def buy(shop: Shop, quantity: int, **more: Any) -> httpx.Response:
    wish = {"items": [{"sku": "MUG-1", "quantity": quantity}], "paid": True, **more}
    return shop.control("POST", "buyers/orders", wish)


def test_a_listing_names_its_units_by_location(shop: Shop) -> None:
    stores(shop)
    say(shop, DEFAULT=0, S_1=2, S_2=5)
    assert where(shop) == {"DEFAULT": 0, "S-1": 2, "S-2": 5}
    gone = {"op": "delete", "path": "/attributes/fulfillment_availability", "value": [{CODE: "S-1"}]}
    body = {"productType": "PRODUCT", "patches": [gone]}
    shop.ok("PATCH", shop.listing_path("MUG-1"), body, marketplaceIds=US)
    shop.advance("PT1M")
    assert where(shop) == {"DEFAULT": 0, "S-1": 0, "S-2": 5}


def test_a_location_is_an_active_supply_source_of_the_seller(shop: Shop, new_shop: Any) -> None:
    stores(shop)
    say(shop, DEFAULT=3)
    create(shop, "S-3")
    other = new_shop(beside=shop)
    create(other, "S-4")
    for code in ("S-3", "S-4", "NOWHERE"):
        entries = [{CODE: code, "quantity": 1}]
        patches = [{"op": "replace", "path": "/attributes/fulfillment_availability", "value": entries}]
        body = {"productType": "PRODUCT", "patches": patches}
        answer = shop.ok("PATCH", shop.listing_path("MUG-1"), body, marketplaceIds=US)
        assert answer["status"] == "INVALID", code
    shop.advance("PT1M")
    assert where(shop) == {"DEFAULT": 3}


def test_what_is_picked_up_is_taken_from_its_store_and_given_back_there(shop: Shop) -> None:
    second = stores(shop)
    say(shop, DEFAULT=0, S_1=9, S_2=3)
    refused = buy(shop, 4, pickupStore="S-2")
    assert refused.status_code == 400
    assert "has 3 units at Harbor Store S-2, 4 are wanted" in refused.json()["errors"][0]["details"]
    assert where(shop) == {"DEFAULT": 0, "S-1": 9, "S-2": 3}
    order = buy(shop, 2, pickupStore="S-2").json()["orderId"]
    assert where(shop) == {"DEFAULT": 0, "S-1": 9, "S-2": 1}
    shown = shop.ok("GET", f"/orders/v0/orders/{order}")["payload"]
    assert shown["FulfillmentInstruction"] == {"FulfillmentSupplySourceId": second}


def test_an_order_is_sent_from_the_first_place_that_has_all_of_it(shop: Shop) -> None:
    second = stores(shop)
    say(shop, DEFAULT=1, S_1=2, S_2=5)
    assert buy(shop, 1).status_code == 201
    assert where(shop)["DEFAULT"] == 0
    order = buy(shop, 3).json()["orderId"]
    assert where(shop) == {"DEFAULT": 0, "S-1": 2, "S-2": 2}
    shown = shop.ok("GET", f"/orders/v0/orders/{order}")["payload"]
    assert shown["FulfillmentInstruction"] == {"FulfillmentSupplySourceId": second}
    refused = buy(shop, 3)
    assert "is not in one place" in refused.json()["errors"][0]["details"]
    assert where(shop) == {"DEFAULT": 0, "S-1": 2, "S-2": 2}


def test_what_a_closed_store_has_is_not_for_sale(shop: Shop) -> None:
    second = stores(shop)
    say(shop, DEFAULT=0, S_2=5)
    set_status(shop, second, "Inactive")
    assert where(shop) == {"DEFAULT": 0, "S-2": 0}
    assert buy(shop, 1).status_code == 400


def test_what_comes_back_to_a_closed_store_is_not_for_sale_either(shop: Shop) -> None:
    second = stores(shop)
    say(shop, DEFAULT=0, S_2=5)
    order = buy(shop, 2, paid=False).json()["orderId"]
    set_status(shop, second, "Inactive")
    assert shop.controlled("POST", f"buyers/orders/{order}/cancel")["calledOff"] is True
    assert where(shop) == {"DEFAULT": 0, "S-2": 0}
    assert buy(shop, 1).status_code == 400


def test_what_is_called_off_can_be_bought_again_where_it_is(shop: Shop) -> None:
    stores(shop)
    say(shop, DEFAULT=0, S_2=5)
    order = buy(shop, 2, paid=False).json()["orderId"]
    assert where(shop) == {"DEFAULT": 0, "S-2": 3}
    assert shop.controlled("POST", f"buyers/orders/{order}/cancel")["calledOff"] is True
    assert where(shop) == {"DEFAULT": 0, "S-2": 5}

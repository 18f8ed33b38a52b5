"""The life of a fulfillment order, as its seller sees it."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

import pytest
from tests.shop import CA, ORDERS, OUTBOUND, SEATTLE, Shop


def test_an_order_reserves_its_stock_at_once(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 3})
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (7, 3)
    assert shop.status("O-1") == "New"


def test_an_order_goes_through_its_states_by_the_clock_and_ships(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop(start="2030-01-07T15:00:00Z")  # a Monday, and no holiday follows
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 3}, shippingSpeedCategory="Priority")
    seen = [shop.status("O-1")]
    for _ in range(200):
        shop.advance("PT10M")
        if shop.status("O-1") != seen[-1]:
            seen.append(shop.status("O-1"))
    assert seen == ["New", "Received", "Planning", "Processing", "Complete"]
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (7, 0)
    (shipment,) = shop.shown("O-1")["fulfillmentShipments"]
    assert shipment["fulfillmentShipmentStatus"] == "SHIPPED"
    assert sum(each["quantity"] for each in shipment["fulfillmentShipmentItem"]) == 3
    package = shipment["fulfillmentShipmentPackage"][0]
    assert package["trackingNumber"]
    assert shipment["fulfillmentShipmentItem"][0]["packageNumber"] == package["packageNumber"]


def test_the_same_id_serves_once(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 1})
    (error,) = shop.refused("POST", ORDERS, shop.order_body("O-1", {"MUG": 2}))
    assert error["code"] == "InvalidInput"
    assert "O-1" in error["message"]
    assert shop.reserved("MUG") == 1


@pytest.mark.parametrize("id", ["#36976", "A+B", "A 1 2", 'A"B'])
def test_an_order_id_may_have_any_sign_that_a_path_can_carry(shop: Shop, id: str) -> None:
    shop.stock("MUG", 1)
    shop.order(id, {"MUG": 1})
    assert shop.shown(quote(id, safe=""))["fulfillmentOrder"]["sellerFulfillmentOrderId"] == id


def test_an_order_goes_to_the_district_of_columbia(shop: Shop) -> None:
    shop.stock("MUG", 1)
    capital = {**SEATTLE, "city": "Washington", "stateOrRegion": "DC", "postalCode": "20001"}
    shop.order("O-1", {"MUG": 1}, destinationAddress=capital)
    assert shop.reserved("MUG") == 1


def test_a_cancelled_order_frees_its_stock(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 4})
    shop.ok("PUT", f"{ORDERS}/O-1/cancel")
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (10, 0)
    order = shop.shown("O-1")
    assert order["fulfillmentOrder"]["fulfillmentOrderStatus"] == "Cancelled"
    assert order["fulfillmentOrderItems"][0]["cancelledQuantity"] == 4
    shop.advance("P30D")
    assert shop.status("O-1") == "Cancelled"


def test_cancelling_twice_is_refused_and_changes_nothing(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 4})
    shop.ok("PUT", f"{ORDERS}/O-1/cancel")
    before = shop.shown("O-1")
    (error,) = shop.refused("PUT", f"{ORDERS}/O-1/cancel")
    assert "Cancelled" in error["message"]
    assert shop.shown("O-1") == before
    assert shop.fulfillable("MUG") == 10


def test_an_order_cannot_be_cancelled_once_picking_has_begun(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 4})
    shop.drive("O-1", "Received", "Planning", "Processing")
    (error,) = shop.refused("PUT", f"{ORDERS}/O-1/cancel")
    assert "Processing" in error["message"]
    assert shop.reserved("MUG") == 4


def test_an_order_on_hold_waits_until_it_is_let_go(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 2}, fulfillmentAction="Hold")
    shop.advance("P5D")
    assert shop.status("O-1") == "Received"
    assert shop.reserved("MUG") == 2
    shop.ok("PUT", f"{ORDERS}/O-1", {"fulfillmentAction": "Ship"})
    shipped = shop.shipped("O-1")
    assert shipped["fulfillmentOrder"]["fulfillmentAction"] == "Ship"


def test_a_hold_ends_after_14_days(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 2}, fulfillmentAction="Hold")
    shop.advance("P13DT23H")
    assert shop.status("O-1") == "Received"
    shop.advance("PT2H")
    assert shop.status("O-1") == "Cancelled"
    assert shop.fulfillable("MUG") == 10


def test_an_order_on_hold_can_be_changed(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.stock("CUP", 10)
    shop.order("O-1", {"MUG": 2}, fulfillmentAction="Hold")
    change = {
        "displayableOrderComment": "Changed",
        "items": [
            {"sellerFulfillmentOrderItemId": "item-MUG", "quantity": 5},
            {"sellerFulfillmentOrderItemId": "new", "sellerSku": "CUP", "quantity": 1},
        ],
    }
    shop.ok("PUT", f"{ORDERS}/O-1", change)
    order = shop.shown("O-1")
    assert order["fulfillmentOrder"]["displayableOrderComment"] == "Changed"
    assert [(each["sellerSku"], each["quantity"]) for each in order["fulfillmentOrderItems"]] == [
        ("MUG", 5),
        ("CUP", 1),
    ]
    assert (shop.reserved("MUG"), shop.reserved("CUP")) == (5, 1)


def test_an_order_that_is_not_on_hold_cannot_be_changed(shop: Shop) -> None:
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": 2})
    before = shop.shown("O-1")
    (error,) = shop.refused("PUT", f"{ORDERS}/O-1", {"displayableOrderComment": "Changed"})
    assert "hold" in error["message"]
    assert shop.shown("O-1") == before


def test_fill_or_kill_without_enough_stock_is_invalid(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.stock("CUP", 5)
    shop.order("O-1", {"MUG": 2, "CUP": 1}, fulfillmentPolicy="FillOrKill")
    assert (shop.reserved("MUG"), shop.reserved("CUP")) == (0, 0)
    shop.advance("PT5M")
    assert shop.status("O-1") == "Invalid"


def test_fill_all_available_ships_what_there_is(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.order("O-1", {"MUG": 3}, fulfillmentPolicy="FillAllAvailable")
    shop.advance("P10D")
    order = shop.shown("O-1")
    assert order["fulfillmentOrder"]["fulfillmentOrderStatus"] == "CompletePartialled"
    assert order["fulfillmentOrderItems"][0]["unfulfillableQuantity"] == 2
    assert shop.fulfillable("MUG") == 0


def test_fill_all_waits_for_stock_that_comes_within_a_day(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.order("O-1", {"MUG": 3}, fulfillmentPolicy="FillAll")
    shop.advance("PT5H")
    shop.add("MUG", 5)
    shop.advance("P10D")
    order = shop.shown("O-1")
    assert order["fulfillmentOrder"]["fulfillmentOrderStatus"] == "Complete"
    shipped = [
        each["quantity"] for shipment in order["fulfillmentShipments"] for each in shipment["fulfillmentShipmentItem"]
    ]
    assert sum(shipped) == 3
    assert shop.fulfillable("MUG") == 3


def test_fill_all_gives_up_what_never_came(shop: Shop) -> None:
    shop.stock("MUG", 1)
    shop.order("O-1", {"MUG": 3}, fulfillmentPolicy="FillAll")
    shop.advance("P10D")
    order = shop.shown("O-1")
    assert order["fulfillmentOrder"]["fulfillmentOrderStatus"] == "CompletePartialled"
    assert order["fulfillmentOrderItems"][0]["unfulfillableQuantity"] == 2


def test_an_unknown_sku_is_refused_by_name_and_nothing_is_reserved(shop: Shop) -> None:
    shop.stock("MUG", 5)
    errors = shop.refused("POST", ORDERS, shop.order_body("O-1", {"MUG": 1, "GHOST": 1, "SPIRIT": 1}))
    assert [each["details"] for each in errors] == [
        "sellerSku: 'GHOST' is not in this inventory",
        "sellerSku: 'SPIRIT' is not in this inventory",
    ]
    assert shop.reserved("MUG") == 0
    shop.refused("GET", f"{ORDERS}/O-1", status=404)


def test_another_sellers_order_and_stock_do_not_exist(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1})
    (error,) = other.refused("GET", f"{ORDERS}/O-1", status=404)
    assert error["code"] == "NotFound"
    other.refused("PUT", f"{ORDERS}/O-1/cancel", status=404)
    other.refused("POST", ORDERS, other.order_body("O-2", {"MUG": 1}))
    assert shop.reserved("MUG") == 1


def test_every_fault_of_an_order_is_named_at_once(shop: Shop) -> None:
    shop.stock("MUG", 5)
    body = shop.order_body(
        "O-1",
        {"MUG": 0},
        shippingSpeedCategory="ScheduledDelivery",
        fulfillmentAction="Hold",
        notificationEmails=["nobody"],
        destinationAddress={**SEATTLE, "city": "", "postalCode": "12", "stateOrRegion": "ZZ"},
    )
    details = [each["details"].partition(":")[0] for each in shop.refused("POST", ORDERS, body)]
    assert details == [
        "items[0].quantity",
        "fulfillmentAction",
        "shippingSpeedCategory",
        "notificationEmails[0]",
        "destinationAddress.city",
        "destinationAddress.stateOrRegion",
        "destinationAddress.postalCode",
    ]


def test_orders_are_listed_by_their_last_change_in_pages(shop: Shop) -> None:
    shop.stock("MUG", 500)
    for number in range(60):
        shop.order(f"O-{number:02}", {"MUG": 1})
    first = shop.ok("GET", ORDERS)["payload"]
    assert len(first["fulfillmentOrders"]) == 50
    second = shop.ok("GET", ORDERS, nextToken=first["nextToken"])["payload"]
    assert "nextToken" not in second
    ids = [each["sellerFulfillmentOrderId"] for page in (first, second) for each in page["fulfillmentOrders"]]
    assert sorted(ids) == [f"O-{number:02}" for number in range(60)]
    assert ids == list(dict.fromkeys(ids))


def test_a_list_without_a_start_goes_36_hours_back(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1})
    shop.ok("PUT", f"{ORDERS}/O-1/cancel")
    start = shop.now()
    shop.advance("PT35H")
    assert len(shop.ok("GET", ORDERS)["payload"]["fulfillmentOrders"]) == 1
    shop.advance("PT2H")
    assert shop.ok("GET", ORDERS)["payload"]["fulfillmentOrders"] == []
    assert len(shop.ok("GET", ORDERS, queryStartDate=start)["payload"]["fulfillmentOrders"]) == 1


def test_a_status_update_goes_forward_over_every_step_between(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 2})
    shop.drive("O-1", "Complete")
    changed = [each["body"] for each in shop.events("fulfillment_outbound.order_status_changed")]
    assert [(each["from"], each["to"]) for each in changed] == [
        ("New", "Received"),
        ("Received", "Planning"),
        ("Planning", "Processing"),
        ("Processing", "Complete"),
    ]
    moved = [each["body"]["status"] for each in shop.events("fulfillment_outbound.shipment_status_changed")]
    assert moved == ["PENDING", "SHIPPED"]
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (3, 0)
    before = len(shop.events("fulfillment_outbound.order_status_changed"))
    shop.advance("P10D")
    assert len(shop.events("fulfillment_outbound.order_status_changed")) == before


def test_a_status_update_loses_a_unit_where_it_is_to_complete_partly(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 2})
    shop.drive("O-1", "Planning", "CompletePartialled")
    items = shop.shown("O-1")["fulfillmentOrderItems"]
    assert items[0]["unfulfillableQuantity"] == 1
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (4, 0)


def test_a_status_update_never_goes_back_or_aside(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 2})
    shop.drive("O-1", "Processing")
    before, events = shop.shown("O-1"), shop.events()
    for status in ("New", "Received", "Planning", "Processing", "Cancelled", "Invalid"):
        (error,) = shop.refused("PUT", f"{ORDERS}/O-1/status", {"fulfillmentOrderStatus": status})
        assert "Complete, CompletePartialled, Unfulfillable can" in error["details"]
    assert (shop.shown("O-1"), shop.events()) == (before, events)
    shop.drive("O-1", "Complete")
    (error,) = shop.refused("PUT", f"{ORDERS}/O-1/status", {"fulfillmentOrderStatus": "CompletePartialled"})
    assert "nothing can" in error["details"]
    assert shop.status("O-1") == "Complete"


def test_a_status_update_passes_no_step_that_the_order_cannot_take(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 2}, fulfillmentAction="Hold")
    before, events = shop.shown("O-1"), shop.events()
    (error,) = shop.refused("PUT", f"{ORDERS}/O-1/status", {"fulfillmentOrderStatus": "Complete"})
    assert "Cancelled, Invalid, Received, Unfulfillable can" in error["details"]
    assert (shop.shown("O-1"), shop.events()) == (before, events)


def test_an_order_for_a_marketplace_uses_its_stock_alone(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.stock("MUG", 2, CA)
    toronto = {**SEATTLE, "city": "Toronto", "stateOrRegion": "ON", "postalCode": "M5H 2N2", "countryCode": "CA"}
    shop.order("O-1", {"MUG": 2}, marketplaceId=CA, destinationAddress=toronto)
    assert (shop.fulfillable("MUG"), shop.fulfillable("MUG", CA)) == (5, 0)


def test_a_package_is_tracked_from_the_door_of_the_warehouse_to_the_door_of_the_buyer(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1})
    number = shop.shipped("O-1")["fulfillmentShipments"][0]["fulfillmentShipmentPackage"][0]["packageNumber"]
    early = shop.ok("GET", f"{OUTBOUND}/tracking", packageNumber=number)["payload"]
    assert early["currentStatus"] == "IN_TRANSIT"
    shop.advance("P30D")
    late = shop.ok("GET", f"{OUTBOUND}/tracking", packageNumber=number)["payload"]
    dates = [each["eventDate"] for each in late["trackingEvents"]]
    assert dates == sorted(dates, reverse=True)
    assert late["trackingEvents"][-len(early["trackingEvents"]) :] == early["trackingEvents"]
    assert late["currentStatus"] in ("DELIVERED", "RETURNED", "UNDELIVERABLE")
    shop.refused("GET", f"{OUTBOUND}/tracking", packageNumber=1, status=404)


def test_a_returned_unit_comes_back_to_the_ledger_after_some_days(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 2})
    shipment = shop.shipped("O-1")["fulfillmentShipments"][0]
    reasons = shop.ok("GET", f"{OUTBOUND}/returnReasonCodes", sellerSku="MUG", sellerFulfillmentOrderId="O-1")
    item = {
        "sellerFulfillmentOrderItemId": "item-MUG",
        "amazonShipmentId": shipment["amazonShipmentId"],
        "returnReasonCode": reasons["payload"]["reasonCodeDetails"][0]["returnReasonCode"],
    }
    wanted = [{**item, "sellerReturnItemId": f"R-{number}"} for number in (1, 2, 3)]
    answer = shop.ok("PUT", f"{ORDERS}/O-1/return", {"items": wanted})["payload"]
    assert [each["sellerReturnItemId"] for each in answer["returnItems"]] == ["R-1", "R-2"]
    assert [each["invalidItemReason"]["invalidItemReasonCode"] for each in answer["invalidReturnItems"]] == [
        "NoReturnableQuantity"
    ]
    (authorization,) = answer["returnAuthorizations"]
    assert authorization["rmaPageURL"].endswith(authorization["amazonRmaId"])
    shop.advance("P14D")
    assert [each["status"] for each in shop.shown("O-1")["returnItems"]] == ["Processed", "Processed"]
    summary = shop.summary("MUG")["inventoryDetails"]
    back = summary["fulfillableQuantity"] - 3 + summary["unfulfillableQuantity"]["totalUnfulfillableQuantity"]
    assert back == 2


def test_a_preview_says_what_an_order_then_does(shop: Shop) -> None:
    shop.stock("MUG", 2)
    items = [{"sellerSku": "MUG", "quantity": 3, "sellerFulfillmentOrderItemId": "1"}]
    payload = shop.ok("POST", f"{ORDERS}/preview", {"address": SEATTLE, "items": items})["payload"]
    assert [each["shippingSpeedCategory"] for each in payload["fulfillmentPreviews"]] == [
        "Expedited",
        "Priority",
        "Standard",
    ]
    for preview in payload["fulfillmentPreviews"]:
        (missing,) = preview["unfulfillablePreviewItems"]
        assert (missing["quantity"], missing["itemUnfulfillableReasons"]) == (1, ["InsufficientInventory"])
        assert (
            sum(
                item["quantity"]
                for each in preview["fulfillmentPreviewShipments"]
                for item in each["fulfillmentPreviewItems"]
            )
            == 2
        )
        assert {fee["amount"]["currencyCode"] for fee in preview["estimatedFees"]} == {"USD"}
    assert shop.reserved("MUG") == 0

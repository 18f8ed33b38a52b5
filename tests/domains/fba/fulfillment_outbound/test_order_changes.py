"""Orders that are changed by their seller, or moved on by hand."""

from __future__ import annotations

import pytest
from tests.shop import DE, ORDERS, SEATTLE, US, Json, Shop


def hold(shop: Shop, order_id: str = "O-1", **changes: object) -> None:
    shop.order(order_id, {"MUG": 2}, **{"fulfillmentAction": "Hold", **changes})


def refused_update(shop: Shop, **body: object) -> str:
    """The details of a refused update, after which nothing has changed."""
    before, stock = shop.shown("O-1"), shop.summary("MUG")
    errors = shop.refused("PUT", f"{ORDERS}/O-1", body)
    assert (shop.shown("O-1"), shop.summary("MUG")) == (before, stock)
    return " ".join(each["details"] for each in errors)


def item_of(shop: Shop, order_id: str = "O-1") -> Json:
    (found,) = shop.shown(order_id)["fulfillmentOrderItems"]
    return dict(found)


def test_a_held_order_that_has_nothing_to_ship_when_it_is_let_go_is_invalid(shop: Shop) -> None:
    shop.stock("MUG", 2)
    hold(shop, fulfillmentPolicy="FillOrKill")
    shop.advance("PT5M")
    more = {"items": [{"sellerFulfillmentOrderItemId": "item-MUG", "quantity": 9}], "fulfillmentAction": "Ship"}
    shop.ok("PUT", f"{ORDERS}/O-1", more)
    assert shop.status("O-1") == "Invalid"
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (2, 0)


def test_an_order_that_is_let_go_before_it_was_looked_at_ships_as_any_other(shop: Shop) -> None:
    shop.stock("MUG", 2)
    hold(shop)
    shop.ok("PUT", f"{ORDERS}/O-1", {"fulfillmentAction": "Ship"})
    assert shop.status("O-1") == "New"
    assert shop.shipped("O-1")["fulfillmentOrder"]["fulfillmentOrderStatus"] == "Complete"


def test_letting_go_does_not_end_the_order_after_14_days(shop: Shop) -> None:
    shop.stock("MUG", 2)
    hold(shop)
    shop.advance("P13D")
    shop.ok("PUT", f"{ORDERS}/O-1", {"fulfillmentAction": "Ship"})
    shop.advance("P30D")
    assert shop.status("O-1") == "Complete"


def test_an_item_is_taken_out_by_the_quantity_0_and_its_stock_is_free(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.stock("CUP", 5)
    shop.order("O-1", {"MUG": 2, "CUP": 3}, fulfillmentAction="Hold")
    shop.ok("PUT", f"{ORDERS}/O-1", {"items": [{"sellerFulfillmentOrderItemId": "item-CUP", "quantity": 0}]})
    assert item_of(shop)["sellerSku"] == "MUG"
    assert (shop.reserved("MUG"), shop.reserved("CUP")) == (2, 0)


def test_a_hold_and_a_change_of_speed_give_other_dates(shop: Shop) -> None:
    shop.stock("MUG", 5)
    hold(shop)
    before = item_of(shop)["estimatedArrivalDate"]
    shop.ok("PUT", f"{ORDERS}/O-1", {"shippingSpeedCategory": "Priority"})
    assert item_of(shop)["estimatedArrivalDate"] < before


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"marketplaceId": DE}, "marketplaceId: cannot be changed"),
        ({"featureConstraints": [{"featureName": "BLANK_BOX"}]}, "featureConstraints: cannot be changed"),
        ({"shippingSpeedCategory": "ScheduledDelivery"}, "shippingSpeedCategory"),
        ({"items": [{"sellerFulfillmentOrderItemId": "new", "quantity": 1}]}, "items[0].sellerSku"),
        ({"items": [{"sellerFulfillmentOrderItemId": "new", "sellerSku": "NONE", "quantity": 1}]}, "'NONE'"),
        (
            {"items": [{"sellerFulfillmentOrderItemId": "item-MUG", "sellerSku": "CUP", "quantity": 1}]},
            "is not the SKU of this item, MUG",
        ),
        ({"items": [{"sellerFulfillmentOrderItemId": "item-MUG", "quantity": 0}]}, "at least one item"),
        ({"items": [{"sellerFulfillmentOrderItemId": "item-MUG", "quantity": 251}]}, "at most 250 units"),
        ({"items": [{"sellerFulfillmentOrderItemId": "item-MUG", "quantity": -1}]}, "at least 1"),
        ({"notificationEmails": ["nobody"]}, "notificationEmails[0]"),
    ],
)
def test_a_change_that_breaks_a_rule_is_refused_and_changes_nothing(shop: Shop, body: Json, told: str) -> None:
    shop.stock("MUG", 300)
    shop.stock("CUP", 5)
    hold(shop)
    assert told in refused_update(shop, **body)


def test_the_same_marketplace_may_be_named_in_a_change(shop: Shop) -> None:
    shop.stock("MUG", 5)
    hold(shop)
    shop.ok("PUT", f"{ORDERS}/O-1", {"marketplaceId": US, "displayableOrderComment": "Changed"})
    assert shop.shown("O-1")["fulfillmentOrder"]["displayableOrderComment"] == "Changed"


def test_a_cancelled_hold_cannot_be_let_go(shop: Shop) -> None:
    shop.stock("MUG", 5)
    hold(shop)
    shop.ok("PUT", f"{ORDERS}/O-1/cancel")
    assert "on hold" in refused_update(shop, fulfillmentAction="Ship")


# Dates of an item


def test_an_item_shows_the_promised_dates_also_once_it_has_left(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 2})
    promised = item_of(shop)["estimatedShipDate"]
    shop.drive("O-1", "Received", "Planning", "Processing")
    assert item_of(shop)["estimatedShipDate"] == promised
    shop.drive("O-1", "Complete")
    (shipment,) = shop.shown("O-1")["fulfillmentShipments"]
    assert shipment["shippingDate"] < promised
    assert item_of(shop)["estimatedShipDate"] == promised


def test_an_item_that_will_not_ship_shows_no_dates(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 2})
    shop.drive("O-1", "Received", "Planning")
    shop.ok("PUT", f"{ORDERS}/O-1/cancel")
    assert not {"estimatedShipDate", "estimatedArrivalDate"} & set(item_of(shop))
    (shipment,) = shop.shown("O-1")["fulfillmentShipments"]
    assert shipment["fulfillmentShipmentStatus"] == "CANCELLED_BY_SELLER"
    assert not {"shippingDate", "estimatedArrivalDate", "fulfillmentShipmentPackage"} & set(shipment)


# Moving an order by hand


def test_an_order_that_completes_partly_loses_one_unit(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 3})
    shop.drive("O-1", "Received", "Planning", "Processing", "CompletePartialled")
    assert item_of(shop)["unfulfillableQuantity"] == 1
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (3, 0)


@pytest.mark.parametrize("way", [["Received"], ["Received", "Planning"], ["Received", "Planning", "Processing"]])
def test_an_unfulfillable_order_gives_its_stock_back(shop: Shop, way: list[str]) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 3})
    shop.drive("O-1", *way, "Unfulfillable")
    assert item_of(shop)["unfulfillableQuantity"] == 3
    assert (shop.fulfillable("MUG"), shop.reserved("MUG")) == (5, 0)
    assert {each["fulfillmentShipmentStatus"] for each in shop.shown("O-1")["fulfillmentShipments"]} <= {
        "CANCELLED_BY_FULFILLER"
    }
    shop.advance("P20D")
    assert shop.status("O-1") == "Unfulfillable"


@pytest.mark.parametrize(
    ("way", "wanted"),
    [
        ([], "New"),
        (["Received"], "Received"),
        (["Received", "Planning"], "Received"),
        (["Received", "Planning"], "Invalid"),
        (["Received", "Planning", "Processing"], "Cancelled"),
        (["Received", "Planning", "Processing", "Complete"], "Unfulfillable"),
        (["Cancelled"], "Received"),
        (["Invalid"], "Received"),
    ],
)
def test_a_step_that_is_not_on_the_way_is_refused_and_changes_nothing(shop: Shop, way: list[str], wanted: str) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 3})
    shop.drive("O-1", *way)
    before, stock = shop.shown("O-1"), shop.summary("MUG")
    (error,) = shop.refused("PUT", f"{ORDERS}/O-1/status", {"fulfillmentOrderStatus": wanted})
    assert f"'{wanted}' cannot follow" in error["details"]
    assert (shop.shown("O-1"), shop.summary("MUG")) == (before, stock)


def test_the_clock_goes_on_from_the_status_that_was_reached_by_hand(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 3})
    shop.drive("O-1", "Received", "Planning")
    assert shop.shipped("O-1")["fulfillmentOrder"]["fulfillmentOrderStatus"] == "Complete"


def test_a_held_order_is_not_planned_by_hand(shop: Shop) -> None:
    shop.stock("MUG", 5)
    hold(shop)
    shop.drive("O-1", "Received")
    (error,) = shop.refused("PUT", f"{ORDERS}/O-1/status", {"fulfillmentOrderStatus": "Planning"})
    assert "Cancelled" in error["details"]


def test_a_service_that_does_not_reach_the_address_is_refused(shop: Shop) -> None:
    shop.stock("MUG", 5, DE)
    bern = {**SEATTLE, "city": "Bern", "stateOrRegion": "", "postalCode": "3011", "countryCode": "CH"}
    wish: Json = {"marketplaceId": DE, "destinationAddress": bern}
    body = shop.order_body("O-1", {"MUG": 1}, shippingSpeedCategory="Priority", **wish)
    (error,) = shop.refused("POST", ORDERS, body)
    assert error["details"] == "shippingSpeedCategory: 'Priority' is not available for this destination"
    assert shop.reserved("MUG", DE) == 0
    shop.order("O-1", {"MUG": 1}, **wish)
    assert shop.reserved("MUG", DE) == 1


def test_a_cancelled_hold_was_a_hold(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1}, fulfillmentAction="Hold")
    shop.ok("PUT", f"{ORDERS}/O-1/cancel")
    assert shop.shown("O-1")["fulfillmentOrder"]["fulfillmentAction"] == "Hold"

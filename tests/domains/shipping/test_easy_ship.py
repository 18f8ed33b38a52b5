"""Easy Ship: orders that Amazon fetches from their seller, at a time that the seller chooses."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import httpx
import pytest

from tests.domains.exchange.exchanging import ended, feed
from tests.domains.shipping.sending import MUMBAI, destine, postage
from tests.printing.reading import barcodes_of
from tests.shop import IN, JP, PL, US, Json, Shop

EASY = "/easyShip/2022-03-23"
SIZE = {"length": 20, "width": 15, "height": 10, "unit": "cm"}
WEIGHT = {"value": 900, "unit": "g"}
TOKYO = {
    "name": "Aki Sato",
    "addressLine1": "1-1",
    "city": "Chiyoda",
    "stateOrRegion": "Tokyo",
    "postalCode": "100-0001",
    "countryCode": "JP",
}

WARSAW = {
    "name": "Ewa Nowak",
    "addressLine1": "Prosta 1",
    "city": "Warszawa",
    "stateOrRegion": "Mazowieckie",
    "postalCode": "00-850",
    "countryCode": "PL",
}


def order(shop: Shop, units: int = 2, *, marketplace: str = IN, to: Json | None = None, **changes: Any) -> str:
    shop.list_product("MUG-1", marketplace=marketplace, price=499)
    body = {
        "items": [{"sku": "MUG-1", "quantity": units}],
        "marketplaceId": marketplace,
        "easyShip": True,
        "paid": True,
        "buyer": {"address": to or MUMBAI},
        **changes,
    }
    return str(shop.controlled("POST", "buyers/orders", body)["orderId"])


def slots(shop: Shop, order_id: str, marketplace: str = IN, **changes: Any) -> list[Json]:
    found: list[Json] = shop.ok("POST", f"{EASY}/timeSlot", asked(order_id, marketplace, **changes))["timeSlots"]
    return found


def asked(order_id: str, marketplace: str = IN, **changes: Any) -> Json:
    return {
        "marketplaceId": marketplace,
        "amazonOrderId": order_id,
        "packageDimensions": SIZE,
        "packageWeight": WEIGHT,
        **changes,
    }


def schedule(shop: Shop, order_id: str, slot: Json, **details: Any) -> Json:
    return shop.ok("POST", f"{EASY}/package", scheduling(order_id, slot, **details))


def scheduling(order_id: str, slot: Json, **details: Any) -> Json:
    return {
        "amazonOrderId": order_id,
        "marketplaceId": IN,
        "packageDetails": {"packageTimeSlot": slot, **details},
    }


def package(shop: Shop, order_id: str) -> Json:
    return shop.ok("GET", f"{EASY}/package", amazonOrderId=order_id, marketplaceId=IN)


def shown(shop: Shop, order_id: str) -> Json:
    found: Json = shop.ok("GET", f"/orders/v0/orders/{order_id}")["payload"]
    return found


def states(shop: Shop, order_id: str) -> tuple[str, str]:
    found = shown(shop, order_id)
    return found["OrderStatus"], found["EasyShipShipmentStatus"]


def test_a_new_order_waits_to_be_scheduled_and_is_found_by_that(shop: Shop) -> None:
    order_id = order(shop)
    own = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG-1"}], "marketplaceId": IN, "paid": True})
    assert states(shop, order_id) == ("Unshipped", "PendingSchedule")
    assert "EasyShipShipmentStatus" not in shown(shop, own["orderId"])
    assert found(shop, "PendingSchedule") == [order_id]
    assert found(shop, "PendingPickUp,PickedUp") == []
    [error] = shop.refused(
        "GET", "/orders/v0/orders", MarketplaceIds=IN, CreatedAfter="2020-01-01", EasyShipShipmentStatuses="Lots"
    )
    assert "'Lots' is not one of" in error["details"]
    assert shop.ok("GET", f"/orders/2026-01-01/orders/{order_id}")["order"]["programs"] == ["AMAZON_EASY_SHIP"]


def found(shop: Shop, statuses: str) -> list[str]:
    query = {"MarketplaceIds": IN, "CreatedAfter": "2020-01-01", "EasyShipShipmentStatuses": statuses}
    return [each["AmazonOrderId"] for each in shop.ok("GET", "/orders/v0/orders", **query)["payload"]["Orders"]]


def test_slots_are_windows_of_business_days(shop: Shop) -> None:
    listed = slots(shop, order(shop))
    assert 12 <= len(listed) <= 18
    assert {each["handoverMethod"] for each in listed} == {"PICKUP"}
    starts = [each["startTime"] for each in listed]
    assert starts == sorted(starts)
    assert starts[0] > shop.now()
    assert {each[11:16] for each in starts} == {"04:30", "07:30", "10:30"}
    assert len({each["slotId"] for each in listed}) == len(listed)
    assert all(len(each["slotId"]) <= 255 for each in listed)


def test_where_packages_can_be_brought_a_slot_says_so(shop: Shop) -> None:
    order_id = order(shop, marketplace=JP, to=TOKYO)
    listed = slots(shop, order_id, JP)
    assert {each["handoverMethod"] for each in listed} == {"PICKUP", "DROPOFF"}
    brought = next(each for each in listed if each["handoverMethod"] == "DROPOFF")
    made = shop.ok("POST", f"{EASY}/package", {**scheduling(order_id, brought), "marketplaceId": JP})
    assert states(shop, order_id) == ("Unshipped", "PendingDropOff")
    assert "invoice" not in made
    destine(shop, made["trackingDetails"]["trackingId"])
    shop.advance("P7D")
    statuses = [each["body"]["status"] for each in shop.events("orders.easy_ship_status_changed")]
    assert statuses[:2] == ["PendingDropOff", "DroppedOff"]


def test_a_scheduled_order_is_fetched_in_its_slot_shipped_by_that_and_delivered(shop: Shop) -> None:
    order_id = order(shop)
    slot = slots(shop, order_id)[1]
    made = schedule(shop, order_id, slot, packageIdentifier="Shelf 7")
    assert made["packageStatus"] == "ReadyForPickup"
    assert made["packageTimeSlot"] == slot
    assert made["packageDimensions"] == {**SIZE, "length": 20.0, "width": 15.0, "height": 10.0}
    assert made["packageWeight"] == {"value": 900.0, "unit": "g"}
    assert made["invoice"]["invoiceNumber"].startswith("IN-")
    assert made["packageIdentifier"] == "Shelf 7"
    assert package(shop, order_id) == made
    assert states(shop, order_id) == ("Unshipped", "PendingPickUp")
    number = made["trackingDetails"]["trackingId"]
    assert number.startswith("IN")
    destine(shop, number)
    shop.controlled("POST", "clock/advance", {"to": slot["startTime"]})
    assert states(shop, order_id) == ("Unshipped", "PendingPickUp")
    shop.advance("PT3H20M")
    assert shown(shop, order_id)["OrderStatus"] == "Shipped"
    shop.advance("P10D")
    assert states(shop, order_id) == ("Shipped", "Delivered")
    assert package(shop, order_id)["packageStatus"] == "Delivered"
    along = [each["body"]["status"] for each in shop.events("orders.easy_ship_status_changed")]
    assert along[:2] == ["PendingPickUp", "PickedUp"]
    assert along[-2:] == ["OutForDelivery", "Delivered"]
    assert along == [each for each in ORDER if each in along]
    assert len(shop.events("orders.shipped")) == 1
    [(kind, amount)] = postage(shop)
    assert kind == "PostageBilling"
    assert amount < 0


#: What an order goes through that is delivered.
ORDER = ("PendingPickUp", "PickedUp", "AtOriginFC", "AtDestinationFC", "OutForDelivery", "Delivered")


@pytest.mark.parametrize(
    ("fate", "ends", "in_orders"),
    [
        ("lost", "LostInTransit", ["Lost"]),
        ("refused", "ReturnedToSeller", ["RejectedByBuyer", "ReturningToSeller", "ReturnedToSeller"]),
        ("damaged", "ReturnedToSeller", ["Damaged", "ReturningToSeller", "ReturnedToSeller"]),
        ("returned", "ReturnedToSeller", ["Undeliverable", "ReturningToSeller", "ReturnedToSeller"]),
    ],
)
def test_packages_that_do_not_arrive_say_what_became_of_them(
    shop: Shop, fate: str, ends: str, in_orders: list[str]
) -> None:
    order_id = order(shop)
    made = schedule(shop, order_id, slots(shop, order_id)[0])
    destine(shop, made["trackingDetails"]["trackingId"], fate)
    shop.advance("P60D")
    assert package(shop, order_id)["packageStatus"] == ends
    statuses = [each["body"]["status"] for each in shop.events("orders.easy_ship_status_changed")]
    assert statuses[-len(in_orders) :] == in_orders


def test_a_package_is_rescheduled_until_it_is_fetched(shop: Shop) -> None:
    order_id = order(shop)
    first = schedule(shop, order_id, slots(shop, order_id)[0])
    later = slots(shop, order_id)[5]
    update = {
        "marketplaceId": IN,
        "updatePackageDetailsList": [
            {"scheduledPackageId": first["scheduledPackageId"], "packageTimeSlot": {"slotId": later["slotId"]}}
        ],
    }
    [moved] = shop.ok("PATCH", f"{EASY}/package", update)["packages"]
    assert moved == {**first, "packageTimeSlot": later}
    assert package(shop, order_id) == moved
    shop.controlled("POST", "clock/advance", {"to": first["packageTimeSlot"]["endTime"]})
    assert states(shop, order_id) == ("Unshipped", "PendingPickUp")
    shop.controlled("POST", "clock/advance", {"to": later["endTime"]})
    shop.advance("PT30M")
    assert shown(shop, order_id)["OrderStatus"] == "Shipped"
    [error] = shop.refused("PATCH", f"{EASY}/package", update, status=404)
    assert error["code"] == "InvalidOrderState"
    [error] = shop.refused("POST", f"{EASY}/timeSlot", asked(order_id), status=404)
    assert error["code"] == "InvalidOrderState"
    assert len(shop.events("parcels.bought")) == 1


def test_many_packages_are_rescheduled_together_or_not_at_all(shop: Shop) -> None:
    one, other = order(shop, 1), order(shop, 1)
    made = schedule(shop, one, slots(shop, one)[0])
    slot = {"slotId": slots(shop, one)[3]["slotId"]}
    updates = [
        {"scheduledPackageId": made["scheduledPackageId"], "packageTimeSlot": slot},
        {"scheduledPackageId": {"amazonOrderId": other}, "packageTimeSlot": slot},
    ]
    body = {"marketplaceId": IN, "updatePackageDetailsList": updates}
    [error] = shop.refused("PATCH", f"{EASY}/package", body, status=404)
    assert (error["code"], other in error["details"]) == ("InvalidOrderState", True)
    assert package(shop, one) == made


def test_an_order_that_is_called_off_is_not_fetched_and_its_label_is_paid_back(shop: Shop) -> None:
    order_id = order(shop)
    schedule(shop, order_id, slots(shop, order_id)[14])
    feed_cancels(shop, order_id)
    assert states(shop, order_id) == ("Canceled", "LabelCanceled")
    assert package(shop, order_id)["packageStatus"] == "LabelCanceled"
    shop.advance("P10D")
    assert states(shop, order_id) == ("Canceled", "LabelCanceled")
    billed, refunded = postage(shop)
    assert (billed[0], refunded[0], billed[1] + refunded[1]) == ("PostageBilling", "PostageRefund", 0)


def feed_cancels(shop: Shop, order_id: str) -> None:
    """The seller cancels an order by a feed, which is the way that there is."""
    rows = f"order-id\tcancellation-reason-code\n{order_id}\tNoInventory\n"
    made = feed(
        shop,
        "POST_FLAT_FILE_ORDER_ACKNOWLEDGEMENT_DATA",
        rows,
        "text/tab-separated-values; charset=UTF-8",
        marketplaceIds=[IN],
    )
    assert ended(shop, made)["processingStatus"] == "DONE"


def test_orders_are_scheduled_in_bulk_with_their_papers_in_one_archive(shop: Shop) -> None:
    first, second, unpaid = polish(shop, 1), polish(shop, 2), polish(shop, 1, paid=False)
    body = bulk(first, second, unpaid, second)
    shop.refused("POST", f"{EASY}/packages/bulk", body, status=403)
    unseal(shop)
    answer = shop.ok("POST", f"{EASY}/packages/bulk", body)
    made = {each["scheduledPackageId"]["amazonOrderId"]: each for each in answer["scheduledPackages"]}
    assert list(made) == [first, second]
    refused = [(each["amazonOrderId"], each["error"]["code"]) for each in answer["rejectedOrders"]]
    assert refused == [(unpaid, "InvalidOrderState"), (second, "ScheduledPackageAlreadyExists")]
    file = zipfile.ZipFile(BytesIO(httpx.get(answer["printableDocumentsUrl"]).content))
    assert file.namelist() == [f"{first}/label.pdf", f"{second}/label.pdf"]
    [codes] = barcodes_of(file.read(f"{first}/label.pdf"))
    assert made[first]["trackingDetails"]["trackingId"] in codes


def test_where_packages_are_scheduled_in_bulk_they_are_not_scheduled_one_by_one(shop: Shop) -> None:
    order_id = polish(shop)
    assert code_of_slots(shop, order_id, PL) == "RegionNotSupported"
    body = {**scheduling(order_id, {"slotId": "x"}), "marketplaceId": PL}
    [error] = shop.refused("POST", f"{EASY}/package", body, status=404)
    assert (error["code"], "in bulk alone" in error["details"]) == ("RegionNotSupported", True)
    update = {"scheduledPackageId": {"amazonOrderId": order_id}, "packageTimeSlot": {"slotId": "x"}}
    body = {"marketplaceId": PL, "updatePackageDetailsList": [update]}
    [error] = shop.refused("PATCH", f"{EASY}/package", body, status=404)
    assert error["code"] == "RegionNotSupported"
    assert shop.events("parcels.bought") == []


def test_orders_of_india_are_scheduled_in_bulk_too(shop: Shop) -> None:
    order_id = order(shop)
    unseal(shop)
    answer = shop.ok("POST", f"{EASY}/packages/bulk", {**bulk(order_id), "marketplaceId": IN})
    assert [each["scheduledPackageId"]["amazonOrderId"] for each in answer["scheduledPackages"]] == [order_id]
    assert "rejectedOrders" not in answer or answer["rejectedOrders"] == []
    file = zipfile.ZipFile(BytesIO(httpx.get(answer["printableDocumentsUrl"]).content))
    assert f"{order_id}/label.pdf" in file.namelist()


def test_a_bulk_of_which_nothing_can_be_scheduled_has_no_papers(shop: Shop) -> None:
    order_id = polish(shop, paid=False)
    unseal(shop)
    answer = shop.ok("POST", f"{EASY}/packages/bulk", bulk(order_id))
    assert answer["scheduledPackages"] == []
    assert "printableDocumentsUrl" not in answer
    assert shop.events("parcels.bought") == []


def polish(shop: Shop, units: int = 2, **changes: Any) -> str:
    return order(shop, units, marketplace=PL, to=WARSAW, **changes)


def bulk(*order_ids: str) -> Json:
    orders = [{"amazonOrderId": each} for each in order_ids]
    return {"marketplaceId": PL, "labelFormat": "PDF", "orderScheduleDetailsList": orders}


def unseal(shop: Shop) -> None:
    """The shop with a restricted data token for bulks, in place of its token."""
    resource = {"method": "POST", "path": f"{EASY}/packages/bulk"}
    token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": [resource]})
    shop.token = token["restrictedDataToken"]


def test_a_slot_belongs_to_its_order_and_passes(shop: Shop) -> None:
    one, other = order(shop, 1), order(shop, 1)
    slot = slots(shop, one)[0]
    assert code(shop, other, slot) == "InvalidTimeSlotId"
    assert code(shop, one, {"slotId": slot["slotId"][:-1]}) == "InvalidTimeSlotId"
    assert code(shop, one, {"slotId": "x"}) == "InvalidTimeSlotId"
    assert code(shop, one, {**slot, "handoverMethod": "DROPOFF"}) == "InvalidInput"
    assert code(shop, one, {**slot, "startTime": slot["endTime"]}) == "InvalidInput"
    shop.controlled("POST", "clock/advance", {"to": slot["startTime"]})
    assert code(shop, one, slot) == "ScheduleWindowExpired"
    later = slots(shop, one)[0]
    shop.controlled("PUT", "carriers/AMZN_IN", {"down": True})
    assert code(shop, one, later) == "RetryableAfterGettingNewSlots"
    assert code_of_slots(shop, one) == "TimeSlotNotAvailable"
    shop.controlled("PUT", "carriers/AMZN_IN", {"down": False})
    assert shop.events("parcels.bought") == []
    assert states(shop, one) == ("Unshipped", "PendingSchedule")
    schedule(shop, one, later)
    assert code(shop, one, later) == "ScheduledPackageAlreadyExists"


def code(shop: Shop, order_id: str, slot: Json) -> str:
    [error] = shop.refused("POST", f"{EASY}/package", scheduling(order_id, slot))
    return str(error["code"])


def code_of_slots(shop: Shop, order_id: str, marketplace: str = IN, **changes: Any) -> str:
    [error] = shop.refused("POST", f"{EASY}/timeSlot", asked(order_id, marketplace, **changes), status=404)
    return str(error["code"])


def test_what_cannot_be_scheduled_is_refused_with_its_published_code(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    order_id = order(shop)
    unpaid = order(shop, 1, paid=False)
    own = shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG-1"}], "marketplaceId": IN, "paid": True})
    assert code_of_slots(shop, unpaid) == "InvalidOrderState"
    assert code_of_slots(shop, own["orderId"]) == "InvalidOrderState"
    assert code_of_slots(shop, "902-1111111-1111111") == "ResourceNotFound"
    assert code_of_slots(shop, order_id, US) == "RegionNotSupported"
    assert code_of_slots(shop, order_id, JP) == "ResourceNotFound"
    assert code_of_slots(shop, order_id, packageWeight={"value": 90000, "unit": "g"}) == "TimeSlotNotAvailable"
    other = new_shop(beside=shop)
    assert code_of_slots(other, order_id) == "ResourceNotFound"
    size = {"length": 20, "width": 15, "unit": "cm"}
    [error] = shop.refused("POST", f"{EASY}/timeSlot", asked(order_id, packageDimensions=size))
    assert error["details"].startswith("packageDimensions.height: ")
    [error] = shop.refused("GET", f"{EASY}/package", status=404, amazonOrderId=order_id, marketplaceId=IN)
    assert error["code"] == "ResourceNotFound"
    line = {"orderItemId": "1", "orderItemSerialNumbers": ["SN-1"]}
    body = scheduling(order_id, slots(shop, order_id)[0], packageItems=[line])
    [error] = shop.refused("POST", f"{EASY}/package", body)
    assert "packageItems[0].orderItemId: '1'" in error["details"]
    assert shop.events("parcels.bought") == []


def test_only_easy_ship_sends_an_easy_ship_order(shop: Shop) -> None:
    order_id = order(shop)
    [item] = shop.ok("GET", f"/orders/v0/orders/{order_id}/orderItems")["payload"]["OrderItems"]
    detail = {
        "packageReferenceId": "1",
        "carrierCode": "INDIA_POST",
        "trackingNumber": "EE123456785IN",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": item["OrderItemId"], "quantity": 2}],
    }
    body = {"marketplaceId": IN, "packageDetail": detail}
    [error] = shop.refused("POST", f"/orders/v0/orders/{order_id}/shipmentConfirmation", body)
    assert "goes by Easy Ship" in error["details"]
    assert states(shop, order_id) == ("Unshipped", "PendingSchedule")


def test_a_buyer_gets_easy_ship_only_where_there_is_some(shop: Shop) -> None:
    shop.list_product("MUG-1")
    wish = {"items": [{"sku": "MUG-1"}], "easyShip": True}
    response = shop.control("POST", "buyers/orders", wish)
    assert response.status_code == 400
    assert "Amazon.com does not have" in response.json()["errors"][0]["details"]
    shop.list_product("BOX-1", fba=True, marketplace=IN)
    response = shop.control("POST", "buyers/orders", {**wish, "items": [{"sku": "BOX-1"}], "marketplaceId": IN})
    assert "not sent by its seller" in response.json()["errors"][0]["details"]
    assert shop.events("orders.created") == []

"""How an order is split, how its packages travel, and what comes back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from tests.shop import ORDERS, OUTBOUND, Json, Shop

FINAL = {"DELIVERED", "RETURNED", "UNDELIVERABLE"}
SKUS = [f"SKU-{number:02}" for number in range(40)]


def tracked(shop: Shop, number: int) -> Json:
    found: Json = shop.ok("GET", f"{OUTBOUND}/tracking", packageNumber=number)["payload"]
    return found


def packages(order: Json) -> list[Json]:
    return [each for shipment in order["fulfillmentShipments"] for each in shipment["fulfillmentShipmentPackage"]]


def returned(shop: Shop, *items: Json, order_id: str = "O-1") -> Json:
    payload: Json = shop.ok("PUT", f"{ORDERS}/{order_id}/return", {"items": list(items)})["payload"]
    return payload


def unit(shipment: Json, number: int, **changes: Any) -> Json:
    return {
        "sellerReturnItemId": f"R-{number}",
        "sellerFulfillmentOrderItemId": "item-MUG",
        "amazonShipmentId": shipment["amazonShipmentId"],
        "returnReasonCode": "CR-UNWANTED_ITEM",
        **changes,
    }


def why(payload: Json) -> list[str]:
    return [each["invalidItemReason"]["invalidItemReasonCode"] for each in payload.get("invalidReturnItems", [])]


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    """A shop with 40 products, of every size."""
    for sku in SKUS:
        shop.stock(sku, 20)
    return shop


def test_an_order_of_many_products_leaves_in_one_shipment_a_center(stocked: Shop) -> None:
    stocked.order("O-1", dict.fromkeys(SKUS, 2))
    shipments = stocked.shipped("O-1")["fulfillmentShipments"]
    centers = [each["fulfillmentCenterId"] for each in shipments]
    assert len(centers) > 2
    assert len(set(centers)) == len(centers)
    assert "TUS1" in centers  # the center of what is bulky
    units: Counter[str] = Counter()
    for shipment in shipments:
        numbers = {each["packageNumber"] for each in shipment["fulfillmentShipmentPackage"]}
        assert {each["packageNumber"] for each in shipment["fulfillmentShipmentItem"]} == numbers
        for each in shipment["fulfillmentShipmentItem"]:
            units[each["sellerSku"]] += each["quantity"]
    assert units == Counter(dict.fromkeys(SKUS, 2))


def test_an_order_that_is_to_be_delivered_together_leaves_in_one_shipment(stocked: Shop) -> None:
    together = [{"featureName": "DELIVER_TOGETHER", "featureFulfillmentPolicy": "Required"}]
    stocked.order("O-1", dict.fromkeys(SKUS, 2), featureConstraints=together)
    (shipment,) = stocked.shipped("O-1")["fulfillmentShipments"]
    assert sum(each["quantity"] for each in shipment["fulfillmentShipmentItem"]) == 80


def test_numbers_of_shipments_and_packages_are_unique_and_in_their_form(stocked: Shop) -> None:
    for number in range(10):
        stocked.order(f"O-{number}", dict.fromkeys(SKUS[:5], 1))
    stocked.advance("P10D")
    shipments = [each for n in range(10) for each in stocked.shown(f"O-{n}")["fulfillmentShipments"]]
    found = [each for shipment in shipments for each in shipment["fulfillmentShipmentPackage"]]
    for values in (
        [each["amazonShipmentId"] for each in shipments],
        [each["packageNumber"] for each in found],
        [each["trackingNumber"] for each in found],
    ):
        assert len(set(values)) == len(values)
    for each in found:
        if each["carrierCode"].startswith("UPS"):
            assert re.fullmatch(r"1Z[0-9A-Z]{16}", each["trackingNumber"])


def test_an_order_that_must_not_travel_with_amazon_travels_with_another_carrier(stocked: Shop) -> None:
    blocked = [{"featureName": "BLOCK_AMZL", "featureFulfillmentPolicy": "Required"}]
    stocked.order("O-1", dict.fromkeys(SKUS, 1), featureConstraints=blocked)
    stocked.order("O-2", dict.fromkeys(SKUS, 1))
    stocked.advance("P10D")
    carriers = {name: {each["carrierCode"] for each in packages(stocked.shown(name))} for name in ("O-1", "O-2")}
    amazon = {each for each in carriers["O-2"] if "AMZ" in each.upper() or "AMAZON" in each.upper()}
    assert amazon
    assert not amazon & carriers["O-1"]


def test_a_package_goes_from_status_to_status_and_its_events_only_grow(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop(start="2031-03-03T09:00:00Z")
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1}, shippingSpeedCategory="Priority")
    number = packages(shop.shipped("O-1"))[0]["packageNumber"]
    before: list[Json] = []
    seen: list[str] = []
    for _ in range(100):
        now = tracked(shop, number)
        events = now["trackingEvents"][::-1]
        assert events[: len(before)] == before
        assert [each["eventDate"] for each in events] == sorted(each["eventDate"] for each in events)
        before = events
        seen += [now["currentStatus"]] if now["currentStatus"] not in seen[-1:] else []
        shop.advance("PT1H")
    assert seen[0] == "IN_TRANSIT"
    assert seen[-1] in FINAL
    assert before[0]["eventCode"] == "EVENT_101"


def test_a_small_share_of_packages_is_late_or_never_arrives(shop: Shop) -> None:
    shop.stock("MUG", 1000)
    for number in range(200):
        shop.order(f"O-{number}", {"MUG": 1}, shippingSpeedCategory="Priority")
    shop.advance("P40D")
    numbers = [each["packageNumber"] for n in range(200) for each in packages(shop.shown(f"O-{n}"))]
    found = [tracked(shop, number) for number in numbers]
    statuses = Counter(each["currentStatus"] for each in found)
    late = [
        each
        for each in found
        if {"EVENT_404", "EVENT_417", "EVENT_418"} & {event["eventCode"] for event in each["trackingEvents"]}
    ]
    assert set(statuses) <= FINAL
    assert 0 < 200 - statuses["DELIVERED"] <= 10
    assert 0 < len(late) <= 25
    back = statuses["RETURNED"]
    assert shop.summary("MUG")["totalQuantity"] == 800 + back


def test_another_sellers_package_does_not_exist(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1})
    number = packages(shop.shipped("O-1"))[0]["packageNumber"]
    other = new_shop(beside=shop)
    other.refused("GET", f"{OUTBOUND}/tracking", packageNumber=number, status=404)
    other.refused("PUT", f"{ORDERS}/O-1/return", {"items": []}, status=404)


# Returns


@pytest.fixture
def sold(shop: Shop) -> Json:
    """The shipment of an order of five mugs that has left."""
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 5})
    (shipment,) = shop.shipped("O-1")["fulfillmentShipments"]
    return dict(shipment)


def test_reasons_to_return_have_words_in_the_language_that_is_asked_for(shop: Shop) -> None:
    shop.stock("MUG", 5)
    path, query = f"{OUTBOUND}/returnReasonCodes", {"sellerSku": "MUG", "marketplaceId": "ATVPDKIKX0DER"}
    plain = shop.ok("GET", path, **query)["payload"]["reasonCodeDetails"]
    german = shop.ok("GET", path, **query, language="de_DE")["payload"]["reasonCodeDetails"]
    assert [each["returnReasonCode"] for each in german] == [each["returnReasonCode"] for each in plain]
    assert "CR-DEFECTIVE" in [each["returnReasonCode"] for each in plain]
    assert not any("translatedDescription" in each for each in plain)
    words = {each["returnReasonCode"]: each["translatedDescription"] for each in german}
    assert words["CR-DEFECTIVE"] == "Funktioniert nicht"


def test_reasons_to_return_need_a_marketplace_or_an_order(shop: Shop) -> None:
    shop.stock("MUG", 5)
    path = f"{OUTBOUND}/returnReasonCodes"
    assert "marketplaceId" in shop.refused("GET", path, sellerSku="MUG")[0]["details"]
    shop.refused("GET", path, sellerSku="MUG", sellerFulfillmentOrderId="NONE", status=404)
    assert "'NONE'" in shop.refused("GET", path, sellerSku="NONE", marketplaceId="ATVPDKIKX0DER")[0]["details"]
    told = shop.refused("GET", path, sellerSku="MUG", marketplaceId="ATVPDKIKX0DER", language="tlh")[0]["details"]
    assert told.startswith("language: 'tlh'")


def test_each_unit_that_cannot_come_back_has_its_published_code(shop: Shop, sold: Json) -> None:
    payload = returned(
        shop,
        unit(sold, 1),
        unit(sold, 1),
        unit(sold, 2, returnReasonCode="NO-REASON"),
        unit(sold, 3, amazonShipmentId="NONE"),
        unit(sold, 4, sellerFulfillmentOrderItemId="NONE"),
        *(unit(sold, number) for number in range(5, 10)),
    )
    assert [each["sellerReturnItemId"] for each in payload["returnItems"]] == ["R-1", "R-5", "R-6", "R-7", "R-8"]
    assert why(payload) == [
        "DuplicateRequest",
        "InvalidValues",
        "InvalidValues",
        "InvalidValues",
        "NoReturnableQuantity",
    ]
    assert why(returned(shop, unit(sold, 5))) == ["DuplicateRequest"]


def test_nothing_of_an_order_that_has_not_left_can_come_back(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1})
    assert why(returned(shop, unit({"amazonShipmentId": "NONE"}, 1))) == ["NoCompletedShipItems"]
    shop.drive("O-1", "Received", "Planning", "Processing")
    (shipment,) = shop.shown("O-1")["fulfillmentShipments"]
    payload = returned(shop, unit(shipment, 1))
    assert (payload["returnItems"], why(payload)) == ([], ["NoCompletedShipItems"])


def test_returns_are_graded_and_come_back_to_be_sold_or_by_their_damage(shop: Shop) -> None:
    shop.stock("MUG", 100)
    for number in range(60):
        shop.order(f"O-{number}", {"MUG": 1})
    shop.advance("P20D")
    arrived = []
    for number in range(60):
        (shipment,) = shop.shown(f"O-{number}")["fulfillmentShipments"]
        if tracked(shop, shipment["fulfillmentShipmentPackage"][0]["packageNumber"])["currentStatus"] == "DELIVERED":
            arrived.append(f"O-{number}")
            assert why(returned(shop, unit(shipment, 1, returnReasonCode="CR-DEFECTIVE"), order_id=arrived[-1])) == []
    assert len(arrived) > 50
    before = shop.summary("MUG")["totalQuantity"]
    shop.advance("P13D")
    items = [shop.shown(order_id)["returnItems"][0] for order_id in arrived]
    grades = Counter(each["returnReceivedCondition"] for each in items)
    assert {each["status"] for each in items} == {"Processed"}
    assert set(grades) == {"Sellable", "Defective"}
    details = shop.summary("MUG")["inventoryDetails"]
    assert details["unfulfillableQuantity"]["defectiveQuantity"] == grades["Defective"]
    assert shop.summary("MUG")["totalQuantity"] == before + len(arrived)


def test_units_of_packages_that_never_arrived_cannot_be_returned_as_well(shop: Shop) -> None:
    shop.stock("MUG", 300)
    for number in range(300):
        shop.order(f"O-{number}", {"MUG": 1}, shippingSpeedCategory="Priority")
    shop.advance("P40D")
    refused = 0
    for number in range(300):
        (shipment,) = shop.shown(f"O-{number}")["fulfillmentShipments"]
        status = tracked(shop, shipment["fulfillmentShipmentPackage"][0]["packageNumber"])["currentStatus"]
        told = why(returned(shop, unit(shipment, 1), order_id=f"O-{number}"))
        assert told == ([] if status == "DELIVERED" else ["NoReturnableQuantity"])
        refused += status == "UNDELIVERABLE"
    shop.advance("P13D")
    assert shop.summary("MUG")["totalQuantity"] == 300 - refused

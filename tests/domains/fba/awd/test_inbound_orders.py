"""A seller orders to bring boxes to AWD: whether they are taken in, drafts, changes, confirmation, cancellation."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.domains.fba.awd.bringing import (
    AWD,
    ELIGIBILITY,
    ORDERS,
    PORTLAND,
    SHIPMENTS,
    confirmed,
    done,
    drafted,
    order,
    order_body,
    package,
    shipment,
    tell_numbers,
    units,
)
from tests.shop import DE, Json, Shop


def reasons(shop: Shop, *packages: Json) -> list[list[str]]:
    answer = shop.ok("POST", ELIGIBILITY, {"packagesToInbound": list(packages)})
    found = [[one["code"] for one in each.get("ineligibilityReasons", [])] for each in answer["packagesToInbound"]]
    for each, codes in zip(answer["packagesToInbound"], found, strict=True):
        assert each["status"] == ("INELIGIBLE" if codes else "ELIGIBLE")
    return found


def test_packages_that_are_taken_in_and_why_others_are_not(shop: Shop) -> None:
    shop.stock("MUG", 0)
    good = package("MUG", 10, 4)
    answer = shop.ok("POST", ELIGIBILITY, {"packagesToInbound": [good]})
    assert answer["status"] == "ELIGIBLE"
    assert datetime.fromisoformat(answer["previewedAt"]) == datetime.fromisoformat(shop.now())
    heavy: Json = {"dimensions": {"length": 26, "width": 9, "height": 9, "unitOfMeasurement": "INCHES"}}
    heavy["weight"] = {"unitOfMeasurement": "KILOGRAMS", "weight": 23}
    mixed = {"products": [{"sku": "MUG", "quantity": 1}, {"sku": "NOBODYS", "quantity": 1}]}
    assert reasons(
        shop,
        good,
        package("NOBODYS", 1, 1),
        package("MUG", 1, 1, measurements=heavy),
        package("MUG", 1, 1, contents=mixed),
    ) == [[], ["FBA_INB_0006"], ["BOX_TOO_HEAVY", "BOX_TOO_LARGE"], ["MIXED_BOX", "FBA_INB_0006"]]
    today = datetime.fromisoformat(shop.now())
    soon, late = (
        package("MUG", 1, 1, expiration=f"{today + timedelta(days=days):%Y-%m-%d}T00:00:00Z") for days in (170, 190)
    )
    assert reasons(shop, soon, late) == [["SHELF_LIFE_TOO_SHORT"], []]
    assert shop.events("awd.inbound_order_created") == []


def test_an_order_has_at_most_150_skus(shop: Shop) -> None:
    body = {"packagesToInbound": [package(f"SKU-{number}", 1, 1) for number in range(151)]}
    answer = shop.ok("POST", ELIGIBILITY, body)
    assert answer["status"] == "INELIGIBLE"
    assert [each["code"] for each in answer["ineligibilityReasons"]] == ["TOO_MANY_SKUS"]


def test_a_draft_shows_what_was_ordered_with_the_preparation_that_follows(shop: Shop) -> None:
    shop.stock("MUG", 0)
    fragile = package("MUG", 10, 4, prepDetails={"prepCategory": "FRAGILE", "labelOwner": "SELF"})
    order_id = drafted(shop, fragile, package("MUG", 5, 1), externalReferenceId="PO-7")
    found = order(shop, order_id)
    assert (found["orderStatus"], found["externalReferenceId"]) == ("DRAFT", "PO-7")
    assert (found["originAddress"], found["preferences"]) == (PORTLAND, {"destinationRegion": "us-west"})
    assert "destinationDetails" not in found
    preps = [
        each["distributionPackage"]["contents"]["products"][0]["prepDetails"] for each in found["packagesToInbound"]
    ]
    assert [each["prepCategory"] for each in preps] == ["FRAGILE", "NO_PREP"]
    assert preps[0]["prepInstructions"] == [{"prepOwner": "SELF", "prepType": "ITEM_BUBBLEWRAP"}]
    for each in found["packagesToInbound"]:
        contents = each["distributionPackage"]["contents"]
        assert (contents["packages"], contents["products"][0]["attributes"]) == ([], [])


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"count": 0}, "packagesToInbound[0].count: '0' is not above 0"),
        ({"type": "PALLET"}, "distributionPackage.type: 'PALLET' is not supported"),
        ({"contents": {}}, "contents.products: '' is required"),
        ({"quantity": 0}, "products[0].quantity: '0' is not between 1 and"),
        ({"prepDetails": {"labelOwner": "AMAZON"}}, "prepDetails.labelOwner: 'AMAZON' is not accepted in the US"),
        ({"prepDetails": {"prepCategory": "UNKNOWN"}}, "prepCategory: 'UNKNOWN' is given by Amazon only"),
        ({"expiration": "2020-01-01T00:00:00Z"}, "products[0].expiration: '2020-01-01T00:00:00+00:00' has passed"),
    ],
)
def test_a_package_that_is_not_well_described_is_refused(shop: Shop, changes: Json, named: str) -> None:
    shop.stock("MUG", 0)
    bad = {**package("MUG", 10, 4, **{name: each for name, each in changes.items() if name != "count"})}
    bad["count"] = changes.get("count", 4)
    for path, body in ((ORDERS, order_body(bad)), (ELIGIBILITY, {"packagesToInbound": [bad]})):
        [error] = shop.refused("POST", path, body)
        assert error["code"] == "InvalidInput"
        assert named in error["details"]
    assert shop.events("awd.inbound_order_created") == []


def test_whether_a_box_is_taken_in_is_told_by_its_weight_alone_but_not_what_is_ordered(shop: Shop) -> None:
    shop.stock("MUG", 0)
    light, heavy = (
        package("MUG", 1, 1, measurements={"weight": {"unitOfMeasurement": "POUNDS", "weight": pounds}})
        for pounds in (1, 51)
    )
    assert reasons(shop, light, heavy) == [[], ["BOX_TOO_HEAVY"]]
    [error] = shop.refused("POST", ORDERS, order_body(light))
    assert "distributionPackage.measurements.dimensions: '' is required for an order" in error["details"]


def test_an_order_of_what_is_not_taken_in_is_refused_with_every_reason(shop: Shop) -> None:
    shop.stock("MUG", 0)
    errors = shop.refused(
        "POST", ORDERS, order_body(package("MUG", 1, 1), package("NO-1", 1, 1), package("NO-2", 1, 1))
    )
    assert [each["details"] for each in errors] == [
        "packagesToInbound[1]: FBA_INB_0006",
        "packagesToInbound[2]: FBA_INB_0006",
    ]
    [error] = shop.refused("POST", ORDERS, order_body(package("MUG", 1, 1), preferences={"destinationRegion": "mars"}))
    assert "us-west, us-east, us-southcentral, us-southeast" in error["details"]
    assert shop.events("awd.inbound_order_created") == []


def test_a_draft_that_is_changed_is_validating_for_some_seconds(shop: Shop) -> None:
    shop.stock("MUG", 0)
    order_id = drafted(shop, package("MUG", 10, 4))
    changed = {**order(shop, order_id), "packagesToInbound": [package("MUG", 10, 7)]}
    changed["preferences"] = {"destinationRegion": "us-east"}
    done(shop, "PUT", f"{ORDERS}/{order_id}", changed)
    assert order(shop, order_id)["orderStatus"] == "VALIDATING"
    for method, path in (("PUT", ""), ("POST", "/confirmation"), ("POST", "/cancellation")):
        [error] = shop.refused(method, f"{ORDERS}/{order_id}{path}", changed if method == "PUT" else None, status=409)
        assert (error["code"], "is VALIDATING" in error["details"]) == ("Conflict", True)
    shop.advance("PT5S")
    found = order(shop, order_id)
    assert (found["orderStatus"], found["packagesToInbound"][0]["count"]) == ("DRAFT", 7)
    assert found["preferences"] == {"destinationRegion": "us-east"}


def test_a_change_that_fails_leaves_the_draft_as_it_was(shop: Shop) -> None:
    shop.stock("MUG", 0)
    order_id = drafted(shop, package("MUG", 10, 4))
    before = order(shop, order_id)
    shop.controlled("POST", "jobs/rules", {"kind": "awd", "type": "updateInbound", "times": 1, "ending": "fatal"})
    done(shop, "PUT", f"{ORDERS}/{order_id}", {**before, "packagesToInbound": [package("MUG", 10, 7)]})
    shop.advance("PT5S")
    after = order(shop, order_id)
    assert {**after, "updatedAt": ""} == {**before, "updatedAt": ""}
    [error] = shop.refused("PUT", f"{ORDERS}/{order_id}", {**before, "orderId": "another"})
    assert "is not the id in the path" in error["details"]


def test_a_confirmed_order_has_a_shipment_to_the_region_that_was_preferred(shop: Shop) -> None:
    shop.stock("MUG", 0)
    order_id = drafted(shop, package("MUG", 10, 4), externalReferenceId="PO-7")
    done(shop, "POST", f"{ORDERS}/{order_id}/confirmation")
    found = order(shop, order_id)
    destination = found["destinationDetails"]
    assert re.fullmatch("(STAR-[A-Z0-9]{13} ?){2}", f"{order_id} {destination['shipmentId']}")
    assert (found["orderStatus"], destination["destinationRegion"]) == ("CONFIRMED", "us-west")
    sent = shipment(shop, destination["shipmentId"])
    assert (sent["shipmentStatus"], sent["orderId"], sent["externalReferenceId"]) == ("CREATED", order_id, "PO-7")
    assert sent["destinationAddress"] == destination["destinationAddress"]
    assert sent["shipmentSkuQuantities"] == [
        {"sku": "MUG", "expectedQuantity": {"quantity": 40.0, "unitOfMeasurement": "PRODUCT_UNITS"}}
    ]
    assert sent["receivedQuantity"] == [{"quantity": 0.0, "unitOfMeasurement": "CASES"}]
    assert "shipmentSkuQuantities" not in shop.ok("GET", f"{SHIPMENTS}/{destination['shipmentId']}")
    assert shipment(shop, order_id)["shipmentId"] == destination["shipmentId"]
    assert units(shop, "MUG") == (0, 0, 0, 0)
    [error] = shop.refused("POST", f"{ORDERS}/{order_id}/confirmation", status=409)
    assert "is CONFIRMED; one that is DRAFT can be" in error["details"]


def test_an_order_without_a_preference_goes_to_the_nearest_region(shop: Shop) -> None:
    shop.stock("MUG", 0)
    newark = {**PORTLAND, "city": "Newark", "stateOrRegion": "NJ", "postalCode": "07102"}
    regions = []
    for origin in (PORTLAND, newark):
        order_id = drafted(shop, package("MUG", 10, 1), preferences={}, originAddress=origin)
        done(shop, "POST", f"{ORDERS}/{order_id}/confirmation")
        regions.append(order(shop, order_id)["destinationDetails"]["destinationRegion"])
    assert regions == ["us-west", "us-east"]


def test_an_order_can_be_cancelled_until_its_shipment_has_left(shop: Shop) -> None:
    shop.stock("MUG", 0)
    first = drafted(shop, package("MUG", 10, 4))
    done(shop, "POST", f"{ORDERS}/{first}/cancellation")
    assert order(shop, first)["orderStatus"] == "CANCELLED"
    second = confirmed(shop, package("MUG", 10, 4))
    done(shop, "POST", f"{ORDERS}/{shipment(shop, second)['orderId']}/cancellation")
    assert shipment(shop, second)["shipmentStatus"] == "CANCELLED"
    third = confirmed(shop, package("MUG", 10, 4))
    tell_numbers(shop, third, "BOOK-1")
    [error] = shop.refused("POST", f"{ORDERS}/{shipment(shop, third)['orderId']}/cancellation", status=409)
    assert "its shipment is SHIPPED" in error["details"]
    assert shipment(shop, third)["shipmentStatus"] == "SHIPPED"
    assert units(shop, "MUG") == (40, 0, 0, 0)


def test_a_draft_expires_after_thirty_days(shop: Shop) -> None:
    shop.stock("MUG", 0)
    order_id = drafted(shop, package("MUG", 10, 4))
    shop.advance("P29D")
    assert order(shop, order_id)["orderStatus"] == "DRAFT"
    shop.advance("P2D")
    assert order(shop, order_id)["orderStatus"] == "EXPIRED"
    shop.refused("POST", f"{ORDERS}/{order_id}/confirmation", status=409)


def test_a_draft_whose_change_takes_too_long_expires_when_that_is_over(shop: Shop) -> None:
    shop.stock("MUG", 0)
    order_id = drafted(shop, package("MUG", 10, 4))
    slow = {"kind": "awd", "type": "updateInbound", "times": 1, "workingSeconds": 31 * 86400}
    shop.controlled("POST", "jobs/rules", slow)
    done(shop, "PUT", f"{ORDERS}/{order_id}", order(shop, order_id))
    shop.advance("P30DT1H")
    assert order(shop, order_id)["orderStatus"] == "VALIDATING"
    shop.advance("P1D")
    assert order(shop, order_id)["orderStatus"] == "EXPIRED"


def test_what_belongs_to_others_is_not_there(shop: Shop, new_shop: Any) -> None:
    shop.stock("MUG", 0)
    order_id = drafted(shop, package("MUG", 10, 4))
    other = new_shop(beside=shop)
    assert other.refused("GET", f"{ORDERS}/{order_id}", status=404)[0]["code"] == "NotFound"
    for path in ("/nobody", "/nobody/labels", "/nobody/labelPageTypes"):
        [error] = shop.refused("GET", f"{SHIPMENTS}{path}", status=404)
        assert "'nobody' is not a confirmed inbound shipment of yours" in error["details"]


def test_sellers_outside_the_us_have_no_awd(shop: Shop, new_shop: Any) -> None:
    german = new_shop(beside=shop, marketplaceIds=[DE])
    for path in ("/inventory", "/inboundShipments"):
        assert german.refused("GET", f"{AWD}{path}", status=403)[0]["code"] == "Unauthorized"

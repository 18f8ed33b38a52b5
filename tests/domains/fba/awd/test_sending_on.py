"""Boxes go on from AWD to FBA: replenishment and outbound orders, by the clock, up to units that a buyer orders."""

from __future__ import annotations

import pytest
from tests.domains.fba.awd.bringing import AWD, done, package, stored, units
from tests.domains.fba.inbound.sending import charged
from tests.shop import Json, Shop

REPLENISHMENT = f"{AWD}/replenishmentOrders"
OUTBOUND = f"{AWD}/outboundOrders"
PARTIAL = [{"orderPreference": "PARTIAL_ORDER", "orderPreferenceValue": "SET"}]
WHOLE_WAY = ["CREATED", "VALIDATING", "ELIGIBLE", "CONFIRMED", "EXECUTING", "INVENTORY_OUTBOUND", "SUCCESS"]


def made(shop: Shop, path: str, body: Json) -> str:
    response = shop.call("POST", path, body)
    assert response.status_code == 201, response.text
    return str(response.json()["orderId"])


def replenish(shop: Shop, wanted: dict[str, int], mode: str = "MANUAL") -> str:
    products = [{"sku": sku, "quantity": quantity} for sku, quantity in wanted.items()]
    return made(shop, REPLENISHMENT, {"products": products, "preferences": {"confirmation": mode}})


def eligible(shop: Shop, wanted: dict[str, int]) -> str:
    """A replenishment order that can be confirmed."""
    order_id = replenish(shop, wanted)
    shop.advance("PT5S")
    assert found(shop, order_id)["status"] == "ELIGIBLE"
    return order_id


def found(shop: Shop, order_id: str) -> Json:
    return shop.ok("GET", f"{REPLENISHMENT}/{order_id}")


def confirm(shop: Shop, order_id: str) -> None:
    done(shop, "POST", f"{REPLENISHMENT}/{order_id}/confirmation")


def inbound_at_fba(shop: Shop, sku: str) -> tuple[int, int, int]:
    details = shop.summary(sku)["inventoryDetails"]
    return tuple(details[f"inbound{each}Quantity"] for each in ("Working", "Shipped", "Receiving"))


def until(shop: Shop, order_id: str, status: str, path: str = REPLENISHMENT) -> Json:
    """The order once it is there."""
    for _ in range(200):
        order = shop.ok("GET", f"{path}/{order_id}")
        if order.get("status", order.get("orderStatus")) == status:
            return order
        shop.advance("PT6H")
    raise AssertionError(f"{order_id} does not come to {status}")


def test_units_go_on_to_fba_and_can_be_sold(shop: Shop) -> None:
    shop.list_product("TROLLEY", price=40.0, fba=True, quantity=0)
    stored(shop, package("TROLLEY", 5, 4))
    order_id = replenish(shop, {"TROLLEY": 12})
    assert found(shop, order_id)["status"] == "CREATED"
    shop.advance("PT1S")
    assert found(shop, order_id)["status"] == "VALIDATING"
    shop.advance("PT4S")
    checked = found(shop, order_id)
    assert (checked["status"], checked["eligibleProducts"]) == ("ELIGIBLE", [{"sku": "TROLLEY", "quantity": 10}])
    [reason] = checked["distributionIneligibleReasons"]
    assert (reason["failureCode"], reason["sku"]) == ("INSUFFICIENT_INVENTORY", "TROLLEY")
    assert units(shop, "TROLLEY") == (0, 20, 0, 0)
    confirm(shop, order_id)
    assert (found(shop, order_id)["status"], units(shop, "TROLLEY")) == ("CONFIRMED", (0, 10, 10, 0))
    [shipment] = until(shop, order_id, "INVENTORY_OUTBOUND")["outboundShipments"]
    assert shipment["shipmentStatus"] == "CREATED"
    assert (units(shop, "TROLLEY"), inbound_at_fba(shop, "TROLLEY")) == ((0, 10, 10, 0), (10, 0, 0))
    shop.advance("PT12H")
    assert (units(shop, "TROLLEY"), inbound_at_fba(shop, "TROLLEY")) == ((0, 10, 0, 10), (0, 10, 0))
    assert found(shop, order_id)["shippedProducts"] == [{"sku": "TROLLEY", "quantity": 10}]
    sold = until(shop, order_id, "SUCCESS")
    assert sold["outboundShipments"][0]["shipmentStatus"] == "RECEIVED"
    assert (units(shop, "TROLLEY"), inbound_at_fba(shop, "TROLLEY")) == ((0, 10, 0, 0), (0, 0, 0))
    shop.order("O-1", {"TROLLEY": 10})
    assert shop.shipped("O-1")["fulfillmentOrder"]["fulfillmentOrderStatus"] == "Complete"
    statuses = [each["body"]["status"] for each in shop.events("awd.distribution_order_status_changed")]
    assert statuses == WHOLE_WAY
    moved = [each["body"]["status"] for each in shop.events("awd.outbound_shipment_status_changed")]
    assert moved[:5] == ["CREATED", "IN_TRANSIT", "DELIVERED", "RECEIVING", "RECEIVED"]


def test_bringing_boxes_to_fba_is_charged_by_the_box_and_the_room_that_they_take(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 10))
    order_id = eligible(shop, {"MUG": 40})
    confirm(shop, order_id)
    assert until(shop, order_id, "SUCCESS")["distributionIneligibleReasons"] == []
    shop.advance("PT1H")
    fees = [each for each in charged(shop) if each[0] != "STARStorageFee"]
    assert sorted(fees) == [
        ("AmazonUpstreamProcessingFee", -14.0),
        ("AmazonUpstreamProcessingFee", -5.6),
        ("AmazonUpstreamStorageTransportationFee", -5.6),
    ]


def test_what_expires_first_goes_first(shop: Shop) -> None:
    shop.stock("MUG", 0)
    year = int(shop.now()[:4])
    late, soon = (f"{each}-06-30T00:00:00Z" for each in (year + 3, year + 2))
    stored(shop, package("MUG", 1, 2), package("MUG", 1, 3, expiration=late), package("MUG", 1, 4, expiration=soon))
    confirm(shop, eligible(shop, {"MUG": 5}))
    reserved = [each for each in shop.events("awd.stock_moved") if each["body"]["cause"] == "reserved"]
    assert [(each["subject"][-4:], each["body"]["boxes"]) for each in reserved] == [("0002", 4), ("0001", 1)]


def test_an_order_for_what_is_not_there_is_ineligible_and_cannot_be_confirmed(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 1))
    order_id = replenish(shop, {"MUG": 9, "NOBODYS": 1})
    shop.advance("PT5S")
    order = found(shop, order_id)
    assert order["status"] == "INELIGIBLE"
    assert [each["sku"] for each in order["distributionIneligibleReasons"]] == ["MUG", "NOBODYS"]
    assert "eligibleProducts" not in order
    [error] = shop.refused("POST", f"{REPLENISHMENT}/{order_id}/confirmation")
    assert "is INELIGIBLE; one that is ELIGIBLE can be confirmed" in error["details"]
    assert units(shop, "MUG") == (0, 10, 0, 0)


def test_boxes_are_set_aside_for_one_order_only(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 3))
    first, second, third = (eligible(shop, {"MUG": 20}) for _ in range(3))
    confirm(shop, first)
    confirm(shop, second)
    assert found(shop, second)["eligibleProducts"] == [{"sku": "MUG", "quantity": 10}]
    [error] = shop.refused("POST", f"{REPLENISHMENT}/{third}/confirmation")
    assert "20 units wanted, 0 are available" in error["message"]
    assert (found(shop, third)["status"], units(shop, "MUG")) == ("ELIGIBLE", (0, 0, 30, 0))


def test_an_order_can_confirm_itself(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 3))
    order_id = replenish(shop, {"MUG": 30}, "AUTO")
    shop.advance("PT5S")
    assert found(shop, order_id)["status"] == "CONFIRMED"
    assert "confirmedOn" in found(shop, order_id)
    until(shop, order_id, "SUCCESS")
    assert shop.fulfillable("MUG") == 30


@pytest.mark.parametrize(
    ("products", "named"),
    [
        ([], "products: '' is required"),
        ([{"sku": "MUG", "quantity": 0}], "products[0].quantity: '0' is not above 0"),
        ([{"sku": "MUG", "quantity": 1}] * 2, "products[1].sku: 'MUG' is blank, or stands in an earlier product"),
    ],
)
def test_an_order_that_is_not_well_formed_is_refused(shop: Shop, products: list[Json], named: str) -> None:
    [error] = shop.refused("POST", REPLENISHMENT, {"products": products})
    assert named in error["details"]
    assert shop.ok("GET", REPLENISHMENT) == {"orders": []}


def test_a_check_and_an_execution_can_be_made_to_fail(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 3))
    rule = {"kind": "awd", "times": 1, "ending": "fatal", "reason": "The conveyor stands still."}
    shop.controlled("POST", "jobs/rules", {**rule, "type": "createReplenishmentOrder"})
    order_id = replenish(shop, {"MUG": 10})
    shop.advance("PT5S")
    order = found(shop, order_id)
    assert (order["status"], order["distributionIneligibleReasons"][0]["failureReasons"]) == (
        "INELIGIBLE",
        ["The conveyor stands still."],
    )
    shop.controlled("POST", "jobs/rules", {**rule, "type": "confirmReplenishmentOrder"})
    order_id = eligible(shop, {"MUG": 10})
    confirm(shop, order_id)
    failed = until(shop, order_id, "FAILURE")
    assert failed["distributionIneligibleReasons"][0]["failureCode"] == "EXECUTION_FAILED"
    assert (units(shop, "MUG"), shop.summary("MUG")["totalQuantity"]) == ((0, 30, 0, 0), 0)


def outbound(shop: Shop, order_id: str) -> Json:
    return shop.ok("GET", f"{OUTBOUND}/{order_id}")


def test_an_outbound_order_wants_all_of_it_unless_it_says_otherwise(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 3))
    order_id = made(shop, OUTBOUND, {"productsToOutbound": [{"sku": "MUG", "quantity": 35}]})
    assert outbound(shop, order_id)["orderStatus"] == "DRAFT"
    shop.advance("PT5S")
    order = outbound(shop, order_id)
    assert (order["orderStatus"], order["executionErrors"][0]["failureCode"]) == (
        "INELIGIBLE",
        "INSUFFICIENT_INVENTORY",
    )
    changed = {**order, "orderPreferences": PARTIAL}
    assert shop.ok("PUT", f"{OUTBOUND}/{order_id}", changed) == {"orderId": order_id}
    assert outbound(shop, order_id)["orderStatus"] == "DRAFT"
    shop.advance("PT5S")
    order = outbound(shop, order_id)
    assert (order["orderStatus"], order["eligibleProductsToOutbound"]) == ("ELIGIBLE", [{"sku": "MUG", "quantity": 30}])
    done(shop, "POST", f"{OUTBOUND}/{order_id}/confirmation")
    [error] = shop.refused("PUT", f"{OUTBOUND}/{order_id}", changed)
    assert "is CONFIRMED; one that is DRAFT, ELIGIBLE or INELIGIBLE can be changed" in error["details"]
    [shipment] = until(shop, order_id, "SUCCESS", OUTBOUND)["outboundShipments"]
    assert shipment["originAddress"]["name"] == "Amazon IUSP"
    assert shipment["shipmentProductQuantities"] == [{"sku": "MUG", "quantity": 30}]
    assert shop.fulfillable("MUG") == 30


def test_boxes_can_be_ordered_as_they_were_brought(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 3), package("MUG", 4, 2))
    order_id = made(shop, OUTBOUND, {"packagesToOutbound": [package("MUG", 4, 2)]})
    shop.advance("PT5S")
    done(shop, "POST", f"{OUTBOUND}/{order_id}/confirmation")
    order = until(shop, order_id, "SUCCESS", OUTBOUND)
    assert [each["count"] for each in order["shippedOutboundPackages"]] == [2]
    assert (units(shop, "MUG"), shop.fulfillable("MUG")) == ((0, 30, 0, 0), 8)
    [error] = shop.refused("POST", OUTBOUND, {})
    assert "or packagesToOutbound is required, one of them" in error["details"]


def test_a_change_while_an_order_is_checked_makes_the_first_check_void(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 3))
    order_id = made(shop, OUTBOUND, {"productsToOutbound": [{"sku": "MUG", "quantity": 99}]})
    body = {**outbound(shop, order_id), "productsToOutbound": [{"sku": "MUG", "quantity": 10}]}
    shop.ok("PUT", f"{OUTBOUND}/{order_id}", body)
    shop.advance("PT5S")
    order = outbound(shop, order_id)
    assert (order["orderStatus"], order["productsToOutbound"]) == ("ELIGIBLE", [{"sku": "MUG", "quantity": 10}])
    assert "executionErrors" not in order


def test_the_two_kinds_of_orders_are_listed_by_themselves_and_page_by_page(shop: Shop) -> None:
    ids = []
    for _ in range(3):
        ids.append(replenish(shop, {"MUG": 1}))
        shop.advance("PT1M")
    other = made(shop, OUTBOUND, {"productsToOutbound": [{"sku": "MUG", "quantity": 1}]})
    first = shop.ok("GET", REPLENISHMENT, maxResults=2)
    rest = shop.ok("GET", REPLENISHMENT, maxResults=2, nextToken=first["nextToken"])
    assert [each["orderId"] for each in first["orders"] + rest["orders"]] == ids[::-1]
    assert "nextToken" not in rest
    up = shop.ok("GET", REPLENISHMENT, sortOrder="ASCENDING", updatedAfter=found(shop, ids[1])["updatedAt"])
    assert [each["orderId"] for each in up["orders"]] == ids[1:]
    listed = shop.ok("GET", OUTBOUND, updatedBefore=shop.now())["outboundOrders"]
    assert [each["orderId"] for each in listed] == [other]
    assert shop.refused("GET", f"{OUTBOUND}/{ids[0]}", status=404)[0]["code"] == "NotFound"
    assert shop.refused("GET", f"{REPLENISHMENT}/{other}", status=404)[0]["code"] == "NotFound"


def test_what_would_not_last_is_sent_on_by_itself(shop: Shop) -> None:
    shop.list_product("MUG", price=20.0, fba=True, quantity=6)
    stored(shop, package("MUG", 5, 8))
    shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG", "quantity": 3}], "paid": True})
    shop.advance("P7D")
    assert shop.fulfillable("MUG") == 3
    assert shop.controlled("PUT", "awd/replenishment", {"days": 60}) == {"days": 60}
    shop.advance("PT1H")
    [order] = shop.ok("GET", REPLENISHMENT)["orders"]
    assert (order["status"], units(shop, "MUG")) == ("CONFIRMED", (0, 30, 10, 0))
    shop.advance("P3D")
    assert len(shop.ok("GET", REPLENISHMENT)["orders"]) == 1
    until(shop, order["orderId"], "SUCCESS")
    assert shop.fulfillable("MUG") == 13
    shop.controlled("PUT", "awd/replenishment", {"days": 0})
    shop.controlled("POST", "buyers/orders", {"items": [{"sku": "MUG", "quantity": 13}], "paid": True})
    shop.advance("P7D")
    assert len(shop.ok("GET", REPLENISHMENT)["orders"]) == 1
    assert shop.control("PUT", "awd/replenishment", {"days": 366}).status_code == 400

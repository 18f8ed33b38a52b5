"""Boxes travel to AWD by the clock, are received, and wait there; what that costs is posted."""

from __future__ import annotations

from datetime import datetime, timedelta

import httpx
import pytest
from tests.domains.fba.awd.bringing import (
    AWD,
    ORDERS,
    SHIPMENTS,
    WAY,
    confirmed,
    done,
    drafted,
    order,
    package,
    shipment,
    stored,
    tell_numbers,
    units,
    until,
)
from tests.domains.fba.inbound.sending import charged
from tests.printing.reading import barcodes_of
from tests.shop import Json, Shop


def test_boxes_arrive_by_the_clock_and_are_stored(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shipment_id = confirmed(shop, package("MUG", 10, 4))
    tell_numbers(shop, shipment_id, "BOOK-1")
    sent = shipment(shop, shipment_id)
    assert (sent["trackingId"], sent["carrierCode"]["carrierCodeValue"]) == ("BOOK-1", "ABFS")
    assert units(shop, "MUG") == (40, 0, 0, 0)
    assert until(shop, shipment_id, "RECEIVING") == WAY[1:5]
    assert units(shop, "MUG") == (20, 20, 0, 0)
    shop.advance("P1D")
    assert units(shop, "MUG") == (0, 40, 0, 0)
    assert until(shop, shipment_id, "CLOSED") == WAY[4:]
    received = shipment(shop, shipment_id)
    assert received["receivedQuantity"] == [{"quantity": 4.0, "unitOfMeasurement": "CASES"}]
    [of_sku] = received["shipmentSkuQuantities"]
    assert of_sku["receivedQuantity"] == {"quantity": 40.0, "unitOfMeasurement": "PRODUCT_UNITS"}
    assert order(shop, received["orderId"])["orderStatus"] == "CLOSED"
    assert shop.summary("MUG")["totalQuantity"] == 0


def test_parcels_are_faster_than_freight(shop: Shop) -> None:
    shop.stock("MUG", 0)
    by_freight, by_parcel = (confirmed(shop, package("MUG", 10, 3)) for _ in range(2))
    tell_numbers(shop, by_freight, "BOOK-1")
    tell_numbers(shop, by_parcel, "1Z1", "1Z2", "1Z3")
    until(shop, by_parcel, "DELIVERED")
    assert shipment(shop, by_freight)["shipmentStatus"] == "IN_TRANSIT"


@pytest.mark.parametrize(
    ("numbers", "named"),
    [
        ([], "trackingDetails: '0' entries are neither one for the shipment nor one for each of its 3 boxes"),
        (["A", "B"], "trackingDetails: '2' entries are neither"),
        (["A", "B", "A"], "trackingDetails[2].bookingId: 'A' is blank, or stands in an earlier entry"),
    ],
)
def test_numbers_that_do_not_fit_are_refused(shop: Shop, numbers: list[str], named: str) -> None:
    shop.stock("MUG", 0)
    shipment_id = confirmed(shop, package("MUG", 10, 3))
    body: Json = {"trackingDetails": [{"bookingId": each} for each in numbers]}
    [error] = shop.refused("PUT", f"{SHIPMENTS}/{shipment_id}/transport", body)
    assert named in error["details"]
    code = {"carrierCodeType": "SCAC", "carrierCodeValue": "carrier"}
    body = {"trackingDetails": [{"bookingId": "A", "carrierCode": code}]}
    [error] = shop.refused("PUT", f"{SHIPMENTS}/{shipment_id}/transport", body)
    assert "'carrier' is not a Standard Carrier Alpha Code" in error["details"]
    assert shipment(shop, shipment_id)["shipmentStatus"] == "CREATED"
    assert "trackingId" not in shipment(shop, shipment_id)


def test_numbers_can_be_corrected_until_the_boxes_are_delivered(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shipment_id = confirmed(shop, package("MUG", 10, 3))
    tell_numbers(shop, shipment_id, "BOOK-1")
    tell_numbers(shop, shipment_id, "BOOK-2")
    assert shipment(shop, shipment_id)["trackingId"] == "BOOK-2"
    assert units(shop, "MUG") == (30, 0, 0, 0)
    until(shop, shipment_id, "DELIVERED")
    body = {"trackingDetails": [{"bookingId": "BOOK-3"}]}
    [error] = shop.refused("PUT", f"{SHIPMENTS}/{shipment_id}/transport", body)
    assert "is DELIVERED" in error["details"]
    assert shipment(shop, shipment_id)["trackingId"] == "BOOK-2"


def labels(shop: Shop, shipment_id: str) -> Json:
    return shop.ok("GET", f"{SHIPMENTS}/{shipment_id}/labels", pageType="PLAIN_PAPER", formatType="PDF")


def test_the_id_of_an_order_stands_for_that_of_its_shipment(shop: Shop) -> None:
    shop.stock("MUG", 0)
    order_id = drafted(shop, package("MUG", 8, 1))
    shop.refused("GET", f"{SHIPMENTS}/{order_id}/labels", status=404, pageType="PLAIN_PAPER")
    done(shop, "POST", f"{ORDERS}/{order_id}/confirmation")
    shipment_id = order(shop, order_id)["destinationDetails"]["shipmentId"]
    assert labels(shop, order_id) == {"labelStatus": "GENERATING"}
    tell_numbers(shop, order_id, "BOOK-1")
    assert shipment(shop, order_id) == shipment(shop, shipment_id)


def test_labels_are_generated_for_every_box(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shipment_id = confirmed(shop, package("MUG", 10, 2), package("MUG", 5, 1))
    pages = f"{SHIPMENTS}/{shipment_id}/labelPageTypes"
    assert labels(shop, shipment_id) == shop.ok("GET", pages) == {"labelStatus": "GENERATING"}
    shop.advance("PT5S")
    assert shop.ok("GET", pages) == {"labelStatus": "GENERATED", "pageTypes": ["PLAIN_PAPER"]}
    found = labels(shop, shipment_id)
    assert found["labelStatus"] == "GENERATED"
    paper = httpx.get(found["labelDownloadURL"], timeout=60)
    assert paper.headers["content-type"] == "application/pdf"
    read = barcodes_of(paper.content)
    assert read == [[f"{shipment_id}U{number:06}"] for number in (1, 2, 3)]
    shop.advance("P31D")
    assert labels(shop, shipment_id) == {"labelStatus": "GENERATING"}


def test_labels_can_fail_and_are_tried_again(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shipment_id = confirmed(shop, package("MUG", 10, 2))
    rule = {"kind": "awd", "type": "getInboundShipmentLabels", "times": 1, "ending": "fatal"}
    shop.controlled("POST", "jobs/rules", rule)
    labels(shop, shipment_id)
    shop.advance("PT5S")
    assert labels(shop, shipment_id) == {"labelStatus": "GENERATION_FAILED"}
    assert labels(shop, shipment_id) == {"labelStatus": "GENERATING"}
    shop.advance("PT5S")
    assert labels(shop, shipment_id)["labelStatus"] == "GENERATED"


def test_a_cancelled_shipment_has_no_labels(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shipment_id = confirmed(shop, package("MUG", 10, 2))
    done(shop, "POST", f"{ORDERS}/{shipment(shop, shipment_id)['orderId']}/cancellation")
    [error] = shop.refused("GET", f"{SHIPMENTS}/{shipment_id}/labels")
    assert "is CANCELLED" in error["details"]


def listed(shop: Shop, **query: str) -> list[str]:
    """Every shipment of a list, two by two."""
    found: list[str] = []
    token: Json = {}
    while True:
        answer = shop.ok("GET", SHIPMENTS, maxResults="2", **query, **token)
        found += [each["shipmentId"] for each in answer["shipments"]]
        if "nextToken" not in answer:
            return found
        token = {"nextToken": answer["nextToken"]}


def test_shipments_are_listed_by_status_and_time(shop: Shop) -> None:
    shop.stock("MUG", 0)
    made = []
    for _ in range(5):
        made.append(confirmed(shop, package("MUG", 10, 1)))
        shop.advance("PT1H")
    noon = shop.now()
    tell_numbers(shop, made[1], "BOOK-1")
    assert listed(shop) == [made[1], made[4], made[3], made[2], made[0]]
    assert listed(shop, sortBy="CREATED_AT", sortOrder="ASCENDING") == made
    assert listed(shop, shipmentStatus="SHIPPED") == [made[1]] == listed(shop, updatedAfter=noon)
    assert listed(shop, updatedBefore=shop.now(), shipmentStatus="CREATED", sortOrder="ASCENDING") == [
        made[0],
        *made[2:],
    ]
    answer = shop.ok("GET", SHIPMENTS, maxResults=2)
    [error] = shop.refused("GET", SHIPMENTS, maxResults=2, shipmentStatus="SHIPPED", nextToken=answer["nextToken"])
    assert error["details"].startswith("nextToken:")


def test_inventory_is_listed_by_sku_with_what_expires_when(shop: Shop) -> None:
    for sku in ("A", "B", "C"):
        shop.stock(sku, 0)
    day = f"{int(shop.now()[:4]) + 2}-06-30T00:00:00Z"
    stored(shop, package("C", 1, 1), package("A", 10, 3, expiration=day), package("A", 4, 1), package("B", 2, 2))
    names = [each["sku"] for each in shop.ok("GET", f"{AWD}/inventory")["inventory"]]
    assert names == ["A", "B", "C"]
    page = shop.ok("GET", f"{AWD}/inventory", sortOrder="DESCENDING", maxResults=2)
    rest = shop.ok("GET", f"{AWD}/inventory", sortOrder="DESCENDING", maxResults=2, nextToken=page["nextToken"])
    assert [each["sku"] for each in page["inventory"] + rest["inventory"]] == ["C", "B", "A"]
    assert "nextToken" not in rest
    [found] = shop.ok("GET", f"{AWD}/inventory", sku="A", details="SHOW")["inventory"]
    assert found["expirationDetails"] == [{"expiration": day, "onhandQuantity": 30}]
    [lasting] = shop.ok("GET", f"{AWD}/inventory", sku="B", details="SHOW")["inventory"]
    assert sorted(lasting) == ["inventoryDetails", "sku", "totalInboundQuantity", "totalOnhandQuantity"]
    [plain] = shop.ok("GET", f"{AWD}/inventory", sku="A")["inventory"]
    assert plain == {"sku": "A", "totalInboundQuantity": 0, "totalOnhandQuantity": 34}


def test_receiving_is_charged_by_the_box(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 100))
    shop.advance("PT1H")
    assert charged(shop) == [("AmazonUpstreamProcessingFee", -140.0)]


def test_storage_is_charged_on_the_sixth_by_the_room_that_was_taken_on_average(shop: Shop) -> None:
    shop.stock("MUG", 0)
    stored(shop, package("MUG", 10, 100))
    received = [each for each in shop.events("awd.stock_moved") if each["body"]["cause"] == "received"]
    start = datetime.fromisoformat(received[0]["occurredAt"]).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    end = (start + timedelta(days=32)).replace(day=1)
    taken = sum(
        each["body"]["boxes"] * max(timedelta(0), end - datetime.fromisoformat(each["occurredAt"])) / (end - start)
        for each in received
    )
    shop.controlled("POST", "clock/advance", {"to": (end + timedelta(days=4)).isoformat()})
    assert [each for each in charged(shop) if each[0] == "STARStorageFee"] == []
    shop.advance("P1DT1H")
    [amount] = [amount for name, amount in charged(shop) if name == "STARStorageFee"]
    assert amount == pytest.approx(-0.57 * taken, abs=0.0051)
    shop.advance("P31D")
    assert [amount for name, amount in charged(shop) if name == "STARStorageFee"][1:] == [-57.0]


def test_a_lost_box_is_missing_and_paid_for_when_the_shipment_closes(shop: Shop) -> None:
    shop.list_product("TROLLEY", price=40.0, fba=True, quantity=0)
    shipment_id = confirmed(shop, package("TROLLEY", 2, 3), package("TROLLEY", 5, 1))
    tell_numbers(shop, shipment_id, "BOOK-1")
    lost = f"{shipment_id}U000004"
    assert shop.controlled("POST", "awd/lost-boxes", {"boxId": lost})["lostBoxes"] == [lost]
    until(shop, shipment_id, "RECEIVING")
    shop.advance("P1D")
    assert units(shop, "TROLLEY") == (5, 6, 0, 0)
    until(shop, shipment_id, "CLOSED")
    assert units(shop, "TROLLEY") == (0, 6, 0, 0)
    [of_sku] = shipment(shop, shipment_id)["shipmentSkuQuantities"]
    assert (of_sku["expectedQuantity"]["quantity"], of_sku["receivedQuantity"]["quantity"]) == (11.0, 6.0)
    shop.advance("PT1H")
    events = shop.ok("GET", "/finances/v0/financialEvents")["payload"]["FinancialEvents"]
    [adjustment] = events["AdjustmentEventList"]
    assert adjustment["AdjustmentType"] == "FBAInventoryReimbursement"
    assert adjustment["AdjustmentAmount"] == {"CurrencyCode": "USD", "CurrencyAmount": 100.0}
    assert adjustment["AdjustmentItemList"][0]["Quantity"] == "5"
    assert charged(shop) == [("AmazonUpstreamProcessingFee", -4.2)]


def test_a_box_that_is_not_on_its_way_cannot_be_lost(shop: Shop) -> None:
    shop.stock("MUG", 0)
    shipment_id = stored(shop, package("MUG", 10, 1))
    for box_id, status, named in (
        (f"{shipment_id}U000001", 400, "is RECEIVING; a box can be lost until its shipment is received"),
        (f"{shipment_id}U000002", 404, "is not a box of an inbound shipment"),
    ):
        refused = shop.control("POST", "awd/lost-boxes", {"boxId": box_id})
        assert refused.status_code == status
        assert named in refused.json()["errors"][0]["details"]
    assert units(shop, "MUG") == (0, 10, 0, 0)

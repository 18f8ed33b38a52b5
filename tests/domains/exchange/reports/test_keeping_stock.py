"""What keeping stock in the network brings with it: removals, replacements and storage, in reports and in finances."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from tests.domains.exchange.exchanging import ended as feed_ended
from tests.domains.exchange.exchanging import feed, report
from tests.domains.exchange.feeds.conftest import FLAT
from tests.domains.exchange.notifying import ordered
from tests.domains.exchange.reports.reporting import asked, ended, rows
from tests.shop import INVENTORY, ORDERS, US, Json, Shop

REMOVALS = "GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA"
SENT_BACK = "GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA"
REPLACEMENTS = "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA"
STORAGE = "GET_FBA_STORAGE_FEE_CHARGES_DATA"
CREATE = "POST_FLAT_FILE_FBA_CREATE_REMOVAL"
ADDRESS = {
    "name": "Jo Doe",
    "addressLine1": "1 Main Street",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
    "countryCode": "US",
}
TEMPLATE = "\r\n".join(
    [
        "MerchantRemovalOrderID\t{id}",
        "RemovalDisposition\t{type}",
        "AddressName\tJo Doe",
        "AddressFieldOne\t1 Main Street",
        "AddressFieldTwo\t",
        "AddressCity\tSeattle",
        "AddressCountryCode\tUS",
        "AddressStateOrRegion\tWA",
        "AddressPostalCode\t98101",
        "ContactPhoneNumber\t",
        "ShippingNotes\tRing twice",
        "",
        "MerchantSKU\tSellableQuantity\tUnsellableQuantity",
        "{rows}",
        "",
    ]
)


def removal(shop: Shop, **more: object) -> Json:
    return shop.controlled("POST", "removals", {"address": ADDRESS, **more})


def fees(shop: Shop, about: str) -> list[Decimal]:
    """What service fees of this kind were charged, in their order."""
    found = shop.ok("GET", "/finances/v0/financialEvents", PostedAfter="2020-01-01T00:00:00Z")
    return [
        Decimal(str(each["FeeAmount"]["CurrencyAmount"]))
        for event in found["payload"]["FinancialEvents"].get("ServiceFeeEventList", [])
        for each in event["FeeList"]
        if each["FeeType"] == about
    ]


def units(shop: Shop, sku: str) -> int:
    return int(shop.summary(sku)["totalQuantity"])


# Removals


def test_units_are_sent_back_by_the_clock_and_their_fee_is_charged(shop: Shop) -> None:
    shop.list_product("MUG-1", 20, 10, fba=True)
    made = removal(shop, items=[{"sellerSku": "MUG-1", "sellableQuantity": 4}], removalOrderId="RM-1")
    assert (made["status"], made["items"][0]["requested"], units(shop, "MUG-1")) == ("Pending", 4, 10)
    [row] = rows(shop, REMOVALS)
    assert (row["order-status"], row["in-process-quantity"], row["removal-fee"]) == ("Pending", "4", "")
    shop.advance("P6D")
    assert units(shop, "MUG-1") == 6
    found = shop.controlled("GET", "removals/RM-1")
    [row] = rows(shop, REMOVALS)
    assert [row[name] for name in ("order-id", "order-type", "order-status", "sku", "disposition")] == [
        "RM-1",
        "Return",
        "Completed",
        "MUG-1",
        "Sellable",
    ]
    assert [row[f"{name}-quantity"] for name in ("requested", "cancelled", "disposed", "shipped", "in-process")] == [
        "4",
        "0",
        "0",
        "4",
        "0",
    ]
    assert fees(shop, "FBARemovalFee") == [-Decimal(row["removal-fee"])]
    assert Decimal(row["removal-fee"]) > 0
    [sent] = rows(shop, SENT_BACK)
    assert (sent["shipped-quantity"], sent["carrier"], sent["tracking-number"]) == (
        "4",
        found["carrier"],
        found["trackingNumber"],
    )
    moves = [each for each in shop.events("inventory.removed") if each["body"]["reference"] == "RM-1"]
    assert [(each["body"]["quantity"], each["body"]["from"]) for each in moves] == [(4, "fulfillable")]


def test_units_that_cannot_be_sold_are_disposed_of(shop: Shop) -> None:
    shop.stock("CUP-1", 3)
    shop.order("O-1", {"CUP-1": 1})
    shipment = shop.shipped("O-1")["fulfillmentShipments"][0]
    returned = {
        "sellerReturnItemId": "R-1",
        "sellerFulfillmentOrderItemId": "item-CUP-1",
        "amazonShipmentId": shipment["amazonShipmentId"],
        "returnReasonCode": "CR-DEFECTIVE",
    }
    shop.ok("PUT", f"{ORDERS}/O-1/return", {"items": [returned]})
    shop.advance("P14D")
    details = shop.summary("CUP-1")["inventoryDetails"]
    graded = details["unfulfillableQuantity"]["totalUnfulfillableQuantity"]
    wanted = {"sellerSku": "CUP-1", "sellableQuantity": details["fulfillableQuantity"], "unsellableQuantity": graded}
    removal(shop, type="Disposal", items=[wanted])
    shop.advance("P6D")
    assert units(shop, "CUP-1") == 0
    found = {row["disposition"]: row for row in rows(shop, REMOVALS)}
    assert sum(int(row["disposed-quantity"]) for row in found.values()) == 3
    assert ended(shop, asked(shop, SENT_BACK))["processingStatus"] == "CANCELLED"
    assert fees(shop, "FBADisposalFee") == [-sum(Decimal(row["removal-fee"]) for row in found.values())]


def test_what_is_sold_before_the_center_comes_to_it_is_cancelled(shop: Shop) -> None:
    shop.list_product("MUG-1", 20, 5, fba=True)
    removal(shop, items=[{"sellerSku": "MUG-1", "sellableQuantity": 5}])
    ordered(shop, "MUG-1", 3)
    shop.advance("P6D")
    [row] = rows(shop, REMOVALS)
    assert (row["cancelled-quantity"], row["shipped-quantity"]) == ("3", "2")
    assert units(shop, "MUG-1") == 0


def test_a_removal_of_what_is_not_there_is_refused_and_nothing_changes(shop: Shop) -> None:
    shop.list_product("MUG-1", 20, 5, fba=True)
    removal(shop, items=[{"sellerSku": "MUG-1", "sellableQuantity": 1}], removalOrderId="RM-1")
    line = {"sellerSku": "MUG-1", "sellableQuantity": 1}
    bad: list[tuple[Json, str]] = [
        ({"items": [{**line, "sellableQuantity": 6}]}, "items[0].sellableQuantity: '6' is not from 0 to 5"),
        ({"items": [{**line, "unsellableQuantity": 1}]}, "items[0].unsellableQuantity: '1' is not from 0 to 0"),
        (
            {"items": [{**line, "sellableQuantity": 0}]},
            "items[0].sellableQuantity: '0' and unsellableQuantity are both",
        ),
        ({"items": [line, line]}, "items[1].sellerSku: 'MUG-1' is there twice"),
        ({"items": [{**line, "sellerSku": "NOPE"}]}, "items[0].sellerSku: 'NOPE' has no stock in the network"),
        ({"items": [line], "address": None}, "address: '' is needed for a Return"),
        ({"items": [line], "removalOrderId": "RM-1"}, "removalOrderId: 'RM-1' is the id of another removal order"),
    ]
    for wrong, why in bad:
        answer = shop.control("POST", "removals", {"address": ADDRESS, **wrong})
        assert answer.status_code == 400, answer.text
        assert answer.json()["errors"][0]["details"].startswith(why)
    assert shop.control("GET", "removals/RM-2").status_code == 404
    assert len(shop.events("removals.requested")) == 1


@pytest.mark.parametrize("type", ["RETURN", "Disposal"])
def test_a_feed_of_the_published_template_makes_a_removal_order(shop: Shop, type: str) -> None:
    for sku in ("MUG-1", "MUG-2"):
        shop.list_product(sku, 20, 5, fba=True)
    document = TEMPLATE.format(id="RM-7", type=type, rows="MUG-1\t2\t0\r\nMUG-2\t3\t")
    id = feed(shop, CREATE, document, FLAT)
    assert feed_ended(shop, id)["processingStatus"] == "DONE"
    assert "records successful\t\t1" in report(shop, id).text
    found = shop.controlled("GET", "removals/RM-7")
    assert found["type"] == type.title()
    assert [(each["sellerSku"], each["requested"]) for each in found["items"]] == [("MUG-1", 2), ("MUG-2", 3)]
    shop.advance("P6D")
    assert (units(shop, "MUG-1"), units(shop, "MUG-2")) == (3, 2)


def test_a_removal_feed_of_more_than_is_there_changes_nothing_and_says_why(shop: Shop) -> None:
    shop.list_product("MUG-1", 20, 5, fba=True)
    for document, why in (
        (TEMPLATE.format(id="RM-7", type="Return", rows="MUG-1\t6\t0"), "'6' is not from 0 to 5"),
        (TEMPLATE.format(id="RM-7", type="Burn", rows="MUG-1\t1\t0"), "'Burn' is not Return or Disposal"),
        (TEMPLATE.format(id="RM-7", type="Return", rows="MUG-1\tmany\t0"), "'many' is not a number of units"),
    ):
        assert why in report(shop, feed(shop, CREATE, document, FLAT)).text
    assert shop.events("removals.requested") == []


# Replacements


def test_a_buyer_gets_another_unit_for_a_broken_one(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 20, 5, fba=True)
    order = ordered(shop, "MUG-1", 2, paid=True)
    assert shop.control("POST", f"buyers/orders/{order}/replace").status_code == 400
    shop.advance("P8D")
    item = shop.ok("GET", f"/orders/v0/orders/{order}/orderItems")["payload"]["OrderItems"][0]["OrderItemId"]
    wish: Json = {"reason": "DAMAGED_BY_CARRIER", "items": [{"orderItemId": item, "quantity": 1}]}
    made = shop.controlled("POST", f"buyers/orders/{order}/replace", wish)
    assert (made["replacedOrderId"], made["total"], made["status"]) == (order, "0", "Unshipped")
    assert shop.fulfillable("MUG-1") == 2
    shop.advance("P8D")
    shown = shop.ok("GET", f"/orders/v0/orders/{made['orderId']}")["payload"]
    assert (shown["IsReplacementOrder"], shown["ReplacedOrderId"], shown["OrderStatus"]) == (True, order, "Shipped")
    [row] = rows(shop, REPLACEMENTS)
    assert (row["sku"], row["asin"], row["quantity"]) == ("MUG-1", asin, "1")
    assert row["replacement-reason-code"] == "DAMAGED_BY_CARRIER"
    assert (row["replacement-amazon-order-id"], row["original-amazon-order-id"]) == (made["orderId"], order)
    assert row["fulfillment-center-id"]
    assert row["original-fulfillment-center-id"]
    refused = shop.control(
        "POST", f"buyers/orders/{order}/replace", {**wish, "items": [{**wish["items"][0], "quantity": 2}]}
    )
    assert refused.status_code == 400
    assert shop.fulfillable("MUG-1") == 2
    again = shop.control("POST", f"buyers/orders/{made['orderId']}/replace")
    assert "is a replacement itself" in again.json()["errors"][0]["details"]


def test_a_replacement_is_no_sale(shop: Shop) -> None:
    shop.list_product("MUG-1", 20, 5, fba=True)
    began = datetime.fromisoformat(shop.now())
    order = ordered(shop, "MUG-1", paid=True)
    shop.advance("P8D")
    shop.controlled("POST", f"buyers/orders/{order}/replace", {"reason": "UNDELIVERABLE"})
    interval = f"{began.date()}T00:00:00Z--{shop.now()[:19]}Z"
    [metrics] = shop.ok("GET", "/sales/v1/orderMetrics", marketplaceIds=US, interval=interval, granularity="Total")[
        "payload"
    ]
    assert (metrics["unitCount"], metrics["orderCount"]) == (1, 1)


def test_who_sends_himself_replaces_himself(shop: Shop) -> None:
    shop.list_product("MUG-1", 20, 5)
    order = ordered(shop, "MUG-1", paid=True)
    item = shop.ok("GET", f"/orders/v0/orders/{order}/orderItems")["payload"]["OrderItems"][0]["OrderItemId"]
    wish = {"items": [{"orderItemId": item, "quantity": 1}]}
    answer = shop.control("POST", f"buyers/orders/{order}/replace", wish)
    assert (answer.status_code, "is sent by its seller" in answer.text) == (400, True)
    assert len(shop.events("orders.created")) == 1


# Storage


def test_storage_is_charged_each_month_as_the_report_says_it(shop: Shop) -> None:
    now = datetime.fromisoformat(shop.now()).astimezone(ZoneInfo("America/Los_Angeles"))
    second = (now.replace(day=1) + timedelta(days=32)).replace(day=2)
    shop.controlled("POST", "clock/advance", {"to": second.isoformat()})
    shop.list_product("MUG-1", 20, 40, fba=True)
    shop.advance("P3D")
    shop.list_product("MUG-2", 20, 25, fba=True)
    reported = []
    for number in range(3):
        month = (second.replace(day=1) + timedelta(days=31 * number)).replace(day=10)
        following = (month + timedelta(days=31)).replace(day=8)
        shop.controlled("POST", "clock/advance", {"to": following.isoformat()})
        span = {"dataStartTime": month.isoformat(), "dataEndTime": (month + timedelta(days=1)).isoformat()}
        found = rows(shop, STORAGE, **span)
        assert [row["month-of-charge"] for row in found] == [f"{month:%Y-%m}"] * 2
        reported.append(-sum(Decimal(row["estimated-monthly-storage-fee"]) for row in found))
        shop.advance("PT1H")
        assert fees(shop, "FBAStorageFee") == reported
    assert len(reported) == 3


def test_a_unit_that_came_at_the_end_of_a_month_is_charged_from_the_next_one_on(shop: Shop) -> None:
    now = datetime.fromisoformat(shop.now()).astimezone(ZoneInfo("America/Los_Angeles"))
    first = (now.replace(day=1) + timedelta(days=32)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    shop.controlled("POST", "clock/advance", {"to": (first - timedelta(minutes=5)).isoformat()})
    shop.list_product("MUG-1", 20, 1, fba=True)
    shop.advance("P20D")
    assert fees(shop, "FBAStorageFee") == []
    shop.advance("P31D")
    assert len(fees(shop, "FBAStorageFee")) == 1


def test_without_stock_no_storage_is_charged(shop: Shop) -> None:
    shop.stock("MUG-1", 2)
    removal(shop, type="Disposal", items=[{"sellerSku": "MUG-1", "sellableQuantity": 2}])
    shop.advance("P100D")
    assert len(fees(shop, "FBAStorageFee")) <= 2
    assert shop.ok("GET", f"{INVENTORY}/summaries", granularityType="Marketplace", granularityId=US, marketplaceIds=US)
    before = fees(shop, "FBAStorageFee")
    shop.advance("P100D")
    assert fees(shop, "FBAStorageFee") == before

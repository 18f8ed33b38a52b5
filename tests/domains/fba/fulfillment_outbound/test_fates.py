"""What becomes of packages of the network, where somebody decides it."""

from __future__ import annotations

import pytest
from tests.shop import OUTBOUND, Json, Shop

FINANCES = "/finances/v0/financialEvents"


def send(shop: Shop, units: int = 1) -> Json:
    """A package of an order that has just left."""
    shop.list_product("MUG", price=20)
    shop.stock("MUG", 10)
    shop.order("O-1", {"MUG": units})
    shop.drive("O-1", "Received", "Planning", "Processing", "Complete")
    [shipment] = shop.shown("O-1")["fulfillmentShipments"]
    [package] = shipment["fulfillmentShipmentPackage"]
    return dict(package)


def track(shop: Shop, package: Json) -> Json:
    payload: Json = shop.ok("GET", f"{OUTBOUND}/tracking", packageNumber=package["packageNumber"])["payload"]
    return payload


def reimbursed(shop: Shop) -> list[tuple[str, float]]:
    events = shop.ok("GET", FINANCES, PostedAfter="2020-01-01T00:00:00Z")["payload"]["FinancialEvents"]
    return [
        (each["AdjustmentType"], each["AdjustmentAmount"]["CurrencyAmount"])
        for each in events.get("AdjustmentEventList", [])
    ]


@pytest.mark.parametrize(
    ("fate", "status", "on_the_shelf", "damaged", "paid"),
    [
        ("on_time", "DELIVERED", 9, 0, []),
        ("attempted", "DELIVERED", 9, 0, []),
        ("delayed", "DELIVERED", 9, 0, []),
        ("returned", "RETURNED", 10, 0, []),
        ("refused", "RETURNED", 10, 0, []),
        ("damaged", "RETURNED", 9, 1, []),
        ("lost", "UNDELIVERABLE", 9, 0, [("FBAInventoryReimbursement", 10.0)]),
    ],
)
def test_stock_and_money_follow_what_becomes_of_a_package(
    shop: Shop, fate: str, status: str, on_the_shelf: int, damaged: int, paid: list[tuple[str, float]]
) -> None:
    package = send(shop)
    shown = shop.controlled("POST", f"parcels/{package['trackingNumber']}/fate", {"fate": fate})
    assert (shown["fate"], shown["source"], shown["reference"]) == (fate, "fulfillment_outbound", "O-1")
    shop.advance("P45D")
    assert track(shop, package)["currentStatus"] == status
    details = shop.summary("MUG")["inventoryDetails"]
    assert details["fulfillableQuantity"] == on_the_shelf
    assert details["unfulfillableQuantity"]["carrierDamagedQuantity"] == damaged
    assert reimbursed(shop) == paid


def test_what_has_happened_stays_and_what_has_arrived_cannot_be_lost(shop: Shop) -> None:
    package = send(shop)
    number = package["trackingNumber"]
    shop.controlled("POST", f"parcels/{number}/fate", {"fate": "on_time"})
    shop.advance("PT12H")
    before = track(shop, package)["trackingEvents"]
    assert shop.controlled("POST", f"parcels/{number}/fate", {"fate": "lost"})["state"] == "InTransit"
    shop.advance("P45D")
    after = track(shop, package)["trackingEvents"]
    assert after[-len(before) :] == before
    assert after[0]["eventCode"] == "EVENT_409"
    assert shop.controlled("GET", "parcels", state="Lost")["parcels"][0]["trackingNumber"] == number
    assert shop.control("POST", f"parcels/{number}/fate", {"fate": "on_time"}).status_code == 409
    assert track(shop, package)["trackingEvents"] == after


def test_the_network_takes_another_carrier_where_one_is_down_and_waits_where_all_are(shop: Shop) -> None:
    shop.stock("MUG", 10)
    codes = [each["code"] for each in shop.controlled("GET", "carriers")["carriers"] if each["code"] != "UPS"]
    for code in codes:
        shop.controlled("PUT", f"carriers/{code}", {"down": True})
    shop.order("O-1", {"MUG": 1})
    shop.advance("P6D")
    [shipment] = shop.shown("O-1")["fulfillmentShipments"]
    assert shipment["fulfillmentShipmentPackage"][0]["carrierCode"] == "UPS"
    shop.controlled("PUT", "carriers/UPS", {"down": True})
    shop.order("O-2", {"MUG": 1})
    shop.advance("P6D")
    assert shop.status("O-2") == "Processing"
    assert shop.reserved("MUG") == 1
    shop.controlled("PUT", "carriers/USPS", {"down": False})
    shop.advance("PT2H")
    [shipment] = shop.shown("O-2")["fulfillmentShipments"]
    assert shipment["fulfillmentShipmentPackage"][0]["carrierCode"] == "USPS"
    assert shop.status("O-2") == "Complete"

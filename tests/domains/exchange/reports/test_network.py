"""Reports of the fulfillment network agree with FBA Inventory, with orders and with fees."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domains.exchange.reports.reporting import asked, ended, rows
from tests.domains.fba.awd import bringing as awd
from tests.domains.fba.inbound.sending import box, ready, shipment, until
from tests.domains.selling.orders.conftest import items
from tests.shop import US, Json, Shop

MYI = "GET_FBA_MYI_ALL_INVENTORY_DATA"
SUMMARY = "GET_LEDGER_SUMMARY_VIEW_DATA"
DETAIL = "GET_LEDGER_DETAIL_VIEW_DATA"
SHIPMENTS = "GET_AMAZON_FULFILLED_SHIPMENTS_DATA_GENERAL"
SALES = "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_SALES_DATA"
RETURNS = "GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA"
RESERVED = "GET_RESERVED_INVENTORY_DATA"
STRANDED = "GET_STRANDED_INVENTORY_UI_DATA"
PLANNING = "GET_FBA_INVENTORY_PLANNING_DATA"
RESTOCK = "GET_RESTOCK_INVENTORY_RECOMMENDATIONS_REPORT"
STORAGE = "GET_FBA_STORAGE_FEE_CHARGES_DATA"
FEES = "GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA"
Buy = Callable[..., Json]


def test_manage_your_inventory_is_the_inventory_summary(store: Shop, buy: Buy) -> None:
    buy(LAMP=2)
    summary = store.summary("LAMP")
    details = summary["inventoryDetails"]
    [row] = rows(store, MYI)
    assert (row["sku"], row["fnsku"], row["asin"]) == ("LAMP", summary["fnSku"], summary["asin"])
    assert row["your-price"] == "50.00"
    assert int(row["afn-fulfillable-quantity"]) == details["fulfillableQuantity"] == 3
    assert int(row["afn-reserved-quantity"]) == details["reservedQuantity"]["totalReservedQuantity"] == 2
    assert int(row["afn-total-quantity"]) == summary["totalQuantity"] == 5
    assert (row["mfn-listing-exists"], row["afn-listing-exists"], row["mfn-fulfillable-quantity"]) == ("No", "Yes", "")


def test_what_is_set_aside_is_reserved(store: Shop, buy: Buy) -> None:
    assert ended(store, asked(store, RESERVED))["processingStatus"] == "CANCELLED"
    buy(LAMP=2)
    [row] = rows(store, RESERVED)
    assert list(row) == [
        "sku",
        "fnsku",
        "asin",
        "product-name",
        "reserved_qty",
        "reserved_customerorders",
        "reserved_fc-transfers",
        "reserved_fc-processing",
    ]
    assert (row["reserved_qty"], row["reserved_customerorders"]) == ("2", "2")


def test_units_without_a_listing_are_stranded(store: Shop) -> None:
    assert ended(store, asked(store, STRANDED))["processingStatus"] == "CANCELLED"
    store.stock("ORPHAN", 4)
    [row] = rows(store, STRANDED)
    assert (row["sku"], row["fulfillable-qty"], row["stranded-reason"]) == ("ORPHAN", "4", "Listing deleted")


def test_the_ledger_by_movement_and_by_day(store: Shop, buy: Buy) -> None:
    order_id = buy(LAMP=2)["orderId"]
    for _ in range(6):
        store.advance("P1D")
    detail = rows(store, DETAIL)
    assert [(each["Event Type"], each["Quantity"], each["Disposition"]) for each in detail] == [
        ("Receipts", "5", "SELLABLE"),
        ("Shipments", "-2", "SELLABLE"),
    ]
    assert detail[1]["Reference ID"] == order_id
    found = rows(store, SUMMARY, reportOptions={"aggregatedByTimePeriod": "DAILY"})
    assert (found[0]["Starting Warehouse Balance"], found[0]["Receipts"]) == ("0", "5")
    assert sum(int(each["Customer Shipments"]) for each in found) == -2
    for one, following in pairwise(found):
        assert one["Ending Warehouse Balance"] == following["Starting Warehouse Balance"]
    assert found[-1]["Ending Warehouse Balance"] == "3"


def test_the_ledger_has_what_a_shipment_brought_under_the_id_on_its_labels(shop: Shop) -> None:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 40}, [box({"MUG": 20}, 2)])
    until(shop, plan_id, shipment_id, "CLOSED")
    found = shipment(shop, plan_id, shipment_id)
    detail = [each for each in rows(shop, DETAIL) if each["MSKU"] == "MUG"]
    assert {(each["Event Type"], each["Disposition"]) for each in detail} == {("Receipts", "SELLABLE")}
    assert sum(int(each["Quantity"]) for each in detail) == shop.fulfillable("MUG") == 40
    assert {(each["Reference ID"], each["Fulfillment Center"]) for each in detail} == {
        (found["shipmentConfirmationId"], found["destination"]["warehouseId"])
    }
    summed = rows(shop, SUMMARY, reportOptions={"aggregatedByTimePeriod": "DAILY"})
    assert sum(int(each["Receipts"]) for each in summed) == 40
    assert summed[-1]["Ending Warehouse Balance"] == "40"
    [row] = rows(shop, MYI)
    assert (row["afn-fulfillable-quantity"], row["afn-inbound-receiving-quantity"]) == ("40", "0")


def test_the_ledger_has_what_came_from_awd(shop: Shop) -> None:
    shop.stock("MUG", 0)
    awd.stored(shop, awd.package("MUG", 10, 4))
    body = {"products": [{"sku": "MUG", "quantity": 30}], "preferences": {"confirmation": "AUTO"}}
    assert shop.call("POST", f"{awd.AWD}/replenishmentOrders", body).status_code == 201
    shop.advance("P20D")
    [receipt] = rows(shop, DETAIL)
    assert (receipt["Event Type"], receipt["Quantity"]) == ("Receipts", "30")
    assert receipt["Reference ID"].startswith("repl-ship-")


@pytest.mark.parametrize("period", ["DAILY", "WEEKLY", "MONTHLY"])
def test_the_balance_of_the_ledger_is_the_inventory_whatever_happened(
    new_shop: Callable[..., Shop], period: str
) -> None:
    @settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(st.tuples(st.sampled_from(["add", "buy", "wait"]), st.integers(1, 3)), max_size=8))
    def holds(steps: list[tuple[str, int]]) -> None:
        shop = new_shop()
        shop.list_product("LAMP", 50, 5, fba=True)
        shop.stock("BARE", 2)
        for step, number in steps:
            if step == "add":
                shop.add("LAMP", number)
            elif step == "buy":
                body = {"marketplaceId": US, "items": [{"sku": "LAMP", "quantity": number}], "paid": True}
                shop.control("POST", "buyers/orders", body)
            else:
                shop.advance(f"P{number}D")
        found = rows(shop, SUMMARY, reportOptions={"aggregatedByTimePeriod": period})
        for sku in ("LAMP", "BARE"):
            own = [each for each in found if each["MSKU"] == sku]
            balances: dict[str, int] = {}
            for row in own:
                events = ("Receipts", "Customer Shipments", "Customer Returns", "Vendor Returns")
                moved = sum(int(row[name]) for name in events)
                assert int(row["Starting Warehouse Balance"]) + moved == int(row["Ending Warehouse Balance"])
                balances[row["Disposition"]] = int(row["Ending Warehouse Balance"])
            assert sum(balances.values()) == shop.summary(sku)["totalQuantity"]

    holds()


def test_shipments_have_the_prices_of_their_orders(store: Shop, buy: Buy) -> None:
    order_id = buy(LAMP=2, promotion="1.01")["orderId"]
    for _ in range(6):
        store.advance("P1D")
    [item] = items(store, order_id)
    found = rows(store, SHIPMENTS)
    assert {each["amazon-order-id"] for each in found} == {order_id}
    assert sum(int(each["quantity-shipped"]) for each in found) == 2
    for column, name in (("item-price", "ItemPrice"), ("item-tax", "ItemTax")):
        assert sum(Decimal(each[column]) for each in found) == Decimal(item[name]["Amount"])
    assert sum(Decimal(each["item-promotion-discount"]) for each in found) == Decimal("1.01")
    assert (found[0]["fulfillment-channel"], found[0]["sales-channel"]) == ("AFN", "Amazon.com")
    assert (found[0]["recipient-name"], found[0]["ship-address-1"]) == ("", "")
    sold = rows(store, SALES)
    assert [(each["amazon-order-id"], each["item-price-per-unit"]) for each in sold] == [(order_id, "50.00")] * len(
        sold
    )


def test_an_order_from_elsewhere_ships_without_a_price(store: Shop) -> None:
    store.order("O-1", {"LAMP": 1})
    store.shipped("O-1")
    [row] = rows(store, SHIPMENTS)
    assert (row["amazon-order-id"], row["merchant-order-id"], row["item-price"]) == ("", "O-1", "")
    assert row["sales-channel"] == "Non-Amazon"


def test_what_buyers_send_back_to_the_network(store: Shop, buy: Buy) -> None:
    order_id = buy(LAMP=2)["orderId"]
    for _ in range(6):
        store.advance("P1D")
    assert store.control("POST", f"buyers/orders/{order_id}/return", {"reason": "CR-DEFECTIVE"}).status_code == 201
    assert ended(store, asked(store, RETURNS))["processingStatus"] == "CANCELLED"
    store.advance("P8D")
    [row] = rows(store, RETURNS)
    assert (row["order-id"], row["sku"], row["quantity"], row["detailed-disposition"]) == (
        order_id,
        "LAMP",
        "2",
        "SELLABLE",
    )


def test_planning_follows_what_was_shipped(store: Shop, buy: Buy) -> None:
    buy(LAMP=3)
    for _ in range(7):
        store.advance("P1D")
    [plan] = rows(store, PLANNING)
    assert (plan["available"], plan["units-shipped-t30"], plan["sales-shipped-last-30-days"]) == ("2", "3", "150.00")
    assert (plan["inv-age-0-to-90-days"], plan["days-of-supply"]) == ("2", "20")
    [restock] = rows(store, RESTOCK)
    assert (restock["Units Sold Last 30 Days"], restock["Available"]) == ("3", "2")
    assert restock["Recommended replenishment qty"] == "6"  # 74 days at a tenth of a unit, less the two that are there


def test_storage_is_charged_by_the_average_of_the_month(store: Shop) -> None:
    start, month = store.now(), store.today()[:7]
    store.advance("P35D")
    [row] = rows(store, STORAGE, dataStartTime=start)
    average = Decimal(row["average-quantity-on-hand"])
    assert 0 < average <= 5
    fee = Decimal(row["base-rate"]) * Decimal(row["item-volume"]) * average
    assert Decimal(row["estimated-monthly-storage-fee"]) == fee.quantize(Decimal("0.01"))
    assert row["month-of-charge"] == month


def test_the_fees_are_those_that_product_fees_estimates(store: Shop) -> None:
    [row] = rows(store, FEES)
    price = {"ListingPrice": {"CurrencyCode": "USD", "Amount": 50}}
    request = {
        "MarketplaceId": US,
        "PriceToEstimateFees": price,
        "Identifier": "x",
        "IsAmazonFulfilled": True,
    }
    answer = store.ok("POST", "/products/fees/v0/listings/LAMP/feesEstimate", {"FeesEstimateRequest": request})
    estimate = answer["payload"]["FeesEstimateResult"]["FeesEstimate"]
    assert float(row["estimated-fee-total"]) == estimate["TotalFeesEstimate"]["Amount"]

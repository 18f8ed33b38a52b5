"""Reports of returns, traffic, promotions, taxes and the browse tree agree with what was sold."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from xml.etree import ElementTree

from tests.domains.exchange.reports.reporting import asked, document, downloaded, ended, rows
from tests.domains.exchange.reports.test_every_type import valid
from tests.domains.selling.orders.conftest import confirm, items
from tests.shop import DE, US, Json, Shop

RETURNS = "GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE"
RETURNS_XML = "GET_XML_RETURNS_DATA_BY_RETURN_DATE"
TRAFFIC = "GET_SALES_AND_TRAFFIC_REPORT"
PROMOTIONS = "GET_PROMOTION_PERFORMANCE_REPORT"
BASKET = "GET_BRAND_ANALYTICS_MARKET_BASKET_REPORT"
SALES_TAX = "GET_FLAT_FILE_SALES_TAX_DATA"
VAT = "GET_VAT_TRANSACTION_DATA"
TREE = "GET_XML_BROWSE_TREE_DATA"
FEEDBACK = "GET_SELLER_FEEDBACK_DATA"
Buy = Callable[..., Json]


def ship_all(store: Shop, order_id: str) -> None:
    units = {each["OrderItemId"]: each["QuantityOrdered"] for each in items(store, order_id)}
    assert confirm(store, order_id, units).status_code == 204


def test_a_return_to_the_seller_by_when_it_was_asked_for(store: Shop, buy: Buy) -> None:
    order_id = buy(MUG=2)["orderId"]
    ship_all(store, order_id)
    store.advance("P3D")
    store.control("POST", f"buyers/orders/{order_id}/return", {"reason": "CR-UNWANTED_ITEM"})
    [row] = rows(store, RETURNS)
    assert (row["Order ID"], row["Merchant SKU"], row["Return quantity"]) == (order_id, "MUG", "2")
    assert (row["Return request status"], row["Refunded Amount"], row["Return Reason"]) == (
        "Approved",
        "",
        "CR-UNWANTED_ITEM",
    )
    store.advance("P8D")
    [row] = rows(store, RETURNS)
    assert (row["Return request status"], row["Refunded Amount"]) == ("Completed", "40.00")
    root = ElementTree.fromstring(document(store, RETURNS_XML).content)
    assert (root.tag, root.findtext("return_details/order_id")) == ("return_report", order_id)
    assert root.findtext("return_details/item_details/merchant_sku") == "MUG"


def test_sales_and_traffic_is_what_order_metrics_say(store: Shop, buy: Buy) -> None:
    start = store.now()
    buy(MUG=2, TRAY=1)
    buy(MUG=1)
    report = document(store, TRAFFIC, dataStartTime=start, reportOptions={"asinGranularity": "SKU"}).json()
    valid(TRAFFIC, report)
    interval = f"{start}--{store.now()}"
    query = {"marketplaceIds": US, "interval": interval, "granularity": "Total"}
    [metrics] = store.ok("GET", "/sales/v1/orderMetrics", **query)["payload"]
    [day] = [each for each in report["salesAndTrafficByDate"] if each["salesByDate"]["unitsOrdered"]]
    assert day["salesByDate"]["unitsOrdered"] == metrics["unitCount"] == 4
    assert day["salesByDate"]["totalOrderItems"] == metrics["orderItemCount"] == 3
    assert Decimal(str(day["salesByDate"]["orderedProductSales"]["amount"])) == Decimal(metrics["totalSales"]["amount"])
    by_sku = {each["sku"]: each for each in report["salesAndTrafficByAsin"]}
    assert {sku: each["salesByAsin"]["unitsOrdered"] for sku, each in by_sku.items()} == {"MUG": 3, "TRAY": 1}
    sessions = sum(each["trafficByAsin"]["sessions"] for each in by_sku.values())
    assert sessions == sum(each["trafficByDate"]["sessions"] for each in report["salesAndTrafficByDate"])
    assert sessions >= 3


def test_the_same_sales_have_the_same_visits(store: Shop, buy: Buy) -> None:
    start = store.now()
    buy(MUG=2)
    end = store.now()
    first = document(store, TRAFFIC, dataStartTime=start, dataEndTime=end).content
    assert document(store, TRAFFIC, dataStartTime=start, dataEndTime=end).content == first


def test_what_is_bought_together(store: Shop, buy: Buy) -> None:
    buy(MUG=1, TRAY=1)
    day = store.today()
    store.advance("P2D")
    times: Json = {"dataStartTime": f"{day}T00:00:00Z", "dataEndTime": f"{day}T00:00:00Z"}
    report = document(store, BASKET, reportOptions={"reportPeriod": "DAY"}, **times)
    assert {each["combinationPct"] for each in report.json()["dataByAsin"]} == {1.0}
    assert len(report.json()["dataByAsin"]) == 2
    valid(BASKET, report.json())


def test_a_week_of_analytics_is_from_sunday_to_saturday_and_over(store: Shop) -> None:
    week: Json = {"reportOptions": {"reportPeriod": "WEEK"}}
    for times, words in (
        (("2026-05-04", "2026-05-09"), "dataStartTime 2026-05-04 is not the first day of a WEEK."),
        (("2026-05-03", "2026-05-08"), "dataEndTime 2026-05-08 is not the last day of a WEEK."),
    ):
        start, end = (f"{each}T00:00:00Z" for each in times)
        found = ended(store, asked(store, BASKET, dataStartTime=start, dataEndTime=end, **week))
        assert downloaded(store, found["reportDocumentId"]).json()["errorDetails"].endswith(f" report type. {words}")


def test_what_a_promotion_came_to(store: Shop, buy: Buy) -> None:
    order_id = buy(MUG=2, promotion="5.00")["orderId"]
    times = {"promotionStartDateFrom": "2000-01-01T00:00:00Z", "promotionStartDateTo": "2100-01-01T00:00:00Z"}
    report = document(store, PROMOTIONS, reportOptions=times).json()
    valid(PROMOTIONS, report)
    [promotion] = report["promotions"]
    assert promotion["promotionId"] == items(store, order_id)[0]["PromotionIds"][0]
    assert (promotion["unitsSold"], promotion["revenue"]) == (2, 35.0)


def test_sales_tax_is_what_the_order_was_charged(store: Shop, buy: Buy) -> None:
    order_id = buy(MUG=2, serviceLevel="Expedited")["orderId"]
    ship_all(store, order_id)
    [item] = items(store, order_id)
    found = {each["Financial_Component"]: each for each in rows(store, SALES_TAX)}
    assert found["ItemPrice"]["Tax_Amount"] == item["ItemTax"]["Amount"]
    assert found["Shipping"]["Tax_Amount"] == item["ShippingTax"]["Amount"]
    assert found["ItemPrice"]["Tax_Amount_Collected_By_Amazon"] == item["ItemTax"]["Amount"]
    assert (found["ItemPrice"]["Jurisdiction_Name"], found["ItemPrice"]["Taxed_Jurisdiction_Tax_Rate"]) == (
        "WA",
        "0.0650",
    )


def test_value_added_tax_is_taken_out_of_the_price(store: Shop, buy: Buy) -> None:
    store.list_product("KANNE", 23.80, 4, marketplace=DE)
    order_id = buy(marketplace=DE, KANNE=2)["orderId"]
    [item] = items(store, order_id)
    detail = {
        "packageReferenceId": "1",
        "carrierCode": "DHL",
        "shippingMethod": "Standard",
        "trackingNumber": "1",
        "shipDate": store.now(),
        "orderItems": [{"orderItemId": item["OrderItemId"], "quantity": 2}],
    }
    body = {"marketplaceId": DE, "packageDetail": detail}
    assert store.call("POST", f"/orders/v0/orders/{order_id}/shipmentConfirmation", body).status_code == 204
    [row] = rows(store, VAT, DE, personal=True)
    assert (row["TRANSACTION_TYPE"], row["TRANSACTION_EVENT_ID"], row["QTY"]) == ("SALE", order_id, "2")
    assert (row["PRICE_OF_ITEMS_AMT_VAT_INCL"], row["PRICE_OF_ITEMS_AMT_VAT_EXCL"]) == ("47.60", "40.00")
    assert (row["TOTAL_ACTIVITY_VALUE_VAT_AMT"], row["PRICE_OF_ITEMS_VAT_RATE_PERCENT"]) == ("7.60", "0.19")


def test_the_browse_tree_or_a_part_of_it(shop: Shop) -> None:
    nodes = ElementTree.fromstring(document(shop, TREE).content).findall("Node")
    roots = document(shop, TREE, reportOptions={"RootNodesOnly": "true"})
    tops = ElementTree.fromstring(roots.content).findall("Node")
    assert {each.findtext("browsePathById") for each in tops} == {each.findtext("browseNodeId") for each in tops}
    below = tops[0].findtext("browseNodeId") or ""
    part = ElementTree.fromstring(document(shop, TREE, reportOptions={"BrowseNodeId": below}).content).findall("Node")
    assert 1 < len(part) < len(nodes)
    assert all((each.findtext("browsePathById") or "").startswith(below) for each in part)


def test_feedback_of_three_stars_and_less_comes_after_delivery(store: Shop, buy: Buy) -> None:
    store.controlled("PUT", "feedback", {"rating": 0, "count": 50})
    orders = [buy(**{sku: 1})["orderId"] for sku in ("MUG", "TRAY") for _ in range(10)]
    for order_id in orders:
        ship_all(store, order_id)
    assert ended(store, asked(store, FEEDBACK))["processingStatus"] == "CANCELLED"
    store.advance("P40D")
    found = rows(store, FEEDBACK)
    assert {each["Order ID"] for each in found} <= set(orders)
    assert {int(each["Rating"]) for each in found} <= {1, 2, 3}

"""Reports of orders say what Orders says."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from tests.domains.exchange.reports.reporting import (
    REPORTS,
    asked,
    document,
    downloaded,
    ended,
    restricted_token,
    rows,
    table,
)
from tests.domains.selling.orders.conftest import confirm, items
from tests.shop import US, Json, Shop

BY_DATE = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"
BY_UPDATE = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL"
UNSHIPPED = "GET_FLAT_FILE_ACTIONABLE_ORDER_DATA_SHIPPING"
SHIPPING = "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING"
SHIPPING_XML = "GET_ORDER_REPORT_DATA_SHIPPING"
Buy = Callable[..., Json]


def test_a_line_of_an_order_as_its_report_has_it(store: Shop, buy: Buy) -> None:
    order_id = buy(MUG=2, promotion="5.00")["orderId"]
    [row] = rows(store, BY_DATE)
    [item] = items(store, order_id)
    order = store.ok("GET", f"/orders/v0/orders/{order_id}")["payload"]
    assert row["amazon-order-id"] == order_id
    assert row["purchase-date"] == order["PurchaseDate"].replace("Z", "+00:00")
    assert row["last-updated-date"] == order["LastUpdateDate"].replace("Z", "+00:00")
    assert (row["order-status"], row["item-status"], row["fulfillment-channel"]) == (
        "Unshipped",
        "Unshipped",
        "Merchant",
    )
    assert (row["sku"], row["asin"], row["quantity"]) == ("MUG", item["ASIN"], "2")
    assert (row["currency"], row["item-price"], row["item-tax"]) == ("USD", "40.00", item["ItemTax"]["Amount"])
    assert (row["item-promotion-discount"], row["promotion-ids"]) == ("5.00", item["PromotionIds"][0])
    assert (row["ship-city"], row["ship-state"], row["ship-postal-code"]) == ("Seattle", "WA", "98101")
    assert row["sales-channel"] == "Amazon.com"


def test_an_order_whose_payment_is_open_has_prices_and_a_cancelled_one_neither_prices_nor_units(
    store: Shop, buy: Buy
) -> None:
    open_id = buy(MUG=1, paid=False)["orderId"]
    gone_id = buy(TRAY=1, paid=False)["orderId"]
    store.controlled("POST", f"buyers/orders/{gone_id}/cancel", {})
    found = {each["amazon-order-id"]: each for each in rows(store, BY_DATE)}
    assert (found[open_id]["order-status"], found[open_id]["item-status"]) == ("Pending", "Unshipped")
    assert (found[open_id]["item-price"], found[open_id]["currency"]) == ("20.00", "USD")
    assert (found[gone_id]["order-status"], found[gone_id]["quantity"]) == ("Cancelled", "0")
    assert (found[gone_id]["item-status"], found[gone_id]["item-price"]) == ("Cancelled", "")


def test_orders_are_chosen_by_the_time_asked_for(store: Shop, buy: Buy) -> None:
    first = buy(MUG=1)["orderId"]
    store.advance("P2D")
    between = store.now()
    store.advance("PT1M")
    second = buy(MUG=1)["orderId"]
    [item] = items(store, first)
    store.advance("PT1H")
    assert confirm(store, first, {item["OrderItemId"]: 1}).status_code == 204
    assert [each["amazon-order-id"] for each in rows(store, BY_DATE, dataEndTime=between)] == [first]
    assert [each["amazon-order-id"] for each in rows(store, BY_DATE, dataStartTime=between)] == [second]
    assert [each["amazon-order-id"] for each in rows(store, BY_UPDATE, dataStartTime=between)] == [second, first]


def test_orders_as_xml(store: Shop, buy: Buy) -> None:
    order_id = buy(MUG=1, TRAY=2)["orderId"]
    response = document(store, "GET_XML_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL")
    assert response.headers["content-type"] == "text/xml; charset=UTF-8"
    root = ElementTree.fromstring(response.content)
    assert (root.tag, root.findtext("MessageType")) == ("AmazonEnvelope", "AllOrdersReport")
    assert root.findtext("Message/Order/AmazonOrderID") == order_id
    assert [each.findtext("SKU") for each in root.iterfind("Message/Order/OrderItem")] == ["MUG", "TRAY"]
    codes = [each.findtext("AmazonOrderItemCode") for each in root.iterfind("Message/Order/OrderItem")]
    assert codes == [each["OrderItemId"] for each in items(store, order_id)]
    principal = root.find("Message/Order/OrderItem[2]/ItemPrice/Component")
    assert principal is not None
    assert (principal.findtext("Type"), principal.findtext("Amount")) == ("Principal", "20.00")
    assert principal.find("Amount").attrib == {"currency": "USD"}  # type: ignore[union-attr]


def test_a_restricted_document_opens_to_a_restricted_token_alone(store: Shop, buy: Buy) -> None:
    order_id = buy(MUG=2)["orderId"]
    document_id = ended(store, asked(store, UNSHIPPED))["reportDocumentId"]
    [error] = store.refused("GET", f"{REPORTS}/documents/{document_id}", status=403)
    assert error == {"code": "Unauthorized", "message": "Access to requested resource is denied.", "details": ""}
    [row] = table(downloaded(store, document_id, restricted_token(store, document_id)).text)
    assert (row["order-id"], row["quantity-to-ship"], row["recipient-name"]) == (order_id, "2", "Jo Doe")
    assert row["ship-address-1"] == "1 Main Street"


def test_a_restricted_token_is_not_given_for_a_document_that_is_not_restricted(store: Shop, buy: Buy) -> None:
    buy(MUG=1)
    document_id = ended(store, asked(store, BY_DATE))["reportDocumentId"]
    resource = {"method": "GET", "path": f"{REPORTS}/documents/{document_id}"}
    body = {"restrictedResources": [resource]}
    [error] = store.refused("POST", "/tokens/2021-03-01/restrictedDataToken", body)
    assert error["message"] == "Invalid or unsupported document ID found"


def test_a_restricted_token_opens_the_document_that_it_was_made_for_alone(store: Shop, buy: Buy) -> None:
    buy(MUG=2)
    one, two = (ended(store, asked(store, each))["reportDocumentId"] for each in (UNSHIPPED, SHIPPING))
    token = restricted_token(store, one)
    assert store.call("GET", f"{REPORTS}/documents/{one}", headers={"x-amz-access-token": token}).status_code == 200
    assert store.call("GET", f"{REPORTS}/documents/{two}", headers={"x-amz-access-token": token}).status_code == 403


def test_what_is_shipped_is_not_among_the_unshipped(store: Shop, buy: Buy) -> None:
    first, second = buy(MUG=1)["orderId"], buy(TRAY=1)["orderId"]
    [item] = items(store, first)
    confirm(store, first, {item["OrderItemId"]: 1})
    assert [each["order-id"] for each in rows(store, UNSHIPPED, personal=True)] == [second]
    assert {each["order-id"] for each in rows(store, SHIPPING, personal=True)} == {first, second}


@pytest.mark.parametrize("type", [SHIPPING, SHIPPING_XML])
def test_the_range_of_an_order_report_is_of_when_its_payment_was_through(store: Shop, buy: Buy, type: str) -> None:
    order_id = buy(MUG=1, paid=False)["orderId"]
    placed = store.now()
    store.advance("PT29M")
    assert ended(store, asked(store, type, dataStartTime=placed))["processingStatus"] == "CANCELLED"
    store.advance("PT5M")
    assert order_id in document(store, type, personal=True, dataStartTime=placed).text
    paid = ended(store, asked(store, type, dataStartTime=placed, dataEndTime=placed))
    assert paid["processingStatus"] == "CANCELLED"


def test_an_order_for_shipping_as_xml(store: Shop, buy: Buy) -> None:
    order_id = buy(MUG=1)["orderId"]
    root = ElementTree.fromstring(document(store, SHIPPING_XML, personal=True).content)
    report = root.find("Message/OrderReport")
    assert report is not None
    assert report.findtext("AmazonOrderID") == order_id
    assert report.findtext("FulfillmentData/Address/AddressFieldOne") == "1 Main Street"
    assert report.findtext("Item/ItemPrice/Component/Amount") == "20.00"


def test_orders_of_another_marketplace_are_not_reported(store: Shop, buy: Buy) -> None:
    buy(MUG=1)
    found = ended(store, asked(store, BY_DATE, "A2EUQ1WTGCTBG2"))
    assert found["processingStatus"] == "CANCELLED"
    assert "reportDocumentId" not in found
    assert ended(store, asked(store, BY_DATE, US))["processingStatus"] == "DONE"

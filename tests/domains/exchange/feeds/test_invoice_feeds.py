"""UPLOAD_VAT_INVOICE: invoices are kept with the orders that they are of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.domains.exchange.exchanging import FEEDS, feed
from tests.domains.exchange.feeds.conftest import report_of, xml_report
from tests.shop import BARE, DE, Json, Shop

PDF = b"%PDF-1.4\nan invoice\n%%EOF\n"
TYPE = "UPLOAD_VAT_INVOICE"


@pytest.fixture
def order(shop: Shop) -> str:
    """An order of Germany that has been shipped."""
    shop.list_product("MUG", 20, 10, marketplace=DE)
    body = {"marketplaceId": DE, "items": [{"sku": "MUG", "quantity": 1}], "paid": True}
    order_id = str(shop.controlled("POST", "buyers/orders", body)["orderId"])
    payload = shop.ok("GET", f"/orders/v0/orders/{order_id}/orderItems")["payload"]
    detail = {
        "packageReferenceId": "1",
        "carrierCode": "DHL",
        "trackingNumber": "N1",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": payload["OrderItems"][0]["OrderItemId"], "quantity": 1}],
    }
    shop.call(
        "POST",
        f"/orders/v0/orders/{order_id}/shipmentConfirmation",
        {"marketplaceId": DE, "packageDetail": detail},
    )
    return order_id


def options(order: str, **changes: str) -> Json:
    found = {"OrderId": order, "InvoiceNumber": "INV-7", "DocumentType": "Invoice", **changes}
    return {f"metadata:{name}": value for name, value in found.items() if value}


def invoices(shop: Shop, order: str) -> list[Json]:
    found: list[Json] = shop.controlled("GET", f"buyers/orders/{order}")["invoices"]
    return found


def test_an_invoice_is_found_with_its_order_and_read_as_it_was_put(shop: Shop, order: str) -> None:
    more = {"marketplaceIds": [DE], "feedOptions": options(order, TotalAmount="20.00", TotalVATAmount="3.19")}
    report = xml_report(shop, TYPE, PDF, "application/pdf", **more)
    assert (report.counts, report.results) == ([1, 1, 0, 0], [])
    [invoice] = invoices(shop, order)
    assert (invoice["number"], invoice["type"]) == ("INV-7", "Invoice")
    document = shop.ok("GET", f"{FEEDS}/documents/{invoice['documentId']}")
    assert BARE.get(document["url"]).content == PDF
    [event] = shop.events("orders.invoice_uploaded")
    assert event["body"]["invoiceNumber"] == "INV-7"


def test_names_of_options_may_be_written_small_and_a_number_counts_once(shop: Shop, order: str) -> None:
    for _ in range(2):
        small = {"metadata:orderid": order, "metadata:invoicenumber": "1"}
        xml_report(shop, TYPE, PDF, "application/pdf", marketplaceIds=[DE], feedOptions=small)
    note = options(order, DocumentType="CreditNote", TransactionId="T1", InvoiceNumber="1")
    xml_report(shop, TYPE, PDF, "application/pdf", marketplaceIds=[DE], feedOptions=note)
    assert [(each["number"], each["type"]) for each in invoices(shop, order)] == [("1", "Invoice"), ("1", "CreditNote")]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"InvoiceNumber": ""}, "feedOptions: metadata:InvoiceNumber is required."),
        ({"OrderId": ""}, "The message names no order."),
        ({"DocumentType": "CreditNote"}, "feedOptions: metadata:TransactionId is required for a CreditNote."),
        ({"DocumentType": "Letter"}, "DocumentType: 'Letter' is neither Invoice nor CreditNote."),
        ({"TotalAmount": "much"}, "TotalAmount: 'much' is not an amount."),
        ({"OrderId": "902-0000000-0000000"}, "The specified resource does not exist."),
    ],
)
def test_an_invoice_that_is_not_told_of_enough_is_not_kept(
    shop: Shop, order: str, changes: dict[str, str], said: str
) -> None:
    more = {"marketplaceIds": [DE], "feedOptions": options(order, **changes)}
    [result] = xml_report(shop, TYPE, PDF, "application/pdf", **more).results
    assert result[3].startswith(said)
    assert invoices(shop, order) == []


def test_invoices_are_uploaded_in_europe_and_in_pdf(shop: Shop, order: str, new_shop: Callable[..., Shop]) -> None:
    [result] = xml_report(shop, TYPE, PDF, "application/pdf", feedOptions=options(order)).results
    assert result[3] == "Invoices cannot be uploaded in US."
    more = {"marketplaceIds": [DE], "feedOptions": options(order)}
    status, text = report_of(shop, feed(shop, TYPE, b"<html>", "application/pdf", **more))
    assert (status, text) == ("FATAL", "The document is not a PDF.\n")
    assert invoices(shop, order) == []
    other = new_shop(beside=shop)
    [stranger] = xml_report(other, TYPE, PDF, "application/pdf", **more).results
    assert "there is no order" in stranger[3]

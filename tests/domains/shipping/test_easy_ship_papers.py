"""The published tutorial on the papers of Easy Ship: a feed asks for them, its report names a report that has them."""

from __future__ import annotations

import re

from tests.domains.exchange.exchanging import ended as fed
from tests.domains.exchange.exchanging import feed, report
from tests.domains.exchange.reports.reporting import asked, downloaded, ended, restricted_token
from tests.domains.shipping.sending import destine
from tests.domains.shipping.test_easy_ship import order, schedule, slots
from tests.printing.reading import barcodes_of, texts_of
from tests.shop import IN, US, Json, Shop

DOCUMENTS = "POST_EASYSHIP_DOCUMENTS"


def envelope(order_id: str, *documents: str) -> str:
    types = "".join(f"<DocumentType>{each}</DocumentType>" for each in documents)
    return (
        '<?xml version="1.0" encoding="UTF-8"?><AmazonEnvelope>'
        "<Header><DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>{}</MerchantIdentifier></Header>"
        "<MessageType>EasyShipDocument</MessageType><Message><MessageID>1</MessageID><EasyShipDocument>"
        f"<AmazonOrderID>{order_id}</AmazonOrderID>{types}</EasyShipDocument></Message></AmazonEnvelope>"
    )


def send(shop: Shop, order_id: str, *documents: str) -> str:
    """What the processing report says."""
    body = envelope(order_id, *documents).format(shop.credentials["seller_id"])
    made = feed(shop, DOCUMENTS, body, marketplaceIds=[IN])
    assert fed(shop, made)["processingStatus"] == "DONE"
    return report(shop, made).text


def scheduled(shop: Shop, **details: Json) -> tuple[str, Json]:
    order_id = order(shop, 1)
    return order_id, schedule(shop, order_id, slots(shop, order_id)[4], **details)


def test_a_feed_leads_to_a_report_with_label_and_invoice(shop: Shop) -> None:
    order_id, made = scheduled(shop)
    said = send(shop, order_id, "ShippingLabel", "Invoice")
    assert "<MessagesWithWarning>0</MessagesWithWarning>" in said
    [report_id] = re.findall("<DocumentReportReferenceID>([0-9]+)</DocumentReportReferenceID>", said)
    found = ended(shop, report_id)
    assert (found["processingStatus"], found["reportType"]) == ("DONE", "GET_EASYSHIP_DOCUMENTS")
    document = found["reportDocumentId"]
    shop.refused("GET", f"/reports/2021-06-30/documents/{document}", status=403)
    response = downloaded(shop, document, restricted_token(shop, document))
    assert response.headers["content-type"] == "application/pdf"
    label, invoice = barcodes_of(response.content)
    assert made["trackingDetails"]["trackingId"] in label
    assert invoice == [order_id]
    lines = texts_of(response.content)[1]
    assert {"Tax Invoice", f"Invoice Number: {made['invoice']['invoiceNumber']}", "Total Amount INR 499.00"} <= set(
        lines
    )


def test_serial_numbers_are_on_a_warranty(shop: Shop) -> None:
    order_id = order(shop, 1)
    [item] = shop.ok("GET", f"/orders/v0/orders/{order_id}/orderItems")["payload"]["OrderItems"]
    serial = {"orderItemId": item["OrderItemId"], "orderItemSerialNumbers": ["SN-1"]}
    made = schedule(shop, order_id, slots(shop, order_id)[4], packageItems=[serial])
    assert made["packageItems"] == [serial]
    said = send(shop, order_id, "Warranty")
    [report_id] = re.findall("<DocumentReportReferenceID>([0-9]+)</DocumentReportReferenceID>", said)
    document = ended(shop, report_id)["reportDocumentId"]
    [lines] = texts_of(downloaded(shop, document, restricted_token(shop, document)).content)
    assert any("SN-1" in line for line in lines)


def test_papers_of_several_orders_come_in_the_order_of_the_feed(shop: Shop) -> None:
    (first, one), (second, other) = scheduled(shop), scheduled(shop)
    more = envelope(second, "ShippingLabel").partition("<Message>")[2].replace("<MessageID>1<", "<MessageID>2<")
    text = envelope(first, "ShippingLabel").replace("</AmazonEnvelope>", f"<Message>{more}")
    made = feed(shop, DOCUMENTS, text.format(shop.credentials["seller_id"]), marketplaceIds=[IN])
    assert fed(shop, made)["processingStatus"] == "DONE"
    said = re.findall("<DocumentReportReferenceID>([0-9]+)</DocumentReportReferenceID>", report(shop, made).text)
    for report_id, package in zip(said, (one, other), strict=True):
        document = ended(shop, report_id)["reportDocumentId"]
        [codes] = barcodes_of(downloaded(shop, document, restricted_token(shop, document)).content)
        assert package["trackingDetails"]["trackingId"] in codes


def test_what_is_not_there_is_said_by_the_processing_report(shop: Shop) -> None:
    order_id, _ = scheduled(shop)
    assert f"Order {order_id} has no Warranty." in send(shop, order_id, "Warranty")
    assert "'Poem' is not one of ShippingLabel, Invoice, Warranty." in send(shop, order_id, "Poem")
    other = order(shop, 1)
    assert "is not scheduled with Easy Ship" in send(shop, other, "ShippingLabel")
    assert [each["type"] for each in shop.controlled("GET", "jobs")["jobs"] if each["kind"] == "reports"] == []


def test_reports_list_what_waits_and_what_was_fetched(shop: Shop) -> None:
    order_id, made = scheduled(shop)
    number = made["trackingDetails"]["trackingId"]
    assert rows(shop, "GET_EASYSHIP_WAITING_FOR_PICKUP") == [(order_id, number)]
    assert rows(shop, "GET_EASYSHIP_PICKEDUP") == []
    destine(shop, number)
    shop.advance("P10D")
    assert rows(shop, "GET_EASYSHIP_WAITING_FOR_PICKUP") == []
    assert rows(shop, "GET_EASYSHIP_PICKEDUP") == [(order_id, number)]
    assert rows(shop, "GET_EASYSHIP_PICKEDUP", US) == []


def rows(shop: Shop, type: str, marketplace: str = IN) -> list[tuple[str, str]]:
    found = ended(shop, asked(shop, type, marketplace))
    if found["processingStatus"] == "CANCELLED":
        return []
    lines = [line.split("\t") for line in downloaded(shop, found["reportDocumentId"]).text.splitlines()]
    return [(line[0], line[1]) for line in lines[1:]]

"""A seller with products and orders, and the forms that feeds are written in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from typing import Any
from xml.sax.saxutils import escape

import httpx
import pytest
from lxml import etree

from tests.domains.exchange.exchanging import FEEDS, XML, ended, feed
from tests.shop import US, Json, Shop

JSON = "application/json; charset=UTF-8"
FLAT = "text/tab-separated-values; charset=UTF-8"
JO: Json = {
    "name": "Jo Doe",
    "address": {
        "name": "Jo Doe",
        "addressLine1": "1 Main Street",
        "city": "Seattle",
        "stateOrRegion": "WA",
        "postalCode": "98101",
        "countryCode": "US",
    },
}


@pytest.fixture
def store(shop: Shop) -> Shop:
    """MUG for 20.00 and TRAY for 10.00, ten of each, of the seller's own; LAMP in the network."""
    shop.list_product("MUG", 20, 10)
    shop.list_product("TRAY", 10, 10)
    shop.list_product("LAMP", 50, 5, fba=True)
    return shop


@pytest.fixture
def buy(store: Shop) -> Callable[..., str]:
    """Orders by SKU and quantity, paid at once; the order's id."""

    def order(marketplace: str = US, **lines: int) -> str:
        items = [{"sku": sku, "quantity": units} for sku, units in lines.items()]
        body = {"marketplaceId": marketplace, "items": items, "buyer": JO, "paid": True}
        return str(store.controlled("POST", "buyers/orders", body)["orderId"])

    return order


def shown(shop: Shop, order_id: str) -> Json:
    """An order as its seller sees it."""
    found: Json = shop.ok("GET", f"/orders/v0/orders/{order_id}")["payload"]
    return found


def items(shop: Shop, order_id: str) -> list[Json]:
    """The items of an order."""
    found: list[Json] = shop.ok("GET", f"/orders/v0/orders/{order_id}/orderItems")["payload"]["OrderItems"]
    return found


def envelope(shop: Shop, message_type: str, *messages: str, seller: str | None = None) -> str:
    """A document of XML with these messages, numbered from 1."""
    numbered = "".join(
        f"<Message><MessageID>{number}</MessageID>{each}</Message>" for number, each in enumerate(messages, 1)
    )
    merchant = escape(seller if seller is not None else str(shop.credentials["seller_id"]))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<AmazonEnvelope>'
        f"<Header><DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>{merchant}</MerchantIdentifier></Header>"
        f"<MessageType>{message_type}</MessageType>{numbered}</AmazonEnvelope>"
    )


def listings(shop: Shop, *messages: Json, **header: Any) -> str:
    """A document of a listings feed; messages are numbered where they are not."""
    head = {"sellerId": shop.credentials["seller_id"], "version": "2.0", **header}
    numbered = [{"messageId": number, **each} for number, each in enumerate(messages, 1)]
    return json.dumps({"header": {k: v for k, v in head.items() if v is not None}, "messages": numbered})


def rows(*columns: str, values: Sequence[Sequence[str]]) -> str:
    """A flat file."""
    return "".join("\t".join(each) + "\r\n" for each in (columns, *values))


def report_of(shop: Shop, feed_id: str) -> tuple[str, str]:
    """What a feed has come to, and its processing report."""
    found = ended(shop, feed_id)
    document = shop.ok("GET", f"{FEEDS}/documents/{found['resultFeedDocumentId']}")
    response = httpx.get(document["url"])
    assert response.status_code == 200, response.text
    body = gzip.decompress(response.content) if document.get("compressionAlgorithm") == "GZIP" else response.content
    return found["processingStatus"], body.decode()


def listings_report(shop: Shop, *messages: Json, **header: Any) -> Json:
    """The report of a listings feed of these messages, which is done."""
    status, text = report_of(shop, feed(shop, "JSON_LISTINGS_FEED", listings(shop, *messages, **header), JSON))
    assert status == "DONE", text
    found: Json = json.loads(text)
    return found


class XmlReport:
    """A processing report of an XML feed."""

    def __init__(self, text: str) -> None:
        self.root = etree.fromstring(text.encode())
        [self.report] = self.root.findall("Message/ProcessingReport")

    @property
    def counts(self) -> list[int]:
        """Processed, successful, with errors, with warnings."""
        summary = self.report.find("ProcessingSummary")
        assert summary is not None
        return [int(each.text or "") for each in summary]

    @property
    def results(self) -> list[tuple[int, str, str, str]]:
        """Of each result the message, what it is, its code and its text."""
        return [
            (
                int(each.findtext("MessageID") or ""),
                each.findtext("ResultCode") or "",
                each.findtext("ResultMessageCode") or "",
                each.findtext("ResultDescription") or "",
            )
            for each in self.report.findall("Result")
        ]

    def about(self, name: str) -> list[str]:
        """What results say that they are about."""
        return [each.text or "" for each in self.report.findall(f"Result/AdditionalInfo/{name}")]


def xml_report(shop: Shop, type: str, document: str | bytes, content_type: str = XML, **more: Any) -> XmlReport:
    """The report of an XML feed, which is done."""
    status, text = report_of(shop, feed(shop, type, document, content_type, **more))
    assert status == "DONE", text
    return XmlReport(text)

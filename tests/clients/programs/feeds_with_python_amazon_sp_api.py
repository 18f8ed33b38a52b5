"""Feeds with python-amazon-sp-api: its own way to upload a document, and to read the report, whatever its charset."""

from __future__ import annotations

import io
import json
import os
import urllib.request
from typing import Any

from sp_api.api import Feeds, ListingsItems, Orders
from sp_api.base import Marketplaces

US = Marketplaces.US.marketplace_id
CONTROL = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1"
SELLER = os.environ["SP_API_SELLER_ID"]


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(path: str, body: dict[str, Any]) -> Any:
    request = urllib.request.Request(f"{CONTROL}/{path}", json.dumps(body).encode())
    return json.load(urllib.request.urlopen(request))


def reported(type: str, document: str | bytes, content_type: str) -> tuple[str, str]:
    """What becomes of a feed, and its report."""
    body = document if isinstance(document, bytes) else document.encode()
    _, made = feeds.submit_feed(type, io.BytesIO(body), content_type=content_type, marketplaceIds=[US])
    control("clock/advance", {"by": "PT1M"})
    shown = feeds.get_feed(made.payload["feedId"]).payload
    return shown["processingStatus"], feeds.get_feed_document(shown["resultFeedDocumentId"])


feeds = Feeds()
patch = {
    "op": "merge",
    "path": "/attributes/fulfillment_availability",
    "value": [{"fulfillment_channel_code": "DEFAULT", "quantity": 33}],
}
message = {"messageId": 1, "sku": "NOTEBOOK", "operationType": "PATCH", "productType": "PRODUCT", "patches": [patch]}
listings = {"header": {"sellerId": SELLER, "version": "2.0"}, "messages": [message]}
status, report = reported("JSON_LISTINGS_FEED", json.dumps(listings), "application/json; charset=UTF-8")
say("listings", [status, json.loads(report)["summary"]["messagesAccepted"]])
item = ListingsItems().get_listings_item(
    SELLER, "NOTEBOOK", marketplaceIds=[US], includedData=["fulfillmentAvailability"]
)
say("quantity", item.payload["fulfillmentAvailability"][0]["quantity"])
order = control("buyers/orders", {"items": [{"sku": "NOTEBOOK"}], "paid": True})["orderId"]
shipment = f"""<?xml version="1.0" encoding="UTF-8"?>
<AmazonEnvelope><Header><DocumentVersion>1.01</DocumentVersion><MerchantIdentifier>{SELLER}</MerchantIdentifier></Header>
<MessageType>OrderFulfillment</MessageType><Message><MessageID>1</MessageID><OrderFulfillment>
<AmazonOrderID>{order}</AmazonOrderID><FulfillmentDate>{{}}</FulfillmentDate>
<FulfillmentData><CarrierCode>UPS</CarrierCode><ShipperTrackingNumber>1Z</ShipperTrackingNumber></FulfillmentData>
</OrderFulfillment></Message></AmazonEnvelope>"""
now = json.load(urllib.request.urlopen(f"{CONTROL}/clock"))["now"]
status, report = reported("POST_ORDER_FULFILLMENT_DATA", shipment.format(now), "text/xml; charset=UTF-8")
say("shipment", [status, "<MessagesSuccessful>1</MessagesSuccessful>" in report])
say("order", Orders().get_order(order).payload["OrderStatus"])
table = "order-id\tship-date\n注文\t2026-01-05\n".encode("cp932")
type = "text/tab-separated-values; charset=Shift_JIS"
status, report = reported("POST_FLAT_FILE_FULFILLMENT_DATA", table, type)
say("japanese", [status, "1\t注文\t\t18028" in report])
status, report = reported("POST_PRODUCT_DATA", "<a/>", "text/xml")
say("ended", [status, report.startswith("Amazon does not take this feed type any more")])

"""Situations in which others called Feeds, made again."""

from __future__ import annotations

import gzip
import json
from typing import Any

import httpx

from tests.domains.exchange.exchanging import FEEDS, ended, feed, promised
from tests.shop import BARE, US, Json, Shop

_JSON = "application/json; charset=UTF-8"


def a_feed_type_as_a_content_type(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{FEEDS}/documents", {"contentType": "POST_FBA_INBOUND_CARTON_CONTENTS"})


def a_feed_of_a_text_of_marketplaces(shop: Shop) -> httpx.Response:
    document = promised(shop)["feedDocumentId"]
    return _made(shop, "POST_FLAT_FILE_INVLOADER_DATA", US, document)


def a_feed_of_the_document_itself(shop: Shop) -> httpx.Response:
    return _made(shop, "POST_PRODUCT_DATA", [US], "<AmazonEnvelope/>")


def the_report_of_an_accepted_listings_feed(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    price = [{"fulfillment_channel_code": "DEFAULT", "quantity": 3}]
    patch = {"op": "replace", "path": "/attributes/fulfillment_availability", "value": price}
    message = {"messageId": 1, "sku": "MUG", "operationType": "PATCH", "productType": "LUGGAGE", "patches": [patch]}
    return _report(shop, [message])


def the_report_of_a_listings_feed_without_what_it_needs(shop: Shop) -> httpx.Response:
    return _report(shop, [{"messageId": 1, "sku": "MUG", "operationType": "UPDATE"}])


def the_report_of_a_listings_feed_of_another_version(shop: Shop) -> httpx.Response:
    return _report(shop, [{"messageId": 1, "sku": "MUG", "operationType": "DELETE"}], version="1.0")


def _made(shop: Shop, type: str, marketplaces: object, document: str) -> httpx.Response:
    body = {"feedType": type, "marketplaceIds": marketplaces, "inputFeedDocumentId": document}
    return shop.call("POST", f"{FEEDS}/feeds", body)


def _report(shop: Shop, messages: list[Json], **header: Any) -> httpx.Response:
    """The processing report, unpacked, which is what the sources show."""
    head = {"sellerId": shop.credentials["seller_id"], "version": "2.0", **header}
    found = ended(shop, feed(shop, "JSON_LISTINGS_FEED", json.dumps({"header": head, "messages": messages}), _JSON))
    document = shop.ok("GET", f"{FEEDS}/documents/{found['resultFeedDocumentId']}")
    answer = BARE.get(document["url"])
    packed = document.get("compressionAlgorithm") == "GZIP"
    return httpx.Response(answer.status_code, content=gzip.decompress(answer.content) if packed else answer.content)

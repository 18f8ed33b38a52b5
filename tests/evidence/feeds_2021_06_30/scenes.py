"""Situations in which others called Feeds, made again."""

from __future__ import annotations

import csv
import gzip
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from lxml import etree

from tests.domains.exchange.exchanging import FEEDS, ended, feed, promised, put, report, uploaded
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
    return _report(shop, [_quantity(3)])


def the_report_of_a_listings_feed_without_what_it_needs(shop: Shop) -> httpx.Response:
    return _report(shop, [{"messageId": 1, "sku": "MUG", "operationType": "UPDATE"}])


def the_report_of_a_listings_feed_of_another_version(shop: Shop) -> httpx.Response:
    return _report(shop, [{"messageId": 1, "sku": "MUG", "operationType": "DELETE"}], version="1.0")


def the_report_of_a_listings_feed_that_asks_for_listings(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", 20, 10)
    wanted = {"includedData": ["issues"], "apiVersion": "2021-08-01"}
    return _report(shop, [_quantity(4)], report=wanted)


def a_finished_feed(shop: Shop) -> httpx.Response:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    id = feed(shop, "JSON_LISTINGS_FEED", "{}", _JSON)
    shop.advance("PT5M")
    return shop.call("GET", f"{FEEDS}/feeds/{id}")


def a_feed_in_work(shop: Shop) -> httpx.Response:
    shop.controlled("POST", "jobs/rules", {"kind": "feeds", "stuckIn": "in_progress"})
    id = feed(shop, "JSON_LISTINGS_FEED", "{}", _JSON)
    shop.advance("PT30S")
    return shop.call("GET", f"{FEEDS}/feeds/{id}")


def a_feed_in_work_that_was_to_be_canceled(shop: Shop) -> httpx.Response:
    id = a_feed_in_work(shop).json()["feedId"]
    assert shop.call("DELETE", f"{FEEDS}/feeds/{id}").status_code == 400
    return shop.call("GET", f"{FEEDS}/feeds/{id}")


def a_feed_of_nobody(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{FEEDS}/feeds/50014019222")


def no_feed_of_a_type(shop: Shop) -> httpx.Response:
    wanted: Json = {"feedTypes": "POST_PRODUCT_DATA", "pageSize": "10", "processingStatuses": "CANCELLED,DONE"}
    return shop.call("GET", f"{FEEDS}/feeds", **wanted)


def feeds_of_no_type(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{FEEDS}/feeds", createdSince="2021-06-19T00:00:00Z")


def a_feed_of_a_document_of_nobody(shop: Shop) -> httpx.Response:
    return _made(shop, "POST_ORDER_ACKNOWLEDGEMENT_DATA", [US], "amzn1.tortuga.3.0.T0")


def a_listings_feed(shop: Shop) -> httpx.Response:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    return _made(shop, "JSON_LISTINGS_FEED", [US], uploaded(shop, "{}", _JSON))


def a_document_for_xml(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{FEEDS}/documents", {"contentType": "text/xml"})


def the_link_of_a_document_for_xml(shop: Shop) -> httpx.Response:
    query = parse_qs(urlsplit(promised(shop)["url"]).query)
    return httpx.Response(200, json={name: value for name, [value] in query.items()})


def an_upload_of_another_content_type(shop: Shop) -> httpx.Response:
    answer = put(promised(shop)["url"], "<a/>", "text/plain")
    return httpx.Response(answer.status_code, json=_plain(etree.fromstring(answer.content)))


def the_link_to_the_report_of_a_listings_feed(shop: Shop) -> httpx.Response:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    found = ended(shop, feed(shop, "JSON_LISTINGS_FEED", "{}", _JSON))
    return shop.call("GET", f"{FEEDS}/documents/{found['resultFeedDocumentId']}")


def a_feed_document_of_nobody(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{FEEDS}/documents/amzn1.tortuga.3.00000000-0000-4000-8000-000000000000.T0000000000000")


def a_document_that_no_feed_was_made_of(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{FEEDS}/documents/{uploaded(shop, '<a/>')}")


def _report_of_xml(shop: Shop, document: str) -> httpx.Response:
    """The report of a feed of XML, as JSON."""
    found = report(shop, feed(shop, "POST_ORDER_FULFILLMENT_DATA", document))
    root = etree.fromstring(found.content)
    return httpx.Response(found.status_code, json={root.tag: _plain(root)})


def the_report_of_an_xml_feed(shop: Shop) -> httpx.Response:
    return _report_of_xml(shop, "<AmazonEnvelope/>")


def the_report_of_xml_with_text_after_it(shop: Shop) -> httpx.Response:
    return _report_of_xml(shop, "<AmazonEnvelope/>\nabc")


def the_report_of_xml_of_another_element(shop: Shop) -> httpx.Response:
    return _report_of_xml(shop, "<String/>")


def the_report_of_a_listings_feed_that_is_xml(shop: Shop) -> httpx.Response:
    return _unpacked(shop, feed(shop, "JSON_LISTINGS_FEED", "<AmazonEnvelope/>", _JSON))


def the_report_of_a_flat_file_of_shipments_that_is_none(shop: Shop) -> httpx.Response:
    """The report as JSON: the lines of its summary, the names of its columns, its rows."""
    content_type = "text/tab-separated-values; charset=UTF-8"
    found = report(shop, feed(shop, "POST_FLAT_FILE_FULFILLMENT_DATA", "<AmazonEnvelope/>\n", content_type))
    _, processed, successful, _, *rest = found.text.splitlines()
    rows = csv.DictReader(rest, delimiter="\t")
    told = {"summary": [processed.strip(), successful.strip()], "columns": rows.fieldnames, "rows": list(rows)}
    return httpx.Response(found.status_code, json=told)


def _quantity(units: int) -> Json:
    """A message that changes how many there are of MUG."""
    value = [{"fulfillment_channel_code": "DEFAULT", "quantity": units}]
    patch = {"op": "replace", "path": "/attributes/fulfillment_availability", "value": value}
    return {"messageId": 1, "sku": "MUG", "operationType": "PATCH", "productType": "LUGGAGE", "patches": [patch]}


def _plain(element: Any) -> Any:
    """An element of XML as JSON has it."""
    return {each.tag: _plain(each) for each in element} if len(element) else element.text or ""


def _made(shop: Shop, type: str, marketplaces: object, document: str) -> httpx.Response:
    body = {"feedType": type, "marketplaceIds": marketplaces, "inputFeedDocumentId": document}
    return shop.call("POST", f"{FEEDS}/feeds", body)


def _report(shop: Shop, messages: list[Json], **header: Any) -> httpx.Response:
    """The processing report of these messages."""
    head = {"sellerId": shop.credentials["seller_id"], "version": "2.0", **header}
    return _unpacked(shop, feed(shop, "JSON_LISTINGS_FEED", json.dumps({"header": head, "messages": messages}), _JSON))


def _unpacked(shop: Shop, feed_id: str) -> httpx.Response:
    """The processing report, unpacked, which is what the sources show."""
    found = ended(shop, feed_id)
    document = shop.ok("GET", f"{FEEDS}/documents/{found['resultFeedDocumentId']}")
    answer = BARE.get(document["url"])
    packed = document.get("compressionAlgorithm") == "GZIP"
    return httpx.Response(answer.status_code, content=gzip.decompress(answer.content) if packed else answer.content)

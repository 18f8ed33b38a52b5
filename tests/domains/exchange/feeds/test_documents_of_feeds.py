"""Documents that cannot be what they are said to be: how their feeds end, and what is said of it."""

from __future__ import annotations

import gzip

import pytest

from tests.domains.exchange.exchanging import XML, feed, put
from tests.domains.exchange.exchanging import promised as promise
from tests.domains.exchange.feeds.conftest import FLAT, JSON, envelope, listings, report_of, rows, xml_report
from tests.shop import Json, Shop

FULFILLMENT, FLAT_FULFILLMENT = "POST_ORDER_FULFILLMENT_DATA", "POST_FLAT_FILE_FULFILLMENT_DATA"
NOTHING = "<OrderFulfillment><AmazonOrderID>902-0000000-0000000</AmazonOrderID></OrderFulfillment>"


def test_a_feed_of_a_document_that_was_never_uploaded_is_refused(shop: Shop) -> None:
    document = promise(shop)["feedDocumentId"]
    body = {"feedType": FULFILLMENT, "marketplaceIds": ["ATVPDKIKX0DER"], "inputFeedDocumentId": document}
    [error] = shop.refused("POST", "/feeds/2021-06-30/feeds", body)
    assert error["details"] == f"inputFeedDocumentId: '{document}' has not been uploaded"
    assert shop.controlled("GET", "jobs")["jobs"] == []


@pytest.mark.parametrize(
    ("type", "document", "content_type", "said"),
    [
        (FULFILLMENT, "<a/>", JSON, "The content type 'application/json' is not one of this feed type: text/xml, "),
        (FULFILLMENT, "", XML, "The document is empty."),
        (FULFILLMENT, gzip.compress(b"<a/>"), XML, "The document is compressed with gzip. Upload it as it is."),
        (FULFILLMENT, "<a/>", "text/xml; charset=klingon", "The charset 'klingon' is not taken."),
        (FULFILLMENT, b"<a>\xff\xfe\xff</a>", XML, "The document is not in the charset utf-8: invalid start byte."),
        (FLAT_FULFILLMENT, b"order-id\xff", FLAT, "The document is not in the charset utf-8: invalid start byte."),
        (
            "JSON_LISTINGS_FEED",
            "{}",
            "text/xml",
            "The content type 'text/xml' is not one of this feed type: application",
        ),
    ],
    ids=["content type", "empty", "gzip", "charset", "not utf-8", "flat file not utf-8", "json"],
)
def test_an_unusable_document_ends_its_feed_fatal_with_a_reason(
    shop: Shop, type: str, document: str | bytes, content_type: str, said: str
) -> None:
    status, text = report_of(shop, feed(shop, type, document, content_type))
    assert status == "FATAL"
    assert text.startswith(said)


def test_xml_that_is_not_well_formed_is_reported_by_its_place_and_nothing_of_it_is_carried_out(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1}, fulfillmentAction="Hold")
    cancel = "<MerchantFulfillmentOrderID>O-1</MerchantFulfillmentOrderID>"
    whole = envelope(
        shop,
        "FulfillmentOrderCancellationRequest",
        f"<FulfillmentOrderCancellationRequest>{cancel}</FulfillmentOrderCancellationRequest>",
    )
    broken = whole.replace("</AmazonEnvelope>", "\n<Message></AmazonEnvelope>")
    report = xml_report(shop, "POST_FULFILLMENT_ORDER_CANCELLATION_REQUEST_DATA", broken)
    assert report.counts == [0, 0, 1, 0]
    [(message, kind, code, text)] = report.results
    assert (message, kind, code) == (0, "Error", "5001")
    assert text.startswith("XML Parsing Fatal Error at Line 3, Column ")
    assert shop.status("O-1") != "Cancelled"


@pytest.mark.parametrize(
    ("before", "after", "code", "said"),
    [
        (
            ">OrderFulfillment<",
            ">Price<",
            "5000",
            "MessageType is 'Price'. Please specify the correct feed: this one takes OrderFulfillment.",
        ),
        (
            "AmazonEnvelope",
            "Envelope",
            "5001",
            "XML Parsing Fatal Error at Line 2: The document is of 'Envelope', not of AmazonEnvelope.",
        ),
        ("Header>", "Heading>", "5000", "AmazonEnvelope has no Header."),
        ("Message>", "Note>", "5000", "AmazonEnvelope has no Message."),
    ],
)
def test_an_envelope_of_something_else_is_reported_as_that(
    shop: Shop, before: str, after: str, code: str, said: str
) -> None:
    document = envelope(shop, "OrderFulfillment", NOTHING).replace(before, after)
    [result] = xml_report(shop, FULFILLMENT, document).results
    assert result[2] == code
    assert result[3].startswith(said)


def test_an_envelope_of_another_seller_is_refused(shop: Shop) -> None:
    [result] = xml_report(shop, FULFILLMENT, envelope(shop, "OrderFulfillment", NOTHING, seller="A1")).results
    assert result == (0, "Error", "5001", "MerchantIdentifier is 'A1', not the seller of this feed.")


def bomb() -> str:
    entities = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    return f"<!DOCTYPE AmazonEnvelope [{entities}]><AmazonEnvelope>&a9;</AmazonEnvelope>"


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (bomb(), "5001"),
        (
            '<!DOCTYPE AmazonEnvelope [<!ENTITY x SYSTEM "file:///etc/passwd">]><AmazonEnvelope>&x;</AmazonEnvelope>',
            "5000",
        ),
        ('<!DOCTYPE AmazonEnvelope SYSTEM "http://127.0.0.1:1/x.dtd"><AmazonEnvelope/>', "5000"),
        ("<AmazonEnvelope>" + "<a>" * 100_000, "5001"),
        ("<AmazonEnvelope><Message>" + "<a>" + "x" * 10_100_000 + "</a></Message></AmazonEnvelope>", "5000"),
        ("<AmazonEnvelope><Message>" + "<a>x</a>" * 700_000 + "</Message></AmazonEnvelope>", "5000"),
    ],
    ids=["bomb", "file", "network", "deep", "long text", "long message"],
)
def test_documents_that_are_made_to_harm_are_refused_and_reveal_nothing(shop: Shop, document: str, code: str) -> None:
    [(message, kind, told, text)] = xml_report(shop, FULFILLMENT, document).results
    assert (message, kind, told) == (0, "Error", code)
    assert "root:" not in text


NAME = "Käthe 50€ ½"


@pytest.mark.parametrize(
    ("charset", "declared", "content_type"),
    [
        ("utf-8", "UTF-8", "text/xml"),
        ("cp1252", "Windows-1252", "text/xml; charset=UTF-8"),
        ("cp1252", "", "text/xml; charset=Windows-1252"),
        ("utf-16", "", "text/xml"),
    ],
)
def test_xml_is_read_in_the_charset_that_it_declares_or_its_content_type(
    shop: Shop, charset: str, declared: str, content_type: str
) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = envelope(
        shop, "OrderFulfillment", f"<OrderFulfillment><AmazonOrderID>{NAME}</AmazonOrderID></OrderFulfillment>"
    )
    document = (head + body.partition("?>")[2]).encode(charset)
    [result] = xml_report(shop, FULFILLMENT, document, content_type).results
    assert result[3] == f"orderId: '{NAME}' is not of 3, 7 and 7 digits with hyphens between"


@pytest.mark.parametrize(
    ("charset", "content_type", "name"),
    [
        ("cp932", "text/tab-separated-values; charset=Shift_JIS", "注文①"),
        ("cp1252", "text/plain; charset=windows-1252", NAME),
        ("iso-8859-1", "text/tsv; charset=ISO-8859-1", "Käthe"),
        ("utf-8-sig", "text/plain", "注文"),
    ],
)
def test_flat_files_are_read_in_the_charset_of_their_content_type(
    shop: Shop, charset: str, content_type: str, name: str
) -> None:
    table = rows("order-id", "ship-date", values=[(name, "2026-01-05")])
    _, text = report_of(shop, feed(shop, FLAT_FULFILLMENT, table.encode(charset), content_type))
    assert f"1\t{name}\t\t18028\tError\torderId: '{name}' is not of 3" in text


@pytest.mark.parametrize(
    ("table", "row"),
    [
        ("order-id\n", "0\t\t\t41001\tFatal\tThe file has no column ship-date."),
        ("order-id\tship-date\n\n \n", "0\t\t\t41003\tFatal\tThe file has no records."),
        ("order-id\tship-date\na\0b\tc\n", "0\t\t\t41000\tFatal\tA line has a character that no text has."),
        ("x" * 200_000, "0\t\t\t41000\tFatal\tA line has more than 131072 characters."),
    ],
    ids=["column", "no records", "no text", "long line"],
)
def test_a_flat_file_that_is_none_is_reported_as_record_0(shop: Shop, table: str, row: str) -> None:
    status, text = report_of(shop, feed(shop, FLAT_FULFILLMENT, table, FLAT))
    assert status == "DONE"
    assert text.splitlines()[-1] == row
    assert "Number of records processed\t\t0\n" in text


def test_a_listings_feed_in_another_charset_is_read_too(shop: Shop) -> None:
    message: Json = {"sku": "Käthe", "operationType": "DELETE"}
    document = listings(shop, message).replace("\\u00e4", "ä").encode("cp1252")
    _, text = report_of(shop, feed(shop, "JSON_LISTINGS_FEED", document, "application/json; charset=windows-1252"))
    assert '"sku":"Käthe"' in text


def test_a_document_that_is_put_anew_while_its_feed_waits_is_the_one_that_is_worked_on(shop: Shop) -> None:
    document = promise(shop)
    put(document["url"], "<first/>")
    body = {
        "feedType": FULFILLMENT,
        "marketplaceIds": ["ATVPDKIKX0DER"],
        "inputFeedDocumentId": document["feedDocumentId"],
    }
    feed_id = shop.call("POST", "/feeds/2021-06-30/feeds", body).json()["feedId"]
    put(document["url"], "<second/>")
    _, text = report_of(shop, feed_id)
    assert "The document is of 'second'" in text

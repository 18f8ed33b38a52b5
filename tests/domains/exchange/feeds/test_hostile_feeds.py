"""Documents that mean no good: the feed ends, says what is wrong, and what else is in it is carried out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domains.exchange.exchanging import ended, feed
from tests.domains.exchange.feeds.conftest import FLAT, JSON, listings, listings_report, report_of, rows
from tests.domains.exchange.feeds.test_listings_feed import patch, quantity, units
from tests.shop import US, Shop
from tradepost.domains.exchange.feeds.reading.flat_file import MOST_ROWS


def worded(text: str) -> list[Any]:
    return [{"value": text, "language_tag": "en_US", "marketplace_id": US}]


@pytest.mark.parametrize(
    ("name", "value"),
    [("item_name", worded("Blue\0Trolley")), ("brand", worded("\0")), ("nul\0name", worded("blue"))],
    ids=["within", "alone", "name"],
)
def test_a_message_with_nul_is_refused_and_those_beside_it_are_not(store: Shop, name: str, value: Any) -> None:
    before = store.listing("TRAY")["attributes"]
    found = listings_report(
        store, patch("TRAY", name, value), patch("MUG", "fulfillment_availability", quantity(5), "merge")
    )
    [issue] = found["issues"]
    assert (issue["messageId"], issue["severity"]) == (1, "ERROR")
    assert "NUL character" in issue["message"]
    assert (found["summary"]["messagesAccepted"], found["summary"]["messagesInvalid"]) == (1, 1)
    assert store.listing("TRAY")["attributes"] == before
    assert units(store, "MUG") == 5


@pytest.mark.parametrize("depth", [100, 400, 900, 5000])
@pytest.mark.parametrize("within", ['"x"', '"\\u0000"'], ids=["text", "nul"])
def test_a_message_of_boxes_within_boxes_does_not_halt_its_feed(store: Shop, depth: int, within: str) -> None:
    value = "[" * depth + within + "]" * depth
    document = listings(store, patch("TRAY", "item_name", ["@"]), patch("MUG", "fulfillment_availability", quantity(5)))
    feed_id = feed(store, "JSON_LISTINGS_FEED", document.replace('"@"', value), JSON)
    assert ended(store, feed_id)["processingStatus"] == "DONE"


def test_a_backslash_before_what_looks_like_nul_is_text(store: Shop) -> None:
    found = listings_report(store, patch("TRAY", "item_name", worded("\\u0000 is written so")))
    assert found["issues"] == []
    assert store.listing("TRAY")["summaries"][0]["itemName"] == "\\u0000 is written so"


def test_a_message_of_ever_more_rows_is_refused_as_a_whole(store: Shop) -> None:
    lines = rows(
        "MerchantFulfillmentOrderID", "MerchantSKU", "Quantity", values=[["O-1", "LAMP", "1"]] * (MOST_ROWS + 1)
    )
    feed_id = feed(store, "POST_FLAT_FILE_FULFILLMENT_ORDER_REQUEST_DATA", lines, FLAT)
    assert ended(store, feed_id)["processingStatus"] == "DONE"
    assert f"More than {MOST_ROWS} records" in report_of(store, feed_id)[1]

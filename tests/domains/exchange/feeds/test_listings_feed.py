"""JSON_LISTINGS_FEED: each message has the effect of the Listings Items call that it stands for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.domains.exchange.exchanging import FEEDS, ended, feed
from tests.domains.exchange.feeds.conftest import JSON, listings, listings_report, report_of
from tests.shop import CA, US, Json, Shop

ROOT = Path(__file__).parents[4]
NAME = "shared/schemas/feeds/listings-feed-processing-report-schema-v2.json"
#: The published schema, where it lies beside the repository.
SCHEMA = next((each / NAME for each in ROOT.parents if (each / NAME).exists()), None)


def quantity(units: int) -> list[Json]:
    return [{"fulfillment_channel_code": "DEFAULT", "quantity": units}]


def patch(sku: str, name: str, value: Any, op: str = "replace", product_type: str = "LUGGAGE") -> Json:
    change = {"op": op, "path": f"/attributes/{name}", "value": value}
    return {"sku": sku, "operationType": "PATCH", "productType": product_type, "patches": [change]}


def units(shop: Shop, sku: str) -> int:
    return int(shop.listing(sku)["fulfillmentAvailability"][0]["quantity"])


def test_every_operation_has_its_effect_and_the_report_counts_them(store: Shop) -> None:
    whole = store.attributes(item_name=[{"value": "Blue Trolley", "language_tag": "en_US", "marketplace_id": US}])
    found = listings_report(
        store,
        {"sku": "CASE", "operationType": "UPDATE", "productType": "LUGGAGE", "attributes": whole},
        {
            "sku": "MUG",
            "operationType": "PARTIAL_UPDATE",
            "productType": "LUGGAGE",
            "attributes": {"fulfillment_availability": quantity(77)},
        },
        patch("TRAY", "fulfillment_availability", quantity(5), "merge"),
        {"sku": "LAMP", "operationType": "DELETE"},
    )
    assert found["summary"] == {
        "errors": 0,
        "warnings": 0,
        "messagesProcessed": 4,
        "messagesAccepted": 4,
        "messagesInvalid": 0,
    }
    assert store.listing("CASE")["summaries"][0]["itemName"] == "Blue Trolley"
    assert (units(store, "MUG"), units(store, "TRAY")) == (77, 5)
    assert store.call("GET", store.listing_path("LAMP"), marketplaceIds=US).status_code == 404


def test_a_message_with_the_id_of_another_one_is_refused(store: Shop) -> None:
    found = listings_report(
        store,
        {"messageId": 7, **patch("MUG", "fulfillment_availability", quantity(3))},
        {"messageId": 7, **patch("MUG", "fulfillment_availability", quantity(4))},
        {"messageId": 8, **patch("TRAY", "fulfillment_availability", quantity(5))},
    )
    assert found["issues"] == [
        {
            "messageId": 7,
            "code": "4002008",
            "severity": "ERROR",
            "message": "The provided message did not meet the schema validation requirements for a feed message."
            " messageId: 7 is the id of another message of this feed",
            "sku": "MUG",
        }
    ]
    assert [found["summary"][name] for name in ("messagesProcessed", "messagesAccepted", "messagesInvalid")] == [
        3,
        2,
        1,
    ]
    assert (units(store, "MUG"), units(store, "TRAY")) == (3, 5)


def test_a_report_without_issues_is_this(store: Shop) -> None:
    document = listings(store, patch("MUG", "fulfillment_availability", quantity(3)))
    feed_id = feed(store, "JSON_LISTINGS_FEED", document, JSON)
    assert report_of(store, feed_id) == (
        "DONE",
        json.dumps(
            {
                "header": {"sellerId": store.credentials["seller_id"], "version": "2.0", "feedId": feed_id},
                "issues": [],
                "summary": {
                    "errors": 0,
                    "warnings": 0,
                    "messagesProcessed": 1,
                    "messagesAccepted": 1,
                    "messagesInvalid": 0,
                },
            },
            separators=(",", ":"),
        ),
    )


def test_a_faulty_message_changes_nothing_and_those_beside_it_are_carried_out(store: Shop) -> None:
    before = store.listing("TRAY")
    nameless = store.attributes(item_name=None, brand=None)
    found = listings_report(
        store,
        patch("MUG", "fulfillment_availability", quantity(3)),
        {"sku": "TRAY", "operationType": "UPDATE", "productType": "LUGGAGE", "attributes": nameless},
        patch("NOBODY", "fulfillment_availability", quantity(3)),
        {"sku": "TRAY", "operationType": "UPDATE", "productType": "LUGGAGE"},
        {"sku": "TRAY", "operationType": "DELETE", "productType": "LUGGAGE"},
        {"sku": "TRAY", "operationType": "REPLACE"},
        patch("TRAY", "fulfillment_availability", quantity(3), product_type="NO_SUCH_TYPE"),
        {"sku": " x", "operationType": "UPDATE", "productType": "LUGGAGE", "attributes": nameless},
    )
    told = [(each["messageId"], each["code"], each.get("attributeName")) for each in found["issues"]]
    assert told == [
        (2, "90220", "item_name"),
        (2, "90220", "brand"),
        (3, "13013", "fulfillment_availability"),
        (4, "4002008", None),
        (5, "4002008", None),
        (6, "4002008", None),
        (7, "BAD_REQUEST", None),
        (8, "BAD_REQUEST", None),
    ]
    assert found["issues"][3]["message"].endswith("attributes: is required for UPDATE")
    assert found["issues"][4]["message"].endswith("productType: is no part of DELETE")
    assert found["summary"] == {
        "errors": 8,
        "warnings": 0,
        "messagesProcessed": 8,
        "messagesAccepted": 1,
        "messagesInvalid": 7,
    }
    assert store.listing("TRAY") == before
    assert units(store, "MUG") == 3


def test_messages_of_one_sku_are_carried_out_in_their_order(store: Shop) -> None:
    listings_report(store, *(patch("MUG", "fulfillment_availability", quantity(count)) for count in (1, 2, 3)))
    assert units(store, "MUG") == 3


def test_every_marketplace_of_the_feed_is_meant(store: Shop) -> None:
    store.list_product("MUG", 25, 10, marketplace=CA)
    document = listings(store, patch("MUG", "fulfillment_availability", quantity(4)))
    ended(store, feed(store, "JSON_LISTINGS_FEED", document, JSON, marketplaceIds=[US, CA]))
    assert [store.listing("MUG", each)["fulfillmentAvailability"][0]["quantity"] for each in (US, CA)] == [4, 4]


def test_the_listings_themselves_are_reported_where_the_header_asks_for_them(store: Shop) -> None:
    found = listings_report(
        store,
        patch("MUG", "fulfillment_availability", quantity(9)),
        patch("TRAY", "condition_type", [{"value": "used_good"}]),
        patch("MUG", "fulfillment_availability", quantity(8)),
        {"sku": "LAMP", "operationType": "DELETE"},
        report={"includedData": ["summaries", "fulfillmentAvailability", "offers"], "apiVersion": "2021-08-01"},
    )
    assert [each["sku"] for each in found["items"]] == ["MUG", "TRAY"]
    mug, tray = found["items"]
    assert mug["fulfillmentAvailability"] == [{"fulfillmentChannelCode": "DEFAULT", "quantity": 8}]
    assert tray["summaries"][0]["conditionType"] == "used_good"
    assert set(mug) == {"sku", "summaries", "fulfillmentAvailability", "offers"}
    assert mug["summaries"][0]["mainImage"]["link"].startswith("http://")
    assert found["summary"]["itemSummary"] == {"items": 2, "errors": 0, "warnings": 0}
    assert found["header"]["report"]["includedData"] == ["summaries", "fulfillmentAvailability", "offers"]


@pytest.mark.parametrize(
    ("header", "code", "said"),
    [
        ({"sellerId": None}, "4002005", "Attribute 'sellerId' is required, but not present."),
        ({"version": None}, "4002005", "Attribute 'version' is required, but not present."),
        ({"version": "1.0"}, "4002006", "Attribute 'version' is not the required value '2.0'."),
        ({"sellerId": "A1"}, "4002006", "Attribute 'sellerId' is 'A1', not the seller of this feed."),
        ({"issueLocale": "english"}, "4002006", "Attribute 'issueLocale' is 'english', not of the form en_US."),
    ],
)
def test_a_faulty_header_keeps_all_messages_from_being_carried_out(
    store: Shop, header: Json, code: str, said: str
) -> None:
    found = listings_report(store, patch("MUG", "fulfillment_availability", quantity(3)), **header)
    assert found["issues"] == [{"code": code, "severity": "ERROR", "message": said}]
    assert [found["summary"][each] for each in ("errors", "messagesProcessed", "messagesAccepted")] == [1, 0, 0]
    assert units(store, "MUG") == 10


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("{}", "4002005"),
        ('{"header": {"sellerId": "A", "version": "2.0"', "4002001"),
        ("[]", "4002001"),
        ("<AmazonEnvelope/>", "4002001"),
        ('{"messages": ' + "[" * 100_000 + "]" * 100_000 + "}", "4002001"),
        ('{"header": 1, "messages": []}', "4002006"),
    ],
    ids=["empty", "cut off", "list", "xml", "deep", "no header"],
)
def test_what_is_no_listings_feed_is_reported_as_that(shop: Shop, document: str, code: str) -> None:
    status, text = report_of(shop, feed(shop, "JSON_LISTINGS_FEED", document, JSON))
    assert (status, json.loads(text)["issues"][0]["code"]) == ("DONE", code)


def test_a_feed_of_no_messages_and_one_of_too_many_are_refused(store: Shop) -> None:
    assert listings_report(store)["issues"][0]["message"] == "Attribute 'messages' has no message."
    store.controlled("PUT", "feeds/settings", {"mostMessages": 1})
    two = [patch("MUG", "fulfillment_availability", quantity(count)) for count in (1, 2)]
    [issue] = listings_report(store, *two)["issues"]
    assert issue["message"] == "Attribute 'messages' has 2 messages; 1 are taken at most."
    assert units(store, "MUG") == 10
    store.controlled("PUT", "feeds/settings", {"mostMessages": None})
    assert listings_report(store, *two)["issues"] == []


@pytest.mark.parametrize(
    "message",
    [
        {"messageId": 10**30},
        {"messageId": 0},
        {"messageId": "1"},
        {"sku": "MUG\0"},
        {"sku": ""},
        {"attributes": {"fulfillment_availability": [{"fulfillment_channel_code": "DEFAULT", "quantity": 10**30}]}},
        {"attributes": {"item_name": "a name"}},
        {"attributes": {"a/b": [{"value": 1}], "~": [{"value": 10**400}]}},
    ],
    ids=["large id", "no id", "text", "no text", "no sku", "many", "no list", "strange names"],
)
def test_a_message_that_is_made_to_harm_is_refused_and_the_feed_goes_on(store: Shop, message: Json) -> None:
    base = {"sku": "MUG", "operationType": "PARTIAL_UPDATE", "productType": "LUGGAGE"}
    harmful = {**base, "attributes": {"fulfillment_availability": quantity(1)}, **message}
    found = listings_report(store, harmful, patch("TRAY", "fulfillment_availability", quantity(3)))
    assert units(store, "TRAY") == 3
    assert found["summary"]["messagesProcessed"] == 2
    assert units(store, "MUG") == 10


def test_progress_is_seen_in_the_control_api(store: Shop) -> None:
    document = listings(store, *(patch("MUG", "fulfillment_availability", quantity(each)) for each in range(60)))
    feed_id = feed(store, "JSON_LISTINGS_FEED", document, JSON)
    ended(store, feed_id)
    job = store.controlled("GET", f"jobs/feeds/{feed_id}")
    assert (job["done"], job["total"]) == (60, 60)


def test_a_report_is_compressed_and_says_so(store: Shop) -> None:
    document = listings(store, patch("MUG", "fulfillment_availability", quantity(3)))
    feed_id = feed(store, "JSON_LISTINGS_FEED", document, JSON)
    result = store.ok("GET", f"{FEEDS}/documents/{ended(store, feed_id)['resultFeedDocumentId']}")
    assert result["compressionAlgorithm"] == "GZIP"


@pytest.mark.skipif(SCHEMA is None, reason="the published schemas are not on this machine")
def test_reports_are_as_their_published_schema_wants(store: Shop) -> None:
    assert SCHEMA is not None
    validator = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text()))
    every = ["summaries", "attributes", "issues", "offers", "fulfillmentAvailability", "procurement"]
    for found in (
        listings_report(
            store,
            patch("MUG", "fulfillment_availability", quantity(9)),
            patch("NOBODY", "fulfillment_availability", quantity(9)),
            {"sku": "X", "operationType": "UPDATE"},
            report={"includedData": [*every, "relationships", "productTypes"], "apiVersion": "2021-08-01"},
        ),
        listings_report(store),
    ):
        assert [each.message for each in validator.iter_errors(found)] == []

"""Asking for reports: what is refused, listed, cancelled, steered, and made anew or not."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest

from tests.domains.exchange.reports.reporting import REPORTS, asked, downloaded, ended, refusal, shown, table
from tests.shop import BARE, CA, US, Json, Shop

ALL_LISTINGS = "GET_MERCHANT_LISTINGS_ALL_DATA"
BY_DATE = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"
BY_UPDATE = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL"
MYI = "GET_FBA_MYI_ALL_INVENTORY_DATA"
TREE = "GET_XML_BROWSE_TREE_DATA"
TRAFFIC = "GET_SALES_AND_TRAFFIC_REPORT"
SETTLEMENT = "GET_V2_SETTLEMENT_REPORT_DATA_FLAT_FILE_V2"


def listed(shop: Shop, **query: str) -> list[Json]:
    found: list[Json] = shop.ok("GET", f"{REPORTS}/reports", **query)["reports"]
    return found


def test_a_report_waits_is_made_and_is_done(store: Shop) -> None:
    report_id = asked(store, ALL_LISTINGS)
    assert len(report_id) == 12
    waiting = shown(store, report_id)
    assert waiting == {
        "reportId": report_id,
        "reportType": ALL_LISTINGS,
        "marketplaceIds": [US],
        "createdTime": waiting["createdTime"],
        "dataStartTime": waiting["createdTime"],
        "dataEndTime": waiting["createdTime"],
        "processingStatus": "IN_QUEUE",
    }
    store.advance("PT15S")
    assert shown(store, report_id)["processingStatus"] == "IN_PROGRESS"
    store.advance("PT30S")
    done = shown(store, report_id)
    assert done["processingStatus"] == "DONE"
    assert done["reportDocumentId"].startswith("amzn1.spdoc.1.4.na.")
    assert done["processingStartTime"] < done["processingEndTime"]


def test_a_document_comes_as_it_is_or_gzipped_by_its_type(store: Shop) -> None:
    plain = store.ok("GET", f"{REPORTS}/documents/{ended(store, asked(store, ALL_LISTINGS))['reportDocumentId']}")
    assert set(plain) == {"reportDocumentId", "url"}
    assert BARE.get(plain["url"]).text.startswith("item-name\t")
    document_id = ended(store, asked(store, TREE))["reportDocumentId"]
    packed = store.ok("GET", f"{REPORTS}/documents/{document_id}")
    assert packed["compressionAlgorithm"] == "GZIP"
    assert gzip.decompress(BARE.get(packed["url"]).content).startswith(b"<?xml")
    header = store.ok("GET", f"{REPORTS}/documents/{document_id}", enableContentEncodingUrlHeader="true")
    assert BARE.get(header["url"]).text.startswith("<?xml")


@pytest.mark.parametrize(
    ("type", "more", "words"),
    [
        ("GET_NOTHING", {}, "reportType: 'GET_NOTHING' is not a report type"),
        ("GET_VENDOR_SALES_REPORT", {}, "is not made by Tradepost: it is of vendors, whom Tradepost does not have"),
        ("GET_EASYSHIP_DOCUMENTS", {}, "is not made on request: it comes by a feed"),
        (SETTLEMENT, {}, "is not made on request: it comes by itself"),
        (BY_DATE, {"dataStartTime": "2999-01-01T00:00:00Z"}, "dataStartTime: '2999-01-01T00:00:00+00:00' lies in the"),
        (
            BY_DATE,
            {"dataEndTime": "2999-01-01T00:00:00Z"},
            "dataEndTime: '2999-01-01T00:00:00+00:00' lies in the",
        ),
        (
            BY_DATE,
            {"dataStartTime": "2020-01-02T00:00:00Z", "dataEndTime": "2020-01-01T00:00:00Z"},
            "dataStartTime: '2020-01-02T00:00:00+00:00' is after dataEndTime '2020-01-01T00:00:00+00:00'",
        ),
        (
            BY_DATE,
            {"dataStartTime": "2020-01-01T00:00:00Z", "dataEndTime": "2020-03-01T00:00:00Z"},
            "is more than 31 days before dataEndTime",
        ),
        (
            ALL_LISTINGS,
            {"reportOptions": {"custom": "maybe"}},
            "reportOptions.custom: 'maybe' is not one of true, false",
        ),
        (TRAFFIC, {"reportOptions": {"asinGranularity": "FAMILY"}}, "is not one of PARENT, CHILD, SKU"),
    ],
)
def test_what_cannot_be_asked_for_is_refused_and_nothing_is_queued(
    shop: Shop, type: str, more: Json, words: str
) -> None:
    error = refusal(shop, type, **more)
    assert error["code"] == "InvalidInput"
    assert words in error["details"]
    assert listed(shop, reportTypes=type) == []


def test_a_report_of_one_country_is_refused_in_another(shop: Shop) -> None:
    error = refusal(shop, "GET_FLAT_FILE_SALES_TAX_DATA", CA)
    assert "has no GET_FLAT_FILE_SALES_TAX_DATA; it is made for US" in error["details"]


def test_every_fault_of_a_request_is_named_at_once(shop: Shop) -> None:
    times = {"dataStartTime": "2999-01-01T00:00:00Z", "dataEndTime": "2999-01-02T00:00:00Z"}
    body = {"reportType": BY_DATE, "marketplaceIds": [US], **times}
    assert len(shop.refused("POST", f"{REPORTS}/reports", body)) == 2


def test_a_fee_preview_is_of_three_days_ago_at_the_latest(store: Shop) -> None:
    now = store.now()
    assert "must lie 3 days back" in refusal(store, "GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA", dataStartTime=now)["details"]
    store.advance("P3D")
    assert ended(store, asked(store, "GET_FBA_ESTIMATED_FBA_FEES_TXT_DATA", dataStartTime=now))


def test_an_application_without_the_role_of_a_type_does_not_get_it(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    narrow = new_shop(beside=shop, roles=["FA"])
    body = {"reportType": ALL_LISTINGS, "marketplaceIds": [US]}
    [error] = narrow.refused("POST", f"{REPORTS}/reports", body, status=403)
    assert (error["code"], error["message"]) == ("Unauthorized", "Access to the resource is forbidden.")
    assert shop.call("POST", f"{REPORTS}/reports", body).status_code == 202


def test_another_seller_s_reports_and_documents_are_not_there(store: Shop, new_shop: Callable[..., Shop]) -> None:
    found = ended(store, asked(store, ALL_LISTINGS))
    other = new_shop(beside=store)
    other.refused("GET", f"{REPORTS}/reports/{found['reportId']}", status=404)
    other.refused("GET", f"{REPORTS}/documents/{found['reportDocumentId']}")
    assert listed(other, reportTypes=ALL_LISTINGS) == []


def test_a_report_is_cancelled_while_it_waits_and_not_later(store: Shop) -> None:
    first, second = asked(store, ALL_LISTINGS), asked(store, BY_DATE)
    assert store.call("DELETE", f"{REPORTS}/reports/{first}").status_code == 200
    assert shown(store, first)["processingStatus"] == "CANCELLED"
    store.advance("PT20S")
    [error] = store.refused("DELETE", f"{REPORTS}/reports/{second}")
    assert f"report {second} is IN_PROGRESS" in error["details"]
    assert shown(store, second)["processingStatus"] == "IN_PROGRESS"


def test_reports_are_listed_by_type_state_place_and_time_newest_first(store: Shop) -> None:
    first = asked(store, ALL_LISTINGS)
    store.advance("PT1H")
    since = store.now()
    second, third = asked(store, BY_DATE), asked(store, ALL_LISTINGS, CA)
    both = f"{ALL_LISTINGS},{BY_DATE}"
    assert {each["reportId"] for each in listed(store, reportTypes=both)} == {first, second, third}
    assert listed(store, reportTypes=both)[-1]["reportId"] == first
    assert [each["reportId"] for each in listed(store, reportTypes=BY_DATE)] == [second]
    assert [each["reportId"] for each in listed(store, reportTypes=both, processingStatuses="DONE")] == [first]
    assert [each["reportId"] for each in listed(store, reportTypes=both, marketplaceIds=CA)] == [third]
    assert len(listed(store, reportTypes=both, createdSince=since)) == 2
    assert len(listed(store, reportTypes=both, createdUntil="2001-01-01T00:00:00Z")) == 0


def test_a_page_token_comes_alone(store: Shop) -> None:
    for _ in range(3):
        asked(store, BY_DATE)
    page = store.ok("GET", f"{REPORTS}/reports", reportTypes=BY_DATE, pageSize="2")
    assert len(page["reports"]) == 2
    rest = store.ok("GET", f"{REPORTS}/reports", nextToken=page["nextToken"])
    assert (len(rest["reports"]), "nextToken" in rest) == (1, False)
    [error] = store.refused("GET", f"{REPORTS}/reports", nextToken=page["nextToken"], reportTypes=BY_DATE)
    assert "reportTypes came with it" in error["details"]
    [error] = store.refused("GET", f"{REPORTS}/reports")
    assert (error["message"], error["details"]) == ("One or more required parameters missing", "reportTypes;")


def test_reports_are_gone_after_ninety_days(store: Shop) -> None:
    found = ended(store, asked(store, ALL_LISTINGS))
    store.advance("P89D")
    assert shown(store, found["reportId"])["processingStatus"] == "DONE"
    assert downloaded(store, found["reportDocumentId"]).status_code == 200
    store.advance("P2D")
    store.refused("GET", f"{REPORTS}/reports/{found['reportId']}", status=404)
    store.refused("GET", f"{REPORTS}/documents/{found['reportDocumentId']}")


def test_a_test_makes_a_report_fatal_with_a_document_that_says_why(store: Shop) -> None:
    store.controlled("POST", "jobs/rules", {"kind": "reports", "ending": "fatal", "reason": "The disk was full."})
    text, data = ended(store, asked(store, ALL_LISTINGS)), ended(store, asked(store, TRAFFIC))
    assert (text["processingStatus"], data["processingStatus"]) == ("FATAL", "FATAL")
    assert downloaded(store, text["reportDocumentId"]).text == "The disk was full.\n"
    assert downloaded(store, data["reportDocumentId"]).json() == {"errorDetails": "The disk was full."}


def test_a_report_of_analytics_that_was_asked_for_wrongly_ends_fatal(store: Shop) -> None:
    found = ended(store, asked(store, "GET_BRAND_ANALYTICS_MARKET_BASKET_REPORT"))
    assert found["processingStatus"] == "FATAL"
    assert downloaded(store, found["reportDocumentId"]).json() == {
        "errorDetails": "A client error occurred. Please double check that your parameters are valid and fulfill the"
        " requirements of the report type. reportPeriod must be one of DAY, WEEK, MONTH, QUARTER, not ''."
    }


def test_a_report_of_nothing_is_cancelled_and_one_of_brand_analytics_fatal(shop: Shop) -> None:
    found = ended(shop, asked(shop, BY_DATE))
    assert (found["processingStatus"], "reportDocumentId" in found) == ("CANCELLED", False)
    week: Json = {"dataStartTime": "2026-05-24", "dataEndTime": "2026-05-30", "reportOptions": {"reportPeriod": "WEEK"}}
    found = ended(shop, asked(shop, "GET_BRAND_ANALYTICS_MARKET_BASKET_REPORT", **week))
    assert found["processingStatus"] == "FATAL"
    assert downloaded(shop, found["reportDocumentId"]).json() == {
        "errorDetails": "The requested data is unavailable. Please try a different date range."
    }


def test_a_report_of_the_network_is_cancelled_while_the_last_one_is_fresh(store: Shop) -> None:
    first = ended(store, asked(store, MYI))
    assert first["processingStatus"] == "DONE"
    assert ended(store, asked(store, MYI))["processingStatus"] == "CANCELLED"
    store.advance("PT30M")
    assert ended(store, asked(store, MYI))["processingStatus"] == "DONE"


def test_a_report_of_listings_is_answered_with_the_last_document_for_an_hour(store: Shop) -> None:
    first = ended(store, asked(store, ALL_LISTINGS))
    store.list_product("CUP", 5, 1)
    again = ended(store, asked(store, ALL_LISTINGS))
    assert again["reportDocumentId"] == first["reportDocumentId"]
    store.advance("PT1H")
    found = ended(store, asked(store, ALL_LISTINGS))
    assert {each["seller-sku"] for each in table(downloaded(store, found["reportDocumentId"]).text)} == {
        "CUP",
        "LAMP",
        "MUG",
        "TRAY",
    }

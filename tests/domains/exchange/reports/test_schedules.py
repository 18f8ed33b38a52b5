"""Schedules: reports that the clock makes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.domains.exchange.reports.reporting import REPORTS, downloaded, ended, table
from tests.shop import CA, US, Json, Shop

BY_DATE = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"
Buy = Callable[..., Json]


def scheduled(shop: Shop, type: str = BY_DATE, period: str = "P1D", marketplace: str = US, **more: object) -> str:
    body = {"reportType": type, "marketplaceIds": [marketplace], "period": period, **more}
    response = shop.call("POST", f"{REPORTS}/schedules", body)
    assert response.status_code == 201, response.text
    return str(response.json()["reportScheduleId"])


def made(shop: Shop, type: str = BY_DATE) -> list[Json]:
    found: list[Json] = shop.ok("GET", f"{REPORTS}/reports", reportTypes=type, pageSize="100")["reports"]
    return found


def test_a_schedule_is_shown_and_listed(shop: Shop) -> None:
    at = "2030-01-01T00:00:00Z"
    schedule_id = scheduled(shop, nextReportCreationTime=at)
    shown = {
        "reportScheduleId": schedule_id,
        "reportType": BY_DATE,
        "marketplaceIds": [US],
        "period": "P1D",
        "nextReportCreationTime": "2030-01-01T00:00:00+00:00",
    }
    assert shop.ok("GET", f"{REPORTS}/schedules/{schedule_id}") == shown
    assert shop.ok("GET", f"{REPORTS}/schedules", reportTypes=BY_DATE) == {"reportSchedules": [shown]}
    assert shop.ok("GET", f"{REPORTS}/schedules", reportTypes="GET_ORDER_REPORT_DATA_SHIPPING") == {
        "reportSchedules": []
    }


@pytest.mark.parametrize(
    ("period", "step"),
    [
        ("PT5M", "PT5M"),
        ("PT15M", "PT15M"),
        ("PT30M", "PT30M"),
        ("PT1H", "PT1H"),
        ("PT2H", "PT2H"),
        ("PT4H", "PT4H"),
        ("PT8H", "PT8H"),
        ("PT12H", "PT12H"),
        ("P1D", "P1D"),
        ("P2D", "P2D"),
        ("P3D", "P3D"),
        ("PT84H", "PT84H"),
        ("P7D", "P7D"),
        ("P14D", "P14D"),
        ("P15D", "P15D"),
        ("P18D", "P18D"),
        ("P30D", "P30D"),
        ("P1M", "P31D"),
    ],
)
def test_every_published_period_makes_a_report_each_time(shop: Shop, period: str, step: str) -> None:
    schedule_id = scheduled(shop, period=period)
    shop.advance("PT1M")
    assert made(shop) == []
    shop.advance(step)
    assert [each["reportScheduleId"] for each in made(shop)] == [schedule_id]
    shop.advance(step)
    assert len(made(shop)) == 2


def test_a_scheduled_report_has_what_came_since_the_last_one(store: Shop, buy: Buy) -> None:
    first = buy(MUG=1)["orderId"]
    scheduled(store)
    store.advance("P1DT1M")
    second = buy(TRAY=1)["orderId"]
    store.advance("P1D")
    reports = [ended(store, each["reportId"]) for each in made(store)]
    found = [
        [each["amazon-order-id"] for each in table(downloaded(store, report["reportDocumentId"]).text)]
        for report in reports
    ]
    assert found == [[second], [first]]


def test_another_schedule_of_the_same_type_and_marketplaces_takes_its_place(shop: Shop) -> None:
    first = scheduled(shop)
    other = scheduled(shop, marketplace=CA)
    second = scheduled(shop, period="P7D")
    shop.refused("GET", f"{REPORTS}/schedules/{first}", status=404)
    listed = shop.ok("GET", f"{REPORTS}/schedules", reportTypes=BY_DATE)["reportSchedules"]
    assert {each["reportScheduleId"] for each in listed} == {other, second}
    shop.advance("P1DT1M")
    assert [each["reportScheduleId"] for each in made(shop)] == [other]


def test_schedules_with_other_options_stand_beside_each_other(shop: Shop) -> None:
    choices: list[Json] = [{"reportOptions": {"ShowSalesChannel": each}} for each in ("true", "false")]
    with_channel, without = choices
    first = scheduled(shop, **with_channel)
    other = scheduled(shop, **without)
    again = scheduled(shop, period="P7D", **with_channel)
    shop.refused("GET", f"{REPORTS}/schedules/{first}", status=404)
    listed = shop.ok("GET", f"{REPORTS}/schedules", reportTypes=BY_DATE)["reportSchedules"]
    assert {each["reportScheduleId"]: each["reportOptions"] for each in listed} == {
        other: without["reportOptions"],
        again: with_channel["reportOptions"],
    }


def test_all_orders_by_their_last_change_can_be_scheduled_in_several_marketplaces(shop: Shop) -> None:
    by_update = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_LAST_UPDATE_GENERAL"
    id = scheduled(shop, by_update, "PT30M", marketplaceIds=[CA, US])
    shown = shop.ok("GET", f"{REPORTS}/schedules/{id}")
    assert (shown["marketplaceIds"], shown["period"]) == ([CA, US], "PT30M")


def test_a_schedule_that_was_cancelled_makes_no_more(shop: Shop) -> None:
    schedule_id = scheduled(shop)
    assert shop.call("DELETE", f"{REPORTS}/schedules/{schedule_id}").status_code == 200
    shop.advance("P2D")
    assert made(shop) == []
    shop.refused("DELETE", f"{REPORTS}/schedules/{schedule_id}", status=404)


def test_order_reports_are_scheduled_in_one_form_at_a_time(shop: Shop) -> None:
    flat, xml = "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING", "GET_ORDER_REPORT_DATA_SHIPPING"
    scheduled(shop, flat)
    body = {"reportType": xml, "marketplaceIds": [US], "period": "P1D"}
    [error] = shop.refused("POST", f"{REPORTS}/schedules", body)
    assert f"cannot be scheduled beside {flat}" in error["details"]
    assert shop.ok("GET", f"{REPORTS}/schedules", reportTypes=xml) == {"reportSchedules": []}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"reportType": "GET_AFN_INVENTORY_DATA"}, "cannot be scheduled: it comes requested"),
        (
            {"nextReportCreationTime": "2001-01-01T00:00:00Z"},
            "'2001-01-01T00:00:00+00:00' lies in the past",
        ),
        ({"period": "P5D"}, "period: 'P5D' must be one of"),
    ],
)
def test_a_schedule_that_cannot_be_is_refused(shop: Shop, body: Json, words: str) -> None:
    whole = {"reportType": BY_DATE, "marketplaceIds": [US], "period": "P1D", **body}
    [error] = shop.refused("POST", f"{REPORTS}/schedules", whole)
    assert words in error["details"]
    assert shop.ok("GET", f"{REPORTS}/schedules", reportTypes=whole["reportType"]) == {"reportSchedules": []}

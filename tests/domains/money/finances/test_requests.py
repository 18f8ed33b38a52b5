"""What the Finances APIs take: times, pages, identifiers; and how they refuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.domains.money.finances.selling import NEW, ORDER, V0, Story, line
from tests.shop import DE, US, Shop

EVENTS = f"{V0}/financialEvents"
GROUPS = f"{V0}/financialEventGroups"
BEGIN, END = "PostedAfter", "PostedBefore"
OPENED, OPENED_BEFORE = "FinancialEventGroupStartedAfter", "FinancialEventGroupStartedBefore"


@pytest.fixture
def shop(new_shop: Callable[..., Shop]) -> Shop:
    return new_shop(start="2030-05-10T12:00:00Z")


@pytest.mark.parametrize(
    ("path", "query", "details"),
    [
        (EVENTS, {BEGIN: "2030-05-10T11:58:00Z"}, "PostedAfter: '2030-05-10T11:58:00+00:00' must be more than two"),
        (
            EVENTS,
            {BEGIN: "2030-05-01T00:00:00Z", END: "2030-05-10T11:59:00Z"},
            "PostedBefore: '2030-05-10T11:59:00+00:00' must be more than two",
        ),
        (EVENTS, {END: "2030-05-01T00:00:00Z"}, "PostedAfter is needed where PostedBefore is given"),
        (
            EVENTS,
            {BEGIN: "2030-05-02T00:00:00Z", END: "2030-05-01T00:00:00Z"},
            "PostedBefore: '2030-05-01T00:00:00+00:00' must be after PostedAfter '2030-05-02T00:00:00+00:00'",
        ),
        (GROUPS, {OPENED: "2031-01-01T00:00:00Z"}, f"{OPENED}: '2031-01-01T00:00:00+00:00' must be more than two"),
        (
            GROUPS,
            {OPENED: "2030-05-02T00:00:00Z", OPENED_BEFORE: "2030-05-02T00:00:00Z"},
            f"{OPENED_BEFORE}: '2030-05-02T00:00:00+00:00' must be after {OPENED}",
        ),
        (f"{V0}/orders/123/financialEvents", {}, "orderId: '123' is not of the form"),
        (NEW, {}, "postedAfter is needed where no related identifier is given"),
        (NEW, {"relatedIdentifierName": "ORDER_ID"}, "relatedIdentifierValue is needed"),
        (NEW, {"relatedIdentifierValue": "1"}, "relatedIdentifierName is needed"),
        (
            NEW,
            {"relatedIdentifierName": "REFUND_ID", "relatedIdentifierValue": "1"},
            "relatedIdentifierName: 'REFUND_ID' is not one of FINANCIAL_EVENT_GROUP_ID, ORDER_ID",
        ),
        (
            NEW,
            {"postedAfter": "2030-05-01T00:00:00Z", "transactionStatus": "Released"},
            "transactionStatus: 'Released' is not one of DEFERRED, RELEASED, DEFERRED_RELEASED",
        ),
        (NEW, {"postedAfter": "2030-05-10T12:00:00Z"}, "postedAfter: '2030-05-10T12:00:00+00:00' must be more than"),
        (EVENTS, {"NextToken": "nonsense!"}, "NextToken: it is not a token of this operation"),
    ],
)
def test_refusals_name_field_value_and_rule(story: Story, path: str, query: dict[str, Any], details: str) -> None:
    [error] = story.shop.refused("GET", path, **query)
    assert error["code"] == "InvalidInput"
    assert error["details"].startswith(details)


@pytest.mark.parametrize(("path", "size"), [(EVENTS, 0), (EVENTS, 101), (GROUPS, 101), (GROUPS, 0)])
def test_a_page_has_1_to_100(story: Story, path: str, size: int) -> None:
    [error] = story.shop.refused("GET", path, MaxResultsPerPage=size)
    assert error["code"] == "InvalidInput"


def test_an_unknown_group_is_not_found(story: Story) -> None:
    [error] = story.shop.refused("GET", f"{GROUPS}/nope/financialEvents", status=404)
    assert error["details"] == "eventGroupId: 'nope' is not a group of yours"


def test_events_show_after_two_minutes_and_at_once_by_order(story: Story) -> None:
    story.ship()
    assert story.events() == {}
    assert len(story.of_order()["ShipmentEventList"]) == 1
    story.wait("PT2M1S")
    assert len(story.events()["ShipmentEventList"]) == 1


def test_a_range_takes_its_beginning_and_not_its_end(story: Story) -> None:
    story.ship()
    story.wait("PT1H")
    at = "2030-05-10T12:00:00Z"
    assert len(story.events(PostedAfter=at)["ShipmentEventList"]) == 1
    assert story.events(PostedAfter="2030-05-10T12:00:01Z") == {}
    assert story.events(PostedAfter="2030-05-10T11:00:00Z", PostedBefore=at) == {}
    [group] = story.groups(FinancialEventGroupStartedAfter=at)
    assert story.groups(FinancialEventGroupStartedAfter="2030-05-10T12:00:01Z") == []
    assert story.of_group(group["FinancialEventGroupId"], PostedAfter="2030-05-10T12:00:01Z") == {}


def test_more_than_180_days_find_nothing(story: Story) -> None:
    story.ship()
    story.wait("PT1H")
    end = "2030-05-10T12:30:00Z"
    assert story.events(PostedAfter="2029-11-11T12:29:59Z", PostedBefore=end) == {}
    found = story.events(PostedAfter="2029-11-11T12:30:00Z", PostedBefore=end)
    assert len(found["ShipmentEventList"]) == 1


def test_pages_of_events_hold_each_once(story: Story) -> None:
    for number in range(7):
        story.ship(line(principal=f"{number + 1}.00"), order=f"902-0000000-000000{number}")
    story.wait()
    seen: list[str] = []
    query: dict[str, Any] = {"MaxResultsPerPage": 3}
    sizes = []
    while True:
        payload = story.shop.ok("GET", EVENTS, **query)["payload"]
        events = payload["FinancialEvents"]["ShipmentEventList"]
        sizes.append(len(events))
        seen.extend(each["AmazonOrderId"] for each in events)
        if "NextToken" not in payload:
            break
        query = {"MaxResultsPerPage": 3, "NextToken": payload["NextToken"]}
    assert sizes == [3, 3, 1]
    assert sorted(seen) == [f"902-0000000-000000{number}" for number in range(7)]


def test_pages_of_groups_hold_each_once_newest_first(story: Story) -> None:
    story.ship()
    story.wait("P60D")
    first = story.shop.ok("GET", GROUPS, MaxResultsPerPage=2)["payload"]
    second = story.shop.ok("GET", GROUPS, MaxResultsPerPage=100, NextToken=first["NextToken"])["payload"]
    starts = [each["FinancialEventGroupStart"] for page in (first, second) for each in page["FinancialEventGroupList"]]
    assert len(starts) == len(set(starts)) == 5
    assert starts == sorted(starts, reverse=True)


def test_a_token_belongs_to_its_list(story: Story) -> None:
    story.ship()
    story.ship()
    story.wait()
    token = story.shop.ok("GET", EVENTS, MaxResultsPerPage=1)["payload"]["NextToken"]
    [error] = story.shop.refused("GET", f"{V0}/orders/{ORDER}/financialEvents", NextToken=token)
    assert error["details"] == "NextToken: it was not given to this seller for this query"


def test_transactions_by_marketplace_status_group_and_order(story: Story) -> None:
    story.ship(order="902-0000000-0000001", marketplace=US)
    story.ship(order="902-0000000-0000002", marketplace=DE)
    story.wait()
    begin = "2020-01-01T00:00:00Z"

    def orders(**query: str) -> list[str]:
        found = story.transactions(**query)
        return sorted(each["relatedIdentifiers"][0]["relatedIdentifierValue"] for each in found)

    assert orders(postedAfter=begin) == ["902-0000000-0000001", "902-0000000-0000002"]
    assert orders(postedAfter=begin, marketplaceId=DE) == ["902-0000000-0000002"]
    assert orders(postedAfter=begin, transactionStatus="DEFERRED") == []
    assert len(orders(postedAfter=begin, transactionStatus="RELEASED")) == 2
    by_order = {"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": "902-0000000-0000001"}
    assert orders(**by_order) == ["902-0000000-0000001"]
    [group] = [each for each in story.groups() if each["OriginalTotal"]["CurrencyCode"] == "EUR"]
    by_group = {
        "relatedIdentifierName": "FINANCIAL_EVENT_GROUP_ID",
        "relatedIdentifierValue": group["FinancialEventGroupId"],
    }
    assert orders(**by_group) == ["902-0000000-0000002"]

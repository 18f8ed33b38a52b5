"""Parameters of the query, in all the forms that clients send, and everything that is wrong with them at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.shop import INVENTORY, ORDERS, US, Shop

SUMMARIES = f"{INVENTORY}/summaries"
BASE = f"granularityType=Marketplace&granularityId={US}&marketplaceIds={US}"
SKUS = ("A-1", "B 2", "C/3")


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    for sku in SKUS:
        shop.stock(sku, 1)
    return shop


def found(shop: Shop, query: str) -> list[str]:
    response = shop.call("GET", f"{SUMMARIES}?{BASE}&{query}")
    assert response.status_code == 200, response.text
    return sorted(each["sellerSku"] for each in response.json()["payload"]["inventorySummaries"])


def refusals(shop: Shop, query: str) -> list[dict[str, Any]]:
    return shop.refused("GET", f"{SUMMARIES}?{query}")


@pytest.mark.parametrize(
    ("query", "skus"),
    [
        ("sellerSkus=A-1,B+2", ["A-1", "B 2"]),
        ("sellerSkus=A-1%2CB%202", ["A-1", "B 2"]),
        ("sellerSkus=A-1&sellerSkus=C%2F3", ["A-1", "C/3"]),
        ("sellerSkus=A-1,B+2&sellerSkus=C/3", ["A-1", "B 2", "C/3"]),
        ("sellerSkus=A-1,,&sellerSkus=", ["A-1"]),
        ("sellerSkus=nothing", []),
        ("sellerSkus=", ["A-1", "B 2", "C/3"]),
        ("sellerSku=B+2", ["B 2"]),
        ("sellersku=B+2", ["A-1", "B 2", "C/3"]),
        ("sellerSkus[]=A-1", ["A-1", "B 2", "C/3"]),
    ],
)
def test_a_list_comes_with_commas_or_repeated_or_both(stocked: Shop, query: str, skus: list[str]) -> None:
    if "[" in query:  # plain brackets are no URL: the server program answers as Amazon's does, with a page
        assert stocked.call("GET", f"{SUMMARIES}?{BASE}&{quote(query, safe='=')}").status_code == 200
    assert found(stocked, quote(query, safe="=,&%+/")) == skus


def test_values_of_a_fixed_list_may_have_blanks_after_their_commas(shop: Shop) -> None:
    query: dict[str, Any] = {"marketplaceIds": US, "keywords": "mug", "includedData": "summaries, identifiers, images"}
    assert shop.call("GET", "/catalog/2022-04-01/items", **query).status_code == 200


@pytest.mark.parametrize("text", ["true", "True", "TRUE", "false", "False", "FALSE"])
def test_a_boolean_comes_in_any_case(stocked: Shop, text: str) -> None:
    response = stocked.call("GET", f"{SUMMARIES}?{BASE}&details={text}").json()
    shown = ["inventoryDetails" in each for each in response["payload"]["inventorySummaries"]]
    assert shown == [text.lower() == "true"] * 3


@pytest.mark.parametrize("text", ["1", "yes", "on", "truee", "null"])
def test_anything_else_is_no_boolean(shop: Shop, text: str) -> None:
    (error,) = refusals(shop, f"{BASE}&details={text}")
    assert error == {
        "code": "InvalidInput",
        "message": "Invalid Input",
        "details": f"details: '{text}' must be true or false",
    }


@pytest.mark.parametrize(
    "text",
    [
        "DAYT13:00:00Z",
        "DAYT13:00:00z",
        "DAYT13:00:00.123Z",
        "DAYT13:00:00.123456789Z",
        "DAYT13:00:00%2B00:00",
        "DAYT13%3A00%3A00%2B0000",
        "DAYT15:00:00-05:00",
        "DAYT13:00:00",
        "DAYT13:00",
        "DAY",
        "DAY+13%3A00%3A00",
        "DAY%2013:00:00",
    ],
)
def test_a_date_time_comes_in_every_form_that_clients_send(stocked: Shop, text: str) -> None:
    month_ago = date.fromisoformat(stocked.now()[:10]) - timedelta(days=30)
    text = text.replace("DAY", month_ago.isoformat())
    assert found(stocked, f"startDateTime={text}") == sorted(SKUS)
    assert "fulfillmentOrders" in stocked.ok("GET", f"{ORDERS}?queryStartDate={text}")["payload"]


def test_the_forms_of_a_date_time_mean_the_same_instant(shop: Shop) -> None:
    shop.stock("MUG", 1)
    now = shop.now()[:19]
    later = f"{int(now[:4]) + 1}{now[4:]}"
    for form in (f"{later}Z", f"{later}.000Z", f"{later}%2B00:00", later, later[:10], later.replace("T", "+")):
        assert found(shop, f"startDateTime={form}") == []


@pytest.mark.parametrize("text", ["yesterday", "2024-13-01", "2024-02-30T00:00:00Z", "1700000000", "2024-01-31T25:00Z"])
def test_what_is_no_date_time_is_named(shop: Shop, text: str) -> None:
    (error,) = refusals(shop, f"{BASE}&startDateTime={text}")
    assert error["details"].startswith(f"startDateTime: '{text}' must be a date")


def test_a_plus_that_is_not_escaped_is_a_blank_and_shown_as_one(shop: Shop) -> None:
    (error,) = refusals(shop, f"{BASE}&startDateTime=2024-01-31T13:00:00+02:00")
    assert error["details"].startswith("startDateTime: '2024-01-31T13:00:00 02:00' must be a date-time")


def test_parameters_that_an_operation_does_not_know_are_ignored(stocked: Shop) -> None:
    extras = f"MarketplaceId={US}&MarketplaceIds={US}&marketplace_ids=nowhere&path=x&RestrictedResources=a&x=%ff&=&&y"
    assert found(stocked, extras) == sorted(SKUS)
    assert stocked.call("GET", f"/sellers/v1/account?marketplaceIds=nowhere&{extras}").status_code == 200


def test_several_problems_come_in_one_answer_with_name_value_and_rule(shop: Shop) -> None:
    many = ",".join(f"s{number}" for number in range(51))
    errors = refusals(shop, f"granularityType=Planet&details=maybe&startDateTime=soon&sellerSkus={many}")
    assert [(each["code"], each["message"]) for each in errors] == [("InvalidInput", "Invalid Input")] * 6
    details = {name: rest for name, _, rest in (each["details"].partition(": ") for each in errors)}
    assert details == {
        "details": "'maybe' must be true or false",
        "granularityType": "'Planet' must be one of Marketplace",
        "granularityId": "is required and missing",
        "startDateTime": "'soon' must be a date-time in ISO 8601, such as 2024-01-31T13:00:00Z",
        "sellerSkus": "51 values must be at most 50",
        "marketplaceIds": "is required and missing",
    }


def test_problems_of_path_query_and_body_come_together(shop: Shop) -> None:
    errors = shop.refused("PUT", f"{ORDERS}/{'x' * 41}/status", {"fulfillmentOrderStatus": "Lost"})
    assert [each["details"].partition(":")[0] for each in errors] == [
        "sellerFulfillmentOrderId",
        "fulfillmentOrderStatus",
    ]


def test_the_reason_lists_every_problem_too(shop: Shop) -> None:
    reason = shop.call("GET", SUMMARIES).headers["x-tradepost-reason"]
    assert reason == (
        "granularityType: is required and missing; granularityId: is required and missing;"
        " marketplaceIds: is required and missing"
    )


def test_a_long_value_is_shortened_in_a_refusal(shop: Shop) -> None:
    (error,) = refusals(shop, f"{BASE}&details={'x' * 500}")
    assert error["details"] == f"details: '{'x' * 99}… must be true or false"


def test_the_last_one_of_a_repeated_single_parameter_counts(stocked: Shop) -> None:
    assert found(stocked, "sellerSku=A-1&sellerSku=B+2") == ["B 2"]


def test_an_unescaped_letter_beyond_ascii_is_answered(shop: Shop) -> None:
    shop.stock("ü€", 1)
    assert found(shop, f"sellerSkus={quote('ü€')}") == ["ü€"]


@pytest.mark.parametrize("name", ["MarketplaceIds%5B%5D", "MarketplaceIds%5B0%5D", "marketplaceids"])
def test_a_list_under_another_name_than_its_own_is_missing(shop: Shop, name: str) -> None:
    [error] = shop.refused("GET", f"/orders/v0/orders?{name}={US}&CreatedAfter=2024-01-01T00:00:00Z")
    assert (error["code"], error["message"]) == (
        "InvalidInput",
        "Missing or invalid request parameters: [MarketplaceIds]",
    )
    assert error["details"] == "MarketplaceIds: is required and missing"


def test_a_bracket_that_is_not_escaped_is_answered_with_a_page(shop: Shop) -> None:
    answer = shop.call("GET", f"/orders/v0/orders?MarketplaceIds[]={US}&CreatedAfter=2024-01-01T00:00:00Z")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "text/html")
    assert answer.headers["x-tradepost-reason"] == "its target has characters that must be percent-encoded"

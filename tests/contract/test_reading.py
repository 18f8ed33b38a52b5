"""What a client sends, and what an operation is given."""

from __future__ import annotations

import datetime
import json
import re
from typing import Any

import pytest

from tradepost.contract import easy_ship_2022_03_23, fba_inventory, listings_items_2021_08_01, orders_v0
from tradepost.contract import fulfillment_outbound_2020_07_01 as outbound
from tradepost.contract.operation import Operation
from tradepost.contract.reading import Refused, arguments
from tradepost.contract.refusal import published, strict

NOON = datetime.datetime(2024, 1, 31, 12, 0, tzinfo=datetime.UTC)
QUERY = [("granularityType", "Marketplace"), ("granularityId", "A"), ("marketplaceIds", "A")]
ORDER: dict[str, Any] = {
    "sellerFulfillmentOrderId": "O-1",
    "displayableOrderId": "O-1",
    "displayableOrderDate": "2024-01-31T12:00:00Z",
    "displayableOrderComment": "",
    "shippingSpeedCategory": "Standard",
    "destinationAddress": {"name": "n", "addressLine1": "l", "postalCode": "1", "countryCode": "US"},
    "items": [{"sellerSku": "A", "sellerFulfillmentOrderItemId": "1", "quantity": 1}],
}


def summaries(*more: tuple[str, str]) -> Any:
    return arguments(fba_inventory.get_inventory_summaries, {}, [*QUERY, *more], [], b"")


def created(**changes: Any) -> Any:
    body = json.dumps({**ORDER, **changes}).encode()
    return arguments(outbound.create_fulfillment_order, {}, [], [], body).body


def problems(
    operation: Operation,
    query: list[tuple[str, str]] | None = None,
    body: bytes = b"",
    path: dict[str, str] | None = None,
) -> list[tuple[str, str | None, str]]:
    with pytest.raises(Refused) as refused:
        arguments(operation, path or {}, query or [], [], body)
    return [(each.name, each.value, each.rule) for each in refused.value.problems]


@pytest.mark.parametrize(
    "pairs",
    [
        [("sellerSkus", "a,b,c")],
        [("sellerSkus", "a"), ("sellerSkus", "b"), ("sellerSkus", "c")],
        [("sellerSkus", "a,b"), ("sellerSkus", "c")],
    ],
)
def test_a_list_comes_with_commas_or_repeated_or_both(pairs: list[tuple[str, str]]) -> None:
    assert summaries(*pairs).seller_skus == ["a", "b", "c"]


@pytest.mark.parametrize(("text", "value"), [("true", True), ("True", True), ("FALSE", False), ("false", False)])
def test_a_boolean_comes_in_any_case(text: str, value: bool) -> None:
    assert summaries(("details", text)).details is value


@pytest.mark.parametrize(
    "text",
    [
        "2024-01-31T12:00:00Z",
        "2024-01-31T12:00:00",
        "2024-01-31 12:00:00",
        "2024-01-31 12:00:00+00:00",
        "2024-01-31T12:00:00.000Z",
        "2024-01-31T13:00:00+01:00",
        "2024-01-31T04:00:00-0800",
        "2024-01-31T12:00Z",
    ],
)
def test_an_instant_comes_in_every_form_that_clients_send(text: str) -> None:
    assert summaries(("startDateTime", text)).start_date_time == NOON
    assert created(displayableOrderDate=text).displayable_order_date == NOON


def test_a_date_alone_is_midnight_in_utc() -> None:
    assert summaries(("startDateTime", "2024-01-31")).start_date_time == NOON.replace(hour=0)


def test_what_an_operation_does_not_know_is_ignored() -> None:
    assert summaries(("MarketplaceId", "B"), ("marketplace_ids", "B")).marketplace_ids == ["A"]
    assert created(MarketplaceIds=["B"], marketplaceIds=["B"]).marketplace_id is None


def test_null_means_absent() -> None:
    assert created(codSettings=None, notificationEmails=None).cod_settings is None
    assert problems(
        outbound.create_fulfillment_order, body=json.dumps({**ORDER, "displayableOrderId": None}).encode()
    ) == [("displayableOrderId", None, "is required and missing")]


def test_every_fault_of_a_query_is_named_at_once() -> None:
    query = [("details", "maybe"), ("granularityType", "Region"), ("marketplaceIds", "A,B"), ("startDateTime", "soon")]
    assert problems(fba_inventory.get_inventory_summaries, query) == [
        ("details", "'maybe'", "must be true or false"),
        ("granularityType", "'Region'", "must be one of Marketplace"),
        ("granularityId", None, "is required and missing"),
        ("startDateTime", "'soon'", "must be a date-time in ISO 8601, such as 2024-01-31T13:00:00Z"),
        ("marketplaceIds", "2 values", "must be at most 1"),
    ]


def test_every_fault_of_a_body_is_named_at_once_by_its_path() -> None:
    body = {
        **ORDER,
        "shippingSpeedCategory": "Tomorrow",
        "displayableOrderId": "x" * 41,
        "items": [{"sellerSku": 7, "sellerFulfillmentOrderItemId": "1", "quantity": "1"}, "none"],
    }
    del body["destinationAddress"]
    assert problems(outbound.create_fulfillment_order, body=json.dumps(body).encode()) == [
        ("displayableOrderId", "'" + "x" * 41 + "'", "must have at most 40 characters"),
        (
            "shippingSpeedCategory",
            "'Tomorrow'",
            "must be one of Expedited, Priority, ScheduledDelivery, Standard",
        ),
        ("destinationAddress", None, "is required and missing"),
        ("items[0].sellerSku", "7", "must be a string"),
        ("items[0].quantity", "'1'", "must be an integer"),
        ("items[1]", "'none'", "must be an object"),
    ]


@pytest.mark.parametrize(("text", "rule"), [("2147483648", "must be a 32-bit integer"), ("1.5", "must be an integer")])
def test_an_integer_is_a_whole_number_of_32_bits(text: str, rule: str) -> None:
    found = problems(outbound.get_package_tracking_details, [("packageNumber", text)])
    assert found == [("packageNumber", f"'{text}'", rule)]


def test_a_value_at_its_limit_is_taken_and_one_past_it_is_not() -> None:
    path = {"sellerFulfillmentOrderId": "x" * 40}
    taken = arguments(outbound.get_fulfillment_order, path, [], [], b"")
    assert taken.seller_fulfillment_order_id == "x" * 40
    found = problems(outbound.get_fulfillment_order, path={"sellerFulfillmentOrderId": "x" * 41})
    assert [each[2] for each in found] == ["must have at most 40 characters"]
    fifty = ",".join(map(str, range(50)))
    assert len(summaries(("sellerSkus", fifty)).seller_skus) == 50
    with pytest.raises(Refused):
        summaries(("sellerSkus", fifty + ",50"))


def test_an_empty_parameter_counts_as_missing() -> None:
    query = [*QUERY[:2], ("marketplaceIds", "")]
    assert problems(fba_inventory.get_inventory_summaries, query) == [
        ("marketplaceIds", None, "is required and missing")
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"nonsense",
        b'{"a": NaN}',
        b"[" * 100_000,
        b"\xff\xfe",
        b'{"items": "\xff"}',
        b"1e999999",
        b"123456789012345678901234567890",
        b'{"displayableOrderId": "\\ud800"}',
        b'"text"',
        b"[]",
        b"null",
    ],
)
def test_a_body_that_is_no_order_is_refused_in_words(body: bytes) -> None:
    assert problems(outbound.create_fulfillment_order, body=body)


def test_no_body_and_an_empty_object_are_the_same() -> None:
    missing = problems(outbound.create_fulfillment_order, body=b"{}")
    assert problems(outbound.create_fulfillment_order, body=b"") == missing
    assert len(missing) == 7


def test_a_problem_shortens_a_long_value() -> None:
    query = [("MarketplaceIds", "A"), ("MaxResultsPerPage", "9" * 300)]
    ((name, value, _),) = problems(orders_v0.get_orders, query)
    assert name == "MaxResultsPerPage"
    assert value is not None
    assert len(value) == 101


@pytest.mark.parametrize("zone", ["+01:00", "+0100", "\\u002b01:00", ".000+01:00", ".0000000000000000+01:00"])
def test_an_instant_is_kept_in_utc(zone: str) -> None:
    body = json.dumps(ORDER).replace("12:00:00Z", "13:00:00" + zone).encode()
    found = arguments(outbound.create_fulfillment_order, {}, [], [], body).body.displayable_order_date
    assert (found, found.tzinfo) == (NOON, datetime.UTC)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-12:00"])
def test_an_instant_that_utc_cannot_hold_is_refused(text: str) -> None:
    body = json.dumps({**ORDER, "displayableOrderDate": text}).encode()
    assert problems(outbound.create_fulfillment_order, body=body) == [
        ("displayableOrderDate", f"'{text}'", "must be a date and time that exist")
    ]


def test_nul_is_refused_wherever_it_stands_because_postgresql_cannot_store_it() -> None:
    rule = "must not hold the character NUL"
    body = json.dumps({**ORDER, "displayableOrderComment": "a\0b"}).encode()
    assert problems(outbound.create_fulfillment_order, body=body) == [("displayableOrderComment", "'a\0b'", rule)]
    path = {"sellerFulfillmentOrderId": "a\0"}
    assert problems(outbound.get_fulfillment_order, path=path) == [("sellerFulfillmentOrderId", "'a\0'", rule)]
    assert problems(outbound.list_all_fulfillment_orders, [("nextToken", "\0")]) == [("nextToken", "'\0'", rule)]
    patch = {"productType": "X", "patches": [{"op": "add", "path": "/a", "value": [{"k": ["\0"]}]}]}
    found = problems(
        listings_items_2021_08_01.patch_listings_item,
        [("marketplaceIds", "A")],
        json.dumps(patch).encode(),
        {"sellerId": "A", "sku": "s"},
    )
    assert found == [("patches[0].value[0].k[0]", "'\0'", rule)]


def test_an_escaped_backslash_before_u0000_is_plain_text() -> None:
    assert created(displayableOrderComment="a\\u0000").displayable_order_comment == "a\\u0000"


def test_an_integer_without_a_published_range_has_64_bits() -> None:
    line = {"sellerSku": "a", "marketplaceId": "b", "quantity": 2**63}
    body = json.dumps({"inventoryItems": [line]}).encode()
    assert problems(fba_inventory.add_inventory, body=body) == [
        ("inventoryItems[0].quantity", str(2**63), f"must be at most {2**63 - 1}")
    ]
    line["quantity"] = 2**63 - 1
    body = json.dumps({"inventoryItems": [line]}).encode()
    assert arguments(fba_inventory.add_inventory, {}, [], [], body).body.inventory_items[0].quantity == 2**63 - 1


@pytest.mark.parametrize("body", [b"", b" ", b"{}", b" {} "])
def test_an_optional_body_that_is_empty_is_no_body(body: bytes) -> None:
    assert arguments(easy_ship_2022_03_23.list_handover_slots, {}, [], [], body).body is None


def test_a_pattern_takes_no_newline_after_its_end() -> None:
    assert re.search(strict("^[A-Z]{2}$"), "US")
    assert not re.search(strict("^[A-Z]{2}$"), "US\n")
    assert strict(r"^a\$") == r"^a\$"
    assert published(strict("^[A-Z]{2}$")) == "^[A-Z]{2}$"

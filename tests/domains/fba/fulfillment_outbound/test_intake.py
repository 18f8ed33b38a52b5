from __future__ import annotations

import pytest

from tradepost.domains.fba.fulfillment_outbound.asking.intake import (
    OrderTerms,
    RequestedItem,
    displayable_id,
    displayable_id_problems,
    item_problems,
    term_problems,
)
from tradepost.domains.fba.fulfillment_outbound.refusals import FaultyOrder, UnknownSkus
from tradepost.domains.problems import Problem

GOOD = RequestedItem("1", "SKU-1", 2)


def paths(problems: list[Problem]) -> list[str]:
    return [problem.path for problem in problems]


@pytest.mark.parametrize(
    ("items", "country", "expected"),
    [
        ([GOOD], "US", []),
        ([], "US", ["items"]),
        ([RequestedItem("1", "A", 0)], "US", ["items[0].quantity"]),
        ([RequestedItem("1", "A", 251)], "US", ["items"]),
        ([RequestedItem("1", "A", 250)], "US", []),
        ([GOOD, GOOD], "US", ["items[0].sellerFulfillmentOrderItemId", "items[1].sellerFulfillmentOrderItemId"]),
        ([RequestedItem("", "", 1)], "US", ["items[0].sellerFulfillmentOrderItemId", "items[0].sellerSku"]),
        ([GOOD], "IN", ["items[0].perUnitDeclaredValue"]),
        ([RequestedItem("1", "A", 1, currencies=("EUR",))], "US", ["items[0].currencyCode"]),
    ],
)
def test_faults_of_items(items: list[RequestedItem], country: str, expected: list[str]) -> None:
    assert paths(item_problems(items, country, "USD" if country == "US" else "INR")) == expected


def test_a_hundred_lines_and_no_more() -> None:
    lines = [RequestedItem(str(number), "A", 1) for number in range(101)]
    assert item_problems(lines[:100], "US") == []
    assert paths(item_problems(lines, "US")) == ["items"]


@pytest.mark.parametrize(
    ("terms", "country", "expected"),
    [
        (OrderTerms("Standard", "Hold"), "US", []),
        (OrderTerms("ScheduledDelivery", "Hold", (1, 2)), "JP", ["fulfillmentAction"]),
        (OrderTerms("ScheduledDelivery"), "JP", ["deliveryWindow"]),
        (OrderTerms("ScheduledDelivery", window=(2, 1)), "JP", ["deliveryWindow.endDate"]),
        (OrderTerms("Standard", window=(1, 2)), "JP", ["deliveryWindow"]),
        (OrderTerms("ScheduledDelivery", window=(1, 2)), "US", ["shippingSpeedCategory", "deliveryWindow"]),
        (OrderTerms("Standard", cash_on_delivery=True), "JP", []),
        (OrderTerms("Standard", cash_on_delivery=True), "US", ["codSettings.isCodRequired"]),
        (OrderTerms("Standard", delivery_preferences=True), "DE", ["deliveryPreferences"]),
        (OrderTerms("Standard"), "IN", ["paymentInformation"]),
        (OrderTerms("Standard", ship_from="UK"), "GB", ["shipFromCountryCode"]),
        (OrderTerms("Standard", emails=("a@b.de", "a@b")), "DE", ["notificationEmails[1]"]),
        (OrderTerms("Standard", features=("GIFT",)), "DE", ["featureConstraints[0].featureName"]),
    ],
)
def test_faults_of_terms(terms: OrderTerms, country: str, expected: list[str]) -> None:
    assert paths(term_problems(terms, country)) == expected


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("A-1", True),
        ("  A 1 ", True),
        ("Größe 7", True),
        ("a  b", False),
        ("", False),
        ("x" * 41, False),
        ("注文", False),
    ],
)
def test_order_ids_for_recipients(text: str, good: bool) -> None:
    assert (displayable_id_problems(text) == []) is good


def test_order_ids_lose_white_space_at_their_ends() -> None:
    assert displayable_id("  A 1 ") == "A 1"


def test_a_refusal_names_every_fault() -> None:
    refusal = FaultyOrder([Problem("items", "251", "is too much"), Problem("address.city", "", "is required")])
    assert refusal.message == "Value 251 for parameter items is invalid. Reason: InvalidValue."
    assert refusal.details == "items: '251' is too much"
    assert [details for _, details in refusal.problems] == ["address.city: '' is required"]


def test_unknown_skus_are_refused_in_amazons_words() -> None:
    refusal = UnknownSkus([("i-1", "X"), ("i-2", "Y")])
    assert refusal.message == "the SellerSKU for Item Id: i-1 is invalid."
    assert [message for message, _ in refusal.problems] == ["the SellerSKU for Item Id: i-2 is invalid."]

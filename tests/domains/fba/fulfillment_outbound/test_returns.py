from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tradepost.domains.fba.fulfillment_outbound.returning.return_reasons import (
    LANGUAGES,
    language_known,
    return_reasons,
    translated,
)
from tradepost.domains.fba.fulfillment_outbound.returning.returns import (
    DISPOSITIONS,
    INVALID_REASONS,
    ShippedItem,
    WantedReturn,
    authorization,
    grade,
    reason_found,
    received_at,
    sort_returns,
)
from tradepost.domains.fba.inventory.model import DISPOSITIONS as KNOWN_DISPOSITIONS
from tradepost.domains.places.centers import CENTERS
from tradepost.simulation.seed import Seed

SEED = Seed("tradepost")
REASONS = {"item-1": {"CR-DEFECTIVE"}, "item-2": {"CR-DEFECTIVE"}}
SHIPPED = {
    ("D1", "item-1"): ShippedItem("SHIPPED", 2, returned=1),
    ("D2", "item-2"): ShippedItem("PENDING", 1),
}


def wanted(id: str, item: str = "item-1", shipment: str = "D1", reason: str = "CR-DEFECTIVE") -> WantedReturn:
    return WantedReturn(id, item, shipment, reason)


@pytest.mark.parametrize(
    ("request_", "code"),
    [
        (wanted("r2", item="item-9"), "InvalidValues"),
        (wanted("r2", shipment="D9"), "InvalidValues"),
        (wanted("r2", reason="CR-SWITCHEROO"), "InvalidValues"),
        (wanted("r1"), "DuplicateRequest"),
        (wanted("r2", item="item-2", shipment="D2"), "NoCompletedShipItems"),
        (wanted("r2", item="item-2", shipment="D9"), "NoCompletedShipItems"),
    ],
)
def test_returns_that_are_not_accepted_say_why(request_: WantedReturn, code: str) -> None:
    accepted, invalid = sort_returns([request_], SHIPPED, {"r1"}, REASONS)
    assert (accepted, invalid) == ([], [(request_, code)])
    assert code in INVALID_REASONS


def test_units_are_counted_within_a_request_too() -> None:
    first, second, again = wanted("r2"), wanted("r3"), wanted("r2")
    accepted, invalid = sort_returns([first, second, again], SHIPPED, {"r1"}, REASONS)
    assert accepted == [first]
    assert invalid == [(second, "NoReturnableQuantity"), (again, "DuplicateRequest")]


def test_an_authorization_has_the_published_form() -> None:
    found = authorization(SEED, "A1", "order-1", 0, "DE", "www.amazon.de")
    assert re.fullmatch("RMA[0-9A-Z]{13}", found.id)
    assert re.fullmatch("D[0-9A-Za-z]{8}RMA", found.rma_id)
    assert found.page_url == f"https://www.amazon.de/gp/orc/rml/{found.rma_id}"
    assert found.center in CENTERS["DE"]
    assert found.id != authorization(SEED, "A1", "order-1", 1, "DE", "www.amazon.de").id


def test_units_are_back_within_two_weeks() -> None:
    asked = datetime(2026, 3, 4, tzinfo=UTC)
    times = [received_at(SEED, asked, "order", number) for number in range(200)]
    assert min(times) >= asked + timedelta(days=5)
    assert max(times) < asked + timedelta(days=12)


def test_conditions_depend_on_the_reason() -> None:
    unwanted = Counter(grade(SEED, "CR-UNWANTED_ITEM", number) for number in range(2000))
    defective = Counter(grade(SEED, "CR-DEFECTIVE", number) for number in range(2000))
    carrier = Counter(grade(SEED, "CR-DAMAGED_BY_CARRIER", number) for number in range(2000))
    assert 1550 < unwanted["Sellable"] < 1730
    assert set(unwanted) == {"Sellable", "CustomerDamaged", "Defective"}
    assert 1500 < defective["Defective"] < 1700
    assert set(carrier) == {"CarrierDamaged", "Sellable"}


def test_the_center_confirms_a_reason_that_it_sees() -> None:
    assert reason_found("CR-DEFECTIVE", "Defective") == "CR-DEFECTIVE"
    assert reason_found("CR-DEFECTIVE", "Sellable") == "UNKNOWN_OTHER_REASON"
    assert reason_found("CR-UNWANTED_ITEM", "CustomerDamaged") == "CR-UNWANTED_ITEM"


def test_every_condition_has_a_place_in_the_inventory() -> None:
    assert set(DISPOSITIONS.values()) <= set(KNOWN_DISPOSITIONS)


def test_reasons_by_marketplace_and_sku() -> None:
    skus = [f"S{number}" for number in range(200)]
    lengths = Counter(len(return_reasons(SEED, "A1", sku, "US")) for sku in skus)
    assert set(lengths) == {12, 14}
    assert 15 < lengths[14] < 45
    german, japanese = (
        {reason.code for reason in return_reasons(SEED, "A1", "S1", country)} for country in ("DE", "JP")
    )
    assert german - japanese == {"CR-FOUND_BETTER_PRICE", "CR-UNAUTHORIZED_PURCHASE"}


def test_reasons_are_translated_into_every_language_of_the_marketplaces() -> None:
    codes = {reason.code for n in range(50) for reason in return_reasons(SEED, "A1", f"S{n}", "US")}
    assert len(codes) == 14
    for language in LANGUAGES:
        words = [translated(code, language) for code in codes]
        assert len({word for word in words if word}) == 14
    assert translated("CR-DEFECTIVE", "de_DE") == translated("CR-DEFECTIVE", "de-DE") == "Funktioniert nicht"
    assert translated("CR-DEFECTIVE", "xx") is None
    assert translated("NONE", "de") is None
    assert language_known("ja_JP")
    assert not language_known("tlh")

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.fba.fulfillment_outbound.asking.addresses import (
    Destination,
    address_problems,
    postal_code_problems,
)
from tradepost.domains.places.countries import (
    COUNTRIES,
    POSTAL_CODES,
    TIME_ZONES,
    crosses_customs,
    ships_to,
)

TROY = Destination("Ann", "1 Main St", "US", "48084", city="Troy", state_or_region="MI")


def paths(address: Destination, origin: str = "US") -> list[str]:
    return [problem.path.removeprefix("destinationAddress.") for problem in address_problems(address, origin)]


def test_a_good_address_has_no_problems() -> None:
    assert address_problems(TROY, "US") == []


@pytest.mark.parametrize(
    ("changes", "origin", "expected"),
    [
        ({"city": ""}, "US", ["city"]),
        ({"state_or_region": ""}, "US", ["stateOrRegion"]),
        ({"state_or_region": "Michigan"}, "US", []),
        ({"state_or_region": "Bavaria"}, "US", ["stateOrRegion"]),
        ({"postal_code": "4808"}, "US", ["postalCode"]),
        ({"postal_code": "48084-1234"}, "US", []),
        ({"country_code": "XX"}, "US", ["countryCode"]),
        ({"country_code": "us"}, "US", ["countryCode"]),
        ({}, "DE", ["countryCode"]),
        ({"name": " "}, "US", ["name"]),
        ({"name": "n" * 51}, "US", ["name"]),
        ({"address_line2": "a\nb"}, "US", ["addressLine2"]),
        ({"phone": "+1 (555) 010-9999 ext. 12"}, "US", []),
        ({"phone": "call me"}, "US", ["phone"]),
    ],
)
def test_each_fault_is_named(changes: dict[str, str], origin: str, expected: list[str]) -> None:
    assert paths(msgspec.structs.replace(TROY, **changes), origin) == expected


def test_all_faults_are_found_at_once() -> None:
    bad = Destination("", "", "US", "x", phone="?")
    assert paths(bad) == ["name", "addressLine1", "phone", "city", "stateOrRegion", "postalCode"]


def test_a_problem_says_field_value_and_rule() -> None:
    [problem] = address_problems(msgspec.structs.replace(TROY, postal_code="ABC"), "US")
    assert problem.sentence() == "destinationAddress.postalCode: 'ABC' must be a postal code of US"


def test_japan_has_no_city() -> None:
    tokyo = Destination("Ann", "千代田1-1", "JP", "100-0001", state_or_region="東京都")
    assert address_problems(tokyo, "JP") == []
    assert paths(msgspec.structs.replace(tokyo, city="Tokyo"), "JP") == ["city"]


@pytest.mark.parametrize(
    ("country", "good", "bad"),
    [
        ("AE", "00000", "ABC"),
        ("AU", "2000", "200"),
        ("BE", "1000", "0100"),
        ("BR", "01310-100", "0131-100"),
        ("CA", "k1a 0b1", "K1A 0D1X"),
        ("DE", "80331", "8033"),
        ("EG", "44629", "446"),
        ("ES", "28013", "99013"),
        ("FR", "75001", "7500"),
        ("GB", "SW1A 1AA", "SW1A1A"),
        ("IE", "D02 AF30", "D2 AF30"),
        ("IN", "110001", "010001"),
        ("IT", "00184", "0184"),
        ("JP", "1000001", "10000"),
        ("MX", "06600", "6600"),
        ("NL", "1012 AB", "1012"),
        ("PL", "00-950", "00950"),
        ("SA", "11564", "1156"),
        ("SE", "111 22", "1112"),
        ("SG", "018956", "18956"),
        ("TR", "34000", "99000"),
        ("US", "10001", "1000A"),
        ("ZA", "8001", "800"),
    ],
)
def test_postal_codes_of_the_marketplaces(country: str, good: str, bad: str) -> None:
    assert postal_code_problems(country, good, "postalCode") == []
    assert len(postal_code_problems(country, bad, "postalCode")) == 1


def test_every_marketplace_has_a_postal_code_form_and_a_time_zone() -> None:
    countries = {marketplace.country for marketplace in MARKETPLACES.values()}
    assert countries <= set(POSTAL_CODES)
    assert countries <= set(TIME_ZONES)


def test_there_are_249_countries() -> None:
    assert len(COUNTRIES) == 249


def test_networks_ship_to_their_neighbors() -> None:
    assert ships_to("DE", "AT")
    assert not ships_to("DE", "US")
    assert ships_to("ZA", "ZA")
    assert not ships_to("ZA", "NA")


def test_customs_are_between_unions() -> None:
    assert not crosses_customs("DE", "FR")
    assert not crosses_customs("US", "PR")
    assert crosses_customs("DE", "CH")
    assert crosses_customs("GB", "IE")


@pytest.mark.parametrize(
    ("line", "expected"), [("P.O. Box 12", True), ("PO Box 12", True), ("Postfach 12", True), ("Boxer Street 1", False)]
)
def test_post_office_boxes_are_known(line: str, expected: bool) -> None:
    assert msgspec.structs.replace(TROY, address_line2=line).is_po_box is expected


def test_military_addresses_are_known() -> None:
    assert msgspec.structs.replace(TROY, state_or_region="ap").is_military
    assert not TROY.is_military


@given(st.text(), st.text(), st.text(max_size=3), st.text(max_size=12))
def test_no_text_breaks_the_rules_themselves(name: str, line: str, country: str, code: str) -> None:
    for problem in address_problems(Destination(name, line, country, code), "US"):
        assert problem.rule

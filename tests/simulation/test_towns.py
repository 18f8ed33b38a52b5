"""Whoever is simulated lives in one place: town, state, postal code and phone are of the same one."""

from __future__ import annotations

import re

import pytest

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.places.countries import POSTAL_CODES, STATE_REQUIRED, STATES
from tradepost.simulation.people import Person, person
from tradepost.simulation.seed import Seed
from tradepost.simulation.towns import Town, countries

COUNTRIES = sorted(countries())
#: From which to which number the first three digits of a state's ZIP codes go (USPS).
STATES_OF_THE_US = {
    "AK": (995, 999), "AZ": (850, 865), "CA": (900, 961), "CO": (800, 816), "CT": (60, 69), "DC": (200, 205),
    "FL": (320, 349), "GA": (300, 319), "HI": (967, 968), "IA": (500, 528), "ID": (832, 838), "IL": (600, 629),
    "LA": (700, 714), "MA": (10, 27), "MD": (206, 219), "ME": (39, 49), "MI": (480, 499), "MN": (550, 567),
    "MO": (630, 658), "NC": (270, 289), "NE": (680, 693), "NM": (870, 884), "NV": (889, 898), "NY": (100, 149),
    "OH": (430, 459), "OR": (970, 979), "PA": (150, 196), "RI": (28, 29), "TN": (370, 385), "TX": (750, 799),
    "UT": (840, 847), "VA": (220, 246), "VT": (50, 59), "WA": (980, 994), "WI": (530, 549),
}  # fmt: skip
#: With which letter the postal codes of a province begin (Canada Post).
PROVINCES = {
    "AB": "T", "BC": "V", "MB": "R", "NB": "E", "NL": "A", "NS": "B", "ON": "KLMNP", "PE": "C", "QC": "GHJ", "SK": "S",
}  # fmt: skip
#: With which digits those of a province begin (Correos), and with which digit those of a state (Australia Post).
SPAIN = {
    "A Coruña": "15", "Alicante": "03", "Asturias": "33", "Barcelona": "08", "Bizkaia": "48", "Gipuzkoa": "20",
    "Granada": "18",
    "Illes Balears": "07", "Madrid": "28", "Murcia": "30", "Málaga": "29", "Salamanca": "37", "Sevilla": "41",
    "Valencia": "46", "Valladolid": "47", "Zaragoza": "50",
}  # fmt: skip
AUSTRALIA = {"NSW": "2", "ACT": "26", "VIC": "3", "QLD": "4", "SA": "5", "WA": "6", "TAS": "7", "NT": "08"}


def people(country: str) -> list[Person]:
    return [person(Seed("towns"), country, "www.amazon.com", number) for number in range(60)]


def towns(country: str) -> list[tuple[Town, str]]:
    """Every town of a country with every code of it."""
    return [(town, code) for town in countries()[country].towns for code in town.postal_codes]


def test_every_marketplace_has_people_of_its_country() -> None:
    assert {each.country for each in MARKETPLACES.values()} == set(COUNTRIES)


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_person_lives_in_one_place(country: str) -> None:
    known = {(town.name, town.state) for town in countries()[country].towns}
    for each in people(country):
        assert (each.city, each.state) in known
        [town] = [town for town in countries()[country].towns if (town.name, town.state) == (each.city, each.state)]
        codes = [re.escape(code).replace(r"\#", r"\d").replace(r"\?", "[A-Z]").replace(r"\*", "[0-9A-Z]")
                 for code in town.postal_codes]  # fmt: skip
        assert any(re.fullmatch(code, each.postal_code) for code in codes), (town, each.postal_code)
        assert each.phone.startswith(f"{countries()[country].phone} {town.phone.rstrip('#')}")
        assert each.address_line == each.address_line.strip(" ,")


@pytest.mark.parametrize("country", COUNTRIES)
def test_postal_codes_and_states_are_those_that_orders_accept(country: str) -> None:
    for each in people(country):
        assert re.fullmatch(POSTAL_CODES[country], each.postal_code), each
        assert each.state or country not in STATE_REQUIRED, each
        assert each.state in STATES.get(country, {each.state}), each


def test_codes_are_of_the_state() -> None:
    for town, code in towns("US"):
        low, high = STATES_OF_THE_US[town.state]
        assert low <= int(code[:3]) <= high, (town, code)
    for country, begins in (("CA", PROVINCES), ("ES", SPAIN), ("AU", AUSTRALIA)):
        for town, code in towns(country):
            assert code.startswith(tuple(begins[town.state]) if country == "CA" else begins[town.state]), (town, code)


def test_phones_are_of_numbers_that_nobody_has_where_there_are_such() -> None:
    for country, of_fiction in (
        ("US", r"\+1 \d{3}55501\d\d"),
        ("CA", r"\+1 \d{3}55501\d\d"),
        ("AU", r"\+61 \d5550\d{4}"),
    ):
        assert all(re.fullmatch(of_fiction, each.phone) for each in people(country))


def test_no_town_is_there_twice() -> None:
    for country in COUNTRIES:
        names = [(town.name, town.state) for town in countries()[country].towns]
        assert len(set(names)) == len(names)

"""People who buy have names and addresses as they are written in their country."""

from __future__ import annotations

import re

import pytest

from tradepost.simulation.people import LOCALES, Person, person
from tradepost.simulation.seed import Seed

POSTAL_CODES = {
    "AE": r"00000",
    "AU": r"\d{4}",
    "BE": r"[1-9]\d{3}",
    "BR": r"\d{5}-?\d{3}",
    "CA": r"[A-Z]\d[A-Z] ?\d[A-Z]\d",
    "DE": r"\d{5}",
    "EG": r"\d{5}",
    "ES": r"\d{5}",
    "FR": r"\d{5}",
    "IN": r"\d{6}",
    "IT": r"\d{5}",
    "JP": r"\d{3}-\d{4}",
    "MX": r"\d{5}",
    "NL": r"\d{4} ?[A-Z]{2}",
    "PL": r"\d{2}-\d{3}",
    "SA": r"\d{5}",
    "SE": r"\d{3} ?\d{2}",
    "SG": r"\d{6}",
    "TR": r"\d{5}",
    "US": r"\d{5}",
    "ZA": r"\d{4}",
}


def people(country: str) -> list[Person]:
    return [person(Seed("people"), country, "www.amazon.com", number) for number in range(40)]


@pytest.mark.parametrize("country", sorted(LOCALES))
def test_names_have_no_titles(country: str) -> None:
    for each in people(country):
        assert not re.search(r"\.|\b(?:Dr|Mrs?|Ms|MD|PhD|DDS|DVM|Jr|pani?)\b", each.name), each.name
        assert len(each.name.split()) > 1


@pytest.mark.parametrize("country", sorted(POSTAL_CODES))
def test_postal_codes_are_written_as_in_their_country(country: str) -> None:
    for each in people(country):
        assert re.fullmatch(POSTAL_CODES[country], each.postal_code), each.postal_code


def test_the_same_number_is_the_same_person_in_a_world_of_the_same_seed() -> None:
    assert people("DE") == people("DE")
    assert len({each.email for each in people("DE")}) == 40
    other = person(Seed("others"), "DE", "www.amazon.com", 0)
    assert other != people("DE")[0]

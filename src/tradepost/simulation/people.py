"""Simulated people: names, addresses and e-mail aliases by country, the same for the same seed.

Faker draws names and streets; its data is bundled, and each locale is loaded when its country is first asked for. Town,
state, postal code and phone are those of one place, from ``towns``: Faker draws each of them by itself.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from tradepost.simulation.seed import Seed
from tradepost.simulation.towns import place

#: The locale that people of a country are drawn in; where Faker has none, one whose names and streets are used there.
LOCALES: dict[str, str] = {
    "AE": "en_GB",
    "AU": "en_AU",
    "BE": "fr_BE",
    "BR": "pt_BR",
    "CA": "en_CA",
    "DE": "de_DE",
    "EG": "en_GB",
    "ES": "es_ES",
    "FR": "fr_FR",
    "GB": "en_GB",
    "IE": "en_IE",
    "IN": "en_IN",
    "IT": "it_IT",
    "JP": "ja_JP",
    "MX": "es_MX",
    "NL": "nl_NL",
    "PL": "pl_PL",
    "SA": "en_GB",
    "SE": "sv_SE",
    "SG": "en_GB",
    "TR": "tr_TR",
    "US": "en_US",
    "ZA": "zu_ZA",
}
_ALIAS = "abcdefghijklmnopqrstuvwxyz0123456789"


class Person(msgspec.Struct, frozen=True):
    """Somebody who buys: a name, a place to live, and the alias that a seller sees in place of an e-mail address."""

    name: str
    email: str
    address_line: str
    city: str
    state: str
    postal_code: str
    country: str
    phone: str


def person(seed: Seed, country: str, domain: str, number: int) -> Person:
    """The person of this number in a country. ``domain`` is that of the marketplace: ``www.amazon.de``."""
    faker = _faker(LOCALES.get(country, "en_US"))
    faker.seed_instance(seed.number("person", country, number))
    there = place(seed, country, number)
    alias = seed.letters(_ALIAS, 15, "e-mail alias", country, number)
    return Person(
        name=_name(faker, country),
        email=f"{alias}@marketplace.{domain.removeprefix('www.')}",
        address_line=_street(faker, country),
        city=there.town,
        state=there.state,
        postal_code=there.postal_code,
        country=country,
        phone=there.phone,
    )


def _name(faker: Any, country: str) -> str:
    """A name as it is written there, without the titles and degrees that Faker gives to every other person."""
    first, last = faker.first_name(), faker.last_name()
    return f"{last} {first}" if country == "JP" else f"{first} {last}"


def _street(faker: Any, country: str) -> str:
    """A street and a number as they are written there; in Japan a quarter, a block and a house."""
    if country == "JP":
        return f"{faker.town()}{faker.chome()}{faker.ban()}{faker.gou()}"
    return ", ".join(line.strip(" ,") for line in faker.street_address().splitlines())


@cache
def _faker(locale: str) -> Any:
    from faker import Faker

    return Faker(locale, use_weighting=False)

"""Towns to live in: real ones, each with its state, some of its postal codes and what its phone numbers look like."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from tradepost.simulation.seed import Seed

_DIGITS = "0123456789"
#: Letters that postal codes of Canada, the Netherlands and the United Kingdom have in these places; Ireland's signs.
_DRAWN = {"#": _DIGITS, "?": "ABEGHJLNPRTWXYZ", "*": _DIGITS + "AEHNPRTWXY"}
_ELSEWHERE = "US"


class Town(msgspec.Struct, frozen=True):
    """A town. ``state`` is empty where addresses have none. ``phone`` and ``postal_codes`` are patterns."""

    name: str
    state: str
    phone: str
    postal_codes: tuple[str, ...]


class Country(msgspec.Struct, frozen=True):
    """A country's towns, and its phone code."""

    towns: tuple[Town, ...]
    phone: str


@cache
def countries() -> dict[str, Country]:
    """The countries that have towns here: those of all marketplaces."""
    source = tomllib.loads((files(__package__) / "towns.toml").read_text(encoding="utf-8"))
    return {
        code: Country(
            tuple(Town(name, state, phone, tuple(codes.split(","))) for name, state, phone, codes in each["towns"]),
            each["phone"],
        )
        for code, each in source.items()
    }


class Place(msgspec.Struct, frozen=True):
    """Where somebody lives: all parts are of one town."""

    town: str
    state: str
    postal_code: str
    phone: str


def place(seed: Seed, country: str, *key: str | int) -> Place:
    """A place in a country, drawn by the seed. A country without towns here has those of the United States."""
    there = countries().get(country) or countries()[_ELSEWHERE]
    town = seed.pick(there.towns, "town", country, *key)
    code = _filled(seed, seed.pick(town.postal_codes, "postal code", country, *key), "postal code", country, *key)
    phone = _filled(seed, town.phone, "phone", country, *key)
    return Place(town.name, town.state, code, f"{there.phone} {phone}")


def _filled(seed: Seed, pattern: str, *key: str | int) -> str:
    return "".join(seed.pick(_DRAWN[sign], at, *key) if sign in _DRAWN else sign for at, sign in enumerate(pattern))

"""Reading and merging attributes: arrays of entries, each told from the others by marketplace and language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from tradepost.domains.selling.definitions.attributes import in_group

Json = dict[str, Any]
Attributes = dict[str, Any]
_PRIVATE = frozenset(
    {
        "merchant_suggested_asin",
        "supplier_declared_has_product_identifier_exemption",
        "child_parent_sku_relationship",
        "package_contains_sku",
    }
)
_OF_THE_PRODUCT = frozenset({"list_price"})
_MOST_DIGITS = 18  # what a database holds


@cache
def _sellers_own() -> frozenset[str]:
    """Attributes that speak of one seller's offer or of his SKUs, and so never reach the catalog (our choice)."""
    return (frozenset(in_group("offer")) | _PRIVATE) - _OF_THE_PRODUCT


def entries(attributes: Attributes, name: str) -> Iterator[Json]:
    """The entries of an attribute."""
    found = attributes.get(name)
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, dict))


def values(attributes: Attributes, name: str, language: str | None = None) -> list[Any]:
    """The plain values of an attribute: those in a language where there are such, or all of them."""
    found = [each for each in entries(attributes, name) if each.get("value") is not None]
    spoken = [each["value"] for each in found if language and each.get("language_tag") == language]
    return spoken or [each["value"] for each in found]


def text(attributes: Attributes, name: str, language: str | None = None) -> str | None:
    """The first value of an attribute as text, in a language where there is one in it; None without any."""
    found = values(attributes, name, language)
    return str(found[0]) if found else None


def number(attributes: Attributes, name: str) -> int | None:
    """The first value of an attribute as a whole number, None where it is none."""
    found = text(attributes, name)
    return int(found) if found is not None and found.isdecimal() and len(found) <= _MOST_DIGITS else None


def truth(attributes: Attributes, name: str) -> bool:
    """Whether an attribute is said to be so."""
    return any(each is True or each == "true" for each in values(attributes, name))


def part(attributes: Attributes, name: str, field: str) -> str | None:
    """A field of the first entry of an attribute that has it, as text."""
    return next((str(each[field]) for each in entries(attributes, name) if each.get(field) is not None), None)


def of_product(attributes: Attributes, marketplace_id: str) -> Attributes:
    """What attributes say of the product itself in a marketplace, without what is one seller's own."""
    found = {}
    for name in attributes:
        if name not in _sellers_own():
            mine = [
                each
                for each in entries(attributes, name)
                if each.get("marketplace_id", marketplace_id) == marketplace_id
            ]
            if mine:
                found[name] = mine
    return found


def merged(known: Attributes, told: Attributes, *, outranks: bool) -> Attributes:
    """What is known of a product once somebody has told more of it.

    Whoever made the product may change what it says; everybody else adds what is still missing (our choice).
    """
    return {**known, **told} if outranks else {**told, **known}


def languages_in(attributes: Attributes, names: Iterable[str]) -> set[str]:
    """The language tags that these attributes are given in."""
    return {each["language_tag"] for name in names for each in entries(attributes, name) if each.get("language_tag")}

"""Rules of the definitions: which product types a search finds and in which order, and how versions are named."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec

import tradepost
from tradepost.domains.selling.definitions.attributes import vocabulary
from tradepost.domains.selling.definitions.product_types import ProductType, product_types
from tradepost.errors import InvalidInput, NotFound

LATEST, RELEASE_CANDIDATE = "LATEST", "RELEASE_CANDIDATE"
OTHERWISE = "PRODUCT"
MOST_RECOMMENDATIONS = 10
_WORD = re.compile(r"[^\W_]+")
_WHOLE, _WHOLE_WORD, _BEGINNING, _WITHIN = 100, 50, 20, 5


class KeywordsAndItemName(InvalidInput):
    """400: a search goes by keywords or by an item's name, never by both (published model)."""

    def __init__(self) -> None:
        super().__init__("Invalid Input", "keywords, itemName: name one of them, not both")


class UnknownLocale(InvalidInput):
    """400: the locale is not one of those that the model lists."""

    def __init__(self, field: str, value: str) -> None:
        super().__init__("Invalid Input", f"{field}: '{value[:20]}' is not a published locale")


class NoOfferOfParents(InvalidInput):
    """400: a parent is never sold, so it has no terms of sale (our choice)."""

    def __init__(self) -> None:
        super().__init__("Invalid Input", "parentageLevel: 'PARENT' goes not with requirements 'LISTING_OFFER_ONLY'")


class NoSuchProductType(NotFound):
    """404: there is no definition of this product type."""

    def __init__(self, name: str) -> None:
        super().__init__("Resource not found.", f"productType: no product type is named '{name[:100]}'")


class NoSuchVersion(NotFound):
    """404: the definition has no such version, and never had."""

    def __init__(self, name: str, version: str) -> None:
        super().__init__("Resource not found.", f"productTypeVersion: '{version[:100]}' is not a version of {name}")


def by_keywords(keywords: list[str], language: str) -> list[ProductType]:
    """The product types that any of the keywords fits, the best first.

    A keyword fits the name, the title or one of the words by which the type is known: best as a whole, then as one
    whole word, then as the beginning of one, then inside of one (our choice). Without keywords, all, by name.
    """
    asked = [key for keyword in keywords if (key := _plain(keyword))]
    if not asked:
        return list(_in_order())
    return _ranked((sum(_fit(key, known) for key in asked), each) for each, known in _known(language))


def by_item_name(title: str, language: str) -> list[ProductType]:
    """The product types that a product of this title may be of, the most likely first, ten at most.

    A type is the likelier the more of its words are in the title; a phrase of several words counts for more. Where
    nothing fits, it is PRODUCT (our choice).
    """
    padded = f" {_plain(title)} "
    found = _ranked((sum(_told(phrase, padded) for phrase in known), each) for each, known in _known(language))
    return found[:MOST_RECOMMENDATIONS] or [product_types()[OTHERWISE]]


@cache
def _in_order() -> tuple[ProductType, ...]:
    return tuple(sorted(product_types().values(), key=lambda each: each.name))


@cache
def _known(language: str) -> tuple[tuple[ProductType, tuple[str, ...]], ...]:
    """The product types by name, each with the phrases by which it is known: its name, its title, its words."""
    found = []
    for each in _in_order():
        words = each.words_de if language == "de" else each.words_en
        found.append((each, tuple(_plain(text) for text in (each.name, each.title(language), *words))))
    return tuple(found)


def _ranked(scored: Iterable[tuple[int, ProductType]]) -> list[ProductType]:
    fitting = sorted(((score, each) for score, each in scored if score), key=lambda pair: (-pair[0], pair[1].name))
    return [each for _, each in fitting]


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def _fit(key: str, known: tuple[str, ...]) -> int:
    best = 0
    for number, phrase in enumerate(known):
        if key == phrase:
            fit = _WHOLE * (3 if number == 0 else 2 if number == 1 else 1)
        elif f" {key} " in f" {phrase} ":
            fit = _WHOLE_WORD
        elif any(word.startswith(key) for word in phrase.split()):
            fit = _BEGINNING
        else:
            fit = _WITHIN if key in phrase else 0
        best = max(best, fit)
    return best


def _told(phrase: str, padded_title: str) -> int:
    """How much a phrase in a title says of it; its plural counts too."""
    words = len(phrase.split())
    return words * words if f" {phrase} " in padded_title or f" {phrase}s " in padded_title else 0


@cache
def version_of(name: str, revision: int = 0) -> str:
    """The version of a product type's definition, in the published form; another one when the definition changes, and
    for each ``revision`` that a world has published."""
    each = product_types()[name]
    known = vocabulary()
    content = msgspec.json.encode((each, {attribute: known[attribute] for attribute in each.attributes()}))
    return _version(content + (f"#{revision}".encode() if revision else b""))


def version_of_all(revisions: Mapping[str, int]) -> str:
    """The version of the list of product types, given the revisions that a world has published."""
    if not revisions:
        return _first_version_of_all()
    return _version("".join(version_of(name, revisions.get(name, 0)) for name in product_types()).encode())


@cache
def _first_version_of_all() -> str:
    return _version("".join(version_of(name) for name in product_types()).encode())


def _version(content: bytes) -> str:
    digest = hashlib.sha256(tradepost.__version__.encode() + content).digest()
    return "U" + base64.b64encode(digest[:8]).decode()


def version_asked(name: str, asked: str | None, revision: int) -> str:
    """The version that is asked for, by whatever name, where the latest is of this revision. Raises NoSuchVersion.

    There are no release candidates, so the latest stands for one too (published model).
    """
    latest = version_of(name, revision)
    if asked in (None, LATEST, RELEASE_CANDIDATE, latest):
        return latest
    earlier = next((each for number in range(revision) if (each := version_of(name, number)) == asked), None)
    if earlier is None:
        raise NoSuchVersion(name, str(asked))
    return earlier

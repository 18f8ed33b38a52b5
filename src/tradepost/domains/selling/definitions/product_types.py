"""The product types: what each is called, what it must and may say, as the files in ``departments/`` have it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from tradepost.domains.selling.definitions.attributes import vocabulary

DEPARTMENTS = (
    "apparel",
    "luggage",
    "kitchen",
    "electronics",
    "books",
    "beauty",
    "grocery",
    "toys",
    "home",
    "tools",
    "sporting_goods",
    "pet",
    "office",
    "general",
)


class UnknownProductType(LookupError):
    """No product type has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"no product type is named {name!r}")
        self.name = name


class AttributeSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Attributes that several product types share: which of them must be given, and which may be."""

    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


class ProductType(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One product type as its department's file has it.

    ``required`` and ``optional`` name attributes besides those of its ``sets``. ``themes`` are the variation themes, of
    which ``deprecated`` names those on their way out. ``values`` replaces the list of values of an attribute or of a
    part of it, ``examples`` the value in its example.
    """

    en: str
    de: str
    name: str = ""
    department: str = ""
    words_en: tuple[str, ...] = ()
    words_de: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    themes: tuple[str | tuple[str, ...], ...] = ("COLOR", "SIZE", "SIZE/COLOR")
    deprecated: dict[str, tuple[str, ...]] = {}
    values: dict[str, tuple[str | tuple[str, ...], ...]] = {}
    examples: dict[str, Any] = {}

    def title(self, language: str) -> str:
        """Its name in a language, ``en`` or ``de``."""
        return self.de if language == "de" else self.en

    def attributes(self) -> tuple[str, ...]:
        """The attributes that it has, in the order of the vocabulary."""
        mine = {name for group in self._sets() for name in (*group.required, *group.optional)}
        mine.update(self.required, self.optional)
        return tuple(name for name in vocabulary() if name in mine)

    def required_of_everything(self) -> tuple[str, ...]:
        """The attributes that even a parent must have, which is never sold."""
        return attribute_sets()["everything"].required

    def required_of_products(self) -> tuple[str, ...]:
        """The attributes that whatever can be bought must have besides."""
        known = set(self.required_of_everything())
        mine = {name for group in self._sets() for name in group.required} | set(self.required)
        return tuple(name for name in vocabulary() if name in mine - known)

    def _sets(self) -> tuple[AttributeSet, ...]:
        shared = attribute_sets()
        return tuple(shared[name] for name in ("everything", "products", *self.sets))


@cache
def attribute_sets() -> dict[str, AttributeSet]:
    """The sets of attributes that product types share, by name. Raises LookupError for a name not in the vocabulary."""
    found = msgspec.convert(_source("sets"), dict[str, AttributeSet])
    for name, each in found.items():
        _check(name, (*each.required, *each.optional))
    return found


@cache
def product_types() -> dict[str, ProductType]:
    """Every product type by its name, in the order of its department."""
    found: dict[str, ProductType] = {}
    for department in DEPARTMENTS:
        for name, each in msgspec.convert(_source(department), dict[str, ProductType]).items():
            _check(name, (*each.required, *each.optional))
            found[name] = msgspec.structs.replace(each, name=name, department=department)
    return found


def find(name: str) -> ProductType:
    """The product type of that name, letter by letter. Raises UnknownProductType."""
    try:
        return product_types()[name]
    except KeyError:
        raise UnknownProductType(name) from None


def _source(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__package__) / "departments" / f"{name}.toml").read_text(encoding="utf-8"))


def _check(owner: str, names: tuple[str, ...]) -> None:
    unknown = set(names) - set(vocabulary())
    if unknown:
        raise LookupError(f"{owner} names attributes that the vocabulary has not: {sorted(unknown)}")

"""The vocabulary: every attribute that a product may have, as the files in ``vocabulary/`` say."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import msgspec

Kind = Literal[
    "text",
    "string",
    "identifier",
    "url",
    "date",
    "time",
    "integer",
    "number",
    "boolean",
    "choice",
    "open",
    "price",
    "measure",
    "price_schedule",
    "dated_price_schedule",
    "worn",
    "object",
]


class Field(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of an attribute: what kind of value it has, within which limits, and how it is called.

    ``text`` is said in a language, ``string`` is not; an ``identifier`` is a number of a barcode; ``choice`` takes a
    value of its list, ``open`` any text, of which the list has the usual ones. ``values`` are ``[sent, English,
    German]``, or one word for all three; ``vocabulary`` names a list that depends on the marketplace. ``where`` names
    the regions or countries that have the field at all.
    """

    en: str
    de: str
    kind: Kind = "object"
    about: str = ""
    list: bool = False
    at_most: int = 1
    required: bool = False
    localized: bool = False
    max_length: int | None = None
    max_bytes: int | None = None
    pattern: str | None = None
    minimum: float | int | None = None
    maximum: int = 999_999_999
    values: tuple[str | tuple[str, ...], ...] = ()
    sizes: tuple[str, ...] = ()
    vocabulary: str = ""
    where: tuple[str, ...] = ()
    default: str | None = None
    example: Any = None
    fields: dict[str, Field] = {}

    def title(self, language: str) -> str:
        """Its name in a language, ``en`` or ``de``."""
        return self.de if language == "de" else self.en


class Attribute(Field, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field that stands by itself: an array, of which each entry is told from the others by its selectors.

    ``numbered`` says that the attribute exists so many times, as ``name_1``, ``name_2`` and so on.
    """

    selectors: tuple[str, ...] = ()
    editable: bool = True
    numbered: int = 0


class PropertyGroup(msgspec.Struct, frozen=True):
    """A group of attributes, by the published name."""

    name: str
    en: str
    de: str
    about: str
    vocabularies: tuple[str, ...]

    def title(self, language: str) -> str:
        """Its name in a language, ``en`` or ``de``."""
        return self.de if language == "de" else self.en


GROUPS: tuple[PropertyGroup, ...] = (
    PropertyGroup("offer", "Offer", "Angebot", "On what terms the product is sold.", ("offer",)),
    PropertyGroup("images", "Images", "Bilder", "Where the pictures are.", ("images",)),
    PropertyGroup("shipping", "Shipping", "Versand", "What carriers and warehouses need to know.", ("shipping",)),
    PropertyGroup("variations", "Variations", "Varianten", "How products form a family.", ("variations",)),
    PropertyGroup(
        "safety_and_compliance",
        "Safety & Compliance",
        "Sicherheit und Vorschriften",
        "What the law and carriers want to know.",
        ("safety_and_compliance",),
    ),
    PropertyGroup(
        "product_identity", "Product Identity", "Produktidentität", "What the product is.", ("product_identity",)
    ),
    PropertyGroup(
        "product_details",
        "Product Details",
        "Produktdetails",
        "What shoppers read and search for.",
        ("product_details", "sizes"),
    ),
)


@cache
def in_group(group: str) -> dict[str, Attribute]:
    """The attributes of a property group, by name."""
    found: dict[str, Attribute] = {}
    for vocabulary in next(each for each in GROUPS if each.name == group).vocabularies:
        source = tomllib.loads((files(__package__) / "vocabulary" / f"{vocabulary}.toml").read_text(encoding="utf-8"))
        for name, attribute in msgspec.convert(source, dict[str, Attribute]).items():
            found.update(_numbered(name, attribute))
    return found


def _numbered(name: str, attribute: Attribute) -> dict[str, Attribute]:
    if not attribute.numbered:
        return {name: attribute}
    return {
        f"{name}_{number}": msgspec.structs.replace(
            attribute, en=f"{attribute.en} {number}", de=f"{attribute.de} {number}", numbered=0
        )
        for number in range(1, attribute.numbered + 1)
    }


@cache
def vocabulary() -> dict[str, Attribute]:
    """Every attribute, by name, in the order of the groups."""
    return {name: attribute for group in GROUPS for name, attribute in in_group(group.name).items()}

"""The JSON Schema document of a definition, byte for byte, and its checksum."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from typing import Any, Literal

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.selling.definitions.attributes import vocabulary
from tradepost.domains.selling.definitions.conditions import (
    Parentage,
    Requirements,
    always_required,
    attributes_of,
    conditions,
)
from tradepost.domains.selling.definitions.examples import example_of
from tradepost.domains.selling.definitions.fields import Frame, attribute_schema
from tradepost.domains.selling.definitions.locales import language_name, languages_of, shown_in
from tradepost.domains.selling.definitions.meta_schema import META_SCHEMA_ID
from tradepost.domains.selling.definitions.product_types import find

Json = dict[str, Any]
Enforced = Literal["ENFORCED", "NOT_ENFORCED"]
_SCHEMA_ID = "https://schemas.amazon.com/selling-partners/definitions/product-types/schema/v1"


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Which schema of a product type is meant. ``locale`` is that of its titles; ``parentage`` resolves conditions."""

    product_type: str
    marketplace_id: str
    requirements: Requirements = "LISTING"
    enforced: Enforced = "ENFORCED"
    locale: str = "en_US"
    parentage: Parentage | None = None


@lru_cache(maxsize=64)
def document(asked: Asked) -> bytes:
    """The schema as it is sent; the same bytes each time. Raises UnknownProductType."""
    return msgspec.json.encode(schema(asked))


def checksum(content: bytes) -> str:
    """Base64 of the MD5 of a document (published model)."""
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode()


def schema(asked: Asked) -> Json:
    """The schema of all attributes together. Raises UnknownProductType.

    ``ENFORCED`` says which attributes must be given, also those that others call for; ``NOT_ENFORCED`` leaves both out
    and keeps the form of each attribute (published model).
    """
    definition = find(asked.product_type)
    frame = Frame(definition, asked.marketplace_id, shown_in(asked.locale))
    names = attributes_of(definition, asked.marketplace_id, asked.requirements)
    found: Json = {
        "$schema": META_SCHEMA_ID,
        "$id": f"{_SCHEMA_ID}/{definition.name}",
        "$comment": f"Tradepost's definition of the product type {definition.name}",
        "$defs": _shared(asked.marketplace_id),
        "title": definition.title(frame.language),
        "type": "object",
        "properties": {name: _attribute(name, frame) for name in names},
        "additionalProperties": False,
    }
    if asked.enforced == "ENFORCED":
        found |= _enforcement(asked, frozenset(names))
    return found


def _attribute(name: str, frame: Frame) -> Json:
    attribute = vocabulary()[name]
    found = attribute_schema(name, attribute, frame)
    example = example_of(name, attribute, frame)
    return found if example is None else found | {"examples": [example]}


def _enforcement(asked: Asked, names: frozenset[str]) -> Json:
    """What must be given, always and under conditions."""
    definition = find(asked.product_type)
    always = list(always_required(definition, asked.requirements))
    rules: list[Json] = []
    for condition in conditions(definition, asked.requirements, asked.parentage):
        here = [name for name in condition.required if name in names]
        if condition.when is None:
            always += here
        elif here and set(condition.when.get("required", ())) <= names:
            rules.append({"if": condition.when, "then": {"required": here}})
    found: Json = {"required": [name for name in dict.fromkeys(always) if name in names]}
    return found | ({"allOf": rules} if rules else {})


def _shared(marketplace_id: str) -> Json:
    languages = languages_of(marketplace_id)
    return {
        "language_tag": {
            "type": "string",
            "default": languages[0],
            "editable": False,
            "hidden": True,
            "enum": list(languages),
            "enumNames": [language_name(each) for each in languages],
        },
        "marketplace_id": {
            "type": "string",
            "default": marketplace_id,
            "editable": False,
            "hidden": True,
            "enum": [marketplace_id],
            "enumNames": [MARKETPLACES[marketplace_id].name],
        },
    }

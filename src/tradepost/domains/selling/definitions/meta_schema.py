"""The meta-schema: which keywords a definition's schema may have beyond those of JSON Schema (published vocabulary).

The published meta-schema extends draft 2019-09. Tradepost's schemas use only what means the same in 2019-09 and in
2020-12, so a validator for either takes them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

_BASE = "https://schemas.amazon.com/selling-partners/definitions/product-types"
META_SCHEMA_ID = f"{_BASE}/meta-schema/v1"
VOCABULARY_ID = f"{_BASE}/vocabulary/v1"
_DRAFT = "https://json-schema.org/draft/2019-09"
_COUNT = {"type": "integer", "minimum": 0}

META_SCHEMA: dict[str, Any] = {
    "$schema": f"{_DRAFT}/schema",
    "$id": META_SCHEMA_ID,
    "$vocabulary": {
        f"{_DRAFT}/vocab/core": True,
        f"{_DRAFT}/vocab/applicator": True,
        f"{_DRAFT}/vocab/validation": True,
        f"{_DRAFT}/vocab/meta-data": True,
        f"{_DRAFT}/vocab/format": False,
        f"{_DRAFT}/vocab/content": True,
        VOCABULARY_ID: True,
    },
    "$recursiveAnchor": True,
    "title": "Product type definitions",
    "allOf": [{"$ref": f"{_DRAFT}/schema"}],
    "type": ["object", "boolean"],
    "properties": {
        "editable": {"type": "boolean", "description": "Whether the value of an existing item can be changed."},
        "hidden": {"type": "boolean", "description": "Whether a form had better not show the property."},
        "enumNames": {
            "type": "array",
            "items": {"type": "string"},
            "description": "How the values of enum are shown, in their order.",
        },
        "selectors": {
            "type": "array",
            "items": {"type": "string"},
            "uniqueItems": True,
            "description": "The properties by which one entry of an array is told from another.",
        },
        "minUniqueItems": _COUNT | {"description": "How many entries each combination of selectors has at least."},
        "maxUniqueItems": _COUNT | {"description": "How many entries each combination of selectors has at most."},
        "minUtf8ByteLength": _COUNT | {"description": "The shortest text, in bytes of UTF-8."},
        "maxUtf8ByteLength": _COUNT | {"description": "The longest text, in bytes of UTF-8."},
        "$lifecycle": {
            "type": "object",
            "properties": {"enumDeprecated": {"type": "array"}},
            "description": "What is on its way out: enumDeprecated has values that are still taken.",
        },
    },
}


@cache
def document() -> bytes:
    """The meta-schema as it is sent."""
    return msgspec.json.encode(META_SCHEMA)

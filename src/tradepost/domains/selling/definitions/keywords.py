"""The published keywords that JSON Schema does not have. Loaded when a first listing is validated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, ValidationError, validators
from jsonschema.protocols import Validator

Errors = Iterator[ValidationError]


@cache
def validator_class() -> type[Validator]:
    """Draft 2020-12 with entries counted by selectors, lengths in bytes, deprecated values, and formats checked."""
    extended: type[Validator] = validators.extend(
        Draft202012Validator,
        validators={
            "maxUniqueItems": _at_most,
            "minUniqueItems": _at_least,
            "maxUtf8ByteLength": _longest,
            "minUtf8ByteLength": _shortest,
            "$lifecycle": _lifecycle,
            "format": _format,
        },
    )
    return extended


def _groups(entries: list[Any], schema: dict[str, Any]) -> Counter[str]:
    """How many entries there are of each combination of selectors."""
    selectors = schema.get("selectors", [])
    return Counter(str([entry.get(name) for name in selectors]) for entry in entries if isinstance(entry, dict))


def _at_most(_: Validator, limit: int, entries: Any, schema: dict[str, Any]) -> Errors:
    if isinstance(entries, list):
        most = max(_groups(entries, schema).values(), default=0)
        if most > limit:
            yield ValidationError(str(most))


def _at_least(_: Validator, limit: int, entries: Any, schema: dict[str, Any]) -> Errors:
    if isinstance(entries, list) and entries:  # of none at all, minItems tells
        least = min(_groups(entries, schema).values(), default=limit)
        if least < limit:
            yield ValidationError(str(least))


def _longest(_: Validator, limit: int, text: Any, schema: dict[str, Any]) -> Errors:
    if isinstance(text, str) and _bytes(text) > limit and len(text) <= schema.get("maxLength", limit):
        yield ValidationError(str(_bytes(text)))


def _shortest(_: Validator, limit: int, text: Any, schema: dict[str, Any]) -> Errors:
    if isinstance(text, str) and _bytes(text) < limit:
        yield ValidationError(str(_bytes(text)))


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _lifecycle(_: Validator, lifecycle: dict[str, Any], entries: Any, schema: dict[str, Any]) -> Errors:
    deprecated = lifecycle.get("enumDeprecated", [])
    for entry in entries if isinstance(entries, list) else ():
        values = entry.values() if isinstance(entry, dict) else ()
        for value in values:
            if isinstance(value, str) and value in deprecated:
                yield ValidationError(value)


def _format(_: Validator, format: str, text: Any, schema: dict[str, Any]) -> Errors:
    from tradepost.domains.selling.definitions.formats import fits

    if isinstance(text, str) and not fits(format, text):
        yield ValidationError(format)

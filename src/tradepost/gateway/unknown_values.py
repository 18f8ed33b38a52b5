"""Enum values that no client knows yet: an answer as a later version of the API might send it."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from msgspec import inspect

NEW_VALUE = "TRADEPOST_NEW_VALUE"


def with_unknown_values(form: Any, body: bytes, field: str | None) -> bytes:
    """The body with another value in each of its enums, or only in the fields of that wire name."""
    document = msgspec.json.decode(body)
    return msgspec.json.encode(_changed(_type_of(form), document, field, field is None))


@cache
def _type_of(form: Any) -> inspect.Type:
    return inspect.type_info(form)


def _changed(type: inspect.Type, value: Any, field: str | None, here: bool) -> Any:
    if isinstance(type, inspect.UnionType):
        for each in type.types:
            value = _changed(each, value, field, here)
        return value
    if isinstance(type, inspect.LiteralType):
        return NEW_VALUE if here and value in type.values else value
    if isinstance(type, inspect.StructType) and isinstance(value, dict):
        forms = {each.encode_name: each.type for each in type.fields}
        return {
            name: _changed(forms[name], item, field, field is None or name == field) if name in forms else item
            for name, item in value.items()
        }
    if isinstance(type, inspect.ListType) and isinstance(value, list):
        return [_changed(type.item_type, item, field, here) for item in value]
    if isinstance(type, inspect.DictType) and isinstance(value, dict):
        return {name: _changed(type.value_type, item, field, here) for name, item in value.items()}
    return value

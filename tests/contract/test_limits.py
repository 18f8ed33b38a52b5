"""Every published limit: the value at it is taken, the one just past it is refused."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

import msgspec
import pytest
from msgspec import inspect

from tradepost.contract.openapi import served_modules
from tradepost.contract.operation import Operation, Parameter
from tradepost.contract.reading import Refused, arguments

MODULES = [module.__name__ for module in served_modules()]


def fields(module: str) -> list[tuple[str, Any]]:
    """The fields of every struct of a module, with their types."""
    return [
        (f"{value.__name__}.{each.name}", each.type)
        for value in vars(import_module(module)).values()
        if isinstance(value, type) and issubclass(value, msgspec.Struct) and value.__module__ == module
        for each in msgspec.structs.fields(value)
    ]


def bare(kind: inspect.Type) -> inspect.Type:
    """A type without its metadata and without None."""
    if isinstance(kind, inspect.Metadata):
        return bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        return bare(next(each for each in kind.types if not isinstance(each, inspect.NoneType)))
    return kind


def example(kind: inspect.Type) -> Any:
    """A value of a type, as JSON would carry it; of a struct only what is required."""
    kind = bare(kind)
    if isinstance(kind, inspect.StructType):
        return {each.encode_name: example(each.type) for each in kind.fields if each.required}
    if isinstance(kind, inspect.ListType):
        return [example(kind.item_type)] * (kind.min_length or 0)
    if isinstance(kind, inspect.StrType):
        found = texts(kind.pattern, max(kind.min_length or 0, 1))
        return found[0] if found else "8d3c1c1e-0000-4000-8000-000000000000"
    if isinstance(kind, (inspect.IntType, inspect.FloatType)):
        return kind.ge if kind.ge is not None and kind.ge > 1 else 1
    if isinstance(kind, inspect.LiteralType):
        return kind.values[0]
    if isinstance(kind, inspect.BoolType):
        return True
    if isinstance(kind, inspect.DateTimeType):
        return "2024-01-31T12:00:00Z"
    return "2024-01-31" if isinstance(kind, inspect.DateType) else {}


def texts(pattern: str | None, length: int) -> list[str]:
    """Texts of a length that match a pattern; none where these few do not."""
    return [each * length for each in "aA1" if pattern is None or re.search(pattern, each * length)]


def limits(kind: inspect.Type) -> list[tuple[Any, Any]]:
    """The limits of a type, each as the values at it (None where no text of that length matches) and past it."""
    found: list[tuple[Any, Any]] = []
    if isinstance(kind, inspect.StrType):
        for limit, step in ((kind.min_length, -1), (kind.max_length, 1)):
            if limit is not None:
                found.append((next(iter(texts(kind.pattern, limit)), None), "a" * (limit + step)))
        if kind.pattern is not None and not re.search(kind.pattern, "\n"):
            found.append((None, "\n"))
    elif isinstance(kind, inspect.ListType):
        item = example(kind.item_type)
        for limit, step in ((kind.min_length, -1), (kind.max_length, 1)):
            if limit is not None:
                found.append(([item] * limit, [item] * (limit + step)))
    elif isinstance(kind, (inspect.IntType, inspect.FloatType)):
        small = 1 if isinstance(kind, inspect.IntType) else 0.001
        found += [(limit, limit + step) for limit, step in ((kind.ge, -small), (kind.le, small)) if limit is not None]
    return found


@pytest.mark.parametrize("module", MODULES)
def test_each_limit_of_a_field_holds(module: str) -> None:
    for name, kind in fields(module):
        for at, past in limits(bare(inspect.type_info(kind))):
            if at is not None:
                msgspec.json.decode(msgspec.json.encode(at), type=kind)
            with pytest.raises(msgspec.ValidationError):
                print(name, msgspec.json.decode(msgspec.json.encode(past), type=kind))  # noqa: T201 shows what passed


def refused(operation: Operation, parameter: Parameter, texts: list[str]) -> bool:
    """Whether an operation refuses these values of one of its parameters."""
    path = {each.name: "1" for each in operation.parameters if each.place == "path"}
    query, headers = [], []
    if parameter.place == "path":
        path[parameter.name] = texts[0]
    elif parameter.place == "query":
        query = [(parameter.name, each) for each in texts]
    else:
        headers = [(parameter.name.lower().encode(), texts[0].encode())]
    try:
        arguments(operation, path, query, headers, b"")
    except Refused as fault:
        return any(each.name == parameter.name for each in fault.problems)
    return False


def parameter_limits(parameter: Parameter) -> list[tuple[list[str] | None, list[str]]]:
    """The limits of a parameter, each as the values at it and past it."""
    schema = parameter.schema
    found: list[tuple[list[str] | None, list[str]]] = []
    items = schema.get("items", {})
    item = items["enum"][0] if "enum" in items else texts(items.get("pattern"), max(items.get("minLength", 0), 1))[0]
    if "maxItems" in schema:
        found.append(([item] * schema["maxItems"], [item] * (schema["maxItems"] + 1)))
    if schema.get("minItems", 0) > 1:
        found.append(([item] * schema["minItems"], [item] * (schema["minItems"] - 1)))
    if parameter.kind == "string" and not parameter.many and "enum" not in schema:
        for limit, step in ((schema.get("minLength", 0), -1), (schema.get("maxLength"), 1)):
            if limit is not None and limit + step > 0:
                at = [each for each in texts(schema.get("pattern"), limit)[:1] if each]
                found.append((at or None, ["a" * (limit + step)]))
    for limit, step in ((schema.get("minimum"), -1), (schema.get("maximum"), 1)):
        if limit is not None:
            found.append(([str(limit)], [str(limit + step)]))
    if "enum" in schema:
        found.append(([str(schema["enum"][-1])], [str(schema["enum"][-1]) + "0"]))
    return found


@pytest.mark.parametrize("module", MODULES)
def test_each_limit_of_a_parameter_holds(module: str) -> None:
    for operation in import_module(module).OPERATIONS:
        for parameter in operation.parameters:
            for at, past in parameter_limits(parameter):
                assert at is None or not refused(operation, parameter, at), (operation.key, parameter.name, at)
                assert refused(operation, parameter, past), (operation.key, parameter.name, past)

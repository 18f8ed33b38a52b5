"""From what a client sends to an operation's request struct.

The good path costs a few microseconds: one prebuilt JSON decoder, and a reader for each declared parameter. When the
decoder refuses, a second, slower pass looks at everything: it takes what clients legitimately send in another form
(``null`` for absent, dates without a zone), and otherwise collects *all* that is wrong, by wire path, value and rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from tradepost.contract.bodies import Body
from tradepost.contract.formats import written
from tradepost.contract.operation import Operation, Parameter
from tradepost.contract.refusal import (
    MISSING,
    NO_NUL,
    Invalid,
    Problem,
    Refused,
    date,
    date_time,
    one_of,
    shown,
    strict,
)

__all__ = ["Problem", "Refused", "arguments", "encoder"]

encoder = msgspec.json.Encoder(enc_hook=written)


def arguments(
    operation: Operation,
    path_values: dict[str, str],
    query: Sequence[tuple[str, str]],
    headers: Sequence[tuple[bytes, bytes]],
    body: bytes,
) -> Any:
    """The request struct of an operation. Raises Refused with everything that is wrong in path, query and body.

    ``path_values`` and ``query`` are decoded; header names are in lower case.
    """
    plan = _plans.get(operation) or _plan(operation)
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    for name, attribute, reader in plan.path:
        _read_one(reader, name, attribute, path_values[name], values, problems)
    if plan.query:
        _read_query(plan, query, values, problems)
    for wire, name, attribute, reader in plan.headers:
        text = next((value for known, value in headers if known == wire), None)
        if text:
            _read_one(reader, name, attribute, text.decode("latin-1"), values, problems)
    if plan.body is not None:
        try:
            values["body"] = plan.body.read(body)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return operation.request(**values)


def _read_one(
    reader: Callable[[str], Any],
    name: str,
    attribute: str,
    text: str,
    values: dict[str, Any],
    problems: list[Problem],
) -> None:
    try:
        values[attribute] = reader(text)
    except Invalid as fault:
        problems.append(Problem(name, shown(text), str(fault)))


def _read_query(plan: _Plan, query: Sequence[tuple[str, str]], values: dict[str, Any], problems: list[Problem]) -> None:
    given: dict[str, list[str]] = {}
    for name, value in query:
        if name in plan.query:
            given.setdefault(name, []).append(value)
    for name, (parameter, reader) in plan.query.items():
        texts = [each for each in given.get(name, ()) if each != ""]
        if not texts:
            if parameter.required:
                problems.append(Problem(name, None, MISSING))
            elif parameter.default is not None:
                values[parameter.attribute] = parameter.default
            continue
        if parameter.many:
            _read_list(parameter, reader, texts, values, problems)
        else:
            _read_one(reader, name, parameter.attribute, texts[-1], values, problems)


def _read_list(
    parameter: Parameter,
    reader: Callable[[str], Any],
    texts: list[str],
    values: dict[str, Any],
    problems: list[Problem],
) -> None:
    """A list in the query: separated by commas, as a repeated key, or both. Amazon was seen to take blanks around the
    values of a fixed list."""
    items = [item for text in texts for item in text.split(",") if item != ""]
    if "enum" in parameter.schema.get("items", ()):
        items = [item.strip(" ") for item in items]
    if not items and parameter.required:
        problems.append(Problem(parameter.name, None, MISSING))
        return
    least, most = parameter.schema.get("minItems", 0), parameter.schema.get("maxItems")
    if most is not None and len(items) > most:
        problems.append(Problem(parameter.name, f"{len(items)} values", f"must be at most {most}"))
    if len(items) < least:
        problems.append(Problem(parameter.name, f"{len(items)} values", f"must be at least {least}"))
    found = []
    for item in items:
        try:
            found.append(reader(item))
        except Invalid as fault:
            problems.append(Problem(parameter.name, shown(item), str(fault)))
    values[parameter.attribute] = found


# Parameters


class _Plan:
    """How the parameters and the body of one operation are read; made on its first call."""

    __slots__ = ("body", "headers", "path", "query")

    def __init__(self, operation: Operation) -> None:
        readers = [(each, _reader(each)) for each in operation.parameters]
        self.path = [(each.name, each.attribute, reader) for each, reader in readers if each.place == "path"]
        self.query = {each.name: (each, reader) for each, reader in readers if each.place == "query"}
        self.headers = [
            (each.name.lower().encode(), each.name, each.attribute, reader)
            for each, reader in readers
            if each.place == "header"
        ]
        self.body = None if operation.body is None else Body(operation.body, required=operation.body_required)


_plans: dict[Operation, _Plan] = {}


def _plan(operation: Operation) -> _Plan:
    plan = _plans[operation] = _Plan(operation)
    return plan


def _reader(parameter: Parameter) -> Callable[[str], Any]:
    schema = parameter.schema.get("items", parameter.schema) if parameter.many else parameter.schema
    if parameter.kind == "boolean":
        return _boolean
    if parameter.kind == "date-time":
        return date_time
    if parameter.kind == "date":
        return date
    if parameter.kind == "integer":
        return lambda text: _within(schema, _integer(text, schema))
    if parameter.kind == "number":
        return lambda text: _within(schema, _number(text))
    if not any(key in schema for key in ("enum", "minLength", "maxLength", "pattern")):
        return _any_text
    pattern = re.compile(strict(schema["pattern"])) if "pattern" in schema else None
    return lambda text: _text(schema, pattern, text)


def _boolean(text: str) -> bool:
    lowered = text.lower()
    if lowered not in ("true", "false"):
        raise Invalid("must be true or false")
    return lowered == "true"


def _integer(text: str, schema: dict[str, Any]) -> int:
    digits = text.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise Invalid("must be an integer")
    value = int(text)
    if schema.get("format") == "int32" and not -(2**31) <= value < 2**31:
        raise Invalid("must be a 32-bit integer")
    if not -(2**63) <= value < 2**63:
        raise Invalid("must be a 64-bit integer")
    return value


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", text):
        raise Invalid("must be a number")
    return float(text)


def _within(schema: dict[str, Any], value: float) -> float:
    if "minimum" in schema and value < schema["minimum"]:
        raise Invalid(f"must be at least {schema['minimum']}")
    if "maximum" in schema and value > schema["maximum"]:
        raise Invalid(f"must be at most {schema['maximum']}")
    if "enum" in schema and value not in schema["enum"]:
        raise Invalid(one_of(schema["enum"]))
    return value


def _any_text(text: str) -> str:
    if "\0" in text:
        raise Invalid(NO_NUL)
    return text


def _text(schema: dict[str, Any], pattern: re.Pattern[str] | None, text: str) -> str:
    if "\0" in text:
        raise Invalid(NO_NUL)
    if "enum" in schema and text not in schema["enum"]:
        raise Invalid(one_of(schema["enum"]))
    if len(text) < schema.get("minLength", 0):
        raise Invalid(f"must have at least {schema['minLength']} characters")
    if "maxLength" in schema and len(text) > schema["maxLength"]:
        raise Invalid(f"must have at most {schema['maxLength']} characters")
    if pattern is not None and not pattern.search(text):
        raise Invalid(f"must match {schema['pattern']}")
    return text

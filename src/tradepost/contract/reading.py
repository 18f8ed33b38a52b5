"""From what a client sends to an operation's request struct.

The good path costs a few microseconds: one prebuilt JSON decoder, and a reader for each declared parameter. When the
decoder refuses, a second, slower pass looks at everything: it takes what clients legitimately send in another form
(``null`` for absent, dates without a zone), and otherwise collects *all* that is wrong, by wire path, value and rule.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from msgspec import inspect

from tradepost.contract.operation import Operation, Parameter

encoder = msgspec.json.Encoder()

_MOST_VALUE_CHARACTERS = 100
_MOST_PROBLEMS = 50
_DATE_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s?([Zz]|[+-]\d{2}:?\d{2})?)?"
)


class Problem(msgspec.Struct, frozen=True):
    """Something wrong with a request: where (by wire path), the value as it came, and the rule in words."""

    name: str
    value: str | None
    rule: str


class Refused(Exception):
    """A request that does not follow the published model: all that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)[:_MOST_PROBLEMS]
        super().__init__("; ".join(f"{each.name} {each.rule}" for each in self.problems))


class _Invalid(Exception):
    """One value that breaks a rule."""


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
    except _Invalid as fault:
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
                problems.append(Problem(name, None, "is required and missing"))
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
    """A list in the query: separated by commas, as a repeated key, or both."""
    items = [item for text in texts for item in text.split(",") if item != ""]
    least, most = parameter.schema.get("minItems", 0), parameter.schema.get("maxItems")
    if most is not None and len(items) > most:
        problems.append(Problem(parameter.name, f"{len(items)} values", f"must be at most {most}"))
    if len(items) < least:
        problems.append(Problem(parameter.name, f"{len(items)} values", f"must be at least {least}"))
    found = []
    for item in items:
        try:
            found.append(reader(item))
        except _Invalid as fault:
            problems.append(Problem(parameter.name, shown(item), str(fault)))
    values[parameter.attribute] = found


def shown(value: object) -> str:
    """A value as a refusal names it, shortened to 100 characters."""
    if isinstance(value, str):
        text = f"'{value}'"
    else:
        try:
            text = msgspec.json.encode(value).decode()
        except (TypeError, ValueError, msgspec.MsgspecError):
            text = repr(value)
    return text if len(text) <= _MOST_VALUE_CHARACTERS else text[:_MOST_VALUE_CHARACTERS] + "…"


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
        return _date
    if parameter.kind == "integer":
        return lambda text: _within(schema, _integer(text, schema))
    if parameter.kind == "number":
        return lambda text: _within(schema, _number(text))
    if not any(key in schema for key in ("enum", "minLength", "maxLength", "pattern")):
        return str
    return lambda text: _text(schema, text)


def _boolean(text: str) -> bool:
    lowered = text.lower()
    if lowered not in ("true", "false"):
        raise _Invalid("must be true or false")
    return lowered == "true"


def _integer(text: str, schema: dict[str, Any]) -> int:
    digits = text.removeprefix("-").removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 20):
        raise _Invalid("must be an integer")
    value = int(text)
    if schema.get("format") == "int32" and not -(2**31) <= value < 2**31:
        raise _Invalid("must be a 32-bit integer")
    return value


def _number(text: str) -> float:
    if not re.fullmatch(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?", text):
        raise _Invalid("must be a number")
    return float(text)


def _within(schema: dict[str, Any], value: float) -> float:
    if "minimum" in schema and value < schema["minimum"]:
        raise _Invalid(f"must be at least {schema['minimum']}")
    if "maximum" in schema and value > schema["maximum"]:
        raise _Invalid(f"must be at most {schema['maximum']}")
    if "enum" in schema and value not in schema["enum"]:
        raise _Invalid(_one_of(schema["enum"]))
    return value


def _text(schema: dict[str, Any], text: str) -> str:
    if "enum" in schema and text not in schema["enum"]:
        raise _Invalid(_one_of(schema["enum"]))
    if len(text) < schema.get("minLength", 0):
        raise _Invalid(f"must have at least {schema['minLength']} characters")
    if "maxLength" in schema and len(text) > schema["maxLength"]:
        raise _Invalid(f"must have at most {schema['maxLength']} characters")
    if "pattern" in schema and not re.search(schema["pattern"], text):
        raise _Invalid(f"must match {schema['pattern']}")
    return text


def _one_of(values: Iterable[Any]) -> str:
    return "must be one of " + ", ".join(map(str, values))


def date_time(text: str) -> datetime.datetime:
    """An instant, in every form that clients send: a missing zone is UTC, a missing time is midnight.

    Raises an internal refusal, which the readers of this module turn into a Problem.
    """
    match = _DATE_TIME.fullmatch(text.strip())
    if match is None:
        raise _Invalid("must be a date-time in ISO 8601, such as 2024-01-31T13:00:00Z")
    day, time, fraction, zone = match.groups()
    fraction = (fraction or "")[:6].ljust(6, "0")
    offset = "+00:00" if not zone or zone in "Zz" else zone if ":" in zone else f"{zone[:3]}:{zone[3:]}"
    time = (time or "00:00:00") + (":00" if time and len(time) == 5 else "")
    try:
        return datetime.datetime.fromisoformat(f"{day}T{time}.{fraction}{offset}").astimezone(datetime.UTC)
    except (ValueError, OverflowError):
        raise _Invalid("must be a date and time that exist") from None


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text[:10] if "T" in text else text)
    except ValueError:
        raise _Invalid("must be a date, such as 2024-01-31") from None


# Bodies


class Body:
    """Reads the body of an operation."""

    __slots__ = ("_decoder", "_required", "_type")

    def __init__(self, kind: Any, *, required: bool) -> None:
        self._type = kind
        self._required = required
        self._decoder = msgspec.json.Decoder(kind)

    def read(self, raw: bytes) -> Any:
        """The body as its struct. Raises Refused."""
        if not raw or not raw.strip():
            if not self._required:
                return None
            raw = b"{}"
        try:
            return self._decoder.decode(raw)
        except (msgspec.ValidationError, UnicodeDecodeError, ValueError):
            return self._read_slowly(raw)
        except (msgspec.DecodeError, RecursionError) as fault:
            raise Refused([Problem("body", None, f"must be JSON ({_cause(fault)})")]) from None

    def _read_slowly(self, raw: bytes) -> Any:
        try:
            plain = msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError, ValueError) as fault:
            raise Refused([Problem("body", None, f"must be JSON ({_cause(fault)})")]) from None
        problems: list[Problem] = []
        value = _Walk(problems).value(inspect.type_info(self._type), plain, "")
        if problems:
            raise Refused(problems)
        try:
            return msgspec.convert(value, self._type)
        except msgspec.ValidationError as fault:
            raise Refused([Problem("body", None, str(fault))]) from None


def _cause(fault: Exception) -> str:
    return (
        "it is nested too deeply"
        if isinstance(fault, RecursionError)
        else str(fault).removeprefix("JSON is malformed: ")
    )


class _Walk:
    """The slow pass over a body: collects every problem, and gives each value in the form that its type takes."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def value(self, kind: inspect.Type, value: Any, path: str) -> Any:
        if isinstance(kind, inspect.Metadata):
            return self.value(kind.type, value, path)
        if isinstance(kind, inspect.UnionType):
            if value is None:
                return None
            return self.value(next(each for each in kind.types if not isinstance(each, inspect.NoneType)), value, path)
        check = _CHECKS.get(type(kind))
        return value if check is None else check(self, kind, value, path)

    def refuse(self, path: str, value: Any, rule: str) -> None:
        self.problems.append(Problem(path or "body", shown(value), rule))

    def struct(self, kind: inspect.StructType, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self.refuse(path, value, "must be an object")
        found = {}
        for field in kind.fields:
            where = f"{path}.{field.encode_name}" if path else field.encode_name
            given = value.get(field.encode_name)
            if given is not None:
                found[field.encode_name] = self.value(field.type, given, where)
            elif field.required:
                self.problems.append(Problem(where, None, "is required and missing"))
        return found

    def list(self, kind: inspect.ListType, value: Any, path: str) -> Any:
        if not isinstance(value, list):
            return self.refuse(path, value, "must be an array")
        _check_length(self, kind, value, path, "items")
        return [self.value(kind.item_type, item, f"{path}[{index}]") for index, item in enumerate(value)]

    def dict(self, kind: inspect.DictType, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self.refuse(path, value, "must be an object")
        return {key: self.value(kind.value_type, item, f"{path}.{key}") for key, item in value.items()}

    def text(self, kind: inspect.StrType, value: Any, path: str) -> Any:
        if not isinstance(value, str):
            return self.refuse(path, value, "must be a string")
        _check_length(self, kind, value, path, "characters")
        if kind.pattern is not None and not re.search(kind.pattern, value):
            self.refuse(path, value, f"must match {kind.pattern}")
        return value

    def number(self, kind: inspect.IntType | inspect.FloatType, value: Any, path: str) -> Any:
        whole = isinstance(kind, inspect.IntType)
        if whole and isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int if whole else (int, float)):
            return self.refuse(path, value, "must be an integer" if whole else "must be a number")
        if kind.ge is not None and value < kind.ge:
            self.refuse(path, value, f"must be at least {kind.ge}")
        if kind.gt is not None and value <= kind.gt:
            self.refuse(path, value, f"must be more than {kind.gt}")
        if kind.le is not None and value > kind.le:
            self.refuse(path, value, f"must be at most {kind.le}")
        if kind.lt is not None and value >= kind.lt:
            self.refuse(path, value, f"must be less than {kind.lt}")
        return value

    def boolean(self, kind: inspect.BoolType, value: Any, path: str) -> Any:
        return value if isinstance(value, bool) else self.refuse(path, value, "must be true or false")

    def literal(self, kind: inspect.LiteralType, value: Any, path: str) -> Any:
        if isinstance(value, (list, dict, bool)) or value not in kind.values:
            return self.refuse(path, value, _one_of(kind.values))
        return value

    def instant(self, kind: inspect.DateTimeType, value: Any, path: str) -> Any:
        return self._dated(date_time, value, path)

    def day(self, kind: inspect.DateType, value: Any, path: str) -> Any:
        return self._dated(_date, value, path)

    def _dated(self, read: Callable[[str], Any], value: Any, path: str) -> Any:
        if not isinstance(value, str):
            return self.refuse(path, value, "must be a string with a date")
        try:
            return read(value)
        except _Invalid as fault:
            return self.refuse(path, value, str(fault))


def _check_length(walk: _Walk, kind: inspect.StrType | inspect.ListType, value: Any, path: str, units: str) -> None:
    count = len(value)
    given = value if units == "characters" else f"{count} items"
    if kind.min_length is not None and count < kind.min_length:
        walk.refuse(path, given, f"must have at least {kind.min_length} {units}")
    if kind.max_length is not None and count > kind.max_length:
        walk.refuse(path, given, f"must have at most {kind.max_length} {units}")


_CHECKS: dict[type, Callable[[_Walk, Any, Any, str], Any]] = {
    inspect.StructType: _Walk.struct,
    inspect.ListType: _Walk.list,
    inspect.DictType: _Walk.dict,
    inspect.StrType: _Walk.text,
    inspect.IntType: _Walk.number,
    inspect.FloatType: _Walk.number,
    inspect.BoolType: _Walk.boolean,
    inspect.LiteralType: _Walk.literal,
    inspect.DateTimeType: _Walk.instant,
    inspect.DateType: _Walk.day,
}

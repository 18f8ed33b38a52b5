"""From the bytes of a body to its struct: a fast decoder, and a slow pass that names everything that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import inspect

from tradepost.contract.refusal import (
    MISSING,
    NO_NUL,
    Invalid,
    Problem,
    Refused,
    date,
    date_time,
    one_of,
    published,
    shown,
)

# What the fast decoder takes, but not in the form that it is kept in: an instant that is not in UTC (also where its
# characters are written as JSON escapes), and NUL, which PostgreSQL cannot store. A false alarm only costs time.
_ESCAPED = re.compile(rb"\\u00[023]")
_OFFSET = re.compile(rb':\d\d(?:\.\d+)?[+-](?!00:?00")\d\d:?\d\d"')
_LONGEST_EMPTY = 8


class Body:
    """Reads the body of an operation."""

    __slots__ = ("_decoder", "_info", "_required", "_type")

    def __init__(self, kind: Any, *, required: bool) -> None:
        self._type = kind
        self._required = required
        self._info: inspect.Type | None = None
        self._decoder = msgspec.json.Decoder(kind)

    def read(self, raw: bytes) -> Any:
        """The body as its struct. Raises Refused."""
        if len(raw) < _LONGEST_EMPTY and raw.strip() in (b"", b"{}"):
            return self._read_nothing(raw)
        try:
            value = self._decoder.decode(raw)
            if _OFFSET.search(raw) or (b"\\u00" in raw and _ESCAPED.search(raw)):
                return self._read_slowly(raw)
            return value
        except (msgspec.ValidationError, UnicodeDecodeError, ValueError):
            return self._read_slowly(raw)
        except (msgspec.DecodeError, RecursionError) as fault:
            raise Refused([Problem("body", None, f"must be JSON ({_cause(fault)})")]) from None

    def _read_nothing(self, raw: bytes) -> Any:
        """No body and an empty object are the same: the struct, where nothing in it is required (clients differ)."""
        try:
            return self._decoder.decode(b"{}")
        except msgspec.ValidationError:
            if not self._required:
                return None
        if not raw.strip() and not _is_struct(self._type):
            raise Refused([Problem("body", None, MISSING)])
        return self._read_slowly(b"{}")

    def _read_slowly(self, raw: bytes) -> Any:
        try:
            plain = msgspec.json.decode(raw)
        except (msgspec.DecodeError, RecursionError, ValueError) as fault:
            raise Refused([Problem("body", None, f"must be JSON ({_cause(fault)})")]) from None
        if self._info is None:
            self._info = inspect.type_info(self._type)
        problems: list[Problem] = []
        try:
            value = _Walk(problems).value(self._info, plain, "")
            if not problems:
                return msgspec.convert(value, self._type)
        except (msgspec.ValidationError, RecursionError) as fault:
            problems.append(Problem("body", None, _cause(fault)))
        raise Refused(problems)


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _cause(fault: Exception) -> str:
    return (
        "it is nested too deeply"
        if isinstance(fault, RecursionError)
        else str(fault).removeprefix("JSON is malformed: ")
    )


def nuls(value: Any) -> list[Problem]:
    """Where a JSON value of any form has a NUL, which databases keep in no text."""
    problems: list[Problem] = []
    _Walk(problems).free(inspect.AnyType(), value, "")
    return problems


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
            if given is not None and (field.required or not _says_nothing(field.type, given)):
                found[field.encode_name] = self.value(field.type, given, where)
            elif field.required:
                self.problems.append(Problem(where, None, MISSING))
        return found

    def list(self, kind: inspect.ListType, value: Any, path: str) -> Any:
        if not isinstance(value, list):
            return self.refuse(path, value, "must be an array")
        _check_length(self, kind, value, path, "items")
        if kind.max_length is not None and len(value) > kind.max_length:  # its items are not looked at, being too many
            return value
        return [self.value(kind.item_type, item, f"{path}[{index}]") for index, item in enumerate(value)]

    def dict(self, kind: inspect.DictType, value: Any, path: str) -> Any:
        if not isinstance(value, dict):
            return self.refuse(path, value, "must be an object")
        free = isinstance(kind.value_type, inspect.AnyType)
        for key in value:
            if "\0" in key:
                self.refuse(path, key, NO_NUL)
        return {
            key: self.value(kind.value_type, item, f"{path}.{key}")
            for key, item in value.items()
            if item is not None or free
        }

    def free(self, kind: inspect.AnyType, value: Any, path: str) -> Any:
        """Anything at all, but for NUL."""
        if isinstance(value, str) and "\0" in value:
            return self.refuse(path, value, NO_NUL)
        if isinstance(value, list):
            return [self.free(kind, item, f"{path}[{index}]") for index, item in enumerate(value)]
        if isinstance(value, dict):
            for key in value:
                if "\0" in key:
                    self.refuse(path, key, NO_NUL)
            return {key: self.free(kind, item, f"{path}.{key}") for key, item in value.items()}
        return value

    def text(self, kind: inspect.StrType, value: Any, path: str) -> Any:
        if not isinstance(value, str):
            return self.refuse(path, value, "must be a string")
        if "\0" in value:
            return self.refuse(path, value, NO_NUL)
        _check_length(self, kind, value, path, "characters")
        if kind.pattern is not None and not re.search(kind.pattern, value):
            self.refuse(path, value, f"must match {published(kind.pattern)}")
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
        if kind.multiple_of is not None and value % kind.multiple_of:
            self.refuse(path, value, f"must be a multiple of {kind.multiple_of}")
        return value

    def boolean(self, kind: inspect.BoolType, value: Any, path: str) -> Any:
        return value if isinstance(value, bool) else self.refuse(path, value, "must be true or false")

    def literal(self, kind: inspect.LiteralType, value: Any, path: str) -> Any:
        if isinstance(value, (list, dict, bool)) or value not in kind.values:
            return self.refuse(path, value, one_of(kind.values))
        return value

    def instant(self, kind: inspect.DateTimeType, value: Any, path: str) -> Any:
        return self._dated(date_time, value, path)

    def day(self, kind: inspect.DateType, value: Any, path: str) -> Any:
        return self._dated(date, value, path)

    def _dated(self, read: Callable[[str], Any], value: Any, path: str) -> Any:
        if not isinstance(value, str):
            return self.refuse(path, value, "must be a string with a date")
        try:
            return read(value)
        except Invalid as fault:
            return self.refuse(path, value, str(fault))


def _says_nothing(kind: inspect.Type, value: Any) -> bool:
    """Whether this is an empty text for a field that takes none such: who may leave it out may also send it empty
    (observed by integrators)."""
    if value != "":
        return False
    kinds = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    plain = [each.type if isinstance(each, inspect.Metadata) else each for each in kinds]
    texts = [each for each in plain if isinstance(each, inspect.StrType)]
    return any(each.min_length or (each.pattern and not re.search(each.pattern, "")) for each in texts)


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
    inspect.AnyType: _Walk.free,
    inspect.StrType: _Walk.text,
    inspect.IntType: _Walk.number,
    inspect.FloatType: _Walk.number,
    inspect.BoolType: _Walk.boolean,
    inspect.LiteralType: _Walk.literal,
    inspect.DateTimeType: _Walk.instant,
    inspect.DateType: _Walk.day,
}

"""Filter expressions: the part of CEL that the published guide allows, read once and applied to payloads. Pure.

Fields are named by their path below the payload. Strings stand in ``'``, ``"`` or, as in the published example, in
backquotes. There is no arithmetic and no indexing (published model).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

Payload = dict[str, Any]
Node = Callable[[Payload], Any]

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<string>'[^']*'|\"[^\"]*\"|`[^`]*`)|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w.]*)"
    r"|(?P<sign>==|!=|<=|>=|&&|\|\||[<>!(),\[\]]))"
)
_COMPARISONS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TESTS: Final = {"startsWith": str.startswith, "endsWith": str.endswith, "contains": str.__contains__}
_DEEPEST: Final = 20
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}


class ExpressionFault(ValueError):
    """An expression that cannot be read; the text says why."""


def fault_of(expression: str) -> str | None:
    """Why an expression cannot be read, or None where it can."""
    try:
        _read(expression)
    except ExpressionFault as fault:
        return f"cannot be read: {fault}"
    return None


def passes(expression: str, payload: Payload) -> bool:
    """Whether a payload makes an expression true; one that compares what cannot be compared does not."""
    try:
        return _read(expression)(payload) is True
    except TypeError:
        return False


@lru_cache(maxsize=1024)
def _read(expression: str) -> Node:
    reader = _Reader(_tokens(expression))
    node = reader.either()
    if reader.kind:
        raise ExpressionFault(f"'{reader.text}' was not expected")
    return node


def _tokens(expression: str) -> list[tuple[str, str]]:
    found, position, end = [], 0, len(expression.rstrip())
    while position < end:
        match = _TOKEN.match(expression, position)
        if match is None:
            raise ExpressionFault(f"'{expression[position:].strip()[:20]}' is not allowed")
        found.append((match.lastgroup or "", match[match.lastgroup or 0]))
        position = match.end()
    return found


class _Reader:
    """Reads tokens from the loosest binding to the tightest."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def kind(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    @property
    def text(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def take(self) -> str:
        text = self.text
        self._at += 1
        return text

    def expect(self, sign: str) -> None:
        if self.text != sign:
            raise ExpressionFault(f"'{sign}' is missing" + (f" before '{self.text}'" if self.text else " at the end"))
        self.take()

    def either(self) -> Node:
        parts = [self.both()]
        while self.text == "||":
            self.take()
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else lambda payload: any(each(payload) is True for each in parts)

    def both(self) -> Node:
        parts = [self.comparison()]
        while self.text == "&&":
            self.take()
            parts.append(self.comparison())
        return parts[0] if len(parts) == 1 else lambda payload: all(each(payload) is True for each in parts)

    def comparison(self) -> Node:
        left = self.single()
        if self.text in _COMPARISONS:
            compare = _COMPARISONS[self.take()]
            right = self.single()
            return lambda payload: compare(left(payload), right(payload))
        if self.text == "in":
            self.take()
            members = self.single()
            return lambda payload: left(payload) in members(payload)
        return left

    def single(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ExpressionFault(f"it is nested more than {_DEEPEST} deep")
        node = self._single()
        self._depth -= 1
        return node

    def _single(self) -> Node:
        kind, text = self.kind, self.take()
        if kind == "string":
            return _constant(text[1:-1])
        if kind == "number":
            return _constant(float(text) if "." in text else int(text))
        if kind == "name":
            return self.named(text)
        if text == "!":
            inner = self.single()
            return lambda payload: inner(payload) is not True
        if text == "(":
            inner = self.either()
            self.expect(")")
            return inner
        if text == "[":
            return self.members()
        raise ExpressionFault(f"'{text}' was not expected" if text else "it ends too early")

    def members(self) -> Node:
        found: list[Node] = []
        while self.text != "]":
            found.append(self.single())
            if self.text != "]":
                self.expect(",")
        self.take()
        return lambda payload: [each(payload) for each in found]

    def named(self, name: str) -> Node:
        if name in _WORDS:
            return _constant(_WORDS[name])
        if self.text != "(":
            return _field(name)
        path, _, function = name.rpartition(".")
        if name != "has" and (function not in _TESTS or not path):
            raise ExpressionFault(f"there is no function '{name}'")
        self.take()
        argument = self.single()
        self.expect(")")
        if name == "has":
            return lambda payload: argument(payload) is not None
        test, field = _TESTS[function], _field(path)
        return lambda payload: test(field(payload), argument(payload))


def _constant(value: Any) -> Node:
    return lambda payload: value


def _field(path: str) -> Node:
    names = path.split(".")

    def found(payload: Payload) -> Any:
        value: Any = payload
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return value

    return found

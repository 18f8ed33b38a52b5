"""What is different between two answers: their status, their fields and the types of these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

_TYPES = {
    type(None): "null", bool: "boolean", int: "number", float: "number", str: "text", list: "list", dict: "object"
}  # fmt: skip


def differences(before: tuple[int, str], after: tuple[int, str]) -> list[str]:
    """A line for each difference between two answers, each a status and a body. Values may be others."""
    found = [] if before[0] == after[0] else [f"status {after[0]}, was {before[0]}"]
    one, other = _document(before[1]), _document(after[1])
    if one is msgspec.UNSET or other is msgspec.UNSET:  # no JSON, or shortened by the log
        return found
    known, met = dict(_shapes(one, "")), dict(_shapes(other, ""))
    for path in sorted(known.keys() | met.keys()):
        was, now = known.get(path), met.get(path)
        if now is None:
            found.append(f"{path} is missing")
        elif was is None:
            found.append(f"{path} is new")
        elif not was & now:
            found.append(f"{path} is {' or '.join(sorted(now))}, was {' or '.join(sorted(was))}")
    return _outermost(found)


def _document(text: str) -> Any:
    if not text:
        return None
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return msgspec.UNSET


def _shapes(value: Any, path: str) -> Iterator[tuple[str, set[str]]]:
    """Each path with the types that it has; the elements of a list are one."""
    gathered: dict[str, set[str]] = {}

    def walk(each: Any, at: str) -> None:
        gathered.setdefault(at or "the body", set()).add(_TYPES[type(each)])
        if isinstance(each, dict):
            for name, inner in each.items():
                walk(inner, f"{at}.{name}" if at else name)
        elif isinstance(each, list):
            for inner in each:
                walk(inner, f"{at}[]")

    walk(value, path)
    yield from gathered.items()


def _outermost(found: list[str]) -> list[str]:
    """Without what lies within something that is missing or new itself."""
    kept: list[str] = []
    for line in found:
        path, _, said = line.partition(" is ")
        within = any(
            (path.startswith((f"{outer}.", f"{outer}[]"))) and said == what
            for outer, _, what in (each.partition(" is ") for each in kept)
            if what in ("missing", "new")
        )
        if not within:
            kept.append(line)
    return kept

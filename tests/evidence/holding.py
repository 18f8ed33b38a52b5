"""Holds an answer against what somebody saw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
from tools.evidence import Seen, fits


def differences(seen: Seen, answer: httpx.Response) -> dict[str, str]:
    """What is different, by its path, and how."""
    body = answer.json() if answer.content else None
    found: dict[str, str] = {}
    if answer.status_code != seen.status:
        found["status"] = f"{answer.status_code}, not {seen.status}: {answer.text[:300]}"
    for name, form in seen.headers.items():
        value = answer.headers.get(name)
        if (value is None) is not (form == "absent") or (value is not None and not fits(form, value)):
            found[f"headers.{name}"] = f"{value!r} is not {form}"
    for path, form in seen.fields.items():
        values = list(at(path, body))
        if form == "absent":
            if values:
                found[path] = f"{values[0]!r} is there"
        elif not values:
            found[path] = "is absent"
        else:
            wrong = [each for each in values if not fits(form, each)]
            if wrong:
                found[path] = f"{wrong[0]!r} is not {form}"
    for path in (*seen.rising, *seen.falling):
        values = list(at(path, body))
        if len(values) < 2 or values != sorted(values, reverse=path in seen.falling):
            found[path] = f"{values} is not in its order"
    if seen.whole:
        known = {part for path in seen.fields for part in _parts(path)}
        for path in sorted(set(paths(body)) - known):
            found[path] = "was not seen"
    return found


def at(path: str, value: Any) -> Iterator[Any]:
    """The values at a path: ``a.b[].c`` is c of each element of the list b of a."""
    if not path:
        yield value
        return
    if path.startswith("[]"):
        for each in value if isinstance(value, list) else ():
            yield from at(path[2:].removeprefix("."), each)
        return
    name = path.replace("[]", ".").split(".", 1)[0]
    if isinstance(value, dict) and name in value:
        yield from at(path[len(name) :].removeprefix("."), value[name])


def paths(value: Any, so_far: str = "") -> Iterator[str]:
    """Every path of a document, lists by ``[]``."""
    if so_far:
        yield so_far
    if isinstance(value, dict):
        for name, each in value.items():
            yield from paths(each, f"{so_far}.{name}" if so_far else name)
    elif isinstance(value, list):
        for each in value:
            yield from paths(each, f"{so_far}[]")


def _parts(path: str) -> Iterator[str]:
    """A path, and the paths of what it lies in."""
    yield path
    while path:
        path = path[:-2] if path.endswith("[]") else path.rpartition(".")[0]
        if path:
            yield path

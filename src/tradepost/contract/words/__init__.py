"""What the reference page says in our own words: of families, operations and parameters.

The documents beside this file are written by hand: ``families.toml`` (in the order of a seller's day),
``operations.toml`` (a title and a few sentences each) and ``parameters.toml`` (by wire name; an operation's own words
outrank the general ones). They are read when the OpenAPI document is made, and at no other time.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((files(__name__) / f"{name}.toml").read_text("utf-8"))


def families() -> dict[str, dict[str, Any]]:
    """The families by name: what they are for, and their contract modules."""
    return _read("families")


def title(module: str, operation_id: str) -> str:
    """A title of an operation, or its id where nobody has written one."""
    found: list[str] = _read("operations").get(module, {}).get(operation_id, [operation_id, ""])
    return found[0]


def description(module: str, operation_id: str) -> str:
    """What an operation does, and what is notable of it."""
    found: list[str] = _read("operations").get(module, {}).get(operation_id, [operation_id, ""])
    return found[1]


def parameter(module: str, operation_id: str, name: str) -> str:
    """What a parameter means."""
    words = _read("parameters")
    own: dict[str, str] = words.get("own", {}).get(f"{module}.{operation_id}", {})
    of_module: dict[str, str] = words.get("own", {}).get(module, {})
    general: dict[str, str] = words["general"]
    return own.get(name) or of_module.get(name) or general.get(name, "")

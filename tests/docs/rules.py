"""The rules of the house, as functions over source text: each gives the lines that break it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.docs.pages import ROOT

SOURCE = ROOT / "src" / "tradepost"
MOST_LINES_OF_A_FILE = 500
MOST_LINES_OF_A_FUNCTION = 80

_CLOCK_READS = frozenset(
    {
        "time.time",
        "time.time_ns",
        "time.monotonic",
        "time.monotonic_ns",
        "time.perf_counter",
        "time.localtime",
        "time.gmtime",
        "datetime.now",
        "datetime.utcnow",
        "datetime.today",
        "date.today",
    }
)
_SQL = re.compile(
    r"\s*(SELECT\s.+\sFROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+(TABLE|INDEX))\s", re.S
)
_VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc)($|_)|Manager|Helper|Utils?\b")


def source_files(*but: str) -> list[Path]:
    """The product's files, but for those that these paths name, or that lie in these folders."""
    return [
        path
        for path in sorted(SOURCE.rglob("*.py"))
        if not any(f"/{path.relative_to(SOURCE)}".startswith(f"/{each}") for each in but)
    ]


def clock_reads(tree: ast.AST) -> Iterator[int]:
    """Lines that read the system's clock, also by a name of their own (``from time import time``)."""
    renamed: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in ("time", "datetime"):
            for name in node.names:
                full = name.name if node.module == "datetime" else f"time.{name.name}"
                renamed[name.asname or name.name] = full
        elif isinstance(node, ast.Import):
            renamed |= {name.asname: name.name for name in node.names if name.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            first, dot, rest = called.partition(".")
            full = renamed.get(first, first) + dot + rest
            if ".".join(full.split(".")[-2:]) in _CLOCK_READS:
                yield node.lineno


def sql_texts(tree: ast.AST) -> Iterator[int]:
    """Lines where a text is a statement of SQL."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL.match(node.value + " "):
            yield node.lineno


def long_functions(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Functions of 80 lines or more, with their length."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            assert node.end_lineno is not None
            length = node.end_lineno - node.lineno + 1
            if length >= MOST_LINES_OF_A_FUNCTION:
                yield node.name, length


def vague_names(tree: ast.AST) -> Iterator[str]:
    """Functions and classes whose name says nothing."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and vague(node.name):
            yield node.name


def vague(name: str) -> bool:
    """Whether a name is one that fits anything."""
    return _VAGUE.search(name) is not None


def undocumented(tree: ast.Module) -> Iterator[str]:
    """What is public and has no docstring; the module itself is ``module``."""
    if ast.get_docstring(tree) is None:
        yield "module"
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if not node.name.startswith("_") and ast.get_docstring(node) is None:
            yield node.name

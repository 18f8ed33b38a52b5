"""Collects every *our choice* of the source into a page: ``python -m tools.our_choices``.

A docstring or comment that says "our choice" says where Amazon is silent and Tradepost had to decide. The page shows
the paragraph that says it, with the name and the value of what it is about.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tools.sections import ROOT, write

MAKER = "tools/our_choices.py"
PAGE = ROOT / "docs" / "differences-from-amazon.md"
SOURCE = ROOT / "src" / "tradepost"
#: Parts of the house that are no areas of business.
_PARTS = {
    "server": "HTTP",
    "contract": "What requests and answers look like",
    "gateway": "The gateway",
    "accounts": "Accounts",
    "simulation": "Time and chance",
    "worlds": "Worlds",
    "installation": "Installations",
    "scenarios": "Scenarios",
    "admission": "Who is let in",
    "documents": "Documents",
    "linked": "Links",
    "events": "Events",
    "store": "The database",
    "control": "The control API",
    "intercept": "tradepost run",
    "recording": "Record and replay",
    "sandbox": "The static sandbox",
}
_LONGEST_VALUE = 60
_SAYS = re.compile(r"our\s+choice", re.IGNORECASE)  # also where a line ends in between


def titles() -> dict[str, str]:
    """The folders of the page and their titles: an area's is what its docstring says before the colon."""
    found = {}
    for package in sorted((SOURCE / "domains").glob("*/*/__init__.py")):
        if package.parent.parent.parent.name == "domains":
            said = ast.get_docstring(ast.parse(package.read_text())) or ""
            found[str(package.parent.relative_to(SOURCE))] = said.partition(":")[0]
    below = {"domains/carriage": "Carriers and tracking", "domains/places": "Places", "domains/measures": "Measures"}
    return found | below | _PARTS


def choices_of(path: Path) -> Iterator[tuple[str, str]]:
    """What each choice of a file is about, and what it says."""
    text = path.read_text()
    tree = ast.parse(text)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            name = "" if isinstance(node, ast.Module) else node.name
            for paragraph in re.split(r"\n\s*\n", ast.get_docstring(node) or ""):
                if _SAYS.search(paragraph):
                    yield f"`{name}`" if name and not name.startswith("_") else "", paragraph
    statements = {each.lineno: each for each in tree.body}
    for following, comment in _comments(text):
        if _SAYS.search(comment):
            yield _subject(statements.get(following)), comment


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """What comments say, and the line of what they are about: their own, or the one after a block of them."""
    block: list[str] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        code, mark, comment = line.partition("#")
        if mark and not code.strip():
            block.append(comment.lstrip(":").strip())
            continue
        if block:
            yield number, "\n".join(block)
            block = []
        if mark:
            yield number, comment.strip()


def _subject(statement: ast.stmt | None) -> str:
    """The name that a statement gives a value to, and the value where it is short."""
    target = statement.target if isinstance(statement, ast.AnnAssign) else None
    if isinstance(statement, ast.Assign):
        target = statement.targets[0]  # type: ignore[assignment]
    if not isinstance(target, ast.Name) or target.id.startswith("_"):
        return ""
    value = getattr(statement, "value", None)
    shown = ast.unparse(value) if value is not None else ""
    return f"`{target.id} = {shown}`" if shown and len(shown) <= _LONGEST_VALUE else f"`{target.id}`"


def table() -> str:
    """The choices of all areas, as lists."""
    lines: list[str] = []
    for folder, title in titles().items():
        found = [
            (path, subject, text)
            for path in sorted((SOURCE / folder).rglob("*.py"))
            for subject, text in choices_of(path)
        ]
        if found:
            lines += [f"### {title}", ""]
            lines += [_line(*each) for each in found]
            lines.append("")
    return "\n".join(lines)


def _line(path: Path, subject: str, text: str) -> str:
    said = " ".join(text.replace("``", "`").split())
    where = path.relative_to(SOURCE)
    return f"- {subject + ' ' if subject else ''}({where.name}): {said}"


def left_out() -> list[str]:
    """Files with choices that belong to no title of the page."""
    return [
        str(path.relative_to(SOURCE))
        for path in sorted(SOURCE.rglob("*.py"))
        if "our choice" in path.read_text().lower()
        and not any(path.is_relative_to(SOURCE / folder) for folder in titles())
    ]


if __name__ == "__main__":
    write(PAGE, MAKER, table())

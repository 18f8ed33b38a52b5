"""The pages of the documentation, and their code blocks.

A block marked ``sh`` is run. The ``json`` block after it has the shape of what it prints, the ``text`` block after it
has lines of what it prints (``…`` stands for anything). A block with ``title="name"`` is a file that later blocks find.
A block marked ``sh no-run`` cannot be run in a test: it serves for ever, or needs what a test does not have. One marked
``sh needs-node`` is run where node and the packages of ``tests/clients`` are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
NODE_MODULES = ROOT / "tests" / "clients" / "node_modules"
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
_BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    language: str
    marks: str
    text: str
    line: int

    @property
    def title(self) -> str | None:
        found = re.search(r'title="([^"]+)"', self.marks)
        return found[1] if found else None

    @property
    def runs(self) -> bool:
        possible = "needs-node" not in self.marks or NODE_MODULES.is_dir()
        return self.language == "sh" and "no-run" not in self.marks and possible


def blocks_of(page: Path) -> list[Block]:
    text = page.read_text()
    return [
        Block(each[1], each[2].strip(), each[3], text.count("\n", 0, each.start()) + 1)
        for each in _BLOCK.finditer(text)
    ]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))

"""The parts of pages that are written by a program, between ``<!-- made by NAME -->`` and ``<!-- end -->``."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def replaced(page: str, maker: str, text: str) -> str:
    """The page with its section of that maker written anew. Raises LookupError where it has none."""
    pattern = re.compile(rf"(<!-- made by {re.escape(maker)} -->\n).*?(<!-- end -->)", re.DOTALL)
    if pattern.search(page) is None:
        raise LookupError(f"no section made by {maker}")
    return pattern.sub(lambda found: f"{found[1]}\n{text.strip()}\n\n{found[2]}", page, count=1)


def write(path: Path, maker: str, text: str) -> None:
    """Writes a page's section anew."""
    path.write_text(replaced(path.read_text(), maker, text))

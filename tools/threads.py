"""What users of Amazon's API ran into, and what happens here: ``python -m tools.threads`` makes ``docs/surprises.md``.

A file of ``tests/evidence/threads`` is about one family, and tells of a thread in a sentence, never in its words.
"""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache

import msgspec

from tools.sections import ROOT, write

MAKER = "tools/threads.py"
PAGE = ROOT / "docs" / "surprises.md"
FOLDER = ROOT / "tests" / "evidence" / "threads"


class Thread(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A thread of users. ``here`` names the test that shows the same here, ``differs`` says why it is otherwise."""

    source: str
    date: str
    tells: str
    here: str = ""
    differs: str = ""

    def __post_init__(self) -> None:
        if bool(self.here) == bool(self.differs):
            raise ValueError(f"{self.source}: it is the same here, or it differs")
        if not re.fullmatch(r"20\d\d-\d\d", self.date):
            raise ValueError(f"{self.source}: {self.date} is not a month")


class _Family(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    thread: list[Thread]


def families() -> dict[str, list[Thread]]:
    """The threads that were read, by the family that they are about."""
    return {
        path.stem: msgspec.convert(tomllib.loads(path.read_text("utf-8")), _Family).thread
        for path in sorted(FOLDER.glob("*.toml"))
    }


def is_test(name: str) -> bool:
    """Whether there is such a test: ``tests/….py::test_…``, or with its class between."""
    path, *within = name.split("::")
    if not within or not within[-1].startswith("test_") or not (ROOT / path).is_file():
        return False
    block = _parsed(path)
    for step in within:
        found = [each for each in block if getattr(each, "name", None) == step.partition("[")[0]]
        if not found:
            return False
        block = getattr(found[0], "body", [])
    return True


@cache
def _parsed(path: str) -> list[ast.stmt]:
    """A file of tests, which many threads name."""
    return ast.parse((ROOT / path).read_text("utf-8")).body


def table() -> str:
    """What users ran into, family by family."""
    found = families()
    every = [each for some in found.values() for each in some]
    same = sum(bool(each.here) for each in every)
    parts = [f"{len(every)} threads were read: {same} happen here in the same way, {len(every) - same} do not."]
    for family, threads in found.items():
        parts.append(f"## {family.replace('_', ' ').capitalize()}")
        parts.append("\n".join(_line(each) for each in threads))
    return "\n\n".join(parts)


def _line(thread: Thread) -> str:
    told = f"- {thread.tells.rstrip('.')} ([{thread.date}]({thread.source}))."
    if thread.differs:
        return f"{told} **Not here:** {thread.differs.rstrip('.')}."
    path, _, name = thread.here.partition("::")
    return f"{told} [{name.rpartition('::')[2].removeprefix('test_').replace('_', ' ')}](../{path})"


if __name__ == "__main__":
    write(PAGE, MAKER, table())

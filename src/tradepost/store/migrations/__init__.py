"""The schema's steps: numbered SQL files, forward only, each applied once to every world.

They are written in the dialect that SQLite and PostgreSQL share. Where the engines differ, a file says ``{identity}``
for a number that grows with each row, ``{clustered}`` for a table whose rows live in its primary key, ``{writer_column}`` and ``{settled_condition}`` for how the outbox knows that no
older event can still appear.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import msgspec

_NAME = re.compile(r"(\d{4})_\w+\.sql")


class Migration(msgspec.Struct, frozen=True):
    """One step: its number, and its text before an engine's own words are put in."""

    number: int
    text: str

    def statements(self, words: dict[str, str]) -> list[str]:
        """The statements of this step, with an engine's words in place of the placeholders."""
        text = re.sub(r"--[^\n]*", "", self.text)
        for name, word in words.items():
            text = text.replace("{" + name + "}", word)
        return [each.strip() for each in text.split(";") if each.strip()]


@cache
def migrations() -> tuple[Migration, ...]:
    """Every step, in order."""
    found = []
    for entry in files(__name__).iterdir():
        match = _NAME.fullmatch(entry.name)
        if match:
            found.append(Migration(int(match[1]), entry.read_text("utf-8")))
    return tuple(sorted(found, key=lambda each: each.number))


def newest() -> int:
    """The number of the last step that this program knows."""
    return migrations()[-1].number

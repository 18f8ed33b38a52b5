"""The schema's steps: numbered SQL files, forward only, each applied once to every world.

They are written in the dialect that SQLite and PostgreSQL share. Where the engines differ, a file says:

``{identity}``           a number that grows with each row, as primary key
``{clustered}``          after a table: its rows live in its primary key
``{outbox_order}``       after the outbox: how a reader learns that no id of it is still to be committed
``{search_table}``       the index of the catalog's words: ``rowid``, a number, and ``terms``, words between blanks
``{search_lookup}``      after it: how its rows are found by a word

How far a world was brought is kept with it (SQLite: ``user_version``; PostgreSQL: the registry), in the transaction
that brought it there. A step that was released is never edited.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files

import msgspec

_PARTS = re.compile(r"--[^\n]*|'(?:[^']|'')*'|\"[^\"]*\"|\$\$.*?\$\$|;", re.DOTALL)
_NAME = re.compile(r"(\d{4})_\w+\.sql")


class Migration(msgspec.Struct, frozen=True):
    """One step: its number, and its text before an engine's own words are put in."""

    number: int
    text: str

    def statements(self, words: dict[str, str]) -> list[str]:
        """The statements of this step, with an engine's words in place of the placeholders."""
        text = self.text
        for name, word in words.items():
            text = text.replace("{" + name + "}", word)
        return split(text)


def split(script: str) -> list[str]:
    """The statements of a script, without comments. A semicolon in a string or a ``$$`` body ends no statement."""
    statements, start, kept = [], 0, ""
    for match in _PARTS.finditer(script):
        part = match[0]
        if part == ";" or part.startswith("--"):
            kept += script[start : match.start()]
            start = match.end()
        if part == ";":
            statements.append(kept.strip())
            kept = ""
    statements.append((kept + script[start:]).strip())
    return [each for each in statements if each]


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


@cache
def fingerprint() -> str:
    """Eight letters and digits that change with any step, for what is made from them all."""
    text = "\0".join(each.text for each in migrations())
    return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()

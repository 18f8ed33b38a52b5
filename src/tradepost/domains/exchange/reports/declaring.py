"""How a report type is declared: who may ask for it, and what its document is made of and written like.

A type is a reader, which goes through the state a page at a time, and columns, which say how each cell comes from what
was read. A document that would have no row is not written at all: its report is cancelled (published guide).
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, Literal, TypeVar

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.domains.context import Context
from tradepost.domains.exchange.reports.report import Report

Row = TypeVar("Row")
Form = Literal["tsv", "xml", "json", "pdf"]
Comes = Literal["requested", "requested or scheduled", "scheduled", "by itself", "by a feed"]
Cell = Callable[[Row], object]

#: How many rows are read at once: few enough that nobody waits for them.
PAGE: Final = 200
_BREAKS: Final = re.compile(r"[\t\r\n]+")
#: JSON comes as plain text, too, as a widely used client has met it.
_CONTENT_TYPES: Final[dict[Form, str]] = {
    "tsv": "text/plain",
    "xml": "text/xml",
    "json": "text/plain",
    "pdf": "application/pdf",
}
#: Windows-1252, by the name that documents of listings were seen with.
CP1252: Final = "Cp1252"
#: Languages that it can write.
_WESTERN: Final = frozenset({"en", "es", "pt", "fr", "nl", "de", "it", "sv"})


class NotMadeError(Exception):
    """A report cannot be made as it was asked for; the text is what its document says of it."""


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """What a report is made from: one consistent state, and what was asked for. ``end`` is included."""

    ctx: Context
    type: str
    report: Report
    start: datetime
    end: datetime

    @property
    def marketplaces(self) -> list[Marketplace]:
        """The marketplaces that are reported on."""
        return [MARKETPLACES[each] for each in self.report.marketplace_ids]

    @property
    def options(self) -> dict[str, str]:
        """The report options, as they were sent."""
        return self.report.options


Pages = Callable[[Reading], AsyncIterator[Iterable[Row]]]
Source = Callable[[Reading], AsyncIterator[str]]
Writer = Callable[[Reading], AsyncIterator[str | bytes]]


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A report type. Names and rules come from the published list of report types.

    ``makes`` gives the text of its document, or its bytes, piece by piece, and nothing where there is no data.
    ``made_of`` says in a few words what from. ``latin`` is for those that are written in a regional charset.
    ``latin_in_europe`` for those of which that was seen in Europe alone, in Polish, too, which it cannot write.
    ``longest`` is the longest range of times, ``usual`` the one that is taken where none was given; both are None where
    times do not matter.
    For ``fresh_for`` after one was made no other is made of the same: with ``answers_last`` the same document is given
    again, otherwise the report is cancelled. ``settled`` is how far back the start has to lie at least.
    ``without_data`` is what its document says where there is none; without such words its report is cancelled then.
    """

    makes: Writer
    made_of: str
    roles: frozenset[str]
    form: Form = "tsv"
    comes: Comes = "requested"
    restricted: bool = False
    latin: bool = False
    latin_in_europe: bool = False
    gzip: bool = False
    longest: timedelta | None = None
    usual: timedelta | None = None
    settled: timedelta = timedelta(0)
    fresh_for: timedelta = timedelta(0)
    answers_last: bool = False
    kept: timedelta = timedelta(days=90)
    one_marketplace: bool = False
    without_data: str = ""
    countries: frozenset[str] = frozenset()
    options: Mapping[str, tuple[str, ...]] = {}

    def charset(self, country: str) -> str:
        """The name of the charset that the document of a marketplace is written in."""
        if self.form in ("xml", "json", "pdf"):
            return "UTF-8"
        if country == "JP":
            return "Shift_JIS"
        there = next(each for each in MARKETPLACES.values() if each.country == country)
        western = there.language[:2] in _WESTERN
        european = there.region == "eu" and (western or country == "PL")
        return CP1252 if (self.latin and western) or (self.latin_in_europe and european) else "UTF-8"

    def content_type(self, country: str) -> str:
        """The content type of the document, with its charset."""
        plain = _CONTENT_TYPES[self.form]
        return plain if self.form == "pdf" else f"{plain}; charset={self.charset(country)}"


def roles(codes: str) -> frozenset[str]:
    """The roles of a type: any one of them opens it."""
    return frozenset(codes.split())


def codec(charset: str) -> str:
    """The name by which Python knows a charset; Shift_JIS with the letters that Windows adds to it."""
    return {"Shift_JIS": "cp932"}.get(charset, charset)


def flat(pages: Pages[Row], columns: Mapping[str, Cell[Row]] | Callable[[Reading], Mapping[str, Cell[Row]]]) -> Source:
    """A flat file: cells between tabs, a header first, no quotes. Columns may depend on what was asked for."""

    async def text(reading: Reading) -> AsyncIterator[str]:
        chosen = columns(reading) if callable(columns) else columns
        cells, header = tuple(chosen.values()), "\t".join(chosen) + "\n"
        async for page in pages(reading):
            lines = [_line([cell(row) for cell in cells]) for row in page]
            if lines:
                yield header + "\n".join(lines) + "\n"
                header = ""

    return text


def _line(values: list[object]) -> str:
    """A row of a flat file. Breaks and tabs are looked for once a line, as they are nearly never there."""
    line = "\t".join([each if each.__class__ is str else _plain(each) for each in values])
    if line.count("\t") >= len(values) or "\n" in line or "\r" in line:
        return "\t".join([_BREAKS.sub(" ", _plain(each)) for each in values])
    return line


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def empty(row: object) -> str:
    """The cell of a column that is always there and never says anything, as Amazon's own often do not."""
    return ""


def stamp(at: datetime | None) -> str:
    """A time as reports write it: ``2026-05-01T10:00:00+00:00``; nothing without one."""
    return "" if at is None else at.astimezone(UTC).isoformat(timespec="seconds")


def json_text(value: Any) -> str:
    """A JSON document, with breaks and blanks for people."""
    return msgspec.json.format(msgspec.json.encode(value, order="deterministic"), indent=2).decode()

"""Reading a flat file: a row of column names, and rows of values between tabs.

Amazon's templates have a row of their own above, which begins with ``TemplateType=``; it is passed over. Quotes mean
themselves, as in Amazon's files.
"""

from __future__ import annotations

import csv
from collections.abc import AsyncIterator
from typing import Final

from tradepost.domains.exchange.feeds.message import FaultyDocumentError, Message
from tradepost.domains.exchange.feeds.reading.source import Source

Row = dict[str, str]
#: Codes of a file as a whole (published for SKU files: empty; too many records), and our own for missing columns.
EMPTY, TOO_MANY, NO_COLUMNS, NO_FILE = "41003", "41002", "41001", "41000"
_LONGEST_LINE: Final = 1 << 17
#: How many rows may be one message, which is held in memory (our choice).
MOST_ROWS: Final = 10_000


class FlatFile:
    """A flat file. Rows that follow each other with the same value of ``grouped_by`` are one message.

    Lines above the table that begin with a name of ``head`` give its value for every row.
    """

    def __init__(
        self,
        source: Source,
        columns: tuple[str, ...],
        grouped_by: str,
        most_messages: int | None,
        head: tuple[str, ...] = (),
    ) -> None:
        self._source = source
        self._needed = columns
        self._grouped_by = grouped_by
        self._most = most_messages
        self._head = head

    async def survey(self) -> int:
        """Reads it all; says how many messages it has. Raises UnusableDocumentError, FaultyDocumentError."""
        found = 0
        async for _ in self.messages(0):
            found += 1
        if not found:
            raise FaultyDocumentError(EMPTY, "The file has no records.")
        if self._most is not None and found > self._most:
            raise FaultyDocumentError(TOO_MANY, f"The file has {found} records; {self._most} are taken at most.")
        return found

    async def messages(self, after: int) -> AsyncIterator[Message]:
        """The messages that follow the first ``after`` ones; the id of each is the number of its first row."""
        number, first, group = 0, 0, list[Row]()
        record = 0
        async for row in self._rows():
            record += 1
            key = self._grouped_by
            if group and not (key and row.get(key) and row.get(key) == group[0].get(key)):
                number += 1
                if number > after:
                    yield Message(number, first, group)
                group = []
            if not group:
                first = record
            if len(group) == MOST_ROWS:
                raise FaultyDocumentError(TOO_MANY, f"More than {MOST_ROWS} records have one {key} after another.")
            group.append(row)
        if group and number + 1 > after:
            yield Message(number + 1, first, group)

    async def _rows(self) -> AsyncIterator[Row]:
        names: list[str] | None = None
        head: Row = {}
        async for line in self._lines():
            if names is None and line.startswith("TemplateType="):
                continue
            if "\0" in line:
                raise FaultyDocumentError(NO_FILE, "A line has a character that no text has.")
            try:
                [values] = csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE, strict=True)
            except (csv.Error, ValueError) as fault:
                raise FaultyDocumentError(NO_FILE, f"A line cannot be read: {fault}") from None
            if names is None:
                told = [each.strip().lower().replace("_", "-") for each in values]
                if told[0] in self._head and not set(self._needed) & set(told):
                    head[told[0]] = values[1].strip() if len(values) > 1 else ""
                    continue
                names = told
                self._check(names)
            elif any(each.strip() for each in values):
                yield head | {name: value.strip() for name, value in zip(names, values, strict=False) if name}

    def _check(self, names: list[str]) -> None:
        missing = [each for each in self._needed if each not in names]
        if missing:
            raise FaultyDocumentError(NO_COLUMNS, f"The file has no column {', '.join(missing)}.")

    async def _lines(self) -> AsyncIterator[str]:
        """Lines that are not empty."""
        rest = ""
        async for text in self._source.texts():
            *lines, rest = (rest + text).split("\n")
            for line in lines:
                if line.strip("\r\ufeff "):
                    yield line.strip("\r\ufeff")
            if len(rest) > _LONGEST_LINE:
                raise FaultyDocumentError(NO_FILE, f"A line has more than {_LONGEST_LINE} characters.")
        if rest.strip("\r\ufeff "):
            yield rest.strip("\r\ufeff")

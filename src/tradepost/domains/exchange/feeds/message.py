"""A message of a feed, what came of it, and what is wrong with a document as a whole."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from tradepost.documents.records import Document
from tradepost.domains.context import Context
from tradepost.domains.exchange.feeds.feed import Feed

Severity = Literal["ERROR", "WARNING", "INFO"]


class Message(msgspec.Struct, frozen=True):
    """One message: its number in the document, from 1; the id that it has there; and what it says.

    ``body`` is what the reader of its form makes of it: bytes of JSON, an element of XML, rows of a flat file.
    ``repeated`` says that a message before it has the same id.
    """

    number: int
    id: int
    body: Any
    repeated: bool = False


class Result(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Something that a processing report says of a message; of the document where ``message_id`` is 0.

    ``about`` names what it is about by the report's own names (``SKU``, ``AmazonOrderID``). ``report_id`` is a report
    that was asked for in its name.
    """

    message_id: int
    code: str
    text: str
    severity: Severity = "ERROR"
    about: dict[str, str] = {}
    attribute: str = ""
    report_id: str = ""


class Task(msgspec.Struct, kw_only=True):
    """What a message is carried out with: a transaction, its feed, the document, and the document's header."""

    ctx: Context
    feed: Feed
    document: Document
    header: Header | None = None


class ReportWish(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """The data sets of the listings that a processing report is to show besides (published schema)."""

    included_data: list[
        Literal[
            "summaries",
            "attributes",
            "issues",
            "offers",
            "fulfillmentAvailability",
            "procurement",
            "relationships",
            "productTypes",
        ]
    ]
    api_version: Literal["2021-08-01"]


class Header(msgspec.Struct, frozen=True, omit_defaults=True, rename="camel"):
    """The header of a JSON listings feed (published schema)."""

    seller_id: str = ""
    version: str = ""
    issue_locale: str | None = None
    report: ReportWish | None = None


class UnusableDocumentError(Exception):
    """Nothing can be made of a document: its feed ends FATAL, with a text that says why."""


class FaultyDocumentError(Exception):
    """A document breaks a rule of its form as a whole: its feed is DONE, nothing was done, the report says why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.result = Result(message_id=0, code=code, text=text)


class FaultyMessageError(Exception):
    """A message cannot be carried out; what it has changed is undone."""

    def __init__(self, code: str, text: str, **about: str) -> None:
        super().__init__(text)
        self.code, self.text, self.about = code, text, about

"""Reading a JSON_LISTINGS_FEED (published schema of listings feeds, version 2).

The document is held in memory while it is worked on, and its messages are decoded one by one. A streaming reader was
measured: it takes thirty times as long, and a document of brackets makes it take all memory.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Final

import msgspec

from tradepost.domains.exchange.feeds.message import FaultyDocumentError, Header, Message, UnusableDocumentError
from tradepost.domains.exchange.feeds.reading.source import Source

#: The largest document, in bytes (our choice; it is held in memory while its feed is worked on).
MOST_BYTES: Final = 256 << 20
VERSION: Final = "2.0"
#: The largest id of a message (published schema).
LARGEST_ID: Final = 2**31 - 1
#: The codes of faults of a whole document, as they are seen in reports of 2021 to 2025; the last two are our choice.
MISSING, NOT_AS_REQUIRED = "4002005", "4002006"
NO_JSON, TOO_MANY = "4002001", "4002007"


class _Document(msgspec.Struct):
    header: msgspec.Raw = msgspec.Raw(b"")
    messages: list[msgspec.Raw] | None = None


class _MessageId(msgspec.Struct, rename="camel"):
    message_id: int = 0


_FORM: Final = msgspec.json.Decoder(_Document)
_ID: Final = msgspec.json.Decoder(_MessageId)


class ListingsJson:
    """A listings feed's document: its header, and its messages."""

    def __init__(self, source: Source, seller_id: str, most_messages: int | None) -> None:
        self._source = source
        self._seller_id = seller_id
        self._most = most_messages
        self._messages: list[msgspec.Raw] = []
        self.header = Header()

    async def survey(self) -> int:
        """Reads it all, checks its header, and says how many messages it has.

        Raises UnusableDocumentError, FaultyDocumentError.
        """
        if self._source.document.size > MOST_BYTES:
            raise UnusableDocumentError(
                f"The document has {self._source.document.size} bytes; {MOST_BYTES} are taken at most."
            )
        try:
            found = _FORM.decode(await self._whole())
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as fault:
            raise FaultyDocumentError(NO_JSON, f"Item 'Feed' cannot be parsed. {fault}") from None
        self.header = self._checked(found.header)
        if found.messages is None:
            raise FaultyDocumentError(MISSING, "Attribute 'messages' is required, but not present.")
        if not found.messages:
            raise FaultyDocumentError(NOT_AS_REQUIRED, "Attribute 'messages' has no message.")
        if self._most is not None and len(found.messages) > self._most:
            raise FaultyDocumentError(
                TOO_MANY, f"Attribute 'messages' has {len(found.messages)} messages; {self._most} are taken at most."
            )
        self._messages = found.messages
        return len(found.messages)

    async def _whole(self) -> bytes:
        if self._source.codec in ("utf-8", "ascii"):
            held = bytearray()
            async for piece in self._source.pieces():
                held += piece
            return held  # type: ignore[return-value]
        return "".join([text async for text in self._source.texts()]).encode()

    def _checked(self, raw: msgspec.Raw) -> Header:
        if not bytes(raw):
            raise FaultyDocumentError(MISSING, "Attribute 'header' is required, but not present.")
        try:
            header = msgspec.json.decode(raw, type=Header)
        except (msgspec.DecodeError, RecursionError) as fault:
            raise FaultyDocumentError(NOT_AS_REQUIRED, f"Attribute 'header' is not as required: {fault}") from None
        self.header = header
        for name, value in (("sellerId", header.seller_id), ("version", header.version)):
            if not value:
                raise FaultyDocumentError(MISSING, f"Attribute '{name}' is required, but not present.")
        if header.version != VERSION:
            raise FaultyDocumentError(NOT_AS_REQUIRED, f"Attribute 'version' is not the required value '{VERSION}'.")
        if header.seller_id != self._seller_id:
            raise FaultyDocumentError(
                NOT_AS_REQUIRED, f"Attribute 'sellerId' is '{header.seller_id[:60]}', not the seller of this feed."
            )
        if header.issue_locale is not None and not re.fullmatch(r"[a-z]{2}_[A-Z]{2}", header.issue_locale):
            raise FaultyDocumentError(
                NOT_AS_REQUIRED, f"Attribute 'issueLocale' is '{header.issue_locale[:20]}', not of the form en_US."
            )
        return header

    async def messages(self, after: int) -> AsyncIterator[Message]:
        """The messages that follow the first ``after`` ones."""
        seen: set[int] = set()
        for number, raw in enumerate(self._messages, 1):
            id = _id(raw)
            if number > after:
                yield Message(number, id, bytes(raw), id in seen)
            if id:
                seen.add(id)


def _id(raw: msgspec.Raw) -> int:
    """The id that a message gives itself; 0 where it has none that can be told."""
    try:
        told = _ID.decode(raw).message_id
    except (msgspec.DecodeError, RecursionError):
        return 0
    return told if 0 < told <= LARGEST_ID else 0

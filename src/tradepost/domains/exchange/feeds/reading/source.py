"""The bytes of a feed's document, in pieces that hold up nobody, and what is wrong with them whatever their form."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Final

from tradepost.documents.records import Document
from tradepost.domains.exchange.feeds.kinds import Kind
from tradepost.domains.exchange.feeds.message import UnusableDocumentError
from tradepost.domains.exchange.feeds.reading import charsets
from tradepost.domains.exchange.jobs.working import Work

_SLICE: Final = 1 << 15
_GZIP: Final = b"\x1f\x8b"
BEGINNING: Final = 256


class Source:
    """A document that is read, from its beginning each time."""

    def __init__(self, work: Work, document: Document) -> None:
        self._work = work
        self.document = document
        self.codec = "utf-8"

    async def check(self, kind: Kind) -> None:
        """Raises UnusableDocumentError: empty, compressed, of a content type or in a charset that its feed type is not.

        A compressed upload is not unpacked, as at Amazon: only downloads are compressed.
        """
        plain = self.document.content_type.partition(";")[0].strip().lower()
        if plain not in kind.content_types:
            raise UnusableDocumentError(
                f"The content type '{plain[:60]}' is not one of this feed type: {', '.join(kind.content_types)}."
            )
        if not self.document.size:
            raise UnusableDocumentError("The document is empty.")
        beginning = await self.beginning()
        if beginning.startswith(_GZIP):
            raise UnusableDocumentError("The document is compressed with gzip. Upload it as it is.")
        self.codec = charsets.of_document(self.document.content_type, beginning)

    async def beginning(self) -> bytes:
        """Its first bytes."""
        read = self._work.around.documents.read(self.document, 0, min(BEGINNING, self.document.size))
        return b"".join([piece async for piece in read])

    async def pieces(self) -> AsyncIterator[bytes]:
        """Its bytes, with a pause between pieces."""
        async for piece in self._work.around.documents.read(self.document):
            for start in range(0, len(piece), _SLICE):
                await self._work.pause()
                yield piece[start : start + _SLICE]

    def texts(self) -> AsyncIterator[str]:
        """Its text. Raises UnusableDocumentError where it is not in its charset."""
        return charsets.texts(self.pieces(), self.codec)

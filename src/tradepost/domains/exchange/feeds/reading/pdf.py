"""A document that is one message as a whole: an invoice in PDF."""

from __future__ import annotations

from collections.abc import AsyncIterator

from tradepost.domains.exchange.feeds.message import Message, UnusableDocumentError
from tradepost.domains.exchange.feeds.reading.source import Source


class Pdf:
    """A document that is taken as it is, once it is seen to be PDF."""

    def __init__(self, source: Source) -> None:
        self._source = source

    async def survey(self) -> int:
        """One message. Raises UnusableDocumentError for what is no PDF."""
        if not (await self._source.beginning()).startswith(b"%PDF-"):
            raise UnusableDocumentError("The document is not a PDF.")
        return 1

    async def messages(self, after: int) -> AsyncIterator[Message]:
        """The document, unless it was taken before."""
        if not after:
            yield Message(1, 1, None)

"""How far a feed has come, and what its report counts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable

import msgspec

from tradepost.domains.exchange.feeds import records
from tradepost.domains.exchange.feeds.message import Result
from tradepost.domains.exchange.feeds.records import Piece
from tradepost.domains.exchange.jobs.working import Work

_PIECES_AT_ONCE = 20
Pieces = Callable[[], AsyncIterator[Piece]]


class Summary(msgspec.Struct, omit_defaults=True):
    """What was carried out so far, counted. A message with an error is invalid, and has changed nothing.

    ``md5`` is that of the document: where it was put anew in between, its feed cannot go on.
    """

    md5: str = ""
    messages: int = 0
    accepted: int = 0
    warned: int = 0
    errors: int = 0
    warnings: int = 0

    @property
    def invalid(self) -> int:
        """Messages that were not carried out."""
        return self.messages - self.accepted

    def count(self, results: Iterable[Result]) -> bool:
        """Counts one more message by what is said of it; whether it was accepted."""
        self.messages += 1
        errors, warnings = self.count_only(results)
        self.accepted += not errors
        self.warned += bool(warnings) and not errors
        return not errors

    def count_only(self, results: Iterable[Result]) -> tuple[int, int]:
        """Counts what is said, without a message; how many errors and warnings that was."""
        severities = [each.severity for each in results]
        errors, warnings = severities.count("ERROR"), severities.count("WARNING")
        self.errors += errors
        self.warnings += warnings
        return errors, warnings


def pieces_of(work: Work) -> Pieces:
    """What was kept of a feed's messages, in their order."""

    async def found() -> AsyncIterator[Piece]:
        after = -1
        while True:
            async with work.around.database.reading() as tx:
                page = await records.pieces(tx, work.around.seller_id, work.job.id, after, _PIECES_AT_ONCE)
            for number, piece in page:
                after = number
                yield piece
            if len(page) < _PIECES_AT_ONCE:
                return
            await work.pause()

    return found

"""The processing report of flat files: a summary, and a row for each thing to be said of a record."""

from __future__ import annotations

from collections.abc import AsyncIterator

from tradepost.domains.exchange.feeds.message import Result
from tradepost.domains.exchange.feeds.reporting.summary import Pieces, Summary

CONTENT_TYPE = "text/plain; charset=UTF-8"
_LISTINGS = {"sku": "SKU"}
_ORDERS = {"order-id": "AmazonOrderID", "order-item-id": "AmazonOrderItemCode"}  # both columns as captured
_TYPES = {"ERROR": "Error", "WARNING": "Warning", "INFO": "Warning"}


async def written(summary: Summary, pieces: Pieces, *, of_listings: bool) -> AsyncIterator[bytes]:
    """The report. A fault of the file as a whole is of record 0 (published)."""
    yield (
        "Feed Processing Summary:\n"
        f"\tNumber of records processed\t\t{summary.messages}\n"
        f"\tNumber of records successful\t\t{summary.accepted}\n\n"
    ).encode()
    about = _LISTINGS if of_listings else _ORDERS
    headed = False
    async for piece in pieces():
        for each in piece.results:
            if not headed:
                headed = True
                columns = ("original-record-number", *about, "error-code", "error-type", "error-message")
                yield ("\t".join(columns) + "\n").encode()
            yield _row(each, *about.values())


def _row(result: Result, *about: str) -> bytes:
    kind = _TYPES[result.severity] if result.message_id else "Fatal"
    values = (str(result.message_id), *(result.about.get(each, "") for each in about), result.code, kind, result.text)
    return ("\t".join(" ".join(each.split()) for each in values) + "\n").encode()

"""The processing report of XML feeds: AmazonEnvelope with the counts, and a Result for each thing to be said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from xml.sax.saxutils import escape

from tradepost.domains.exchange.feeds.message import Result
from tradepost.domains.exchange.feeds.reporting.summary import Pieces, Summary

CONTENT_TYPE = "text/xml; charset=UTF-8"
_CODES = {"ERROR": "Error", "WARNING": "Warning", "INFO": "Warning"}


async def written(seller_id: str, feed_id: str, summary: Summary, pieces: Pieces) -> AsyncIterator[bytes]:
    """The report. Results are in the order of their messages; messages without fault have none (as Amazon's)."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<AmazonEnvelope xsi:noNamespaceSchemaLocation="amzn-envelope.xsd"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n'
        "<Header><DocumentVersion>1.02</DocumentVersion>"
        f"<MerchantIdentifier>{escape(seller_id)}</MerchantIdentifier></Header>\n"
        "<MessageType>ProcessingReport</MessageType>\n"
        "<Message><MessageID>1</MessageID><ProcessingReport>\n"
        f"<DocumentTransactionID>{escape(feed_id)}</DocumentTransactionID><StatusCode>Complete</StatusCode>\n"
        "<ProcessingSummary>"
        f"<MessagesProcessed>{summary.messages}</MessagesProcessed>"
        f"<MessagesSuccessful>{summary.accepted}</MessagesSuccessful>"
        f"<MessagesWithError>{max(summary.invalid, int(summary.errors > 0))}</MessagesWithError>"
        f"<MessagesWithWarning>{summary.warned}</MessagesWithWarning>"
        "</ProcessingSummary>\n"
    ).encode()
    async for piece in pieces():
        yield "".join(_result(each) for each in piece.results).encode()
    yield b"</ProcessingReport></Message>\n</AmazonEnvelope>\n"


def _result(result: Result) -> str:
    if result.report_id:
        return f"<DocumentReportReferenceID>{result.report_id}</DocumentReportReferenceID>\n"
    about = "".join(f"<{name}>{_clean(value)}</{name}>" for name, value in result.about.items())
    return (
        f"<Result><MessageID>{result.message_id}</MessageID><ResultCode>{_CODES[result.severity]}</ResultCode>"
        f"<ResultMessageCode>{_clean(result.code)}</ResultMessageCode>"
        f"<ResultDescription>{_clean(result.text)}</ResultDescription>"
        + (f"<AdditionalInfo>{about}</AdditionalInfo>" if about else "")
        + "</Result>\n"
    )


def _clean(text: str) -> str:
    """Text as XML may hold it: without control characters."""
    return escape("".join(each for each in text if each in "\t\n\r" or (each >= " " and each not in "\ufffe\uffff")))

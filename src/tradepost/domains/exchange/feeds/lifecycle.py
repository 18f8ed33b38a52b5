"""What feeds do when their time comes: a document is read, its messages are carried out, and a report is written.

Messages are carried out a few at a time, each few in a transaction of their own that keeps what came of them and how
far the feed is. So nothing waits long for a feed, and after a crash it goes on with the first message that was not
carried out. A message that is refused changes nothing, and those beside it stay.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import AsyncIterator

from tradepost.documents import documents
from tradepost.documents.documents import find
from tradepost.documents.records import Document
from tradepost.domains.context import Context
from tradepost.domains.exchange.feeds import kinds, records
from tradepost.domains.exchange.feeds.carrying_out.families import FAMILIES, Family
from tradepost.domains.exchange.feeds.carrying_out.listings import sku_of
from tradepost.domains.exchange.feeds.carrying_out.refused import repeated, told
from tradepost.domains.exchange.feeds.feed import Feed
from tradepost.domains.exchange.feeds.message import (
    FaultyDocumentError,
    FaultyMessageError,
    Header,
    Message,
    Result,
    Task,
    UnusableDocumentError,
)
from tradepost.domains.exchange.feeds.operations import document_id
from tradepost.domains.exchange.feeds.reading.envelope import Envelope
from tradepost.domains.exchange.feeds.reading.flat_file import FlatFile
from tradepost.domains.exchange.feeds.reading.listings_json import ListingsJson
from tradepost.domains.exchange.feeds.reading.pdf import Pdf
from tradepost.domains.exchange.feeds.reading.source import Source
from tradepost.domains.exchange.feeds.records import Piece, Settings
from tradepost.domains.exchange.feeds.reporting import envelope, flat_file, listings_json
from tradepost.domains.exchange.feeds.reporting.summary import Pieces, Summary, pieces_of
from tradepost.domains.exchange.jobs.job import Ending, Job, read_body, write_body
from tradepost.domains.exchange.jobs.working import End, Work, works
from tradepost.domains.hearing import settle
from tradepost.errors import ApiError
from tradepost.simulation.clock import monotonic_seconds

Reader = ListingsJson | Envelope | FlatFile | Pdf

ENDED = "Amazon does not take this feed type any more since July 2025; JSON_LISTINGS_FEED has taken its place."
#: A transaction carries out messages for so long, in real time, and so many of them at most.
_TURN_SECONDS = 0.005
_MOST_IN_A_TURN = 50


@works("feeds")
async def carry_out(work: Work) -> End:
    """Carries a feed out, and writes its report.

    A document that is unusable (of the wrong content type or charset, compressed, empty) ends its feed FATAL. One that
    breaks a rule of its form ends it DONE, with a report that says which; nothing of it is carried out. Which of the
    two Amazon does is not published for each fault: our choice where it was not seen.
    """
    job, feed = work.job, work.body(Feed)
    if job.fate is not None:
        return await explained(work, job.fate.reason) if job.fate.ending == "fatal" else End("cancelled", _forget)
    async with work.around.database.reading() as tx:
        settings = await records.settings(tx)
        document = await find(tx, work.around.seller_id, feed.input_document_id, "feed", work.around.now)
    kind, family = kinds.KINDS[job.type], FAMILIES.get(job.type)
    if family is None or (kind.ended and not settings.legacy_types):
        return await explained(work, ENDED)
    if document is None:
        return await explained(work, "The document is not there any more.")
    summary = work.cursor(Summary) or Summary(md5=document.md5)
    if summary.md5 != document.md5:
        return await explained(work, "Another document was uploaded in the place of this one while it was worked on.")
    source = Source(work, document)
    try:
        await source.check(kind)
        reader = _reader(work, source, kind.form, family, settings)
        return await _carried_out(work, feed, kind.form, family, reader, document, summary)
    except UnusableDocumentError as fault:
        return await explained(work, str(fault))


def _reader(work: Work, source: Source, form: kinds.Form, family: Family, settings: Settings) -> Reader:
    seller_id, most = work.around.seller_id, settings.most_messages
    if form == "json":
        return ListingsJson(source, seller_id, most)
    if form == "xml":
        return Envelope(source, seller_id, family.message_type, most)
    if form == "flat":
        return FlatFile(source, family.columns, family.grouped_by, most, family.head)
    return Pdf(source)


async def _carried_out(
    work: Work, feed: Feed, form: kinds.Form, family: Family, reader: Reader, document: Document, summary: Summary
) -> End:
    pieces = pieces_of(work)
    try:
        work.job.total = await reader.survey()
        header = reader.header if isinstance(reader, ListingsJson) else None
        task = Carrying(work, feed, form, family, document, header, summary)
        await task.run(reader)
    except FaultyDocumentError as fault:
        summary.count_only([fault.result])
        pieces = _only(fault.result)
    report, content_type = _report(work, feed, form, reader, summary, pieces)
    return await _ended(work, "done", report, content_type, compressed=form == "json")


class Carrying:
    """The messages of a feed as they are carried out, a few in each transaction."""

    def __init__(
        self,
        work: Work,
        feed: Feed,
        form: kinds.Form,
        family: Family,
        document: Document,
        header: Header | None,
        summary: Summary,
    ) -> None:
        self._work = work
        self._feed = feed
        self._form = form
        self._family = family
        self._document = document
        self._header = header
        self._summary = summary

    async def run(self, reader: Reader) -> None:
        """Carries out every message that was not carried out before."""
        waiting: deque[Message] = deque()
        async for message in reader.messages(self._summary.messages):
            waiting.append(message)
            if len(waiting) == _MOST_IN_A_TURN:
                await self._turns(waiting)
        await self._turns(waiting)

    async def _turns(self, waiting: deque[Message]) -> None:
        while waiting:
            async with self._work.changing() as ctx:
                piece, first, until = Piece(), waiting[0].number, monotonic_seconds() + _TURN_SECONDS
                ctx.application_id, ctx.link_base = self._feed.application_id, self._link_base
                ctx.marketplaces = frozenset(self._feed.marketplaces)
                while True:
                    await self._carry_out(ctx, waiting.popleft(), piece)
                    if not waiting or monotonic_seconds() > until:
                        break
                if piece.results or piece.skus:
                    await records.add_piece(ctx.tx, ctx.seller_id, self._work.job.id, first, piece)
                await self._work.reached(ctx, self._summary, self._summary.messages)

    def _link_base(self) -> str:
        return self._feed.link_base

    async def _carry_out(self, ctx: Context, message: Message, piece: Piece) -> None:
        """Carries one message out as the call that it stands for: what it records is heard before the next one."""
        ctx.request_id = f"feed {self._work.job.id}/{message.number}"
        task = Task(ctx=ctx, feed=self._feed, document=self._document, header=self._header)
        results: list[Result]
        try:
            if message.repeated:
                raise repeated(self._form, message)
            async with records.undone_if_refused(ctx):
                results = await self._family.carry_out(task, message)
                await settle(ctx)
        except (ApiError, FaultyMessageError) as fault:
            results = told(self._form, message, fault)
        ctx.events.clear()
        piece.results += results
        if self._summary.count(results) and self._header is not None and self._header.report is not None:
            piece.skus.append(sku_of(message))


def _report(
    work: Work, feed: Feed, form: kinds.Form, reader: Reader, summary: Summary, pieces: Pieces
) -> tuple[AsyncIterator[bytes], str]:
    if isinstance(reader, ListingsJson):
        written = listings_json.written(work, reader.header, feed.marketplace_ids, summary, pieces, feed.link_base)
        return written, listings_json.CONTENT_TYPE
    if form == "flat":
        of_listings = kinds.KINDS[work.job.type].ended
        return flat_file.written(summary, pieces, of_listings=of_listings), flat_file.CONTENT_TYPE
    return envelope.written(work.around.seller_id, work.job.id, summary, pieces), envelope.CONTENT_TYPE


def _only(result: Result) -> Pieces:
    async def found() -> AsyncIterator[Piece]:
        yield Piece([result])

    return found


async def explained(work: Work, reason: str) -> End:
    """The end of a feed that failed as a whole, with a text that says why."""

    async def text() -> AsyncIterator[bytes]:
        yield (reason + "\n").encode()

    return await _ended(work, "fatal", text(), "text/plain; charset=UTF-8")


async def _ended(
    work: Work, ending: Ending, report: AsyncIterator[bytes], content_type: str, *, compressed: bool = False
) -> End:
    stored = await work.around.documents.write(_gzipped(report) if compressed else report)

    async def commit(ctx: Context, job: Job) -> None:
        document = await documents.keep(
            ctx.tx,
            ctx.seller_id,
            document_id(ctx, "result", job.id),
            "feed result",
            stored,
            content_type=content_type,
            compression="GZIP" if compressed else "",
            now=ctx.now,
        )
        feed = read_body(job, Feed)
        feed.result_document_id = document.id
        write_body(job, feed)
        await _forget(ctx, job)

    return End(ending, commit)


async def _forget(ctx: Context, job: Job) -> None:
    await records.forget_pieces(ctx.tx, ctx.seller_id, job.id)


async def _gzipped(pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    packing = zlib.compressobj(wbits=31)
    async for piece in pieces:
        yield packing.compress(piece)
    yield packing.flush()

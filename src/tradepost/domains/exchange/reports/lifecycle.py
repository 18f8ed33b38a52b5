"""What reports do when their time comes: they are read from one state, written piece by piece, and kept."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Awaitable, Callable

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.documents import documents
from tradepost.documents.objects import Stored
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records
from tradepost.domains.exchange.jobs.job import Job, read_body, write_body
from tradepost.domains.exchange.jobs.records import Wanted
from tradepost.domains.exchange.jobs.working import End, Work, works
from tradepost.domains.exchange.reports import asking, schedules
from tradepost.domains.exchange.reports.declaring import Kind, NotMadeError, Reading, codec
from tradepost.domains.exchange.reports.kinds import KINDS, PLAIN, RESTRICTED
from tradepost.domains.exchange.reports.report import Report
from tradepost.domains.exchange.reports.requesting import KIND
from tradepost.domains.handling import due

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_GZIP = 31
_COMPARED = 50
#: What reports of analytics say first where their times or options do not fit (as captured).
_WRONGLY_ASKED = (
    "A client error occurred. Please double check that your parameters are valid and fulfill the requirements of the"
    " report type. "
)


@works(KIND)
async def make(work: Work) -> End:
    """Makes a report. Without data it is cancelled, or says so; where it cannot be made, its document says why."""
    job = work.job
    if job.fate is not None:
        return await _explained(work, job.fate.reason) if job.fate.ending == "fatal" else End("cancelled")
    kind, report = KINDS[job.type], work.body(Report)
    async with work.around.database.reading() as tx:
        last = await _last(work.around.context(tx), job, kind, report)
    if last is not None:
        return _as_before(last) if kind.answers_last else End("cancelled")
    try:
        return await _written(work, kind, report)
    except NotMadeError as fault:
        return await _explained(work, f"{_WRONGLY_ASKED}{fault}" if kind.form == "json" else str(fault))


async def _written(work: Work, kind: Kind, report: Report) -> End:
    job = work.job
    start, end = asking.range_of(kind, report, job.created_at)
    if kind.one_marketplace:
        report = msgspec.structs.replace(report, marketplace_ids=report.marketplace_ids[:1])
    country = MARKETPLACES[report.marketplace_ids[0]].country
    async with work.reading() as ctx:
        pieces = kind.makes(Reading(ctx=ctx, type=job.type, report=report, start=start, end=end))
        first = await anext(pieces, None)
        if first is None:
            return await _explained(work, kind.without_data) if kind.without_data else End("cancelled")
        body = _bytes(first, pieces, work.pause, codec(kind.charset(country)), gzip=kind.gzip)
        stored = await work.around.documents.write(body)
    return End("done", _keeping(stored, kind.content_type(country), kind))


async def _bytes(
    first: str | bytes,
    more: AsyncIterator[str | bytes],
    pause: Callable[[], Awaitable[None]],
    encoding: str,
    *,
    gzip: bool,
) -> AsyncIterator[bytes]:
    """Text as the bytes of a document; what the charset does not have becomes a question mark."""
    packing = zlib.compressobj(6, zlib.DEFLATED, _GZIP) if gzip else None
    piece: str | bytes | None = first
    while piece is not None:
        body = piece if isinstance(piece, bytes) else piece.encode(encoding, "replace")
        yield packing.compress(body) if packing else body
        await pause()
        piece = await anext(more, None)
    if packing:
        yield packing.flush()


async def _explained(work: Work, reason: str) -> End:
    """The end of a report that failed, with a document that says why: JSON where the report is, text otherwise."""
    told = KINDS[work.job.type].form == "json"
    body = msgspec.json.encode({"errorDetails": reason}) if told else (reason + "\n").encode()
    stored = await work.around.documents.write(body)
    return End("fatal", _keeping(stored, "text/plain; charset=UTF-8", None))


def _keeping(stored: Stored, content_type: str, kind: Kind | None) -> Callable[[Context, Job], Awaitable[None]]:
    """Keeps the document with its report; one without a kind explains a failure, and has no personal data."""

    async def commit(ctx: Context, job: Job) -> None:
        letters = ctx.seed.letters(_LETTERS, 13, "report document", ctx.seller_id, job.id)
        uuid = ctx.seed.uuid("report document", ctx.seller_id, job.id)
        region = MARKETPLACES[read_body(job, Report).marketplace_ids[0]].region
        document = await documents.keep(
            ctx.tx,
            ctx.seller_id,
            f"amzn1.spdoc.1.4.{region}.{uuid}.T{letters}.{int(letters, 36) % 9000 + 1000}",
            RESTRICTED if kind is not None and kind.restricted else PLAIN,
            stored,
            content_type=content_type,
            compression="GZIP" if kind is not None and kind.gzip else "",
            now=ctx.now,
            kept=documents.KEPT if kind is None else kind.kept,
        )
        _refer(job, document.id)

    return commit


def _as_before(last: Job) -> End:
    """The same document again."""

    async def commit(ctx: Context, job: Job) -> None:
        _refer(job, read_body(last, Report).document_id)

    return End("done", commit)


def _refer(job: Job, document_id: str | None) -> None:
    report = read_body(job, Report)
    report.document_id = document_id
    write_body(job, report)


async def _last(ctx: Context, job: Job, kind: Kind, report: Report) -> Job | None:
    """The report of the same that is still fresh, if there is one; a schedule's own are always made."""
    if not kind.fresh_for or report.schedule_id:
        return None
    since = ctx.now - kind.fresh_for
    wanted = Wanted(types=(job.type,), states=("done",), since=since - kind.fresh_for)
    for each in await records.newest(ctx.tx, ctx.seller_id, KIND, wanted, None, _COMPARED):
        if (
            each.ended_at is not None
            and each.ended_at > since
            and _asks_the_same(kind, report, read_body(each, Report))
        ):
            return each
    return None


def _asks_the_same(kind: Kind, report: Report, other: Report) -> bool:
    timed = kind.longest is not None or kind.usual is not None
    asked = [(each.start, each.end) if timed else None for each in (report, other)]
    return (
        asked[0] == asked[1]
        and set(report.marketplace_ids) == set(other.marketplace_ids)
        and report.options == other.options
    )


@due(schedules.CREATE)
async def create(ctx: Context, schedule_id: str) -> None:
    """A schedule makes its next report."""
    await schedules.make(ctx, schedule_id)

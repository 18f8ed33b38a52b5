"""What time does: the tax office answers, and exports are made."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tradepost.documents import documents
from tradepost.documents.objects import Stored
from tradepost.domains.brazil.establishments import reading as establishments
from tradepost.domains.brazil.invoices import exporting, issuing, records
from tradepost.domains.brazil.invoices.exporting import Export
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs.job import Job, read_body, write_body
from tradepost.domains.exchange.jobs.working import End, Work, works
from tradepost.domains.handling import due
from tradepost.simulation.clock import to_milliseconds

Commit = Callable[[Context, Job], Awaitable[None]]


@due(issuing.AUTHORIZE)
async def authorize(ctx: Context, invoice_id: str) -> None:
    """The tax office has looked at a document."""
    made = await records.find(ctx.tx, ctx.seller_id, invoice_id)
    if made is not None and made.status == "PROCESSING":
        await issuing.hear_tax_office(ctx, made, await establishments.current(ctx))


@works(exporting.KIND)
async def export(work: Work) -> End:
    """Packs the documents that were asked for, from one consistent state, into archives."""
    fate = work.job.fate
    if fate is not None:
        return End(fate.ending, _failing(fate.reason))
    asked = work.body(Export)
    stored = []
    async with work.reading() as ctx:
        after = None
        while True:
            found = await records.page(ctx.tx, ctx.seller_id, asked.wanted, after, exporting.PART, oldest_first=True)
            if found:
                packed = await exporting.archive(found, asked.form, work.pause)
                stored.append(await work.around.documents.write(packed))
            if len(found) < exporting.PART:
                return End("done", _keeping(stored))
            after = (to_milliseconds(found[-1].note.issued_at), found[-1].id)


def _keeping(stored: list[Stored]) -> Commit:
    """Keeps the archives with their export."""

    async def commit(ctx: Context, job: Job) -> None:
        body = read_body(job, Export)
        for number, each in enumerate(stored, 1):
            kept = await documents.keep(
                ctx.tx,
                ctx.seller_id,
                ctx.seed.uuid("invoices export", ctx.seller_id, job.id, number),
                exporting.DOCUMENT,
                each,
                content_type="application/zip",
                now=ctx.now,
            )
            body.document_ids.append(kept.id)
        write_body(job, body)

    return commit


def _failing(reason: str) -> Commit:
    """Has an export say why there is nothing."""

    async def commit(ctx: Context, job: Job) -> None:
        body = read_body(job, Export)
        body.failure = reason or "The export was not made."
        write_body(job, body)

    return commit

"""What feeds do when their time comes."""

from __future__ import annotations

from tradepost.documents import documents
from tradepost.domains.context import Context
from tradepost.domains.exchange.feeds import kinds
from tradepost.domains.exchange.feeds.feed import Feed
from tradepost.domains.exchange.feeds.operations import document_id
from tradepost.domains.exchange.jobs.job import Job, read_body, write_body
from tradepost.domains.exchange.jobs.working import End, Work, works

ENDED = "Amazon does not take this feed type any more since July 2025; JSON_LISTINGS_FEED has taken its place."


@works("feeds")
async def carry_out(work: Work) -> End:
    """Carries a feed out, and writes its report."""
    job = work.job
    if job.fate is not None:
        return await explained(work, job.fate.reason) if job.fate.ending == "fatal" else End("cancelled")
    if kinds.KINDS[job.type].ended:
        return await explained(work, ENDED)
    return await explained(work, "This feed type is not carried out yet.")


async def explained(work: Work, reason: str) -> End:
    """The end of a feed that failed as a whole, with a report that says why."""
    stored = await work.around.documents.write((reason + "\n").encode())

    async def commit(ctx: Context, job: Job) -> None:
        document = await documents.keep(
            ctx.tx,
            ctx.seller_id,
            document_id(ctx, "result", job.id),
            "feed result",
            stored,
            content_type="text/plain; charset=UTF-8",
            now=ctx.now,
        )
        feed = read_body(job, Feed)
        feed.result_document_id = document.id
        write_body(job, feed)

    return End("fatal", commit)

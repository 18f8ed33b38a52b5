"""What time does to a job: it leaves the queue, and it is done."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import queueing, records
from tradepost.domains.exchange.jobs.job import Job
from tradepost.domains.exchange.jobs.working import JobStoppedError, Work, work_of
from tradepost.domains.handling import Finish, Surroundings, due, due_at_length
from tradepost.store.database import Transaction


@due(queueing.BEGIN)
async def begin(ctx: Context, subject: str) -> None:
    """A queued job begins."""
    job = await _find(ctx.tx, ctx.seller_id, subject)
    if job is not None and job.state == "queued":
        await queueing.begin(ctx, job)


@due_at_length(queueing.WORK)
async def work(around: Surroundings, subject: str) -> Finish:
    """A job is worked on, piece by piece, and ends."""
    async with around.database.reading() as tx:
        job = await _find(tx, around.seller_id, subject)
    if job is None or job.state != "in_progress":
        return _nothing
    try:
        end = await work_of(job.kind)(Work(job, around))
    except JobStoppedError:
        return _nothing

    async def finish(ctx: Context) -> None:
        now = await _find(ctx.tx, ctx.seller_id, subject)  # it may have been ended while it was worked on
        if now is None or now.state != "in_progress":
            return
        if end.commit is not None:
            await end.commit(ctx, now)
        await queueing.end(ctx, now, end.ending)

    return finish


async def _find(tx: Transaction, seller_id: str, subject: str) -> Job | None:
    kind, _, job_id = subject.partition("/")
    return await records.find(tx, seller_id, kind, job_id)


async def _nothing(ctx: Context) -> None:
    return None

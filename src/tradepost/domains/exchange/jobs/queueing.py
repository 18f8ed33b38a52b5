"""Jobs as areas and the control API handle them: queued, cancelled, held, released, made to end."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records
from tradepost.domains.exchange.jobs.job import STEPS, TRIGGER_OF, Ending, Fate, Job
from tradepost.domains.exchange.jobs.steering import QUEUED_SECONDS, WORKING_SECONDS, steer
from tradepost.errors import ApiError

BEGIN, WORK = "jobs.begin", "jobs.work"


class JobEnded(ApiError):
    """409: the job has come to its end; nothing can be made of it any more."""

    status, code = 409, "Conflict"

    def __init__(self, job: Job) -> None:
        super().__init__("The job has ended.", f"job {job.id} is {job.state}")


async def queue(
    ctx: Context,
    kind: str,
    type: str,
    job_id: str,
    body: Any,
    *,
    labels: tuple[str, ...] = (),
    queued_seconds: float = QUEUED_SECONDS,
    working_seconds: float = WORKING_SECONDS,
) -> Job:
    """Queues a job; ``body`` is what the area needs to do it, as a struct of its own."""
    job = Job(
        id=job_id,
        kind=kind,
        type=type,
        state="queued",
        created_at=ctx.now,
        queued_seconds=queued_seconds,
        working_seconds=working_seconds,
        labels=labels,
        body=msgspec.Raw(msgspec.json.encode(body)),
    )
    rules = [each for each in await records.rules(ctx.tx) if each.concerns(job)]
    steer(job, rules)
    for each in rules:
        await records.count_rule(ctx.tx, each.id)
    await records.add(ctx.tx, ctx.seller_id, job)
    if job.stuck_in != "queued":
        await ctx.schedule(BEGIN, job.subject, ctx.now + timedelta(seconds=job.queued_seconds))
    ctx.record("jobs.queued", job.id, _told(job))
    return job


async def begin(ctx: Context, job: Job) -> None:
    """Takes a job out of the queue."""
    job.state, job.started_at = STEPS.after(job.state, "begin"), ctx.now
    await records.save(ctx.tx, ctx.seller_id, job)
    if job.stuck_in != "in_progress":
        await ctx.schedule(WORK, job.subject, ctx.now + timedelta(seconds=job.working_seconds))
    ctx.record("jobs.begun", job.id, _told(job))


async def end(ctx: Context, job: Job, ending: Ending) -> None:
    """Brings a job to its end."""
    job.state, job.ended_at, job.cursor = STEPS.after(job.state, TRIGGER_OF[ending]), ctx.now, None
    await records.save(ctx.tx, ctx.seller_id, job)
    await ctx.unschedule(BEGIN, job.subject)
    await ctx.unschedule(WORK, job.subject)
    ctx.record("jobs.ended", job.id, _told(job))


async def hold(ctx: Context, job: Job) -> None:
    """Holds a job in the state that it is in. Raises JobEnded."""
    _check_open(job)
    job.stuck_in = job.state
    await records.save(ctx.tx, ctx.seller_id, job)
    await ctx.unschedule(BEGIN, job.subject)
    await ctx.unschedule(WORK, job.subject)


async def release(ctx: Context, job: Job) -> None:
    """Lets a job go on at once, whether it was held or only waited. Raises JobEnded."""
    _check_open(job)
    job.stuck_in = None
    await records.save(ctx.tx, ctx.seller_id, job)
    await ctx.schedule(BEGIN if job.state == "queued" else WORK, job.subject, ctx.now)


async def doom(ctx: Context, job: Job, fate: Fate) -> None:
    """Has a job end like this, at once. Raises JobEnded."""
    _check_open(job)
    job.fate, job.working_seconds = fate, 0
    await release(ctx, job)


def _check_open(job: Job) -> None:
    if job.ended:
        raise JobEnded(job)


def _told(job: Job) -> dict[str, str]:
    return {"kind": job.kind, "type": job.type, "state": job.state}

"""What time does: operations are carried out, plans expire."""

from __future__ import annotations

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs.job import Ending, Job, read_body, write_body
from tradepost.domains.exchange.jobs.working import End, Work, works
from tradepost.domains.fba.inbound import operations, records
from tradepost.domains.fba.inbound.asking import (
    CARRIED_OUT,
    KIND,
    SOMETHING_WRONG,
    Asked,
    OperationFailedError,
    Trouble,
)
from tradepost.domains.fba.inbound.planning import voiding
from tradepost.domains.handling import due
from tradepost.errors import ApiError

__all__ = ["operations"]

_CREATION = "createInboundPlan"


@works(KIND)
async def carry_out(work: Work) -> End:
    """Carries an operation out. Either all of it happens or nothing; what was wrong is told by its status."""
    asked, fate = work.body(Asked), work.job.fate
    if fate is not None:
        code = "InternalServerError" if fate.ending == "fatal" else "Cancelled"
        return _failed([Trouble(code=code, message=fate.reason or SOMETHING_WRONG)], fate.ending)
    if work.cursor(bool):  # it was done before the process ended
        return End("done")
    operation, function = CARRIED_OUT[work.job.type]
    try:
        async with work.changing() as ctx:
            await function(ctx, msgspec.json.decode(asked.request, type=operation.request), asked.plan_id)
            await work.reached(ctx, True, 1)
    except OperationFailedError as failed:
        return _failed(failed.troubles, "fatal")
    except ApiError as refusal:
        told = [(refusal.message, refusal.details or ""), *refusal.problems]
        return _failed([Trouble(code=refusal.code, message=text, details=more) for text, more in told], "fatal")
    return End("done")


def _failed(troubles: list[Trouble], ending: Ending) -> End:
    async def commit(ctx: Context, job: Job) -> None:
        asked = read_body(job, Asked)
        asked.troubles = troubles
        write_body(job, asked)
        if job.type == _CREATION:
            await _without_creation(ctx, asked.plan_id, ending)

    return End(ending, commit)


async def _without_creation(ctx: Context, plan_id: str, ending: Ending) -> None:
    """A plan whose creation failed is ``ERRORED``, one whose creation was called off ``VOIDED``."""
    plan = await records.plan(ctx.tx, ctx.seller_id, plan_id)
    if plan is not None and plan.status == "ACTIVE":
        await voiding.end(ctx, plan, "void" if ending == "cancelled" else "fail")


@due(voiding.EXPIRE)
async def expire_plan(ctx: Context, plan_id: str) -> None:
    """A plan without a confirmed placement has waited for too long, and is voided."""
    plan = await records.plan(ctx.tx, ctx.seller_id, plan_id)
    if plan is not None and plan.status == "ACTIVE" and plan.placement is None:
        await voiding.end(ctx, plan, "void")

"""What time does: operations are carried out, plans expire, shipments move and are received."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

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
from tradepost.domains.fba.inbound.receiving import charging, moving
from tradepost.domains.fba.inbound.sending import tracking
from tradepost.domains.fba.inbound.shipment import CHARGE_CARRIAGE, SEND, Shipment, Status
from tradepost.domains.handling import due
from tradepost.errors import ApiError

__all__ = ["operations"]

_CREATION = "createInboundPlan"
Step = Callable[[Context, Shipment], Awaitable[None]]
Commit = Callable[[Context, Job], Awaitable[None]]


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
            warned = await function(ctx, msgspec.json.decode(asked.request, type=operation.request), asked.plan_id)
            await work.reached(ctx, True, 1)
    except OperationFailedError as failed:
        return _failed(failed.troubles, "fatal")
    except ApiError as refusal:
        told = [(refusal.message, refusal.details or ""), *refusal.problems]
        return _failed([Trouble(code=refusal.code, message=text, details=more) for text, more in told], "fatal")
    return End("done", _keeping(warned)) if warned else End("done")


def _keeping(troubles: list[Trouble]) -> Commit:
    async def commit(_: Context, job: Job) -> None:
        asked = read_body(job, Asked)
        asked.troubles = troubles
        write_body(job, asked)

    return commit


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


async def _take(ctx: Context, shipment_id: str, step: Step, *statuses: Status) -> None:
    """Takes a step of a shipment, if it is still where the step begins."""
    shipment = await records.shipment(ctx.tx, ctx.seller_id, shipment_id)
    if shipment is not None and shipment.status in statuses:
        await step(ctx, shipment)


@due(CHARGE_CARRIAGE)
async def charge_carriage(ctx: Context, shipment_id: str) -> None:
    """The void window of a partnered carrier ends: its quote is charged."""

    async def charge(ctx: Context, shipment: Shipment) -> None:
        charging.charge_carriage(ctx, shipment)
        await records.keep_shipment(ctx.tx, ctx.seller_id, shipment)

    await _take(ctx, shipment_id, charge, "READY_TO_SHIP", "SHIPPED", "IN_TRANSIT", "DELIVERED", "CHECKED_IN")


@due(SEND)
async def send(ctx: Context, shipment_id: str) -> None:
    """A partnered carrier comes, or a seller leaves for his appointment."""
    await _take(ctx, shipment_id, moving.send, "READY_TO_SHIP")


@due(moving.ADVANCE)
async def advance(ctx: Context, shipment_id: str) -> None:
    """A shipment comes to the next station of its way."""
    await _take(ctx, shipment_id, moving.advance, "SHIPPED", "IN_TRANSIT", "DELIVERED", "CHECKED_IN")


@due(moving.RECEIVE_REST)
async def receive_rest(ctx: Context, shipment_id: str) -> None:
    """The second day of counting."""
    await _take(ctx, shipment_id, moving.receive_rest, "RECEIVING")


@due(moving.FIND)
async def find(ctx: Context, shipment_id: str) -> None:
    """Missing units turn up."""
    await _take(ctx, shipment_id, moving.find, "RECEIVING")


@due(moving.CLOSE)
async def close(ctx: Context, shipment_id: str) -> None:
    """A shipment is closed."""
    await _take(ctx, shipment_id, moving.close, "RECEIVING")


@due(tracking.VALIDATE)
async def validate_tracking(ctx: Context, shipment_id: str) -> None:
    """Tracking numbers have been looked at."""
    shipment = await records.shipment(ctx.tx, ctx.seller_id, shipment_id)
    if shipment is not None:
        tracking.validate(shipment)
        await records.keep_shipment(ctx.tx, ctx.seller_id, shipment)

"""What time does: jobs are carried out, drafts expire, boxes travel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs.job import Ending, Job
from tradepost.domains.exchange.jobs.working import End, Work, works
from tradepost.domains.fba.awd import arriving, charging, operations, records, replenishing, sending
from tradepost.domains.fba.awd.asking import KIND, SOMETHING_WRONG, TASKS, Asked
from tradepost.domains.fba.awd.inbound import InboundShipment
from tradepost.domains.handling import due
from tradepost.errors import ApiError

__all__ = ["operations"]

Step = Callable[[Context, InboundShipment], Awaitable[None]]


@works(KIND)
async def carry_out(work: Work) -> End:
    """Does what was asked for. Either all of it happens, or it is given up with a reason."""
    asked, fate, task = work.body(Asked), work.job.fate, TASKS[work.job.type]
    if fate is not None:
        return _given_up(asked, fate.reason or SOMETHING_WRONG, fate.ending)
    if work.cursor(bool):  # it was done before the process ended
        return End("done")
    try:
        if task.prepare is not None:
            asked.prepared = await task.prepare(work, asked)
        async with work.changing() as ctx:
            await task.carry_out(ctx, asked)
            await work.reached(ctx, True, 1)
    except ApiError as refusal:
        return _given_up(asked, " ".join(filter(None, (refusal.message, refusal.details))), "fatal")
    return End("done")


def _given_up(asked: Asked, reason: str, ending: Ending) -> End:
    async def commit(ctx: Context, job: Job) -> None:
        await TASKS[job.type].give_up(ctx, asked, reason)

    return End(ending, commit)


@due(arriving.EXPIRE)
async def expire_order(ctx: Context, order_id: str) -> None:
    """An inbound order was not confirmed in time."""
    order = await records.inbound_order(ctx.tx, ctx.seller_id, order_id)
    if order is not None and order.status == "DRAFT":
        await arriving.end_order(ctx, order, "expire")


async def _take(ctx: Context, shipment_id: str, step: Step, *statuses: str) -> None:
    """Takes a step of a shipment, if it is still where the step begins."""
    shipment = await records.inbound_shipment(ctx.tx, ctx.seller_id, shipment_id)
    if shipment is not None and shipment.status in statuses:
        await step(ctx, shipment)


@due(arriving.ADVANCE)
async def advance(ctx: Context, shipment_id: str) -> None:
    """An inbound shipment comes to the next station of its way."""
    await _take(ctx, shipment_id, arriving.advance, "SHIPPED", "IN_TRANSIT", "DELIVERED")


@due(arriving.RECEIVE_REST)
async def receive_rest(ctx: Context, shipment_id: str) -> None:
    """The rest of its boxes are counted."""
    await _take(ctx, shipment_id, arriving.receive_rest, "RECEIVING")


@due(arriving.CLOSE)
async def close(ctx: Context, shipment_id: str) -> None:
    """An inbound shipment is closed."""
    await _take(ctx, shipment_id, arriving.close, "RECEIVING")


@due(charging.CHARGE_STORAGE)
async def charge_storage(ctx: Context, month: str) -> None:
    """On the sixth, the storage of the month before is charged."""
    await charging.charge_storage(ctx, month)


@due(replenishing.REPLENISH)
async def replenish(ctx: Context, _: str) -> None:
    """A day has gone by: what would not last at FBA is sent on."""
    await replenishing.replenish(ctx)


@due(sending.ADVANCE)
async def advance_outbound(ctx: Context, subject: str) -> None:
    """Boxes on their way to a fulfillment center come to its next station; the subject names order and shipment."""
    order_id, _, shipment_id = subject.partition(" ")
    order = await records.distribution_order(ctx.tx, ctx.seller_id, order_id)
    shipment = next((each for each in order.shipments if each.id == shipment_id), None) if order else None
    if order is not None and shipment is not None:
        await sending.advance(ctx, order, shipment)

"""Services: jobs, who performs them, one job with its appointments; and what its buyer may do."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from tradepost.console.pages.orders import Step
from tradepost.console.visit import Visit
from tradepost.domains.context import Context
from tradepost.domains.selling.buyers import crowd
from tradepost.domains.services.service_jobs import ordering, records
from tradepost.domains.services.service_jobs.capacity import reading
from tradepost.domains.services.service_jobs.capacity import records as resources
from tradepost.domains.services.service_jobs.capacity.rules import Slot, Span
from tradepost.domains.services.service_jobs.job import ServiceJob
from tradepost.domains.services.service_jobs.model import JOB_STEPS, STATUSES
from tradepost.errors import InvalidInput, NotFound
from tradepost.events import outbox
from tradepost.simulation import due
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

_ON_A_PAGE = 50
_MOST_EVENTS = 200
_MOST_SLOTS = 24
_AHEAD = timedelta(days=14)


async def listed(visit: Visit) -> Response:
    """Jobs, newest first, of one status where ``?status=`` names it; stores and technicians."""
    before = visit.asked("before").partition("/")
    after = (int(before[0]), before[2]) if before[0].isdecimal() and len(before[0]) < 18 else None
    asked = visit.asked("status")
    status = asked if asked in STATUSES else ""
    async with visit.reading() as ctx:
        counts = await records.by_status(ctx.tx, ctx.seller_id)
        jobs = await records.newest(ctx.tx, ctx.seller_id, status, after, _ON_A_PAGE + 1)
        known = await resources.every(ctx.tx, ctx.seller_id)
    last = jobs[_ON_A_PAGE - 1] if len(jobs) > _ON_A_PAGE else None
    return visit.page(
        "services.html",
        "services",
        jobs=jobs[:_ON_A_PAGE],
        counts={each: counts[each] for each in STATUSES if each in counts},
        total=sum(counts.values()),
        status=status,
        following=None if last is None else f"{to_milliseconds(last.created_at)}/{last.id}",
        stores=[each for each in known if each.kind == "store"],
        technicians=[each for each in known if each.kind == "technician"],
    )


async def order(visit: Visit) -> Response:
    """Somebody buys a service of a store. Raises ServiceNotSold."""
    store_id, _, asin = (await visit.form()).get("service", "").rpartition("/")
    async with visit.acting() as ctx:
        store = await resources.find(ctx.tx, ctx.seller_id, store_id)
        if store is None:
            raise InvalidInput("Invalid Input", f"service: there is no store '{store_id[:60]}'")
        number = await records.how_many(ctx.tx, ctx.seller_id, "jobs")
        buyer = ordering.buyer_of(ctx, crowd.buyer(ctx, store.marketplace_id, number), number)
        wish = ordering.Wish(marketplace_id=store.marketplace_id, store_id=store.id, asin=asin, buyer=buyer)
        made = await ordering.place(ctx, wish)
    return visit.go("services", made.id, done="It is ordered. Its seller makes an appointment.")


async def show(visit: Visit) -> Response:
    """One job: what was bought, its appointments, the slots there are, and what happened to it."""
    async with visit.reading() as ctx:
        job = await _load(ctx, visit)
        slots = await _slots(ctx, job)
        events = await outbox.about(ctx.tx, ctx.seller_id, job.id, _MOST_EVENTS)
        coming = await due.about(ctx.tx, ctx.seller_id, job.id)
    steps = [Step(each.occurred_at, "event", each.type, each.body) for each in events]
    steps += [Step(from_milliseconds(each.due_at), "ahead", each.kind) for each in coming]
    return visit.page(
        "service.html",
        "services",
        job=job,
        slots=slots,
        steps=steps,
        payable=JOB_STEPS.allows(job.status, "pay"),
        cancellable=JOB_STEPS.allows(job.status, "cancel"),
    )


async def pay(visit: Visit) -> Response:
    """The buyer's payment is through after all. Raises WrongJobStatus."""
    async with visit.acting() as ctx:
        job = await _load(ctx, visit)
        await ordering.pay(ctx, job)
    return visit.go("services", job.id, done="It is paid.")


async def reschedule(visit: Visit) -> Response:
    """The buyer wants another of the slots. Raises WrongJobStatus, SlotNotAvailable."""
    chosen = (await visit.form()).get("slot", "")
    async with visit.acting() as ctx:
        job = await _load(ctx, visit)
        slot = next((each for each in await _slots(ctx, job) if each.span.start.isoformat() == chosen), None)
        if slot is None:
            raise InvalidInput("Invalid Input", f"slot: '{chosen[:60]}' is none of the next slots")
        await ordering.ask_for_another_time(ctx, job, slot.span.start, "BUYER_REQUESTED")
    return visit.go("services", job.id, done="The buyer moved the appointment.")


async def cancel(visit: Visit) -> Response:
    """The buyer does not want it any more. Raises WrongJobStatus."""
    async with visit.acting() as ctx:
        job = await _load(ctx, visit)
        await ordering.cancel(ctx, job, "BUYER_REQUESTED")
    return visit.go("services", job.id, done="The buyer called it off.")


async def _load(ctx: Context, visit: Visit) -> ServiceJob:
    found = await records.find(ctx.tx, ctx.seller_id, visit.named("id"))
    if found is None:
        raise NotFound("The specified resource does not exist.", f"There is no service job {visit.named('id')[:60]}.")
    return found


async def _slots(ctx: Context, job: ServiceJob) -> list[Slot]:
    """The next slots with capacity that the job could have."""
    if job.active is None and not JOB_STEPS.allows(job.status, "schedule"):
        return []
    store = await reading.load(ctx, job.store_id)
    ahead = Span(ctx.now, ctx.now + _AHEAD)
    found = await reading.slots(ctx, store, job.minutes, ahead, real_time=job.service.real_time)
    return [each for each in found if each.capacity and each.span.start > ctx.now][:_MOST_SLOTS]

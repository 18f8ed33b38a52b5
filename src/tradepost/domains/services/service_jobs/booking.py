"""Appointments: taking a slot of a store, moving to another one, and who goes there."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal

from tradepost.domains.context import Context
from tradepost.domains.services.service_jobs import records
from tradepost.domains.services.service_jobs.capacity import reading, rules
from tradepost.domains.services.service_jobs.capacity import records as resources
from tradepost.domains.services.service_jobs.capacity.resource import Resource
from tradepost.domains.services.service_jobs.capacity.rules import Span, stamp
from tradepost.domains.services.service_jobs.job import Appointment, ServiceJob, Technician
from tradepost.domains.services.service_jobs.model import GIVEN_UP_AFTER, JOB_STEPS, MISSED_AFTER, JobTrigger
from tradepost.domains.services.service_jobs.refusals import (
    AppointmentExists,
    NotFulfilled,
    SlotNotAvailable,
    TechnicianTaken,
    WrongJobStatus,
)

BE_LATE: Final = "service_jobs.be_late"
MISS: Final = "service_jobs.miss"
GIVE_UP: Final = "service_jobs.give_up"
Asker = Literal["seller", "buyer"]
Warning = tuple[str, str]


async def keep(ctx: Context, job: ServiceJob) -> None:
    """Keeps what a job has become."""
    job.updated_at = ctx.now
    await records.save(ctx.tx, ctx.seller_id, job)


async def step(ctx: Context, job: ServiceJob, trigger: JobTrigger, reason: str = "") -> None:
    """Takes a job to its next status, and says so; one that waits for an appointment is given up after a while."""
    before, job.status = job.status, JOB_STEPS.after(job.status, trigger)
    if before == job.status:
        return
    if job.status in ("PENDING_SCHEDULE", "HOLD"):
        await ctx.schedule(GIVE_UP, job.id, ctx.now + GIVEN_UP_AFTER)
    else:
        await ctx.unschedule(GIVE_UP, job.id)
    body = {"serviceJobId": job.id, "from": before, "to": job.status, **({"reason": reason} if reason else {})}
    ctx.record("service_jobs.status_changed", job.id, body)


async def add(ctx: Context, job: ServiceJob, start: datetime, asker: Asker) -> tuple[Appointment, list[Warning]]:
    """Agrees on a job's appointment. Raises WrongJobStatus, AppointmentExists, SlotNotAvailable."""
    if not JOB_STEPS.allows(job.status, "schedule"):
        raise WrongJobStatus(job.id, job.status, "an appointment can be added while it waits for one")
    if job.active is not None:
        raise AppointmentExists(job.id, job.active.id)
    made = await _take(ctx, job, start)
    await step(ctx, job, "schedule")
    await keep(ctx, job)
    _say(ctx, job, made, {"askedBy": asker})
    return made, _beside_wishes(job, start)


async def reschedule(
    ctx: Context, job: ServiceJob, before: Appointment, start: datetime, asker: Asker, reason: str
) -> tuple[Appointment, list[Warning]]:
    """Moves an appointment that is active: another one takes its place, with those of its technicians who are free.

    Raises SlotNotAvailable, and then the first one stays as it was.
    """
    made = await _take(ctx, job, start, but=before.id)
    await release(ctx, before)
    before.status, before.rescheduled_as = "CANCELLED", made.id
    warnings = _beside_wishes(job, start)
    for each in before.technicians:
        conflict, _ = await _checked(ctx, each.id, made)
        if conflict:
            warnings.append(("RESOURCE_NOT_AVAILABLE", f"{each.id} {conflict} and is not assigned any more"))
        else:
            await resources.book(ctx.tx, ctx.seller_id, each.id, made.id, made.span)
            made.technicians.append(each)
    await keep(ctx, job)
    _say(ctx, job, made, {"askedBy": asker, "reason": reason, "insteadOf": before.id})
    return made, warnings


async def complete(ctx: Context, job: ServiceJob, kept: Appointment) -> None:
    """A job is done, at this appointment. Raises NotFulfilled where it is not said when the work began and ended."""
    if kept.fulfillment.started_at is None or kept.fulfillment.ended_at is None:
        raise NotFulfilled(job.id, kept.id)
    kept.status = "COMPLETED"
    await step(ctx, job, "complete")
    await keep(ctx, job)
    body = {
        "marketplaceId": job.marketplace_id,
        "serviceOrderId": job.order_id,
        "amount": str(job.total),
        "currencyCode": job.service.currency,
    }
    ctx.record("service_jobs.completed", job.id, body)


async def _take(ctx: Context, job: ServiceJob, start: datetime, but: str = "") -> Appointment:
    """Takes the slot that begins then, from the store's capacity. Raises SlotNotAvailable."""
    store = await reading.load(ctx, job.store_id)
    moment = Span(start, start + timedelta(seconds=1))
    real_time = job.service.real_time
    found = await reading.slots(ctx, store, job.minutes, moment, real_time=real_time, but_appointment=but)
    if not found:
        raise SlotNotAvailable(start, store.id, f"none of {job.minutes} minutes begins then")
    if not found[0].capacity:
        raise SlotNotAvailable(start, store.id, "nothing of its capacity is left")
    appointment_id = ctx.seed.uuid("service appointment", ctx.seller_id, job.id, len(job.appointments))
    made = Appointment(id=appointment_id, start=start, minutes=job.minutes)
    if real_time:
        await resources.book(ctx.tx, ctx.seller_id, store.id, made.id, made.span)
    job.appointments.append(made)
    subject = f"{job.id}/{made.id}"
    await ctx.schedule(BE_LATE, subject, made.span.end)
    await ctx.schedule(MISS, subject, made.span.end + MISSED_AFTER)
    return made


async def release(ctx: Context, appointment: Appointment) -> None:
    """Gives back the time that an appointment has taken, of the store and of technicians."""
    await resources.unbook(ctx.tx, ctx.seller_id, appointment.id)


def _beside_wishes(job: ServiceJob, start: datetime) -> list[Warning]:
    if not job.preferred or start in job.preferred:
        return []
    wishes = ", ".join(stamp(each) for each in job.preferred)
    return [("OUTSIDE_PREFERRED_TIMES", f"the buyer prefers {wishes}")]


def _say(ctx: Context, job: ServiceJob, made: Appointment, more: dict[str, str]) -> None:
    body = {"serviceJobId": job.id, "appointmentId": made.id, "startTime": made.start, "minutes": made.minutes, **more}
    ctx.record("service_jobs.appointment_set", job.id, body)


async def assign(ctx: Context, job: ServiceJob, appointment: Appointment, technicians: list[Resource]) -> list[Warning]:
    """Sends these technicians, and nobody else, to an appointment.

    Nobody can be in two places at once: raises TechnicianTaken, and then all is as it was. One whose own schedule does
    not have that time is sent nevertheless, with a warning (our choice).
    """
    conflicts, warnings = [], []
    for each in technicians:
        conflict, warning = await _checked(ctx, each.id, appointment)
        if conflict:
            conflicts.append((each.id, conflict))
        if warning:
            warnings.append(("RESOURCE_OUTSIDE_SCHEDULE", f"{each.id} {warning}"))
    if conflicts:
        raise TechnicianTaken(conflicts)
    for known in appointment.technicians:
        await resources.unbook(ctx.tx, ctx.seller_id, appointment.id, known.id)
    for each in technicians:
        await resources.book(ctx.tx, ctx.seller_id, each.id, appointment.id, appointment.span)
    appointment.technicians = [Technician(each.id, each.name) for each in technicians]
    await keep(ctx, job)
    ids = [each.id for each in technicians]
    body = {"serviceJobId": job.id, "appointmentId": appointment.id, "resourceIds": ids}
    ctx.record("service_jobs.resources_assigned", job.id, body)
    return warnings


async def _checked(ctx: Context, technician_id: str, appointment: Appointment) -> tuple[str, str]:
    """Why a technician cannot come, and what else is to be said; each empty where there is nothing."""
    span = appointment.span
    if await resources.bookings(ctx.tx, ctx.seller_id, technician_id, span, appointment.id):
        return "has another appointment at that time", ""
    if await reading.reserved(ctx, technician_id, span):
        return "has a reservation at that time", ""
    known = await reading.load(ctx, technician_id)
    found = rules.levels(rules.amounts(known.schedule, span), (), (), span)
    if known.schedule and not all(each.scheduled for each in found):
        return "", "is not scheduled for all of that time"
    return "", ""

"""What time does to service jobs and reservations. Each transition looks whether the thing is still there for it."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.handling import due
from tradepost.domains.services.service_jobs import booking, ordering, records
from tradepost.domains.services.service_jobs.capacity import records as resources
from tradepost.domains.services.service_jobs.capacity import reserving
from tradepost.domains.services.service_jobs.job import Appointment, ServiceJob
from tradepost.domains.services.service_jobs.model import JOB_STEPS


@due(booking.BE_LATE)
async def be_late(ctx: Context, subject: str) -> None:
    """An appointment has ended, and nobody has said that the work began: it is late."""
    job, appointment = await _awaited(ctx, subject)
    if job is None or appointment is None:
        return
    appointment.late = True
    await booking.keep(ctx, job)
    body = {"serviceJobId": job.id, "appointmentId": appointment.id}
    ctx.record("service_jobs.appointment_late", job.id, body)


@due(booking.MISS)
async def miss(ctx: Context, subject: str) -> None:
    """A day later still not: nobody came. The appointment is off, and the job waits for another one."""
    job, appointment = await _awaited(ctx, subject)
    if job is None or appointment is None:
        return
    await booking.release(ctx, appointment)
    appointment.status = "CANCELLED"
    body = {"serviceJobId": job.id, "appointmentId": appointment.id}
    ctx.record("service_jobs.appointment_missed", job.id, body)
    await booking.step(ctx, job, "miss")
    await booking.keep(ctx, job)


async def _awaited(ctx: Context, subject: str) -> tuple[ServiceJob | None, Appointment | None]:
    """An appointment of which is not known that anybody came, with its job."""
    job_id, _, appointment_id = subject.partition("/")
    job = await records.find(ctx.tx, ctx.seller_id, job_id)
    found = None if job is None else job.appointment(appointment_id)
    if found is None or found.status != "ACTIVE" or found.fulfillment.started_at is not None:
        return job, None
    return job, found


@due(booking.GIVE_UP)
async def give_up(ctx: Context, job_id: str) -> None:
    """A job has waited for an appointment for too long."""
    job = await records.find(ctx.tx, ctx.seller_id, job_id)
    if job is not None and job.status in ("PENDING_SCHEDULE", "HOLD") and JOB_STEPS.allows(job.status, "fail"):
        await ordering.fail(ctx, job, "no appointment was made")


@due(ordering.RECEIVE_PRODUCT)
async def receive_product(ctx: Context, job_id: str) -> None:
    """The products that a service is for are with the buyer."""
    job = await records.find(ctx.tx, ctx.seller_id, job_id)
    if job is None:
        return
    for each in job.items:
        if each.status == "SHIPPED":
            each.status = "DELIVERED"
    await booking.keep(ctx, job)


@due(reserving.END_RESERVATION)
async def end_reservation(ctx: Context, reservation_id: str) -> None:
    """The time of a reservation is over."""
    found = await resources.find_reservation(ctx.tx, ctx.seller_id, reservation_id)
    if found is not None and found.status == "ACTIVE":
        await reserving.end(ctx, found)

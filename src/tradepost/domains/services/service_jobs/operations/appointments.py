"""Appointments: the slots there are, agreed on, moved, and who goes."""

from __future__ import annotations

from tradepost.contract import services as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, Unknown, refuse
from tradepost.domains.services.service_jobs import asked, booking, model
from tradepost.domains.services.service_jobs.booking import Warning
from tradepost.domains.services.service_jobs.capacity import reading, records
from tradepost.domains.services.service_jobs.capacity.resource import Resource
from tradepost.domains.services.service_jobs.capacity.rules import Span
from tradepost.domains.services.service_jobs.operations.jobs import load, load_appointment


@handles(api.get_appointment_slots)
async def get_appointment_slots(
    ctx: Context, request: api.GetAppointmentSlotsArguments
) -> api.GetAppointmentSlotsResponse:
    """The slots of a service in a store, with what is left of each."""
    marketplace_id = asked.marketplace(request.marketplace_ids)
    store = await reading.load(ctx, request.store_id, marketplace_id, "storeId")
    service = store.service(request.asin)
    if service is None:
        raise Unknown("asin", request.asin, f"a service of {store.id}")
    span = asked.slots_range(request.start_time, request.end_time, ctx.now)
    return await _slots(ctx, store, service.minutes, span, real_time=service.real_time)


@handles(api.get_appointmment_slots_by_job_id)
async def get_appointment_slots_of_job(
    ctx: Context, request: api.GetAppointmmentSlotsByJobIdArguments
) -> api.GetAppointmentSlotsResponse:
    """The slots that a job can have an appointment in; its own present one counts as taken (our choice)."""
    job = await load(ctx, request.service_job_id)
    if job.marketplace_id != asked.marketplace(request.marketplace_ids):
        raise Unknown("serviceJobId", job.id, f"a service job of yours in {request.marketplace_ids[0]}")
    store = await reading.load(ctx, job.store_id)
    span = asked.slots_range(request.start_time, request.end_time, ctx.now)
    return await _slots(ctx, store, job.minutes, span, real_time=job.service.real_time)


async def _slots(
    ctx: Context, store: Resource, minutes: int, asked_for: Span, *, real_time: bool
) -> api.GetAppointmentSlotsResponse:
    """Real-time slots are backed by the capacity that is kept here, others by working hours alone (published model)."""
    within = Span(max(asked_for.start, asked.whole(ctx.now)), asked_for.end)
    found = []
    if within.start < within.end:
        found = await reading.slots(ctx, store, minutes, within, real_time=real_time)
    report = api.AppointmentSlotReport(
        scheduling_type="REAL_TIME_SCHEDULING" if real_time else "NON_REAL_TIME_SCHEDULING",
        start_time=asked_for.start,
        end_time=asked_for.end,
        appointment_slots=[
            api.AppointmentSlot(start_time=each.span.start, end_time=each.span.end, capacity=each.capacity)
            for each in found
            if each.span.start > ctx.now
        ],
    )
    return api.GetAppointmentSlotsResponse(payload=report)


@handles(api.add_appointment_for_service_job_by_service_job_id)
async def add_appointment(
    ctx: Context, request: api.AddAppointmentForServiceJobByServiceJobIdArguments
) -> api.SetAppointmentResponse:
    """Agrees on an appointment in a slot that is available, now that it is asked for (published guide)."""
    job = await load(ctx, request.service_job_id)
    start = asked.appointment_start(request.body.appointment_time, job.minutes, ctx.now)
    made, warnings = await booking.add(ctx, job, start, "seller")
    return api.SetAppointmentResponse(appointment_id=made.id, warnings=_warned(warnings))


@handles(api.reschedule_appointment_for_service_job_by_service_job_id)
async def reschedule_appointment(
    ctx: Context, request: api.RescheduleAppointmentForServiceJobByServiceJobIdArguments
) -> api.SetAppointmentResponse:
    """Moves an appointment to another slot, for a reason; another appointment takes its place."""
    job, before = await load_appointment(ctx, request.service_job_id, request.appointment_id)
    code = request.body.reschedule_reason_code
    if not model.is_reason(code):
        rule = "must be a code of 1 to 100 capitals, digits and underscores, such as RS1"
        raise Faulty([Problem("rescheduleReasonCode", code, rule)])
    start = asked.appointment_start(request.body.appointment_time, job.minutes, ctx.now)
    made, warnings = await booking.reschedule(ctx, job, before, start, "seller", code)
    return api.SetAppointmentResponse(appointment_id=made.id, warnings=_warned(warnings))


@handles(api.assign_appointment_resources)
async def assign_resources(
    ctx: Context, request: api.AssignAppointmentResourcesArguments
) -> api.AssignAppointmentResourcesResponse:
    """Sends technicians to an appointment, in place of those who were to go."""
    job, found = await load_appointment(ctx, request.service_job_id, request.appointment_id)
    technicians = await technicians_of(ctx, request.body.resources, "resources", job.marketplace_id)
    warnings = await booking.assign(ctx, job, found, technicians)
    payload = api.AssignAppointmentResourcesResponsePayload(warnings=_warned(warnings))
    return api.AssignAppointmentResourcesResponse(payload=payload)


async def technicians_of(
    ctx: Context, named: list[api.AppointmentResource], path: str, marketplace_id: str
) -> list[Resource]:
    """The technicians of the marketplace that are named, each once. Raises Faulty for none and for others."""
    if not named:
        raise Faulty([Problem(path, "[]", "must name at least one resource")])
    problems, found = [], []
    for resource_id in dict.fromkeys(each.resource_id or "" for each in named):
        known = await records.find(ctx.tx, ctx.seller_id, resource_id)
        if known is None or known.kind != "technician" or known.marketplace_id != marketplace_id:
            rule = f"is not a technician of yours in {marketplace_id}"
            problems.append(Problem(f"{path}.resourceId", resource_id, rule))
        else:
            found.append(known)
    refuse(problems)
    return found


def _warned(warnings: list[Warning]) -> list[api.WarningType] | None:
    return [api.WarningType(code=code, message=message) for code, message in warnings] or None

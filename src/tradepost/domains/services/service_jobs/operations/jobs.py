"""Jobs: found, listed and called off."""

from __future__ import annotations

import msgspec

from tradepost.contract import services as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, Unknown, refuse
from tradepost.domains.services.service_jobs import asked, ordering, records, views
from tradepost.domains.services.service_jobs.job import Appointment, ServiceJob
from tradepost.domains.services.service_jobs.listing import Cursor, Filters, place_of
from tradepost.domains.services.service_jobs.refusals import WrongAppointmentStatus
from tradepost.simulation.clock import to_milliseconds

PAGE_SIZE = 20
_QUERY = ("service jobs",)


async def load(ctx: Context, job_id: str) -> ServiceJob:
    """The caller's job of this id. Raises Unknown."""
    found = await records.find(ctx.tx, ctx.seller_id, job_id)
    if found is None:
        raise Unknown("serviceJobId", job_id, "a service job of yours")
    return found


async def load_appointment(ctx: Context, job_id: str, appointment_id: str) -> tuple[ServiceJob, Appointment]:
    """A job and its appointment that is to be kept. Raises Unknown, WrongAppointmentStatus."""
    job = await load(ctx, job_id)
    found = job.appointment(appointment_id)
    if found is None:
        raise Unknown("appointmentId", appointment_id, f"an appointment of {job.id}")
    if found.status != "ACTIVE":
        raise WrongAppointmentStatus(found.id, found.status)
    return job, found


@handles(api.get_service_job_by_service_job_id)
async def get_service_job(
    ctx: Context, request: api.GetServiceJobByServiceJobIdArguments
) -> api.GetServiceJobByServiceJobIdResponse:
    """Shows a job, with its buyer and appointments."""
    job = await load(ctx, request.service_job_id)
    return api.GetServiceJobByServiceJobIdResponse(payload=views.shown(ctx.seller_id, job))


@handles(api.cancel_service_job_by_service_job_id)
async def cancel_service_job(
    ctx: Context, request: api.CancelServiceJobByServiceJobIdArguments
) -> api.CancelServiceJobByServiceJobIdResponse:
    """Calls a job off for a reason. Its appointment is off, and the time of it can be taken by others."""
    await ordering.cancel(ctx, await load(ctx, request.service_job_id), request.cancellation_reason_code)
    return api.CancelServiceJobByServiceJobIdResponse()


@handles(api.get_service_jobs)
async def get_service_jobs(ctx: Context, request: api.GetServiceJobsArguments) -> api.GetServiceJobsResponse:
    """Lists jobs by what is asked for, newest first unless an order is named (our choice).

    A token carries the whole query, so that what is sent beside it does not count (our choice).
    """
    cursor = None
    if request.page_token is not None:
        position = ctx.page_position(_QUERY, request.page_token, parameter="pageToken")
        cursor = msgspec.convert(position, Cursor)
    filters = filters_of(request) if cursor is None else cursor.filters
    size = (request.page_size or PAGE_SIZE) if cursor is None else cursor.size
    backwards = cursor is not None and cursor.backwards
    found = await records.page(
        ctx.tx, ctx.seller_id, filters, None if cursor is None else cursor.place, backwards, size + 1
    )
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()

    def token(job: ServiceJob, *, before: bool) -> str:
        cursor = Cursor(filters=filters, place=place_of(job, filters.sort_field), backwards=before, size=size)
        return ctx.page_token(_QUERY, cursor)

    listing = api.JobListing(
        total_result_size=await records.count(ctx.tx, ctx.seller_id, filters),
        jobs=[views.shown(ctx.seller_id, each) for each in found],
    )
    if found and (more or backwards):
        listing.next_page_token = token(found[-1], before=False)
    if found and cursor is not None and (more or not backwards):
        listing.previous_page_token = token(found[0], before=True)
    return api.GetServiceJobsResponse(payload=listing)


def filters_of(request: api.GetServiceJobsArguments) -> Filters:
    """Which jobs are asked for. Raises Faulty for times that are none, and where not exactly one of ``createdAfter``
    and ``lastUpdatedAfter`` is there (published model)."""
    problems: list[Problem] = []

    def at(name: str, text: str | None) -> int | None:
        found = asked.instant(name, text, problems)
        return None if found is None else to_milliseconds(found)

    if request.created_after is None and request.last_updated_after is None:
        problems.append(Problem("createdAfter", "", "is required where there is no lastUpdatedAfter"))
    if request.created_after is not None and request.last_updated_after is not None:
        problems.append(Problem("lastUpdatedAfter", request.last_updated_after, "cannot be beside createdAfter"))
    found = Filters(
        marketplace_id=asked.marketplace(request.marketplace_ids),
        statuses=tuple(request.service_job_status or ()),
        service_order_ids=tuple(request.service_order_ids or ()),
        product_order_ids=tuple(request.product_order_ids or ()),
        tracking_ids=tuple(request.tracking_ids or ()),
        asins=tuple(request.asins or ()),
        skills=tuple(request.required_skills or ()),
        store_ids=tuple(request.store_ids or ()),
        created_after=at("createdAfter", request.created_after),
        created_before=at("createdBefore", request.created_before),
        updated_after=at("lastUpdatedAfter", request.last_updated_after),
        updated_before=at("lastUpdatedBefore", request.last_updated_before),
        scheduled_after=at("scheduleStartDate", request.schedule_start_date),
        scheduled_before=at("scheduleEndDate", request.schedule_end_date),
        sort_field=request.sort_field or "JOB_DATE",
        sort_order=request.sort_order or "DESC",
    )
    refuse(problems)
    if None not in (found.scheduled_after, found.scheduled_before) and found.scheduled_before < found.scheduled_after:  # type: ignore[operator]
        rule = "must not be earlier than scheduleStartDate"
        raise Faulty([Problem("scheduleEndDate", request.schedule_end_date or "", rule)])
    return found

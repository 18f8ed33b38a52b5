"""Closing jobs: what is said of an appointment once it was kept, documents that prove it, and that a job is done."""

from __future__ import annotations

from datetime import datetime

from tradepost.contract import services as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, refuse
from tradepost.domains.services.service_jobs import asked, booking, proving
from tradepost.domains.services.service_jobs.capacity.rules import Span, stamp
from tradepost.domains.services.service_jobs.job import Appointment, Technician
from tradepost.domains.services.service_jobs.model import JOB_STEPS
from tradepost.domains.services.service_jobs.operations.appointments import technicians_of
from tradepost.domains.services.service_jobs.operations.jobs import load, load_appointment
from tradepost.domains.services.service_jobs.refusals import WrongJobStatus


@handles(api.create_service_document_upload_destination)
async def create_upload_destination(
    ctx: Context, request: api.CreateServiceDocumentUploadDestinationArguments
) -> api.CreateServiceDocumentUploadDestination:
    """Promises a place for a document, to be encrypted with the key in the answer. The link is good for five minutes,
    the document for seven days unless fulfillment data names it."""
    return api.CreateServiceDocumentUploadDestination(payload=await proving.promise(ctx, request.body))


@handles(api.set_appointment_fulfillment_data)
async def set_fulfillment_data(ctx: Context, request: api.SetAppointmentFulfillmentDataArguments) -> None:
    """Says how an appointment was kept, as far as the call says anything: what it does not name stays as it was
    (our choice)."""
    job, found = await load_appointment(ctx, request.service_job_id, request.appointment_id)
    body = request.body
    refuse(_faults_of(body, found, ctx.now))
    said = found.fulfillment
    if body.appointment_resources is not None:
        who = await technicians_of(ctx, body.appointment_resources, "appointmentResources", job.marketplace_id)
        said.technicians = [Technician(each.id, each.name) for each in who]
    if body.fulfillment_documents:
        said.documents = await proving.check(ctx, body.fulfillment_documents)
        said.proved_at = ctx.now
    if body.estimated_arrival_time is not None:
        window = body.estimated_arrival_time
        said.arrival = Span(asked.whole(window.start_time), asked.whole(window.end_time))
    said.started_at, said.ended_at = _times(body, found)
    await booking.keep(ctx, job)
    body_said = {"serviceJobId": job.id, "appointmentId": found.id, "startTime": said.started_at}
    ctx.record("service_jobs.fulfillment_set", job.id, {**body_said, "endTime": said.ended_at})


def _times(
    body: api.SetAppointmentFulfillmentDataRequest, found: Appointment
) -> tuple[datetime | None, datetime | None]:
    """When the work began and ended, after what the call says."""
    time, said = body.fulfillment_time or api.FulfillmentTime(), found.fulfillment
    start = said.started_at if time.start_time is None else asked.whole(time.start_time)
    return start, said.ended_at if time.end_time is None else asked.whole(time.end_time)


def _faults_of(body: api.SetAppointmentFulfillmentDataRequest, found: Appointment, now: datetime) -> list[Problem]:
    problems = []
    window = body.estimated_arrival_time
    if window is not None and window.end_time < window.start_time:
        rule = "must not be before estimatedArrivalTime.startTime"
        problems.append(Problem("estimatedArrivalTime.endTime", stamp(window.end_time), rule))
    start, end = _times(body, found)
    for name, value in (("startTime", start), ("endTime", end)):
        if value is not None and value > now:
            rule = "must not be in the future"
            problems.append(Problem(f"fulfillmentTime.{name}", stamp(value), rule))
    if end is not None and (start is None or end < start):
        rule = "needs a fulfillmentTime.startTime that is not after it"
        problems.append(Problem("fulfillmentTime.endTime", stamp(end), rule))
    return problems


@handles(api.complete_service_job_by_service_job_id)
async def complete_service_job(
    ctx: Context, request: api.CompleteServiceJobByServiceJobIdArguments
) -> api.CompleteServiceJobByServiceJobIdResponse:
    """Says that a job is done. What has to be said of its appointment before, differs at Amazon by line of business;
    here it is when the work began and ended (our choice)."""
    job = await load(ctx, request.service_job_id)
    active = job.active
    if not JOB_STEPS.allows(job.status, "complete") or active is None:
        raise WrongJobStatus(job.id, job.status, "a job can be completed while it is NOT_SERVICED")
    await booking.complete(ctx, job, active)
    return api.CompleteServiceJobByServiceJobIdResponse()

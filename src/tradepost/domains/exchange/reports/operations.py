"""Reports: asked for once or by schedule, listed, cancelled, and their documents linked to."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from tradepost.contract import reports_2021_06_30 as api
from tradepost.contract.formats import with_offset
from tradepost.documents import documents
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import listing, queueing, records
from tradepost.domains.exchange.jobs.job import Job, read_body
from tradepost.domains.exchange.jobs.records import Wanted
from tradepost.domains.exchange.jobs.statuses import STATE_OF, STATUS_OF
from tradepost.domains.exchange.reports import asking, kinds, schedules
from tradepost.domains.exchange.reports.records import Schedule
from tradepost.domains.exchange.reports.records import schedule as find_schedule
from tradepost.domains.exchange.reports.records import schedules as find_schedules
from tradepost.domains.exchange.reports.refusals import (
    NotRequestable,
    NotSchedulable,
    ReportNotCancellable,
    RestrictedTokenNeeded,
    UnknownDocument,
    UnknownReport,
)
from tradepost.domains.exchange.reports.report import Report
from tradepost.domains.exchange.reports.requesting import KIND
from tradepost.domains.exchange.reports.requesting import request as queue
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, Unknown, refuse
from tradepost.errors import MissingParameters

#: How long reports can be found (published model).
KEPT: Final = timedelta(days=90)
PAGE_SIZE: Final = 10


@handles(api.create_report)
async def create_report(ctx: Context, request: api.CreateReportArguments) -> api.CreateReportResponse:
    """Queues a report of a type that is made on request, for marketplaces, times and options that its type allows."""
    body = request.body
    kind = kinds.wanted(body.report_type, ctx.roles)
    report = Report(
        marketplace_ids=tuple(dict.fromkeys(body.marketplace_ids)),
        start=body.data_start_time,
        end=body.data_end_time,
        options=body.report_options or {},
        application_id=ctx.application_id,
    )
    if not kind.comes.startswith("requested"):
        raise NotRequestable(body.report_type, kind.comes)
    refuse(asking.problems_of(kind, body.report_type, report, ctx.now))
    return api.CreateReportResponse(report_id=(await queue(ctx, body.report_type, report)).id)


@handles(api.get_report)
async def get_report(ctx: Context, request: api.GetReportArguments) -> api.Report:
    """Shows a report: how far it is, and its document once there is one."""
    return shown(await load(ctx, request.report_id))


@handles(api.get_reports)
async def get_reports(ctx: Context, request: api.GetReportsArguments) -> api.GetReportsResponse:
    """Lists reports of these types, newest first, of the last 90 days.

    ``reportTypes`` or ``nextToken`` is needed, and a token comes alone (published model).
    """
    if request.next_token:
        _check_alone(request)
        found, token = await listing.next_page(ctx, KIND, request.next_token)
    else:
        if not request.report_types:
            raise MissingParameters(["reportTypes"])
        wanted = Wanted(
            types=tuple(request.report_types),
            states=tuple(STATE_OF[each] for each in request.processing_statuses or ()),
            labels=tuple(request.marketplace_ids or ()),
            since=max(request.created_since or ctx.now - KEPT, ctx.now - KEPT),
            until=request.created_until,
        )
        found, token = await listing.first_page(ctx, KIND, wanted, request.page_size or PAGE_SIZE)
    return api.GetReportsResponse(reports=[shown(each) for each in found], next_token=token)


def _check_alone(request: api.GetReportsArguments) -> None:
    asked = {
        "reportTypes": request.report_types,
        "processingStatuses": request.processing_statuses,
        "marketplaceIds": request.marketplace_ids,
        "pageSize": None if request.page_size == PAGE_SIZE else request.page_size,  # which it is without one
        "createdSince": request.created_since,
        "createdUntil": request.created_until,
    }
    others = [name for name, value in asked.items() if value is not None]
    if others:
        raise listing.OthersBesideToken(others)


@handles(api.cancel_report)
async def cancel_report(ctx: Context, request: api.CancelReportArguments) -> None:
    """Cancels a report that waits in the queue; it stays to be seen."""
    job = await load(ctx, request.report_id)
    if job.state != "queued":
        raise ReportNotCancellable(job.id, STATUS_OF[job.state])
    await queueing.end(ctx, job, "cancelled")


@handles(api.get_report_document)
async def get_report_document(ctx: Context, request: api.GetReportDocumentArguments) -> api.ReportDocument:
    """Gives a link to a report's document, good for five minutes. Personal data need a restricted data token."""
    for purpose in (kinds.PLAIN, kinds.RESTRICTED):
        document = await documents.find(ctx.tx, ctx.seller_id, request.report_document_id, purpose, ctx.now)
        if document is not None:
            break
    else:
        raise UnknownDocument(request.report_document_id)
    if document.purpose == kinds.RESTRICTED and ctx.data_elements is None:
        raise RestrictedTokenNeeded(document.id)
    url = ctx.documents.download_link(
        ctx.base_url, ctx.seller_id, document, gzip_header=bool(request.enable_content_encoding_url_header)
    )
    return api.ReportDocument(
        report_document_id=document.id, url=url, compression_algorithm="GZIP" if document.compression else None
    )


@handles(api.create_report_schedule)
async def create_report_schedule(
    ctx: Context, request: api.CreateReportScheduleArguments
) -> api.CreateReportScheduleResponse:
    """Has a report made again and again; it takes the place of another schedule of its type, marketplaces and options.

    Without a time the first one is made after one period (our choice).
    """
    body = request.body
    kind = kinds.wanted(body.report_type, ctx.roles)
    marketplaces = tuple(dict.fromkeys(body.marketplace_ids))
    asked = Report(marketplace_ids=marketplaces, options=body.report_options or {})
    if "scheduled" not in kind.comes:
        raise NotSchedulable(body.report_type, kind.comes)
    problems = asking.problems_of(kind, body.report_type, asked, ctx.now)
    if body.next_report_creation_time is not None and body.next_report_creation_time < ctx.now:
        at = body.next_report_creation_time.isoformat()
        problems.append(Problem("nextReportCreationTime", at, "lies in the past"))
    twin = await schedules.twin_of(ctx, body.report_type)
    if twin is not None:
        problems.append(Problem("reportType", body.report_type, f"cannot be scheduled beside {twin.type}"))
    refuse(problems)
    number = await records.next_number(ctx.tx, ctx.seller_id, "report schedules")
    made = Schedule(
        id=str(50_000 + 1_000 * number + ctx.seed.number("report schedule", ctx.seller_id, number) % 1_000),
        type=body.report_type,
        marketplace_ids=marketplaces,
        period=body.period,
        next_at=body.next_report_creation_time or schedules.after(ctx.now, body.period),
        options=asked.options,
        application_id=ctx.application_id,
    )
    await schedules.keep(ctx, made)
    return api.CreateReportScheduleResponse(report_schedule_id=made.id)


@handles(api.get_report_schedules)
async def get_report_schedules(ctx: Context, request: api.GetReportSchedulesArguments) -> api.ReportScheduleList:
    """Lists the caller's schedules of these report types."""
    found = await find_schedules(ctx.tx, ctx.seller_id, request.report_types)
    return api.ReportScheduleList(report_schedules=[_shown_schedule(each) for each in found])


@handles(api.get_report_schedule)
async def get_report_schedule(ctx: Context, request: api.GetReportScheduleArguments) -> api.ReportSchedule:
    """Shows a schedule."""
    return _shown_schedule(await _schedule(ctx, request.report_schedule_id))


@handles(api.cancel_report_schedule)
async def cancel_report_schedule(ctx: Context, request: api.CancelReportScheduleArguments) -> None:
    """Ends a schedule; the reports that it has made stay."""
    await schedules.stop(ctx, await _schedule(ctx, request.report_schedule_id))


async def _schedule(ctx: Context, schedule_id: str) -> Schedule:
    found = await find_schedule(ctx.tx, ctx.seller_id, schedule_id)
    if found is None:
        raise Unknown("reportScheduleId", schedule_id, "a schedule of yours")
    return found


def _shown_schedule(found: Schedule) -> api.ReportSchedule:
    return api.ReportSchedule(
        report_schedule_id=found.id,
        report_type=found.type,
        marketplace_ids=list(found.marketplace_ids),
        report_options=found.options or None,
        period=found.period,
        next_report_creation_time=with_offset(found.next_at),
    )


async def load(ctx: Context, report_id: str) -> Job:
    """The caller's report of this id, while it is kept. Raises UnknownReport."""
    job = await records.find(ctx.tx, ctx.seller_id, KIND, report_id)
    if job is None or job.created_at < ctx.now - KEPT:
        raise UnknownReport(report_id)
    return job


def shown(job: Job) -> api.Report:
    """A report as the API shows it; its times are those of its creation where none were given (as captured)."""
    report = read_body(job, Report)
    return api.Report(
        marketplace_ids=list(report.marketplace_ids),
        report_id=job.id,
        report_type=job.type,
        data_start_time=with_offset(report.start or job.created_at),
        data_end_time=with_offset(report.end or job.created_at),
        report_schedule_id=report.schedule_id or None,
        created_time=with_offset(job.created_at),
        processing_status=STATUS_OF[job.state],
        processing_start_time=job.started_at and with_offset(job.started_at),
        processing_end_time=job.ended_at and with_offset(job.ended_at),
        report_document_id=report.document_id,
    )

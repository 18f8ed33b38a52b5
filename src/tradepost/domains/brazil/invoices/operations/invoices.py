"""The Invoices API: fiscal documents found and shown, and exports of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import msgspec

from tradepost.contract import invoices_api_model_2024_06_19 as api
from tradepost.documents import documents
from tradepost.domains.brazil.invoices import exporting, invoice, listing, records
from tradepost.domains.brazil.invoices.exporting import DOCUMENT, KIND, Export
from tradepost.domains.brazil.invoices.invoice import Invoice
from tradepost.domains.brazil.invoices.listing import Wanted
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import queueing
from tradepost.domains.exchange.jobs import records as jobs
from tradepost.domains.exchange.jobs.job import Job, State, read_body
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, Unknown, refuse
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

_MOST_ASKED: Final = 200
_MOST_SHOWN: Final = 100
#: How far back exports are listed where no start is said (published model).
_EXPORTS_REACH: Final = timedelta(days=30)


@handles(api.get_invoices_attributes)
async def get_invoices_attributes(
    ctx: Context, request: api.GetInvoicesAttributesArguments
) -> api.GetInvoicesAttributesResponse:
    """Lists what documents can be, and what they can be looked up by."""
    refuse(listing.in_brazil(request.marketplace_id))
    options = [
        [api.AttributeOption(value=value, description=meaning) for value, meaning in each.items()]
        for each in (invoice.STATUSES, invoice.TYPES, invoice.TRANSACTION_NAMES, invoice.TRANSACTION_TYPES)
    ]
    return api.GetInvoicesAttributesResponse(
        invoices_attributes=api.InvoicesAttributes(
            invoice_status_options=options[0],
            invoice_type_options=options[1],
            transaction_identifier_name_options=options[2],
            transaction_type_options=options[3],
        )
    )


@handles(api.get_invoices)
async def get_invoices(ctx: Context, request: api.GetInvoicesArguments) -> api.GetInvoicesResponse:
    """Finds documents by the time of issue, of the last 24 hours where no start is said; the newest first, unless
    ``sortOrder`` says otherwise (our choice).

    A page has 100 at most: 200 can be asked for, and the answer has room for 100 (published model). A token goes on
    with the arguments that it came with.
    """
    name, id = request.transaction_identifier_name, request.transaction_identifier_id
    problems = _page_size(request.page_size, _MOST_ASKED)
    if (name is None) != (id is None):
        missing = "transactionIdentifierId" if id is None else "transactionIdentifierName"
        problems.append(Problem(missing, "", "is required where the other one is given"))
    wanted = Wanted(
        marketplace_id=request.marketplace_id,
        start=request.date_start or ctx.now - exporting.USUAL_REACH,
        end=request.date_end or ctx.now,
        type=request.invoice_type or "",
        transaction_type=request.transaction_type or "",
        statuses=tuple(request.statuses or ()),
        series=request.series or "",
        external_id=request.external_invoice_id or "",
        transaction=(name, id) if name is not None and id is not None else None,
    )
    refuse(problems + listing.problems_of(wanted))
    size = min(request.page_size or _MOST_SHOWN, _MOST_SHOWN)
    oldest_first = request.sort_order == "ASC"
    query = ("invoices", *_asked(request))
    after = None
    if request.next_token:
        start, end, *place = ctx.page_position(query, request.next_token)
        wanted = msgspec.structs.replace(wanted, start=from_milliseconds(start), end=from_milliseconds(end))
        after = (place[0], place[1])
    found = await records.page(ctx.tx, ctx.seller_id, wanted, after, size + 1, oldest_first=oldest_first)
    span = (to_milliseconds(wanted.start), to_milliseconds(wanted.end))
    page, token = ctx.page(query, found, size, lambda last: [*span, to_milliseconds(last.note.issued_at), last.id])
    return api.GetInvoicesResponse(invoices=[shown(each) for each in page], next_token=token)


@handles(api.get_invoice)
async def get_invoice(ctx: Context, request: api.GetInvoiceArguments) -> api.GetInvoiceResponse:
    """Shows a document; all of it is in an export."""
    refuse(listing.in_brazil(request.marketplace_id))
    found = await records.find(ctx.tx, ctx.seller_id, request.invoice_id)
    if found is None or found.marketplace_id != request.marketplace_id:
        raise Unknown("invoiceId", request.invoice_id, f"an invoice of yours in {request.marketplace_id}")
    return api.GetInvoiceResponse(invoice=shown(found))


@handles(api.create_invoices_export)
async def create_invoices_export(
    ctx: Context, request: api.CreateInvoicesExportArguments
) -> api.ExportInvoicesResponse:
    """Queues an export of the documents that match, as XML, or on paper as PDF."""
    wanted = exporting.wanted_of(request.body, ctx.now)
    problems = listing.problems_of(wanted)
    if wanted.transaction is not None and not all(wanted.transaction):
        problems.append(Problem("transactionIdentifier", "", "needs a name and an id"))
    refuse(problems)
    export = Export(wanted=wanted, form=request.body.file_format or "XML")
    number = await jobs.next_number(ctx.tx, ctx.seller_id, KIND)
    job_id = ctx.seed.uuid("invoices export", ctx.seller_id, number)
    await queueing.queue(ctx, KIND, export.form, job_id, export, labels=(wanted.marketplace_id,))
    return api.ExportInvoicesResponse(export_id=job_id)


@handles(api.get_invoices_export)
async def get_invoices_export(ctx: Context, request: api.GetInvoicesExportArguments) -> api.GetInvoicesExportResponse:
    """Shows an export: how far it is, and its archives once it is done."""
    job = await jobs.find(ctx.tx, ctx.seller_id, KIND, request.export_id)
    if job is None:
        raise Unknown("exportId", request.export_id, "an export of yours")
    return api.GetInvoicesExportResponse(export=_export(job))


@handles(api.get_invoices_exports)
async def get_invoices_exports(
    ctx: Context, request: api.GetInvoicesExportsArguments
) -> api.GetInvoicesExportsResponse:
    """Lists exports, newest first, of the last 30 days where no start is said."""
    refuse(_page_size(request.page_size, _MOST_SHOWN) + listing.in_brazil(request.marketplace_id))
    states: tuple[State, ...] = tuple(
        state for state, status in exporting.STATUS_OF.items() if request.status in (None, status)
    )
    wanted = jobs.Wanted(
        states=states,
        labels=(request.marketplace_id,),
        since=request.date_start or ctx.now - _EXPORTS_REACH,
        until=request.date_end or ctx.now,
    )
    query = ("invoices exports", *_asked(request))
    before = None
    if request.next_token:
        at, job_id = ctx.page_position(query, request.next_token)
        before = (at, job_id)
    size = request.page_size or _MOST_SHOWN
    found = await jobs.newest(ctx.tx, ctx.seller_id, KIND, wanted, before, size + 1)
    page, token = ctx.page(query, found, size, lambda last: [to_milliseconds(last.created_at), last.id])
    return api.GetInvoicesExportsResponse(exports=[_export(each) for each in page], next_token=token)


@handles(api.get_invoices_document)
async def get_invoices_document(
    ctx: Context, request: api.GetInvoicesDocumentArguments
) -> api.GetInvoicesDocumentResponse:
    """Gives a link to an archive, good for 30 seconds."""
    found = await documents.find(ctx.tx, ctx.seller_id, request.invoices_document_id, DOCUMENT, ctx.now)
    if found is None:
        raise Unknown("invoicesDocumentId", request.invoices_document_id, "a document of an export of yours")
    url = ctx.documents.download_link(ctx.base_url, ctx.seller_id, found, lifetime=exporting.LINK_SECONDS)
    return api.GetInvoicesDocumentResponse(
        invoices_document=api.InvoicesDocument(invoices_document_id=found.id, invoices_document_url=url)
    )


def shown(of: Invoice) -> api.Invoice:
    """A document as the API shows it. ``externalInvoiceId`` is its number, which ``series`` makes unique."""
    return api.Invoice(
        date=of.note.issued_at,
        error_code=of.error_code or None,
        external_invoice_id=str(of.note.number),
        gov_response=of.answer or None,
        id=of.id,
        invoice_type=of.note.type,
        series=str(of.note.series),
        status=of.status,
        transaction_ids=[api.TransactionIdentifier(name=name, id=id) for name, id in of.transactions],
        transaction_type=of.transaction_type,
    )


def _export(job: Job) -> api.Export:
    export = read_body(job, Export)
    return api.Export(
        error_message=export.failure or ("The export was called off." if job.state == "cancelled" else None),
        export_id=job.id,
        generate_export_started_at=job.started_at,
        generate_export_finished_at=job.ended_at,
        invoices_document_ids=export.document_ids,
        status=exporting.STATUS_OF[job.state],
    )


def _page_size(asked: int | None, most: int) -> list[Problem]:
    if asked is None or 1 <= asked <= most:
        return []
    return [Problem("pageSize", str(asked), f"must be from 1 to {most}")]


def _asked(request: api.GetInvoicesArguments | api.GetInvoicesExportsArguments) -> tuple[str, ...]:
    """What was asked for besides a token, which goes on with nothing else."""
    names = (each for each in request.__struct_fields__ if each != "next_token")
    return tuple(f"{name}={getattr(request, name)}" for name in names)

"""Invoices that a seller asks for himself, before his goods are on their way: of inbound shipments."""

from __future__ import annotations

from datetime import timedelta
from typing import Final, Literal

from tradepost.contract import invoices_api_model_2024_06_19 as api
from tradepost.documents import documents
from tradepost.domains.brazil.invoices import exporting, listing, remitting
from tradepost.domains.brazil.invoices.invoice import Invoice
from tradepost.domains.brazil.nfe.danfe import danfe
from tradepost.domains.brazil.nfe.layout import xml
from tradepost.domains.brazil.nfe.note import Carrier
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records as numbers
from tradepost.domains.fba.inbound import records as inbound
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, Unknown, refuse

_STATUS_OF: Final[dict[str, api.GovernmentInvoiceCreationStatus]] = {
    "PROCESSING": "PROCESSING",
    "AUTHORIZED": "SUCCESS",
    "REJECTED": "ERROR",
}
_TYPES: Final = {"XML": "application/xml", "PDF": "application/pdf"}
_DOCUMENT: Final = "government invoice"
_KEPT: Final = timedelta(days=1)
Asked = (
    api.GovernmentInvoiceRequest | api.GetGovernmentInvoiceStatusArguments | api.GetGovernmentInvoiceDocumentArguments
)


@handles(api.create_government_invoice)
async def create_government_invoice(ctx: Context, request: api.CreateGovernmentInvoiceArguments) -> None:
    """Issues the remittance of an inbound shipment, with whoever carries it; the tax office answers later.

    One that is processed or authorized is the only one; after a rejection another one can be asked for (our choice).
    Without being asked for, it is issued when the shipment leaves.
    """
    body = request.body
    shipment = await _shipment(ctx, body)
    if shipment.status in ("UNCONFIRMED", "CANCELLED"):
        raise Faulty([Problem("shipmentId", shipment.id, f"is {shipment.status}: there is nothing to invoice")])
    found = await remitting.of_shipment(ctx, shipment.id)
    if found is not None and found.status != "REJECTED":
        raise Faulty([Problem("shipmentId", shipment.id, f"has an invoice that is {found.status}")])
    await remitting.remit(ctx, shipment, _carrier(body.contexts))


@handles(api.get_government_invoice_status)
async def get_government_invoice_status(
    ctx: Context, request: api.GetGovernmentInvoiceStatusArguments
) -> api.GovernmentInvoiceStatusResponse:
    """Says what the tax office has said of the invoice of an inbound shipment."""
    found = await _invoice(ctx, request)
    errors = [api.InvoiceError(error_code=found.error_code, description=found.answer)]
    return api.GovernmentInvoiceStatusResponse(
        status=_STATUS_OF[found.status],
        invoice_external_document_id=str(found.note.number) if found.status == "AUTHORIZED" else None,
        invoice_errors=errors if found.status == "REJECTED" else None,
    )


@handles(api.get_government_invoice_document, changes=True)
async def get_government_invoice_document(
    ctx: Context, request: api.GetGovernmentInvoiceDocumentArguments
) -> api.GovtInvoiceDocumentResponse:
    """Gives a link to an inbound shipment's authorized invoice, as XML or PDF; it is good for 30 seconds."""
    form: Literal["XML", "PDF"] = "PDF" if request.file_format == "PDF" else "XML"
    if request.file_format not in (None, "XML", "PDF"):
        raise Faulty([Problem("fileFormat", request.file_format, "is not one of XML, PDF")])
    found = await _invoice(ctx, request)
    if found.status != "AUTHORIZED":
        raise Unknown("shipmentId", request.shipment_id, "a shipment with an authorized invoice")
    number = await numbers.next_number(ctx.tx, ctx.seller_id, _DOCUMENT)
    document = await documents.keep(
        ctx.tx,
        ctx.seller_id,
        ctx.seed.uuid(_DOCUMENT, ctx.seller_id, number),
        _DOCUMENT,
        await ctx.documents.write(xml(found.note) if form == "XML" else danfe(found.note)),
        content_type=_TYPES[form],
        now=ctx.now,
        kept=_KEPT,
    )
    url = ctx.documents.download_link(ctx.base_url, ctx.seller_id, document, lifetime=exporting.LINK_SECONDS)
    return api.GovtInvoiceDocumentResponse(invoice_document=api.InvoiceDocument(invoice_document_url=url))


async def _invoice(
    ctx: Context, asked: api.GetGovernmentInvoiceStatusArguments | api.GetGovernmentInvoiceDocumentArguments
) -> Invoice:
    shipment = await _shipment(ctx, asked)
    found = await remitting.of_shipment(ctx, shipment.id)
    if found is None:
        raise Unknown("shipmentId", shipment.id, "a shipment whose invoice was asked for")
    return found


async def _shipment(ctx: Context, asked: Asked) -> Shipment:
    """The caller's inbound shipment in Brazil that is asked about. Raises Faulty, Unknown."""
    problems = listing.in_brazil(asked.marketplace_id)
    for name, value, only in (
        ("transactionType", asked.transaction_type, "INBOUND_SHIPMENT"),
        ("invoiceType", asked.invoice_type, "REMITTANCE"),
    ):
        if value != only:
            problems.append(Problem(name, value, f"is not {only}: other invoices are not asked for"))
    refuse(problems)
    found = await inbound.shipment(ctx.tx, ctx.seller_id, asked.shipment_id)
    if found is None or found.marketplace_id != asked.marketplace_id:
        raise Unknown("shipmentId", asked.shipment_id, f"an inbound shipment of yours to {asked.marketplace_id}")
    if asked.inbound_plan_id not in (None, found.plan_id):
        raise Unknown("inboundPlanId", str(asked.inbound_plan_id), f"the plan of {found.id}")
    return found


def _carrier(contexts: list[api.CarrierDetailsContext] | None) -> Carrier | None:
    """Whoever carries the goods, by the first context that tells of him."""
    for each in contexts or ():
        if each.context_type in (None, "CarrierDetailsContext"):
            return Carrier(
                tax_id=each.federal_tax_id or "",
                name=each.name or "",
                registration=each.region_tax_id or "",
                address=each.address or "",
                state=each.region_code or "",
                plate=each.vehicle_license_plate or "",
                plate_state=each.vehicle_registration_region_code or "",
            )
    return None

"""The Shipment Invoicing API: what a shipment's invoice has to say, submitting it, and what has become of it."""

from __future__ import annotations

import base64
import binascii
import hashlib

from tradepost.accounts import records as accounts
from tradepost.contract import shipment_invoicing_v0 as api
from tradepost.domains.brazil.nfe.reading import NotAnInvoiceError
from tradepost.domains.brazil.shipment_invoicing import records, taking, views
from tradepost.domains.brazil.shipment_invoicing.refusals import NotWaiting, UnknownShipment
from tradepost.domains.brazil.shipment_invoicing.shipment import STEPS, WaitingShipment
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, refuse
from tradepost.domains.selling.orders import reading as orders


@handles(api.get_shipment_details)
async def get_shipment_details(
    ctx: Context, request: api.GetShipmentDetailsArguments
) -> api.GetShipmentDetailsResponse:
    """Shows a shipment with all that its invoice has to say, to a restricted data token."""
    shipment = await _load(ctx, request.shipment_id)
    order = await orders.find(ctx, shipment.order_id)
    partner = await accounts.partner(ctx.tx, ctx.seller_id)
    assert order is not None
    assert partner is not None
    detail = views.detail(ctx.seed, shipment, order, ctx.seller_id, partner.name)
    return api.GetShipmentDetailsResponse(payload=detail)


@handles(api.submit_invoice)
async def submit_invoice(ctx: Context, request: api.SubmitInvoiceArguments) -> api.SubmitInvoiceResponse:
    """Takes the XML of an invoice, in base64, with its MD5 in base64 as well (published guide).

    Refused at once where it cannot be read or where none is awaited; what is wrong with what it says comes out while it
    is looked at: then its status is Errored, and another one can be submitted (our choice).
    """
    shipment = await _load(ctx, request.shipment_id)
    body = request.body
    problems = []
    if body.marketplace_id is not None and body.marketplace_id != shipment.marketplace_id:
        problems.append(Problem("MarketplaceId", body.marketplace_id, f"is not {shipment.marketplace_id}"))
    content = _decoded(body.invoice_content)
    if content is None:
        problems.append(Problem("InvoiceContent", body.invoice_content, "is not base64"))
    elif not _is_md5_of(content, body.content_md5_value):
        problems.append(Problem("ContentMD5Value", body.content_md5_value, "is not the MD5 of the content, in base64"))
    refuse(problems)
    assert content is not None
    if shipment.called_off or not STEPS.allows(shipment.status, "submit"):
        raise NotWaiting(shipment.id, shipment.status, called_off=shipment.called_off)
    try:
        await taking.submit(ctx, shipment, content)
    except NotAnInvoiceError as fault:
        raise Faulty([Problem("InvoiceContent", body.invoice_content, f"is no NF-e: it {fault}")]) from None
    return api.SubmitInvoiceResponse()


@handles(api.get_invoice_status)
async def get_invoice_status(ctx: Context, request: api.GetInvoiceStatusArguments) -> api.GetInvoiceStatusResponse:
    """Says what has become of a shipment's invoice; NotFound where none has come yet."""
    shipment = await _load(ctx, request.shipment_id)
    info = api.ShipmentInvoiceStatusInfo(amazon_shipment_id=shipment.id, invoice_status=shipment.status)
    return api.GetInvoiceStatusResponse(payload=api.ShipmentInvoiceStatusResponse(shipments=info))


async def _load(ctx: Context, shipment_id: str) -> WaitingShipment:
    found = await records.find(ctx.tx, ctx.seller_id, shipment_id)
    if found is None:
        raise UnknownShipment(shipment_id)
    return found


def _decoded(text: str) -> bytes | None:
    """The bytes of base64, whose lines may be broken; None for what is none."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _is_md5_of(content: bytes, told: str) -> bool:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode() == told

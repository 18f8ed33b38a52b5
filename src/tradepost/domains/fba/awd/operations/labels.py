"""Box labels and the pages that they can be printed on; both are made when they are first asked for."""

from __future__ import annotations

from tradepost.contract import awd_2024_05_09 as api
from tradepost.contract.operation import Operation
from tradepost.domains.context import Context
from tradepost.domains.fba.awd import asking, eligibility, labels, loading, records
from tradepost.domains.fba.awd.inbound import InboundShipment, Paper
from tradepost.domains.fba.awd.refusals import NotInThisState
from tradepost.domains.handling import handles


@handles(api.get_label_page_types, changes=True)
async def get_label_page_types(ctx: Context, request: api.GetLabelPageTypesArguments) -> api.ShipmentLabelPageTypes:
    """Lists the page types for labels, once that is found out, seconds after the first call.

    A shipment that Amazon's partner does not carry has ``PLAIN_PAPER`` only (published model), and there are no others.
    """
    eligibility.in_the_us(ctx)
    shipment = await loading.inbound_shipment(ctx, request.shipment_id)
    paper = await _paper(ctx, api.get_label_page_types, shipment)
    done = paper.status == "GENERATED"
    return api.ShipmentLabelPageTypes(label_status=paper.status, page_types=["PLAIN_PAPER"] if done else None)


@handles(api.get_inbound_shipment_labels, changes=True)
async def get_inbound_shipment_labels(
    ctx: Context, request: api.GetInboundShipmentLabelsArguments
) -> api.ShipmentLabels:
    """Gives a link to the labels of all boxes, as a PDF, once they are printed, seconds after the first call."""
    eligibility.in_the_us(ctx)
    shipment = await loading.inbound_shipment(ctx, request.shipment_id)
    paper = await _paper(ctx, api.get_inbound_shipment_labels, shipment)
    if paper.status != "GENERATED":
        return api.ShipmentLabels(label_status=paper.status)
    document = await labels.find(ctx, paper.document_id)
    if document is None:  # its time is over
        return api.ShipmentLabels(label_status=(await _begin(ctx, api.get_inbound_shipment_labels, shipment)).status)
    url = ctx.documents.download_link(ctx.base_url, ctx.seller_id, document)
    return api.ShipmentLabels(label_status="GENERATED", label_download_url=url)


async def _paper(ctx: Context, operation: Operation, shipment: InboundShipment) -> Paper:
    """How far it is; begun where nobody has asked before. After a failure the next call begins anew (our choice)."""
    if shipment.status == "CANCELLED":
        rule = "there are labels for one that is to be sent"
        raise NotInThisState("shipmentId", shipment.id, shipment.status, rule)
    found = shipment.papers.get(operation.id)
    if found is None:
        return await _begin(ctx, operation, shipment)
    if found.status == "GENERATION_FAILED":
        del shipment.papers[operation.id]
        await _keep(ctx, shipment)
    return found


async def _begin(ctx: Context, operation: Operation, shipment: InboundShipment) -> Paper:
    shipment.papers[operation.id] = Paper()
    await _keep(ctx, shipment)
    await asking.ask(ctx, operation, shipment.id)
    return shipment.papers[operation.id]


async def _keep(ctx: Context, shipment: InboundShipment) -> None:
    """Labels do not change a shipment itself, nor the time of its last update."""
    await records.keep_inbound_shipment(ctx.tx, ctx.seller_id, shipment)


def _failed(operation: Operation) -> asking.GiveUp:
    async def give_up(ctx: Context, asked: asking.Asked, reason: str) -> None:
        shipment = await loading.inbound_shipment(ctx, asked.about)
        shipment.papers[operation.id] = Paper(status="GENERATION_FAILED")
        await _keep(ctx, shipment)
        ctx.record("awd.labels_failed", shipment.id, {"operation": operation.id, "reason": reason})

    return give_up


@asking.carries_out(api.get_label_page_types, give_up=_failed(api.get_label_page_types))
async def find_page_types(ctx: Context, asked: asking.Asked) -> None:
    """The page types of a shipment are known."""
    shipment = await loading.inbound_shipment(ctx, asked.about)
    shipment.papers[api.get_label_page_types.id] = Paper(status="GENERATED")
    await _keep(ctx, shipment)


@asking.carries_out(api.get_inbound_shipment_labels, give_up=_failed(api.get_inbound_shipment_labels))
async def print_labels(ctx: Context, asked: asking.Asked) -> None:
    """The labels of a shipment are printed."""
    shipment = await loading.inbound_shipment(ctx, asked.about)
    document_id = await labels.keep(ctx, shipment)
    shipment.papers[api.get_inbound_shipment_labels.id] = Paper(status="GENERATED", document_id=document_id)
    await _keep(ctx, shipment)
    ctx.record("awd.labels_generated", shipment.id, {"documentId": document_id})

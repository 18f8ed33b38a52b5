"""Inbound shipments: listed, shown, and how they travel."""

from __future__ import annotations

import re
from typing import Final

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.awd import arriving, eligibility, loading, packages, records, views
from tradepost.domains.fba.awd.inbound import InboundShipment
from tradepost.domains.fba.awd.records import WantedShipments
from tradepost.domains.fba.awd.refusals import NotInThisState
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, refuse
from tradepost.simulation.clock import to_milliseconds

#: How many results a page has where nothing is said (published model).
PAGE: Final = 25
_SCAC: Final = re.compile(r"[A-Z]{2,4}")


@handles(api.list_inbound_shipments)
async def list_inbound_shipments(ctx: Context, request: api.ListInboundShipmentsArguments) -> api.ShipmentListing:
    """Lists shipments, those that changed last first where nothing else is asked for (published model)."""
    eligibility.in_the_us(ctx)
    wanted = WantedShipments(
        by=request.sort_by or "UPDATED_AT",
        down=request.sort_order != "ASCENDING",
        status=request.shipment_status or "",
        updated_after=to_milliseconds(request.updated_after) if request.updated_after else None,
        updated_before=to_milliseconds(request.updated_before) if request.updated_before else None,
    )
    size, query = request.max_results or PAGE, ("awd inbound shipments", repr(wanted))
    after = None
    if request.next_token:
        at, shipment_id = ctx.page_position(query, request.next_token)
        after = (int(at), str(shipment_id))
    found = await records.inbound_shipments(ctx.tx, ctx.seller_id, wanted, after, size + 1)

    def place(last: InboundShipment) -> list[int | str]:
        return [to_milliseconds(last.created_at if wanted.by == "CREATED_AT" else last.updated_at), last.id]

    shown, token = ctx.page(query, found, size, place)
    return api.ShipmentListing(shipments=[views.shipment_summary(each) for each in shown], next_token=token)


@handles(api.get_inbound_shipment)
async def get_inbound_shipment(ctx: Context, request: api.GetInboundShipmentArguments) -> api.InboundShipment:
    """Shows a shipment; what is expected and received of each SKU where ``skuQuantities`` is ``SHOW``."""
    eligibility.in_the_us(ctx)
    shipment = await loading.inbound_shipment(ctx, request.shipment_id)
    return views.inbound_shipment(shipment, skus=request.sku_quantities == "SHOW")


@handles(api.update_inbound_shipment_transport_details)
async def update_inbound_shipment_transport_details(
    ctx: Context, request: api.UpdateInboundShipmentTransportDetailsArguments
) -> None:
    """Tells how a shipment travels: by parcels, with a number for each box, or as freight, with one for all.

    A shipment whose numbers are told has left; they can be corrected until it is delivered (our choice).
    """
    eligibility.in_the_us(ctx)
    shipment = await loading.inbound_shipment(ctx, request.shipment_id)
    details = request.body.tracking_details
    _check(details, packages.boxes(shipment.packages))
    if shipment.status not in ("CREATED", "SHIPPED", "IN_TRANSIT"):
        rule = "transport details can be told until it is delivered"
        raise NotInThisState("shipmentId", shipment.id, shipment.status, rule)
    shipment.tracking = details
    await loading.keep_shipment(ctx, shipment)
    numbers = [each.booking_id for each in details]
    ctx.record("awd.transport_updated", shipment.id, {"bookingIds": numbers})
    if shipment.status == "CREATED":
        await arriving.send(ctx, shipment)


def _check(details: list[api.TrackingDetails], boxes: int) -> None:
    problems = []
    if len(details) not in (1, boxes):
        rule = f"entries are neither one for the shipment nor one for each of its {boxes} boxes"
        problems.append(Problem("trackingDetails", str(len(details)), rule))
    seen: set[str] = set()
    for index, each in enumerate(details):
        path = f"trackingDetails[{index}]"
        if each.booking_id in seen or not each.booking_id.strip():
            problems.append(Problem(f"{path}.bookingId", each.booking_id, "is blank, or stands in an earlier entry"))
        seen.add(each.booking_id)
        code = each.carrier_code
        if code is not None and code.carrier_code_value is not None and not _SCAC.fullmatch(code.carrier_code_value):
            rule = "is not a Standard Carrier Alpha Code of two to four letters"
            problems.append(Problem(f"{path}.carrierCode.carrierCodeValue", code.carrier_code_value, rule))
    refuse(problems)

"""Shipments: shown with what is in them, named, given another source address, and tracked."""

from __future__ import annotations

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.inbound import loading, views
from tradepost.domains.fba.inbound.asking import ask, carries_out
from tradepost.domains.fba.inbound.contents import Box, Line, Pallet
from tradepost.domains.fba.inbound.operations import pages
from tradepost.domains.fba.inbound.planning import creating
from tradepost.domains.fba.inbound.refusals import NotNow, NotOfThePlacement
from tradepost.domains.fba.inbound.sending import tracking
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.handling import handles
from tradepost.domains.places.countries import COUNTRIES
from tradepost.domains.problems import Problem, refuse

_ADDRESS, _TRACKING = "updateShipmentSourceAddress", "updateShipmentTrackingDetails"
_NAME = "updateShipmentName"


@handles(api.get_shipment)
async def get_shipment(ctx: Context, request: api.GetShipmentArguments) -> api.Shipment:
    """Shows a shipment: where it goes, how, and how far it is. One that is only offered can be looked at, too."""
    return views.whole_shipment(await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id))


@handles(api.list_shipment_items)
async def list_shipment_items(ctx: Context, request: api.ListShipmentItemsArguments) -> api.ListShipmentItemsResponse:
    """Lists the units of a shipment."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    found, pagination = await pages.contents(ctx, shipment.id, Line, request.page_size, request.pagination_token)
    items = [views.item(each, shipment.marketplace_id) for each in found]
    return api.ListShipmentItemsResponse(items=items, pagination=pagination)


@handles(api.list_shipment_boxes)
async def list_shipment_boxes(ctx: Context, request: api.ListShipmentBoxesArguments) -> api.ListShipmentBoxesResponse:
    """Lists the boxes of a shipment; they have the ids of their labels once transportation is confirmed."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    found, pagination = await pages.contents(ctx, shipment.id, Box, request.page_size, request.pagination_token)
    boxes = [views.box(each, shipment.marketplace_id) for each in found]
    return api.ListShipmentBoxesResponse(boxes=boxes, pagination=pagination)


@handles(api.list_shipment_pallets)
async def list_shipment_pallets(
    ctx: Context, request: api.ListShipmentPalletsArguments
) -> api.ListShipmentPalletsResponse:
    """Lists the pallets of a shipment, as transportation was asked for them."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    found, pagination = await pages.contents(ctx, shipment.id, Pallet, request.page_size, request.pagination_token)
    return api.ListShipmentPalletsResponse(pallets=[views.pallet(each) for each in found], pagination=pagination)


@handles(api.update_shipment_name)
async def update_shipment_name(ctx: Context, request: api.UpdateShipmentNameArguments) -> None:
    """Gives a shipment of the confirmed placement another name, until it has left (observed by integrators)."""
    shipment = await loading.shipment_of(ctx, request.inbound_plan_id, request.shipment_id)
    if shipment.status == "UNCONFIRMED":
        raise NotOfThePlacement(shipment.id)
    if shipment.status not in ("WORKING", "READY_TO_SHIP"):
        raise NotNow(_NAME, f"because shipment {shipment.id} is in an invalid status")
    shipment.name = request.body.name
    await loading.keep_shipment(ctx, shipment)


async def _addressable(ctx: Context, plan_id: str, shipment_id: str, address: api.AddressInput) -> Shipment:
    await loading.open_plan(ctx, plan_id, _ADDRESS)
    shipment = await loading.shipment_of(ctx, plan_id, shipment_id)
    if shipment.transportation is not None:
        raise NotNow(_ADDRESS, "because the carrier of the shipment is already confirmed")
    if address.country_code not in COUNTRIES:
        refuse([Problem("address.countryCode", address.country_code, "is not a country")])
    return shipment


@handles(api.update_shipment_source_address)
async def update_shipment_source_address(
    ctx: Context, request: api.UpdateShipmentSourceAddressArguments
) -> api.UpdateShipmentSourceAddressResponse:
    """Has a shipment leave from elsewhere, before its carrier is confirmed (published model). Quotes are void then."""
    await _addressable(ctx, request.inbound_plan_id, request.shipment_id, request.body.address)
    operation_id = await ask(ctx, api.update_shipment_source_address, request, request.inbound_plan_id)
    return api.UpdateShipmentSourceAddressResponse(operation_id=operation_id)


@carries_out(api.update_shipment_source_address)
async def change_source(ctx: Context, request: api.UpdateShipmentSourceAddressArguments, plan_id: str) -> None:
    """A shipment leaves from elsewhere, and nothing that was offered for the way holds any more."""
    shipment = await _addressable(ctx, plan_id, request.shipment_id, request.body.address)
    shipment.source = creating.address(request.body.address)
    shipment.transportation_options = []
    await loading.keep_shipment(ctx, shipment)
    ctx.record("inbound.source_address_updated", shipment.id, {"countryCode": shipment.source.country_code})


async def _trackable(ctx: Context, request: api.UpdateShipmentTrackingDetailsArguments) -> Shipment:
    _, shipment = await loading.placed_shipment(
        ctx, request.inbound_plan_id, request.shipment_id, _TRACKING, shipped=True
    )
    await tracking.check(ctx, shipment, request.body.tracking_details)
    return shipment


@handles(api.update_shipment_tracking_details)
async def update_shipment_tracking_details(
    ctx: Context, request: api.UpdateShipmentTrackingDetailsArguments
) -> api.UpdateShipmentTrackingDetailsResponse:
    """Tells the numbers by which a seller's own carrier knows boxes or freight; the shipment counts as sent then."""
    await _trackable(ctx, request)
    operation_id = await ask(ctx, api.update_shipment_tracking_details, request, request.inbound_plan_id)
    return api.UpdateShipmentTrackingDetailsResponse(operation_id=operation_id)


@carries_out(api.update_shipment_tracking_details)
async def keep_tracking(ctx: Context, request: api.UpdateShipmentTrackingDetailsArguments, _: str) -> None:
    """Numbers are kept, and the shipment has left."""
    await tracking.keep(ctx, await _trackable(ctx, request), request.body.tracking_details)

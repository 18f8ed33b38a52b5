"""Packages on their way."""

from __future__ import annotations

from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.carriage import tracking
from tradepost.domains.carriage.carriers import BY_CODE, tracking_link
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.order import Order, Shipment
from tradepost.domains.fba.fulfillment_outbound.refusals import UnknownPackage
from tradepost.domains.fba.fulfillment_outbound.shipping.fulfilling import features_of_order, marketplace_of
from tradepost.domains.fba.fulfillment_outbound.shipping.underway import way_of
from tradepost.domains.fba.fulfillment_outbound.views import carrier_code
from tradepost.domains.handling import handles


@handles(api.get_package_tracking_details)
async def get_package_tracking_details(
    ctx: Context, request: api.GetPackageTrackingDetailsArguments
) -> api.GetPackageTrackingDetailsResponse:
    """Shows where a package is: its carrier, its status, when it should arrive, and what has happened, latest first."""
    order, shipment, index = await _find(ctx, request.package_number)
    return api.GetPackageTrackingDetailsResponse(payload=_details(ctx, order, shipment, index))


async def _find(ctx: Context, package_number: int) -> tuple[Order, Shipment, int]:
    order_id = await records.order_of_package(ctx.tx, ctx.seller_id, package_number)
    order = None if order_id is None else await records.find(ctx.tx, ctx.seller_id, order_id)
    for shipment in order.shipments if order and not order.origin else ():
        for index, parcel in enumerate(shipment.parcels):
            if order is not None and parcel.number == package_number:
                return order, shipment, index
    raise UnknownPackage(package_number)


def _details(ctx: Context, order: Order, shipment: Shipment, index: int) -> api.PackageTrackingDetails:
    parcel = shipment.parcels[index]
    way = way_of(ctx, order, shipment, parcel)
    carrier = BY_CODE[parcel.carrier]
    status = tracking.current_status(way, ctx.now)
    delivered = status == "DELIVERED"
    signed = delivered and "SIGNATURE_CONFIRMATION" in features_of_order(ctx, order)
    window = tracking.delivery_window(way, ctx.now)
    address = order.request.destination_address
    return api.PackageTrackingDetails(
        package_number=parcel.number,
        tracking_number=parcel.tracking_number,
        customer_tracking_link=tracking_link(parcel.tracking_number, marketplace_of(order).country),
        carrier_code=carrier_code(parcel.carrier),
        carrier_phone_number=carrier.phone or None,
        carrier_url=carrier.url,
        ship_date=parcel.shipped_at.replace(microsecond=0),
        estimated_arrival_date=tracking.estimated_arrival(way, ctx.now),
        ship_to_address=_place(address.city or "", address.state_or_region or "", address.country_code),
        current_status=status,  # type: ignore[arg-type]
        current_status_description=tracking.STATUS_DESCRIPTIONS.get(status),
        delivery_window=None if window is None else api.DateRange(earliest=window[0], latest=window[1]),
        signed_for_by=address.name if signed else None,
        additional_location_info=tracking.drop_off(ctx.seed, ctx.seller_id, parcel.number) if delivered else None,
        tracking_events=[
            api.TrackingEvent(
                event_date=event.at.replace(microsecond=0),
                event_address=_place(event.place.city, event.place.state, event.place.country),
                event_code=event.code,  # type: ignore[arg-type]
                event_description=event.description,
            )
            for event in tracking.visible(way, ctx.now)
        ],
    )


def _place(city: str, state: str, country: str) -> api.TrackingAddress:
    return api.TrackingAddress(city=city, state=state, country=country)

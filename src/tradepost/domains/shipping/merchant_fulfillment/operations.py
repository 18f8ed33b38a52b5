"""What Merchant Fulfillment answers."""

from __future__ import annotations

from typing import Final

from tradepost.contract import merchant_fulfillment_v0 as api
from tradepost.domains.carriage.tariffs import SERVICES
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Problem, Unknown, refuse
from tradepost.domains.selling.orders import reading
from tradepost.domains.shipping.merchant_fulfillment import asking, inputs, offering, purchasing, records, views
from tradepost.domains.shipping.merchant_fulfillment.asking import Wanted
from tradepost.domains.shipping.merchant_fulfillment.offering import Offer
from tradepost.domains.shipping.merchant_fulfillment.refusals import NotCancellable, NotEligible, OfferLapsed
from tradepost.domains.shipping.merchant_fulfillment.shipment import Shipment
from tradepost.domains.shipping.parcels import records as parcels
from tradepost.domains.shipping.parcels.confirming import destination_of
from tradepost.domains.shipping.parcels.parcel import Parcel

#: What a label is printed as where nothing is said (our choice: it holds several pages).
_DEFAULT: Final = "PDF"


@handles(api.get_eligible_shipment_services, changes=False)
async def get_eligible_shipment_services(
    ctx: Context, request: api.GetEligibleShipmentServicesArguments
) -> api.GetEligibleShipmentServicesResponse:
    """Says which services take items of an order, the cheapest first; and which do not, and why.

    Rates are with the delivery experience that is asked for. Codes of rejection are those of Shipping v2 (our choice).
    What can be had besides is shown with ``IncludeComplexShippingOptions``.
    """
    wanted = await asking.wanted(ctx, request.body.shipment_request_details)
    wish = request.body.shipping_offering_filter or api.ShippingOfferingFilter()
    answer = await offering.ask(ctx, wanted, wish)
    return api.GetEligibleShipmentServicesResponse(payload=views.eligible(answer, wanted, wish))


@handles(api.get_additional_seller_inputs, changes=False)
async def get_additional_seller_inputs(
    ctx: Context, request: api.GetAdditionalSellerInputsArguments
) -> api.GetAdditionalSellerInputsResponse:
    """Says what else a purchase needs: nothing at home, and across customs the published fields (our choice which)."""
    body = request.body
    order = await asking.order_of(ctx, body.order_id, "OrderId")
    if body.shipping_service_id not in SERVICES:
        refuse([Problem("ShippingServiceId", body.shipping_service_id, "is no service of a carrier")])
    where = body.ship_from_address.country_code, destination_of(order).country
    return api.GetAdditionalSellerInputsResponse(
        payload=api.GetAdditionalSellerInputsResult(
            shipment_level_fields=inputs.shipment_fields(*where),
            item_level_fields_list=inputs.item_fields(order.items, *where),
        )
    )


@handles(api.create_shipment)
async def create_shipment(ctx: Context, request: api.CreateShipmentArguments) -> api.CreateShipmentResponse:
    """Buys a label, and confirms that its items are shipped. Raises NotEligible, OfferLapsed.

    An offer can be bought as long as its terms are what they were when it was shown (our choice). Who it is for and the
    label itself are shown to a restricted data token.
    """
    body = request.body
    wanted = await asking.wanted(ctx, body.shipment_request_details, hazmat=body.hazmat_type == "LQHazmat")
    offer = await _offer(ctx, wanted, body)
    slip = bool(body.label_format_option and body.label_format_option.include_packing_slip_with_label)
    label_format = _label_format(wanted)
    problems = _problems_of_label(wanted, label_format, slip=slip)
    where = wanted.origin.country, wanted.destination.country
    said = body.shipment_level_seller_inputs_list
    refuse([*problems, *inputs.problems(said, wanted.details.item_list, *where)])
    shipment, parcel = await purchasing.purchase(ctx, wanted, offer, label_format=label_format, packing_slip=slip)
    return api.CreateShipmentResponse(payload=await _shown(ctx, shipment, parcel))


@handles(api.get_shipment)
async def get_shipment(ctx: Context, request: api.GetShipmentArguments) -> api.GetShipmentResponse:
    """Shows a shipment; who it is for and its label are shown to a restricted data token."""
    shipment, parcel = await _load(ctx, request.shipment_id)
    return api.GetShipmentResponse(payload=await _shown(ctx, shipment, parcel))


@handles(api.cancel_shipment)
async def cancel_shipment(ctx: Context, request: api.CancelShipmentArguments) -> api.CancelShipmentResponse:
    """Asks for the money of a label back; its carrier decides a day later. Raises NotCancellable.

    It is given back for what the carrier has not picked up (published model). The order stays Shipped, and another
    label can be bought for the same items.
    """
    shipment, parcel = await _load(ctx, request.shipment_id)
    if shipment.status != "Purchased":
        raise NotCancellable(shipment.id, shipment.status)
    await purchasing.ask_back(ctx, shipment, parcel)
    return api.CancelShipmentResponse(payload=await _shown(ctx, shipment, parcel))


async def _offer(ctx: Context, wanted: Wanted, body: api.CreateShipmentRequest) -> Offer:
    """What the service that is named offers now."""
    answer = await offering.ask(ctx, wanted, service_id=body.shipping_service_id)
    if not answer.offers:
        raise NotEligible(body.shipping_service_id, answer.refused)
    [offer] = answer.offers
    if body.shipping_service_offer_id and body.shipping_service_offer_id != offer.id:
        raise OfferLapsed(body.shipping_service_offer_id, body.shipping_service_id)
    return offer


def _label_format(wanted: Wanted) -> api.LabelFormat:
    asked = wanted.details.shipping_service_options.label_format
    return _DEFAULT if asked is None or asked == "ShippingServiceDefault" else asked


def _problems_of_label(wanted: Wanted, label_format: api.LabelFormat, *, slip: bool) -> list[Problem]:
    path = "ShipmentRequestDetails.ShippingServiceOptions.LabelFormat"
    known = offering.label_formats(wanted)
    if label_format not in known:
        return [Problem(path, label_format, f"is not one of {', '.join(known)}, which the service has")]
    if slip and label_format == "PNG":
        return [Problem(path, label_format, "holds one page: there is no packing slip with it")]
    return []


async def _load(ctx: Context, shipment_id: str) -> tuple[Shipment, Parcel]:
    """The caller's shipment of this id, and its parcel. Raises Unknown."""
    shipment = await records.find(ctx.tx, ctx.seller_id, shipment_id)
    parcel = await parcels.find(ctx.tx, ctx.seller_id, shipment_id)
    if shipment is None or parcel is None or parcel.marketplace_id not in ctx.marketplaces:
        raise Unknown("shipmentId", shipment_id, "a shipment of yours")
    return shipment, parcel


async def _shown(ctx: Context, shipment: Shipment, parcel: Parcel) -> api.Shipment:
    order = await reading.find(ctx, shipment.order_id)
    assert order is not None
    return views.shown(shipment, parcel, order, whole=ctx.data_elements is not None)

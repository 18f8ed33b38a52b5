"""Shipments and services as Merchant Fulfillment shows them, with the personal data that a token opens."""

from __future__ import annotations

import base64
import gzip
import hashlib
from decimal import Decimal
from typing import Final

from tradepost.contract import merchant_fulfillment_v0 as api
from tradepost.domains.carriage.rating import Rate
from tradepost.domains.places.countries import crosses_customs
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.shipping.merchant_fulfillment import inputs, offering
from tradepost.domains.shipping.merchant_fulfillment.asking import Wanted
from tradepost.domains.shipping.merchant_fulfillment.offering import EXPERIENCES, Answer, Offer
from tradepost.domains.shipping.merchant_fulfillment.shipment import Shipment
from tradepost.domains.shipping.parcels import labels
from tradepost.domains.shipping.parcels.buying import cost
from tradepost.domains.shipping.parcels.labels import Print
from tradepost.domains.shipping.parcels.parcel import Paper, Parcel

_PRINTS: Final[dict[str, Print]] = {
    "PDF": Print(format="PDF", shows_reference=True),
    "PNG": Print(format="PNG", shows_reference=True),
    "ZPL203": Print(format="ZPL", dpi=203, shows_reference=True),
    "ZPL300": Print(format="ZPL", dpi=300, shows_reference=True),
}
_TYPES: Final[dict[str, api.FileType]] = {"PDF": "application/pdf", "PNG": "image/png", "ZPL": "application/zpl"}
_LONGEST: Final = 30


def eligible(answer: Answer, wanted: Wanted, wish: api.ShippingOfferingFilter) -> api.GetEligibleShipmentServicesResult:
    """What the carriers say. Those that are down are listed apart (published model)."""
    down = {each.carrier_name for each in answer.refused if _down(each.reasons[0].code)}
    return api.GetEligibleShipmentServicesResult(
        shipping_service_list=[_service(each, wanted, wish) for each in answer.offers],
        rejected_shipping_service_list=[
            api.RejectedShippingService(
                carrier_name=each.carrier_name,
                shipping_service_name=each.service_name,
                shipping_service_id=each.service,
                rejection_reason_code=each.reasons[0].code,
                rejection_reason_message=" ".join(reason.message for reason in each.reasons),
            )
            for each in answer.refused
            if not _down(each.reasons[0].code)
        ],
        temporarily_unavailable_carrier_list=[
            api.TemporarilyUnavailableCarrier(carrier_name=each) for each in sorted(down)
        ],
        terms_and_conditions_not_accepted_carrier_list=[],
    )


def _down(code: str) -> bool:
    return code == "CARRIER_UNAVAILABLE"


def _service(offer: Offer, wanted: Wanted, wish: api.ShippingOfferingFilter) -> api.ShippingService:
    found = _terms(offer.rate, offer.id, offer.total)
    found.shipping_service_options = api.ShippingServiceOptions(
        delivery_experience=offer.experience,
        declared_value=wanted.details.shipping_service_options.declared_value,
        carrier_will_pick_up=offer.comes_by and wanted.details.shipping_service_options.carrier_will_pick_up,
    )
    formats = offering.label_formats(wanted)
    found.available_label_formats = formats
    found.available_format_options_for_label = [
        api.LabelFormatOption(include_packing_slip_with_label=slip, label_format=each)
        for each in formats
        for slip in ((True,) if wish.include_packing_slip_with_label else (False, True))
        if not (slip and each == "PNG")
    ]
    found.requires_additional_seller_inputs = inputs.needed(wanted.origin.country, wanted.destination.country)
    if wish.include_complex_shipping_options:
        found.available_shipping_service_options = _options(offer)
    found.benefits = _benefits(offer.rate, wanted.order)
    return found


def _terms(rate: Rate, offer_id: str, total: Decimal) -> api.ShippingService:
    """A service with its price and dates; what is wanted of it is to be added."""
    window, charge = rate.promised.delivery, money(total, rate.currency)
    return api.ShippingService(
        shipping_service_name=rate.service_name,
        carrier_name=rate.carrier_name,
        shipping_service_id=rate.service,
        shipping_service_offer_id=offer_id,
        ship_date=rate.promised.pickup.start,
        earliest_estimated_delivery_date=window.start,
        latest_estimated_delivery_date=window.end,
        rate=charge,
        rate_with_adjustments=charge,
        adjustment_item_list=[],
        shipping_service_options=api.ShippingServiceOptions(
            delivery_experience="NoTracking", carrier_will_pick_up=False
        ),
        requires_additional_seller_inputs=False,
    )


def _options(offer: Offer) -> api.AvailableShippingServiceOptions:
    rate = offer.rate
    pickups: list[api.CarrierWillPickUpOption] = ["ShipperWillDropOff"]
    if offer.comes_by:
        pickups.append("CarrierWillPickUp")
    return api.AvailableShippingServiceOptions(
        available_carrier_will_pick_up_options=[
            api.AvailableCarrierWillPickUpOption(
                carrier_will_pick_up_option=each, charge=money(Decimal(0), rate.currency)
            )
            for each in pickups
        ],
        available_delivery_experience_options=[
            api.AvailableDeliveryExperienceOption(
                delivery_experience_option=experience, charge=money(extra.cost, rate.currency)
            )
            for experience, id in EXPERIENCES.items()
            if (extra := rate.extra(id)) is not None
        ],
    )


def _benefits(rate: Rate, order: Order) -> api.Benefits:
    """Whether claims are covered: where it arrives in time (published model and example)."""
    if rate.promised.delivery.end <= order.dates.latest_delivery:
        return api.Benefits(included_benefits=["CLAIMS_PROTECTED"], excluded_benefits=[])
    late = api.ExcludedBenefit(benefit="CLAIMS_PROTECTED", reason_codes=["LATE_DELIVERY_RISK"])
    return api.Benefits(included_benefits=[], excluded_benefits=[late])


def money(amount: Decimal, currency: str) -> api.CurrencyAmount:
    """An amount; numbers of the wire are floats, and this is where they become so."""
    return api.CurrencyAmount(currency_code=currency, amount=float(amount))


def shown(shipment: Shipment, parcel: Parcel, order: Order, *, whole: bool) -> api.Shipment:
    """A shipment; without a restricted data token neither who it is for nor the label is shown (our choice of what is
    personal, after Orders)."""
    rate, options = parcel.rate, shipment.details.shipping_service_options
    assert rate is not None
    service = _terms(rate, shipment.offer_id, cost(rate, parcel.options))
    service.shipping_service_options = api.ShippingServiceOptions(
        delivery_experience=options.delivery_experience,
        declared_value=options.declared_value,
        carrier_will_pick_up=options.carrier_will_pick_up,
        carrier_will_pick_up_option=options.carrier_will_pick_up_option,
        label_format=options.label_format,
    )
    service.requires_additional_seller_inputs = inputs.needed(parcel.origin.country, parcel.destination.country)
    service.benefits = _benefits(rate, order)
    return api.Shipment(
        shipment_id=shipment.id,
        amazon_order_id=order.id,
        seller_order_id=shipment.details.seller_order_id or order.seller_order_id or None,
        item_list=shipment.details.item_list,
        ship_from_address=shipment.details.ship_from_address,
        ship_to_address=_recipient(parcel, order, whole=whole),
        package_dimensions=shipment.details.package_dimensions,
        weight=shipment.details.weight,
        insurance=money(shipment.insurance, rate.currency),
        shipping_service=service,
        label=_label(shipment, parcel, whole=whole),
        status=shipment.status,
        tracking_id=parcel.tracking_number,
        created_date=shipment.created_at.replace(microsecond=0),
        last_updated_date=shipment.updated_at.replace(microsecond=0),
    )


def _recipient(parcel: Parcel, order: Order, *, whole: bool) -> api.Address:
    to = parcel.destination
    lines = [*to.lines, "", ""] if whole else ["", ""]
    return api.Address(
        name=to.name[:_LONGEST] if whole else "",
        address_line1=lines[0],
        address_line2=lines[1] or None,
        email=order.buyer.email if whole else "",
        city=to.city[:_LONGEST],
        state_or_province_code=to.state or None,
        postal_code=to.postal_code,
        country_code=to.country,
        phone=to.phone if whole else "",
    )


def _label(shipment: Shipment, parcel: Parcel, *, whole: bool) -> api.Label:
    """The label, gzipped, in base64, with the MD5 of what is in it (published model). It is empty once the shipment was
    called off."""
    custom = shipment.details.label_customization or api.LabelCustomization()
    form = _PRINTS[shipment.label_format]
    content = labels.joined(parcel, _papers(shipment, parcel), form) if whole and not _off(shipment) else b""
    inches = parcel.origin.country == "US"
    return api.Label(
        custom_text_for_label=custom.custom_text_for_label,
        dimensions=api.LabelDimensions(
            length=6 if inches else 15.24, width=4 if inches else 10.16, unit="inches" if inches else "centimeters"
        ),
        file_contents=api.FileContents(
            contents=_packed(content), file_type=_TYPES[form.format], checksum=_checksum(content)
        ),
        label_format=shipment.label_format,
        standard_id_for_label=custom.standard_id_for_label,
    )


def _off(shipment: Shipment) -> bool:
    return shipment.status in ("RefundPending", "RefundApplied")


def _papers(shipment: Shipment, parcel: Parcel) -> list[Paper]:
    found: list[Paper] = ["LABEL"]
    if crosses_customs(parcel.origin.country, parcel.destination.country):
        found.append("CUSTOM_FORM")
    return [*found, "PACKSLIP"] if shipment.packing_slip else found


def _packed(content: bytes) -> str:
    return base64.b64encode(gzip.compress(content, mtime=0)).decode() if content else ""


def _checksum(content: bytes) -> str:
    return base64.b64encode(hashlib.md5(content, usedforsecurity=False).digest()).decode() if content else ""

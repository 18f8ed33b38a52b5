"""Rates, promises and tracking as Shipping v2 shows them."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from tradepost.contract import shipping_v2 as api
from tradepost.domains.carriage.carriers import BY_CODE
from tradepost.domains.carriage.rating import Ineligible, Rate
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.places.countries import crosses_customs
from tradepost.domains.shipping.amazon_shipping import extras, paper
from tradepost.domains.shipping.amazon_shipping.paper import money
from tradepost.domains.shipping.amazon_shipping.quote import Quote, Wish
from tradepost.domains.shipping.parcels import parcel as parcels
from tradepost.domains.shipping.parcels.parcel import Parcel, Shown, State

_ITEM_NAMES: Final = {
    "BASE_RATE": "Base Rate",
    "FUEL_SURCHARGE": "Fuel Surcharge",
    "RESIDENTIAL_SURCHARGE": "Residential Surcharge",
    "DELIVERY_AREA_SURCHARGE": "Delivery Area Surcharge",
    "OVERSIZE_SURCHARGE": "Oversize Surcharge",
    "ADDITIONAL_SURCHARGE": "Hazardous Goods Surcharge",
    "INSURANCE": "Insurance",
}
#: What is on its way back, or back, is shown by what happened to it there (after the published example).
_STATUS: Final[dict[State, api.Status]] = {
    "PreTransit": "PreTransit",
    "InTransit": "InTransit",
    "OutForDelivery": "OutForDelivery",
    "DeliveryAttempted": "DeliveryAttempted",
    "AwaitingCustomerPickup": "AwaitingCustomerPickup",
    "Delivered": "Delivered",
    "Rejected": "Rejected",
    "Undeliverable": "Undeliverable",
    "Returning": "InTransit",
    "Returned": "Delivered",
    "Lost": "Lost",
    "PickupCancelled": "PickupCancelled",
}

_NAMED: Final = {"AMZN_GB": "AMZN_UK", "AMZN_IN": "ATS"}
_CODES: Final = {id: code for code, id in _NAMED.items()}


def carrier_id(code: str) -> str:
    """A carrier as the API names it: Amazon's own of Great Britain is ``AMZN_UK`` (published example), that of India
    ``ATS`` (seen)."""
    return _NAMED.get(code, code)


def carrier_code(id: str) -> str | None:
    """The carrier of an id of the API, or None."""
    code = _CODES.get(id, id)
    return code if code in BY_CODE else None


def rates(quote: Quote) -> api.GetRatesResult:
    """The answer to a question for rates."""
    return api.GetRatesResult(
        request_token=quote.token,
        rates=[_rate(id, each, quote.wish) for id, each in quote.rates.items()],
        ineligible_rates=[_ineligible(each) for each in quote.ineligible],
    )


def _rate(rate_id: str, rate: Rate, wish: Wish) -> api.Rate:
    kilograms = rate.billed.quantize(Decimal("0.001"), ROUND_HALF_UP)
    own = rate.carrier in wish.accounts
    return api.Rate(
        rate_id=rate_id,
        carrier_id=carrier_id(rate.carrier),
        carrier_name=rate.carrier_name,
        service_id=rate.service,
        service_name=rate.service_name,
        billed_weight=api.Weight(unit="KILOGRAM", value=float(kilograms)),
        total_charge=money(rate.total, rate.currency),
        promise=promise(rate),
        supported_document_specifications=paper.supported(
            wish.origin.country, wish.destination.country, ordered=bool(wish.order_id)
        ),
        available_value_added_service_groups=_groups(rate, wish),
        requires_additional_inputs=crosses_customs(wish.origin.country, wish.destination.country),
        rate_item_list=[
            api.RateItem(
                rate_item_id=each.id,
                rate_item_type="MANDATORY",
                rate_item_charge=money(each.amount, rate.currency),
                rate_item_name_localization=_ITEM_NAMES[each.id],
            )
            for each in rate.items
        ],
        payment_type="PAY_DIRECT_TO_CARRIER" if own else "PAY_THROUGH_AMAZON",
        benefits=benefits(rate, wish.arrive_by),
    )


def _groups(rate: Rate, wish: Wish) -> list[api.AvailableValueAddedServiceGroup]:
    return [
        api.AvailableValueAddedServiceGroup(
            group_id=group.id,
            group_description=group.description,
            is_required=group.required,
            value_added_services=[
                api.ValueAddedService(id=each.id, name=each.name, cost=money(each.cost, rate.currency))
                for each in group.extras
            ],
        )
        for group in extras.groups(rate, wish)
    ]


def _ineligible(refused: Ineligible) -> api.IneligibleRate:
    return api.IneligibleRate(
        service_id=refused.service,
        service_name=refused.service_name,
        carrier_name=refused.carrier_name,
        carrier_id=carrier_id(refused.carrier),
        ineligibility_reasons=[
            api.IneligibilityReason(
                code="UNKNOWN" if each.code == "CARRIER_UNAVAILABLE" else each.code, message=each.message
            )
            for each in refused.reasons
        ],
    )


def promise(rate: Rate) -> api.Promise:
    """The windows of a rate."""
    pickup, delivery = rate.promised.pickup, rate.promised.delivery
    return api.Promise(
        delivery_window=api.TimeWindow(start=delivery.start, end=delivery.end),
        pickup_window=api.TimeWindow(start=pickup.start, end=pickup.end),
    )


def benefits(rate: Rate, arrive_by: datetime | None) -> api.Benefits | None:
    """Whether claims are covered for an order of Amazon's: where it arrives in time (published model; the reason's code
    is that of its example)."""
    if arrive_by is None:
        return None
    if rate.promised.delivery.end <= arrive_by:
        return api.Benefits(included_benefits=["CLAIMS_PROTECTED"], excluded_benefits=[])
    late = api.ExcludedBenefit(benefit="CLAIMS_PROTECTED", reason_codes=["LATE_DELIVERY_RISK"])
    return api.Benefits(included_benefits=[], excluded_benefits=[late])


def tracking(parcel: Parcel) -> api.GetTrackingResult:
    """What has happened to a parcel, the oldest first as in the published example."""
    forward, back = parcels.details(parcel)
    return api.GetTrackingResult(
        tracking_id=parcel.tracking_number,
        alternate_leg_tracking_id="",
        event_history=[_event(each, parcel) for each in parcels.shown(parcel)],
        promised_delivery_date=parcel.promised_at,
        summary=api.TrackingSummary(
            status=_STATUS[parcel.state],
            tracking_detail_codes=api.TrackingDetailCodes(forward=forward, returns=back),  # type: ignore[arg-type]
        ),
    )


def _event(shown: Shown, parcel: Parcel) -> api.Event:
    place = shown.place
    at_end = next((each for each in (parcel.destination, parcel.origin) if parcels.place_of(each) == place), None)
    return api.Event(
        event_code=shown.code,
        location=api.Location(
            state_or_region=place.state or None,
            city=place.city,
            country_code=place.country,
            postal_code=at_end.postal_code if at_end else None,
        ),
        event_time=shown.at,
        shipment_type="RETURNS" if shown.returning else "FORWARD",
    )


def address(stop: Stop) -> api.Address:
    """An address as the API shows it."""
    lines = [*stop.lines, None, None, None]
    return api.Address(
        name=stop.name,
        address_line1=lines[0] or "",
        address_line2=lines[1],
        address_line3=lines[2],
        company_name=stop.company or None,
        state_or_region=stop.state,
        city=stop.city,
        country_code=stop.country,
        postal_code=stop.postal_code,
        email=stop.email or None,
        phone_number=stop.phone or None,
    )

"""Rates and tracking as Shipping v1 shows them."""

from __future__ import annotations

from decimal import Decimal

from tradepost.contract import shipping as api
from tradepost.domains.shipping.amazon_shipping import views
from tradepost.domains.shipping.amazon_shipping.created import Created, Offer
from tradepost.domains.shipping.amazon_shipping.quote import LIFETIME
from tradepost.domains.shipping.parcels import parcel as parcels
from tradepost.domains.shipping.parcels.parcel import Parcel


def rate(offer: Offer, created: Created) -> api.Rate:
    """An offer that can be bought until it expires."""
    return api.Rate(
        rate_id=offer.id,
        total_charge=_money(offer),
        billed_weight=_weight(offer.billed),
        expiration_time=created.created_at + LIFETIME,
        service_type=offer.service_type,
        promise=_promise(offer),
    )


def service_rate(offer: Offer) -> api.ServiceRate:
    """What a service costs."""
    return api.ServiceRate(
        total_charge=_money(offer),
        billable_weight=_weight(offer.billed),
        service_type=offer.service_type,
        promise=_promise(offer),
    )


def accepted(offer: Offer) -> api.AcceptedRate:
    """An offer that was bought."""
    return api.AcceptedRate(
        total_charge=_money(offer),
        billed_weight=_weight(offer.billed),
        service_type=offer.service_type,
        promise=_promise(offer),
    )


def tracking(parcel: Parcel) -> api.TrackingInformation:
    """What has happened to a parcel; codes and statuses are those of v2."""
    shown = views.tracking(parcel)
    return api.TrackingInformation(
        tracking_id=parcel.tracking_number,
        summary=api.TrackingSummary(status=shown.summary.status),
        promised_delivery_date=parcel.promised_at,
        event_history=[
            api.Event(
                event_code=each.code,
                event_time=each.at,
                location=api.Location(
                    state_or_region=each.place.state or None, city=each.place.city, country_code=each.place.country
                ),
            )
            for each in parcels.shown(parcel)
        ],
    )


def _money(offer: Offer) -> api.Currency:
    return api.Currency(value=float(offer.total), unit=offer.rates[0].currency)


def _weight(kilograms: Decimal) -> api.Weight:
    return api.Weight(unit="kg", value=float(kilograms))


def _promise(offer: Offer) -> api.ShippingPromiseSet:
    """The windows of the container that comes last."""
    last = max((each.promised for each in offer.rates), key=lambda each: each.delivery.end)
    return api.ShippingPromiseSet(
        delivery_window=api.TimeRange(start=last.delivery.start, end=last.delivery.end),
        receive_window=api.TimeRange(start=last.pickup.start, end=last.pickup.end),
    )

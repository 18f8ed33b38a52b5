"""Services that take a shipment with what its seller wants of them, and those that do not."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import msgspec

from tradepost.contract import merchant_fulfillment_v0 as api
from tradepost.domains.carriage.rating import Asked, Ineligible, Option, Rate, Reason
from tradepost.domains.carriage.tariffs import LEVELS, TARIFFS
from tradepost.domains.context import Context
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.places.countries import crosses_customs
from tradepost.domains.shipping.merchant_fulfillment.asking import Wanted
from tradepost.domains.shipping.parcels import buying

_HEX: Final = "0123456789abcdef"
EXPERIENCES: Final[dict[api.DeliveryExperienceType, Option]] = {
    "DeliveryConfirmationWithAdultSignature": "ADULT_SIGNATURE",
    "DeliveryConfirmationWithSignature": "SIGNATURE_CONFIRMATION",
    "DeliveryConfirmationWithoutSignature": "DELIVERY_CONFIRMATION",
    "NoTracking": "NO_CONFIRMATION",
}
#: Whose drivers come for a parcel by appointment, by country (published model; Dynamex has no table here). To all the
#: others their seller brings it, or gives it to the driver who comes anyway.
_COME_BY: Final = frozenset({("GB", "DPD"), ("GB", "ROYAL_MAIL")})


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A service that takes the shipment. ``id`` stays the same while its terms do; ``total`` is with the extra."""

    id: str
    rate: Rate
    experience: api.DeliveryExperienceType
    extra: Option
    comes_by: bool
    total: Decimal


class Answer(msgspec.Struct, frozen=True):
    """What the carriers say: offers, the cheapest first, and who does not take it."""

    offers: list[Offer]
    refused: list[Ineligible]


async def ask(
    ctx: Context, wanted: Wanted, wish: api.ShippingOfferingFilter | None = None, service_id: str | None = None
) -> Answer:
    """Asks every service of the country that the shipment starts in, or the one that is named."""
    found = await buying.quote(
        ctx,
        Asked(
            package=wanted.package,
            origin=wanted.origin,
            destination=wanted.destination,
            currency=wanted.order.currency,
            now=ctx.now,
            ships_at=wanted.ships_at,
            services=None if service_id is None else frozenset({service_id}),
            arrive_by=wanted.details.must_arrive_by_date,
        ),
    )
    answer = Answer([], [])
    for each in found:
        if isinstance(each, Ineligible):
            answer.refused.append(each)
            continue
        reasons = _unmet(each, wanted, wish or api.ShippingOfferingFilter())
        if reasons:
            answer.refused.append(_ineligible(each, reasons))
        else:
            answer.offers.append(_offer(ctx, each, wanted))
    answer.offers.sort(key=lambda each: (each.total, each.rate.service))
    return answer


def comes_by(wanted: Wanted, carrier: str) -> bool:
    """Whether a carrier's driver comes for the parcel by appointment."""
    return (wanted.origin.country, carrier) in _COME_BY


def label_formats(wanted: Wanted) -> list[api.LabelFormat]:
    """The formats that a label can be had in: across customs a form belongs to it, and a PNG holds one document."""
    if crosses_customs(wanted.origin.country, wanted.destination.country):
        return ["PDF", "ZPL203", "ZPL300"]
    return ["PDF", "PNG", "ZPL203", "ZPL300"]


def insurance(wanted: Wanted, rate: Rate) -> Decimal:
    """The value that is covered: what was declared, or what was paid for the items as far as the carrier covers it
    anyway (published model)."""
    if wanted.details.shipping_service_options.declared_value is not None:
        return wanted.package.insured
    sold = sum((each.value * each.quantity for each in wanted.contents), Decimal(0))
    anyway = TARIFFS[rate.carrier].surcharges.insured_free * LEVELS[rate.currency]
    return rounded(min(sold, anyway), rate.currency)


def _offer(ctx: Context, rate: Rate, wanted: Wanted) -> Offer:
    experience = wanted.details.shipping_service_options.delivery_experience
    extra = EXPERIENCES[experience]
    total, promised = buying.cost(rate, [extra]), rate.promised
    terms = (str(total), promised.pickup.start.isoformat(), promised.delivery.end.isoformat(), extra)
    drawn = ctx.seed.letters(_HEX, 32, "offer", ctx.seller_id, wanted.order.id, rate.service, *terms)
    return Offer(
        id=drawn,
        rate=rate,
        experience=experience,
        extra=extra,
        comes_by=comes_by(wanted, rate.carrier),
        total=total,
    )


def _unmet(rate: Rate, wanted: Wanted, wish: api.ShippingOfferingFilter) -> list[Reason]:
    """What the seller wants of a service and does not get."""
    options = wanted.details.shipping_service_options
    experiences: list[str] = [options.delivery_experience]
    if wish.delivery_experience is not None and wish.delivery_experience != "NoPreference":
        experiences.append(wish.delivery_experience)
    found = [
        Reason("UNSUPPORTED_VAS", f"The service offers no {each}.")
        for each in dict.fromkeys(experiences)
        if rate.extra(EXPERIENCES[each]) is None  # type: ignore[index]
    ]
    asked = "CarrierWillPickUp" in (options.carrier_will_pick_up_option, wish.carrier_will_pick_up)
    if (options.carrier_will_pick_up or asked) and not comes_by(wanted, rate.carrier):
        found.append(Reason("PICKUP_SLOT_RESTRICTION", "The carrier does not pick up by appointment."))
    return found


def _ineligible(rate: Rate, reasons: list[Reason]) -> Ineligible:
    return Ineligible(
        carrier=rate.carrier,
        carrier_name=rate.carrier_name,
        service=rate.service,
        service_name=rate.service_name,
        reasons=tuple(reasons),
    )

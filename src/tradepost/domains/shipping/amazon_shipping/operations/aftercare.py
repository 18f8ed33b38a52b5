"""What a seller does about parcels that did not arrive: feedback and claims; and where parcels can wait instead."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from tradepost.contract import shipping_v2 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.places.calendar import business_days_later
from tradepost.domains.problems import Problem, Unknown
from tradepost.domains.shipping.amazon_shipping import aftercare, points, records
from tradepost.domains.shipping.amazon_shipping.aftercare import Claim
from tradepost.domains.shipping.amazon_shipping.refusals import ClaimedAlready, Wrong, refuse
from tradepost.domains.shipping.parcels import moving
from tradepost.domains.shipping.parcels import records as parcels
from tradepost.domains.shipping.parcels.parcel import Parcel

_DIGITS: Final = "0123456789"
_MOST_DAYS: Final = 14


@handles(api.submit_ndr_feedback)
async def submit_ndr_feedback(ctx: Context, request: api.SubmitNdrFeedbackArguments) -> None:
    """Says what is to become of a parcel that could not be delivered: another day, another attempt, or back.

    REATTEMPT comes the next business day, after it was said how to find the door; RESCHEDULE on its day, within two
    weeks (our choice); the courier then finds somebody at home. RTO turns it round at once.
    """
    body = request.body
    parcel = await _of_number(ctx, body.tracking_id)
    if parcel.state not in ("DeliveryAttempted", "Undeliverable"):
        rule = f"is {parcel.state}; feedback is for a parcel that was not delivered"
        raise Wrong([Problem("trackingId", body.tracking_id, rule)])
    data = body.ndr_request_data or api.NdrRequestData()
    if body.ndr_action == "RTO":
        await moving.send_back(ctx, parcel)
        return
    if body.ndr_action == "REATTEMPT":
        if not data.additional_address_notes:
            raise Wrong([Problem("ndrRequestData.additionalAddressNotes", "", "is required for REATTEMPT")])
        day = business_days_later(parcel.destination.country, ctx.now.date() + timedelta(days=1), 0)
        await moving.try_again(ctx, parcel, ctx.now + (day - ctx.now.date()))
        return
    at = data.reschedule_date
    if at is None or not ctx.now < at <= ctx.now + timedelta(days=_MOST_DAYS):
        shown = at.isoformat() if at else ""
        rule = f"is required for RESCHEDULE, within the next {_MOST_DAYS} days"
        raise Wrong([Problem("ndrRequestData.rescheduleDate", shown, rule)])
    await moving.try_again(ctx, parcel, at)


@handles(api.create_claim)
async def create_claim(ctx: Context, request: api.CreateClaimArguments) -> api.CreateClaimResponse:
    """Claims for a parcel that was lost, damaged or is not where it was delivered; it is granted three days later.

    A refund is what the contents are worth, or were declared to be, as far as they are covered. One claim a parcel.
    """
    body = request.body
    parcel = await _of_number(ctx, body.tracking_id)
    problems = []
    obstacle = aftercare.obstacle(parcel, body.claim_reason, ctx.now)
    if obstacle is not None:
        problems.append(Problem("trackingId", body.tracking_id, obstacle))
    declared = body.declared_value
    if declared is None and not parcel.order_id:
        problems.append(Problem("declaredValue", "", "is required for a shipment that is not for an order of Amazon's"))
    if declared is not None and (declared.unit != parcel.currency or declared.value < 0):
        shown = f"{declared.value:g} {declared.unit}"
        problems.append(Problem("declaredValue", shown, f"is no amount of {parcel.currency}"))
    refuse(problems)
    known = await records.claim_of_parcel(ctx.tx, ctx.seller_id, parcel.id)
    if known is not None:
        raise ClaimedAlready(body.tracking_id, known.id)
    worth = sum((each.value * each.quantity for each in parcel.contents), Decimal(0))
    claim = Claim(
        id=ctx.seed.letters(_DIGITS, 13, "claim", ctx.seller_id, parcel.id),
        parcel_id=parcel.id,
        reason=body.claim_reason,
        settlement=body.settlement_type,
        made_at=ctx.now,
        currency=parcel.currency,
        amount=aftercare.covered(parcel, Decimal(repr(declared.value)) if declared else worth),
    )
    await records.save_claim(ctx.tx, ctx.seller_id, claim)
    await ctx.schedule(aftercare.SETTLE, claim.id, ctx.now + aftercare.DECIDED_AFTER)
    return api.CreateClaimResponse(claim_id=claim.id)


@handles(api.get_access_points)
async def get_access_points(ctx: Context, request: api.GetAccessPointsArguments) -> api.GetAccessPointsResponse:
    """The counters and lockers near a postal code, by their type, the nearest first."""
    found = {
        type: [points.shown(each) for each in points.near(ctx.seed, request.country_code, request.postal_code, type)]
        for type in dict.fromkeys(request.access_point_types)
    }
    shown: dict[str, list[api.AccessPoint]] = {type: each for type, each in found.items() if each}
    return api.GetAccessPointsResponse(payload=api.GetAccessPointsResult(access_points_map=shown))


async def _of_number(ctx: Context, tracking_id: str) -> Parcel:
    parcel = await parcels.of_number(ctx.tx, ctx.seller_id, tracking_id)
    if parcel is None or parcel.source == "seller":
        raise Unknown("trackingId", tracking_id, "a parcel of yours whose label was bought")
    return parcel

"""Packages on their way: the milestones that they reach."""

from __future__ import annotations

from typing import Final

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.carriage import tracking
from tradepost.domains.carriage.carriers import tracking_link
from tradepost.domains.carriage.tracking import Journey
from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message, Payload, stamp
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.order import Order, Parcel
from tradepost.domains.fba.fulfillment_outbound.shipping.fulfilling import marketplace_of
from tradepost.domains.fba.fulfillment_outbound.shipping.underway import way_of
from tradepost.domains.shipping.parcels import records as parcels
from tradepost.events.outbox import Event

REACH_MILESTONE: Final = "notifications.reach_milestone"

#: Which milestone a tracking event is; the codes that published examples have, and for the rest our choice of words.
_MILESTONES: Final = {
    "EVENT_101": "CARRIER_ASSIGNED",
    "EVENT_102": "SHIPPED",
    "EVENT_301": "DELIVERED",
    "EVENT_302": "OUT_FOR_DELIVERY",
    "EVENT_304": "DELIVERY_ATTEMPTED",
    "EVENT_309": "RETURNED",
    "EVENT_404": "DELAYED",
    "EVENT_408": "RETURNING",
    "EVENT_409": "LOST",
    "EVENT_417": "DELAYED",
}


#: What is told of a parcel that is a milestone of it.
_OF_PARCELS: Final = frozenset(
    {"PickupDone", "OutForDelivery", "Delivered", "DeliveryAttempted", "ReturnInitiated", "Lost"}
)


async def milestone_changed(ctx: Context, event: Event) -> list[Message]:
    """SHIPMENT_TRACKING_MILESTONE_CHANGED, for packages of the seller's own fulfillment orders, and for parcels that
    he sends himself."""
    if event.type == "parcels.tracked":
        return await _parcel(ctx, event)
    if event.type == "fulfillment_outbound.package_redirected":
        return await _redirected(ctx, event)
    return await _shipment(ctx, event)


async def _parcel(ctx: Context, event: Event) -> list[Message]:
    """A milestone that a parcel has reached just now."""
    parcel = await parcels.find(ctx.tx, ctx.seller_id, event.body["parcelId"])
    if parcel is None or parcel.way is None or event.body["eventCode"] not in _OF_PARCELS:
        return []
    country = MARKETPLACES[parcel.marketplace_id].country
    return _message(
        ctx, parcel.id, parcel.way, (parcel.carrier, parcel.tracking_number), parcel.marketplace_id, country
    )


async def _shipment(ctx: Context, event: Event) -> list[Message]:
    """A shipment of the network that leaves has its first milestone at once, and the others as their time comes."""
    order = await records.find(ctx.tx, ctx.seller_id, event.subject)
    if order is None or order.origin or event.body["status"] != "SHIPPED":
        return []
    shipment = next(each for each in order.shipments if each.id == event.body["amazonShipmentId"])
    told = []
    for parcel in shipment.parcels:
        way = _way(ctx, order, parcel)
        await _await_milestones(ctx, order, parcel, way)
        told += _package(ctx, order, parcel, way)
    return told


async def _redirected(ctx: Context, event: Event) -> list[Message]:
    """A package goes on another way: its milestones are awaited anew, and none is told now."""
    order = await records.find(ctx.tx, ctx.seller_id, event.subject)
    for shipment in order.shipments if order is not None and not order.origin else ():
        for parcel in shipment.parcels:
            if order is not None and parcel.number == event.body["packageNumber"]:
                await _await_milestones(ctx, order, parcel, _way(ctx, order, parcel))
    return []


async def _await_milestones(ctx: Context, order: Order, parcel: Parcel, way: Journey) -> None:
    for at in sorted({each.at for each in way.events if each.code in _MILESTONES and each.at > ctx.now}):
        await ctx.schedule(REACH_MILESTONE, f"{order.id}/{parcel.number}/{int(at.timestamp())}", at)


async def milestone_reached(ctx: Context, subject: str) -> list[Message]:
    """The milestone that a package reaches just now; nothing where it goes on another way since."""
    order_id, number, second = subject.rsplit("/", 2)
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    for shipment in order.shipments if order else ():
        for parcel in shipment.parcels:
            if order is not None and parcel.number == int(number):
                way = _way(ctx, order, parcel)
                reached = {int(each.at.timestamp()) for each in way.events if each.code in _MILESTONES}
                return _package(ctx, order, parcel, way) if int(second) in reached else []
    return []


def _way(ctx: Context, order: Order, parcel: Parcel) -> Journey:
    shipment = next(each for each in order.shipments if parcel in each.parcels)
    return way_of(ctx, order, shipment, parcel)


def _package(ctx: Context, order: Order, parcel: Parcel, way: Journey) -> list[Message]:
    number = (parcel.carrier, parcel.tracking_number)
    country = marketplace_of(order).country
    return _message(ctx, f"{order.id}/{parcel.number}", way, number, order.marketplace_id, country)


def _message(
    ctx: Context, subject: str, way: Journey, number: tuple[str, str], marketplace_id: str, country: str
) -> list[Message]:
    """What has happened to a package until now, by its carrier and number; nothing before its first milestone."""
    carrier, tracking_number = number
    history = [_milestone(each) for each in tracking.visible(way, ctx.now) if each.code in _MILESTONES]
    if not history:
        return []
    detail: Payload = {
        "identifier": {"carrierTracking": {"trackingNumber": tracking_number, "carrierCode": carrier}},
        "latestMilestone": history[0],
        "milestoneHistory": history,
        "trackingEstimates": _estimates(ctx, way),
        "trackingUrl": tracking_link(tracking_number, country),
    }
    payload = {"shipmentTrackingMilestoneChangedNotification": {"trackingDetail": detail}}
    return [
        Message(
            subject=subject,
            payload=payload,
            marketplace_id=marketplace_id,
            tracking_number=tracking_number,
        )
    ]


def _milestone(event: tracking.Event) -> Payload:
    return {
        "status": {"code": _MILESTONES[event.code], "description": event.description},
        "location": {
            "address": {
                "city": event.place.city,
                "region": event.place.state,
                "countryCode": event.place.country,
            }
        },
        "occurredAt": stamp(event.at),
    }


def _estimates(ctx: Context, way: Journey) -> list[Payload]:
    expected = tracking.estimated_arrival(way, ctx.now)
    if expected is None:
        return []
    at = stamp(expected)
    return [
        {
            "type": "ESTIMATED_DELIVERY_DATE",
            "estimatedInterval": {"startTime": at, "endTime": at},
            "lastUpdatedTime": stamp(ctx.now),
        }
    ]

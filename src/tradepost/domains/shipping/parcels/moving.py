"""What happens to a parcel as its time comes: one event of its way after another, each told once."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from tradepost.domains.carriage import tracking
from tradepost.domains.carriage.tracking import Destiny, Event, Journey
from tradepost.domains.context import Context
from tradepost.domains.shipping.parcels import records
from tradepost.domains.shipping.parcels.parcel import MEANING, STATES, Parcel, Shown, place_of

MOVE = "parcels.move"

#: Of a hundred parcels that would come in time so many find nobody at home first. Our choice.
SHARE_ATTEMPTED = 0.03
#: How long a parcel that is turned round is on its way back. Our choice.
WAY_BACK = timedelta(days=4)
#: How long a parcel lies at an access point until it is fetched. Our choice.
FETCHED = timedelta(days=1)
#: How long a parcel is on its way at least that goes by a number of the seller's own. Our choice.
OWN_WAY = timedelta(days=1)


def destine(ctx: Context, parcel: Parcel, fate: Destiny | None = None) -> Journey:
    """The whole way of a parcel that leaves when it is to ship, as the seed has it or as ``fate`` says."""
    key = ("parcel", ctx.seller_id, parcel.id)
    if fate is None:
        fate = tracking.fate(ctx.seed, *key)
        if fate == "on_time" and ctx.seed.share("first attempt", *key) < SHARE_ATTEMPTED:
            fate = "attempted"
    own_way = min(parcel.ships_at + OWN_WAY, parcel.promised_at)
    earliest = parcel.rate.promised.delivery.start if parcel.rate else own_way
    way = tracking.journey(
        ctx.seed,
        key,
        parcel.ships_at,
        (earliest, parcel.promised_at),
        place_of(parcel.origin),
        place_of(parcel.destination),
        fate,
    )
    return _to_point(way) if parcel.at_point and way.delivered_at is not None else way


def _to_point(way: Journey) -> Journey:
    """The same way to an access point: no courier goes out, it lies ready and is fetched a day later (our choice)."""
    road = [each for each in way.events if each.code not in ("EVENT_301", "EVENT_302", "EVENT_304")]
    last = way.events[-1]
    fetched_at = last.at + FETCHED
    door = (Event(last.at, "EVENT_308", last.place), Event(fetched_at, "EVENT_301", last.place))
    return msgspec.structs.replace(way, events=(*road, *door), delivered_at=fetched_at, ends_at=fetched_at)


async def set_out(ctx: Context, parcel: Parcel, fate: Destiny | None = None) -> None:
    """Settles the way of a parcel that waits for its carrier, and says when something happens to it."""
    parcel.way = destine(ctx, parcel, fate)
    await _wait(ctx, parcel)


async def move(ctx: Context, parcel: Parcel) -> None:
    """Lets everything happen to a parcel that is due by now, and waits for the next thing."""
    assert parcel.way is not None
    while parcel.told < len(parcel.way.events) and parcel.way.events[parcel.told].at <= ctx.now:
        take(ctx, parcel, parcel.way.events[parcel.told])
    await records.save(ctx.tx, ctx.seller_id, parcel)
    await _wait(ctx, parcel)


def take(ctx: Context, parcel: Parcel, event: Event) -> None:
    """One event of its way happens to a parcel."""
    step, code = MEANING[event.code]
    parcel.told += 1
    if step is not None:
        parcel.state = STATES.after(parcel.state, step)
    if code:
        tell(ctx, parcel, Shown(event.at, code, event.place, parcel.state in ("Returning", "Returned")))


def steerable(parcel: Parcel) -> bool:
    """Whether another fate can still come over a parcel: until it is at its end, or on its way back."""
    return parcel.state in ("PreTransit", "InTransit", "OutForDelivery", "DeliveryAttempted")


async def change_fate(ctx: Context, parcel: Parcel, fate: Destiny) -> None:
    """Gives a parcel that is ``steerable`` another fate. What has happened stays; the rest goes as the fate says."""
    assert parcel.way is not None
    other = destine(ctx, parcel, fate)
    happened = parcel.way.events[: parcel.told]
    parcel.way = tracking.redirected(happened, other, ctx.now)
    await records.save(ctx.tx, ctx.seller_id, parcel)
    await _wait(ctx, parcel)


async def send_back(ctx: Context, parcel: Parcel) -> None:
    """Turns a parcel round where it is, if its state knows that: it is back with its sender four days later."""
    assert parcel.way is not None
    last = parcel.way.events[parcel.told - 1]
    await _go_on(
        ctx,
        parcel,
        Event(ctx.now, "EVENT_408", last.place),
        Event(ctx.now + WAY_BACK, "EVENT_309", place_of(parcel.origin)),
    )


async def try_again(ctx: Context, parcel: Parcel, at: datetime) -> None:
    """Sends a courier once more, who finds somebody at home."""
    place = place_of(parcel.destination)
    await _go_on(ctx, parcel, Event(at, "EVENT_302", place), Event(at + timedelta(hours=2), "EVENT_301", place))


async def _go_on(ctx: Context, parcel: Parcel, *events: Event) -> None:
    """Has these events follow what has happened, in place of whatever was to come."""
    assert parcel.way is not None
    happened = parcel.way.events[: parcel.told]
    parcel.way = msgspec.structs.replace(parcel.way, events=(*happened, *events), ends_at=events[-1].at)
    await move(ctx, parcel)


def tell(ctx: Context, parcel: Parcel, shown: Shown) -> None:
    """Says what has happened to a parcel."""
    body = {
        "parcelId": parcel.id,
        "source": parcel.source,
        "reference": parcel.reference,
        "marketplaceId": parcel.marketplace_id,
        "orderId": parcel.order_id,
        "carrierId": parcel.carrier,
        "trackingNumber": parcel.tracking_number,
        "eventCode": shown.code,
        "state": parcel.state,
        "at": shown.at,
        "shipmentType": "RETURNS" if shown.returning else "FORWARD",
        "place": {"city": shown.place.city, "stateOrRegion": shown.place.state, "countryCode": shown.place.country},
    }
    ctx.record("parcels.tracked", parcel.tracking_number, msgspec.to_builtins(body))


async def _wait(ctx: Context, parcel: Parcel) -> None:
    """Waits for the next thing; with a number of the seller's own for the next that changes the parcel's state, so that
    a busy shop does not stop at every scan."""
    assert parcel.way is not None
    rest = parcel.way.events[parcel.told :]
    if parcel.source == "seller":
        rest = tuple(each for each in rest if MEANING[each.code][0] not in (None, "go on"))
    if rest:
        at = rest[0].at  # callers name microseconds, the schedule has milliseconds: up, or it would be due too early
        await ctx.schedule(MOVE, parcel.id, at + timedelta(microseconds=-at.microsecond % 1000))

"""Labels are bought and called off. What was paid and given back is told to finances, which posts it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import msgspec

from tradepost.domains.carriage import records as carriage
from tradepost.domains.carriage.carriers import BY_CODE, tracking_number
from tradepost.domains.carriage.promising import Promised
from tradepost.domains.carriage.rating import Asked, Ineligible, Package, Rate, rates
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.context import Context
from tradepost.domains.measures.amounts import text
from tradepost.domains.shipping.parcels import moving, records
from tradepost.domains.shipping.parcels.parcel import STATES, Content, Paper, Parcel, Print, Shown, Source, place_of


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """A label that is to be bought: of which rate, for what, from where to where.

    ``reference`` is the shipment that it belongs to, in the words of its ``source``; ``parcel_id`` is unique for a
    seller. ``options`` are extras of the rate by their ids. With ``account_id`` the carrier bills the seller itself.
    ``customs_code`` is that of the goods in the Harmonized System.
    """

    source: Source
    reference: str
    parcel_id: str
    marketplace_id: str
    rate: Rate
    package: Package
    origin: Stop
    destination: Stop
    contents: Sequence[Content] = ()
    options: Sequence[str] = ()
    package_reference: str = ""
    order_id: str = ""
    seller_name: str = ""
    account_id: str = ""
    arrive_by: datetime | None = None
    at_point: bool = False
    customs_code: str = ""
    papers: Sequence[Paper] = ("LABEL",)
    form: Print | None = None
    joined: bool = False


async def quote(ctx: Context, asked: Asked) -> list[Rate | Ineligible]:
    """The rates of a question, with the outages and tables of this world."""
    down, tables = frozenset(await carriage.outages(ctx.tx)), await carriage.tables(ctx.tx)
    return rates(msgspec.structs.replace(asked, down=down, tables=tables))


def cost(rate: Rate, options: Sequence[str]) -> Decimal:
    """What a rate costs with these extras of it."""
    return rate.total + sum((each.cost for each in rate.extras if each.id in options), Decimal(0))


async def buy(ctx: Context, purchase: Purchase) -> Parcel:
    """Buys a label: a parcel that waits for its carrier, whose whole way is settled. It is paid at once.

    The parcel is picked up within the window that was promised, and its cost is posted by finances, which hear
    ``parcels.bought``. Labels are printed from the parcel at any time by ``labels``.
    """
    rate, package = purchase.rate, purchase.package
    key = (ctx.seller_id, purchase.parcel_id)
    parcel = Parcel(
        id=purchase.parcel_id,
        source=purchase.source,
        reference=purchase.reference,
        marketplace_id=purchase.marketplace_id,
        carrier=rate.carrier,
        service=rate.service,
        tracking_number=tracking_number(ctx.seed, BY_CODE[rate.carrier], *key),
        origin=purchase.origin,
        destination=purchase.destination,
        bought_at=ctx.now,
        ships_at=_picked_up(ctx, rate, *key),
        promised_at=rate.promised.delivery.end,
        rate=rate,
        contents=tuple(purchase.contents),
        sides=package.sides,
        kilograms=package.kilograms,
        package_reference=purchase.package_reference,
        order_id=purchase.order_id,
        options=tuple(purchase.options),
        collect=package.collect,
        insured=package.insured,
        seller_name=purchase.seller_name,
        account_id=purchase.account_id,
        arrive_by=purchase.arrive_by,
        at_point=purchase.at_point,
        customs_code=purchase.customs_code,
        papers=tuple(purchase.papers),
        form=purchase.form,
        joined=purchase.joined,
        currency=rate.currency,
        charge=Decimal(0) if purchase.account_id else cost(rate, purchase.options),
    )
    added = await records.add(ctx.tx, ctx.seller_id, parcel)
    assert added, parcel.id
    await moving.set_out(ctx, parcel)
    await records.save(ctx.tx, ctx.seller_id, parcel)
    ctx.record("parcels.bought", parcel.tracking_number, _paid(parcel, parcel.charge))
    moving.tell(ctx, parcel, Shown(ctx.now, "ReadyForReceive", place_of(parcel.origin), returning=False))
    return parcel


def postponable(parcel: Parcel) -> bool:
    """Whether a parcel can be picked up at another time: until its carrier is there."""
    return parcel.state == "PreTransit" and not parcel.told


async def postpone(ctx: Context, parcel: Parcel, promised: Promised) -> None:
    """Has a parcel that is ``postponable`` picked up within another window; what is in store for it stays, and so does
    what it costs."""
    assert parcel.rate is not None
    assert parcel.way is not None
    parcel.rate = msgspec.structs.replace(parcel.rate, promised=promised)
    parcel.ships_at = _picked_up(ctx, parcel.rate, ctx.seller_id, parcel.id)
    parcel.promised_at = promised.delivery.end
    await moving.set_out(ctx, parcel, parcel.way.fate)
    await records.save(ctx.tx, ctx.seller_id, parcel)


def cancellable(parcel: Parcel) -> bool:
    """Whether a label can be called off: until its carrier has the parcel (published guide)."""
    return STATES.allows(parcel.state, "cancel")


async def cancel(ctx: Context, parcel: Parcel) -> None:
    """Calls a label off that is ``cancellable``; all that was paid for it is given back."""
    await call_off(ctx, parcel)
    await give_back(ctx, parcel)


async def call_off(ctx: Context, parcel: Parcel) -> None:
    """Calls a label off that is ``cancellable``: nobody picks it up. What was paid for it stays paid."""
    parcel.state = STATES.after(parcel.state, "cancel")
    parcel.cancelled_at = ctx.now
    await ctx.unschedule(moving.MOVE, parcel.id)
    await records.save(ctx.tx, ctx.seller_id, parcel)
    moving.tell(ctx, parcel, Shown(ctx.now, "PickupCancelled", place_of(parcel.origin), returning=False))


async def give_back(ctx: Context, parcel: Parcel) -> None:
    """Gives back what was paid for a label and was not given back before."""
    refunded = parcel.charge - parcel.refunded
    parcel.refunded = parcel.charge
    await records.save(ctx.tx, ctx.seller_id, parcel)
    ctx.record("parcels.refunded", parcel.tracking_number, _paid(parcel, refunded))


def _picked_up(ctx: Context, rate: Rate, *key: str) -> datetime:
    """A minute of the window of the pick-up; at once where the window has begun."""
    window = rate.promised.pickup
    minutes = int((window.end - window.start).total_seconds()) // 60
    at = window.start + timedelta(minutes=ctx.seed.number("pick-up", *key) % max(minutes, 1))
    return max(at, ctx.now + timedelta(minutes=1))


def _paid(parcel: Parcel, amount: Decimal) -> dict[str, str]:
    return {
        "parcelId": parcel.id,
        "source": parcel.source,
        "reference": parcel.reference,
        "marketplaceId": parcel.marketplace_id,
        "orderId": parcel.order_id,
        "carrierId": parcel.carrier,
        "serviceId": parcel.service,
        "trackingNumber": parcel.tracking_number,
        "currencyCode": parcel.currency,
        "amount": text(amount, parcel.currency),
    }

"""Parcels whose number a seller confirms himself: they go their way as bought labels do."""

from __future__ import annotations

from tradepost.domains.carriage import numbers
from tradepost.domains.context import Context
from tradepost.domains.hearing import hears
from tradepost.domains.selling.orders import reading
from tradepost.domains.selling.orders.order import Order, Package
from tradepost.domains.shipping.parcels import moving, records
from tradepost.domains.shipping.parcels.confirming import destination_of, origin_of
from tradepost.domains.shipping.parcels.parcel import Content, Parcel
from tradepost.events.outbox import Event


@hears("orders.shipped")
async def shipped(ctx: Context, event: Event) -> None:
    """A seller has sent a package with a number of his own: if it can be one of that carrier, it is followed.

    A label that was bought is known already.
    """
    found = await _package(ctx, event)
    if found is not None and await records.of_number(ctx.tx, ctx.seller_id, found[1].tracking_number) is None:
        await _follow(ctx, *found)


@hears("orders.package_corrected")
async def corrected(ctx: Context, event: Event) -> None:
    """A seller has told another carrier or number of a package: its parcel goes on by that, or is followed from now on.

    What cannot be a number of the carrier is not followed any more (our choice).
    """
    found = await _package(ctx, event)
    if found is None:
        return
    order, package = found
    parcel = await records.find(ctx.tx, ctx.seller_id, _id(order, package))
    carrier = _carrier(package)
    if parcel is None:
        if await records.of_number(ctx.tx, ctx.seller_id, package.tracking_number) is None:
            await _follow(ctx, order, package)
    elif carrier is None:
        await ctx.unschedule(moving.MOVE, parcel.id)
        await records.forget(ctx.tx, ctx.seller_id, parcel.id)
    else:
        parcel.carrier, parcel.tracking_number = carrier, package.tracking_number
        parcel.service = package.shipping_method
        await records.save(ctx.tx, ctx.seller_id, parcel)


async def _package(ctx: Context, event: Event) -> tuple[Order, Package] | None:
    """The package of an order of the seller's own that an event is about."""
    body = event.body
    order = await reading.find(ctx, body["orderId"]) if body["channel"] == "MFN" else None
    packages = order.packages if order is not None else []
    package = next((each for each in packages if each.reference_id == body["packageReferenceId"]), None)
    return None if order is None or package is None else (order, package)


def _carrier(package: Package) -> str | None:
    """The carrier whose number a package can have."""
    carrier = numbers.carrier_of(package.carrier_code) or numbers.carrier_of(package.carrier_name)
    return carrier if carrier is not None and numbers.valid(carrier, package.tracking_number) else None


def _id(order: Order, package: Package) -> str:
    return f"{order.id}/{package.reference_id}"


async def _follow(ctx: Context, order: Order, package: Package) -> None:
    carrier = _carrier(package)
    if carrier is None:
        return
    lines = [(order.item(each.item_id), each.quantity) for each in package.items]
    parcel = Parcel(
        id=_id(order, package),
        source="seller",
        reference=order.id,
        marketplace_id=order.marketplace_id,
        carrier=carrier,
        service=package.shipping_method,
        tracking_number=package.tracking_number,
        origin=origin_of(ctx, order),
        destination=destination_of(order),
        bought_at=ctx.now,
        ships_at=package.shipped_at,
        promised_at=order.dates.latest_delivery,
        contents=tuple(
            Content(description=line.title, quantity=units, seller_sku=line.seller_sku, order_item_id=line.id)
            for line, units in lines
            if line is not None
        ),
        order_id=order.id,
        currency=order.currency,
    )
    if await records.add(ctx.tx, ctx.seller_id, parcel):
        await moving.set_out(ctx, parcel)
        await records.save(ctx.tx, ctx.seller_id, parcel)

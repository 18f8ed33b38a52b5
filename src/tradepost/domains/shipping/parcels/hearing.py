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
    body = event.body
    order = await reading.find(ctx, body["orderId"]) if body["channel"] == "MFN" else None
    if order is None:
        return
    package = next((each for each in order.packages if each.reference_id == body["packageReferenceId"]), None)
    if package is None or await records.of_number(ctx.tx, ctx.seller_id, package.tracking_number) is not None:
        return
    carrier = numbers.carrier_of(package.carrier_code) or numbers.carrier_of(package.carrier_name)
    if carrier is not None and numbers.valid(carrier, package.tracking_number):
        await _follow(ctx, order, package, carrier)


async def _follow(ctx: Context, order: Order, package: Package, carrier: str) -> None:
    lines = [(order.item(each.item_id), each.quantity) for each in package.items]
    parcel = Parcel(
        id=f"{order.id}/{package.reference_id}",
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

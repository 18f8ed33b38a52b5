"""Customers' orders that the network ships: the same orders, shipments and packages, asked for by Amazon itself.

They are held until they are paid for, and are not shown by FBA Outbound: its lists and packages are the seller's own.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.model import (
    cancellable,
)
from tradepost.domains.fba.fulfillment_outbound.order import Line, Order, Shipment
from tradepost.domains.fba.fulfillment_outbound.shipping import fulfilling
from tradepost.domains.places.calendar import Promise, Speed

ORIGIN = "orders"


class Sent(msgspec.Struct, frozen=True):
    """A shipment that has left: who brings it under which number, and what is in it, by item id."""

    id: str
    carrier: str
    tracking_number: str
    shipped_at: datetime
    units: dict[str, int]


async def place(
    ctx: Context, order_id: str, marketplace_id: str, lines: list[tuple[str, str, int]], to: api.Address, speed: Speed
) -> Promise:
    """Sets stock aside for a customer's order, and holds it. ``lines`` are (item id, SKU, units).

    The caller has seen that there is stock for all of it. Answers when it would ship and arrive if it were let go now.
    """
    request = api.CreateFulfillmentOrderRequest(
        marketplace_id=marketplace_id,
        seller_fulfillment_order_id=order_id,
        displayable_order_id=order_id,
        displayable_order_date=ctx.now,
        displayable_order_comment="",
        shipping_speed_category=speed,
        destination_address=to,
        fulfillment_action="Hold",
        fulfillment_policy="FillOrKill",
        items=[
            api.CreateFulfillmentOrderItem(seller_sku=sku, seller_fulfillment_order_item_id=item_id, quantity=units)
            for item_id, sku, units in lines
        ],
    )
    order = Order(
        id=order_id,
        marketplace_id=marketplace_id,
        request=request,
        status="New",
        received_at=ctx.now,
        status_updated_at=ctx.now,
        held=True,
        origin=ORIGIN,
        lines=[Line(item_id=item_id, seller_sku=sku, quantity=units) for item_id, sku, units in lines],
    )
    await fulfilling.reserve(ctx, order)
    dates = fulfilling.promised(order)
    if not await records.add(ctx.tx, ctx.seller_id, order):
        raise ValueError(f"order {order_id} is shipped already")
    return dates


async def let_go(ctx: Context, order_id: str) -> Promise:
    """A customer's order is paid for: the network begins to work on it. Answers when it ships and arrives."""
    order = await _load(ctx, order_id)
    order.held, order.released_at, order.promise = False, ctx.now, None
    dates = fulfilling.promised(order)
    await fulfilling.begin(ctx, order)
    await records.save(ctx.tx, ctx.seller_id, order)
    return dates


async def cancel(ctx: Context, order_id: str) -> bool:
    """Calls a customer's order off, and frees its stock; false, and nothing done, once it is being picked."""
    order = await _load(ctx, order_id)
    if not cancellable(order.status):
        return False
    await fulfilling.cancel(ctx, order)
    await records.save(ctx.tx, ctx.seller_id, order)
    return True


async def sent(ctx: Context, order_id: str, shipment_id: str) -> Sent | None:
    """A shipment of a customer's order; None where the order is a seller's own, or the shipment has not left."""
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    if order is None or order.origin != ORIGIN:
        return None
    shipment = next((each for each in order.shipments if each.id == shipment_id), None)
    if shipment is None or not shipment.parcels:
        return None
    units: dict[str, int] = {}
    for item in shipment.items:
        units[item.item_id] = units.get(item.item_id, 0) + item.quantity
    first = shipment.parcels[0]
    return Sent(shipment.id, first.carrier, first.tracking_number, first.shipped_at, units)


class Planned(msgspec.Struct, frozen=True):
    """A shipment that has not left: from where, and its units by item id with those of earlier shipments."""

    center_id: str
    units: dict[str, tuple[int, int]]


async def keep_waiting(ctx: Context, order_id: str, shipment_id: str) -> Planned:
    """A shipment of a customer's order is picked and does not leave, until ``let_leave``."""
    order, shipment = await _shipment(ctx, order_id, shipment_id)
    shipment.waits = True
    await ctx.unschedule(fulfilling.SHIP, fulfilling.shipment_subject(order, shipment))
    await records.save(ctx.tx, ctx.seller_id, order)
    earlier = [each for each in order.shipments if each.number < shipment.number and each.open_or_shipped]
    return Planned(
        shipment.center_id,
        {
            each.item_id: (shipment.units(each.item_id), sum(before.units(each.item_id) for before in earlier))
            for each in shipment.items
        },
    )


async def let_leave(ctx: Context, order_id: str, shipment_id: str) -> None:
    """A shipment that was kept waiting leaves: at the time that it was to leave, or now."""
    order, shipment = await _shipment(ctx, order_id, shipment_id)
    shipment.waits = False
    await ctx.schedule(fulfilling.SHIP, fulfilling.shipment_subject(order, shipment), max(shipment.ships_at, ctx.now))
    await records.save(ctx.tx, ctx.seller_id, order)


async def _shipment(ctx: Context, order_id: str, shipment_id: str) -> tuple[Order, Shipment]:
    order = await _load(ctx, order_id)
    return order, next(each for each in order.shipments if each.id == shipment_id)


async def left_with(ctx: Context, order_id: str, tracking_number: str) -> tuple[str, str] | None:
    """The shipment of a customer's order that has a parcel of this number, and the center that it left; or None."""
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    for shipment in order.shipments if order is not None else ():
        if any(each.tracking_number == tracking_number for each in shipment.parcels):
            return shipment.id, shipment.center_id
    return None


async def is_customers(ctx: Context, order_id: str) -> bool:
    """Whether there is a customer's order of this id in the network."""
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    return order is not None and order.origin == ORIGIN


async def _load(ctx: Context, order_id: str) -> Order:
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    if order is None or order.origin != ORIGIN:
        raise LookupError(f"the network knows no customer's order {order_id}")
    return order

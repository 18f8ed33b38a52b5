"""What time does to fulfillment orders. Each transition takes a step of ``fulfilling``, if the order is still
there for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.model import (
    OrderStatus,
)
from tradepost.domains.fba.fulfillment_outbound.order import Order
from tradepost.domains.fba.fulfillment_outbound.returning import sending_back as returning
from tradepost.domains.fba.fulfillment_outbound.shipping import fulfilling, underway
from tradepost.domains.handling import due

Step = Callable[[Context, Order], Awaitable[None]]


async def _take(ctx: Context, order_id: str, step: Step, *statuses: OrderStatus) -> None:
    """Loads an order, takes the step if its status allows it, and keeps it."""
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    if order is not None and (not statuses or order.status in statuses):
        await step(ctx, order)
        await records.save(ctx.tx, ctx.seller_id, order)


@due(fulfilling.VALIDATE)
async def validate(ctx: Context, order_id: str) -> None:
    """A new order has been looked at."""
    await _take(ctx, order_id, fulfilling.validate, "New")


@due(fulfilling.PLAN)
async def plan(ctx: Context, order_id: str) -> None:
    """An order is handed to the fulfillment network."""
    await _take(ctx, order_id, fulfilling.plan, "Received")


@due(fulfilling.PICK)
async def pick(ctx: Context, order_id: str) -> None:
    """Picking begins."""
    await _take(ctx, order_id, fulfilling.pick, "Planning")


@due(fulfilling.RESTOCK)
async def restock(ctx: Context, order_id: str) -> None:
    """An order that waits for stock looks for it."""
    await _take(ctx, order_id, fulfilling.restock, "Received", "Planning", "Processing")


@due(fulfilling.END_HOLD)
async def end_hold(ctx: Context, order_id: str) -> None:
    """An order has been on hold for too long."""

    async def cancel_held(ctx: Context, order: Order) -> None:
        if order.held:
            await fulfilling.cancel(ctx, order)

    await _take(ctx, order_id, cancel_held, "Received")


@due(fulfilling.SHIP)
async def ship(ctx: Context, subject: str) -> None:
    """A shipment leaves; while all its carriers are down it waits for them (our choice)."""
    order_id, _, number = subject.rpartition("/")

    async def ship_one(ctx: Context, order: Order) -> None:
        shipment = next(each for each in order.shipments if each.number == int(number))
        if shipment.status != "PENDING" or shipment.waits:
            return
        if await fulfilling.is_stranded(ctx, order):
            await ctx.schedule(fulfilling.SHIP, subject, ctx.now + fulfilling.CARRIER_EVERY)
        else:
            await fulfilling.ship(ctx, order, shipment)

    await _take(ctx, order_id, ship_one)


@due(underway.ARRIVE)
async def arrive(ctx: Context, subject: str) -> None:
    """The way of a package ends."""
    order_id, _, number = subject.rpartition("/")

    async def arrive_one(ctx: Context, order: Order) -> None:
        for shipment in order.shipments:
            for parcel in shipment.parcels:
                if parcel.number == int(number) and not parcel.ended:
                    await underway.arrive(ctx, order, shipment, parcel)

    await _take(ctx, order_id, arrive_one)


@due(returning.RECEIVE_RETURN)
async def receive_return(ctx: Context, subject: str) -> None:
    """A returned unit has reached the fulfillment center."""
    order_id, _, position = subject.rpartition("/")

    async def receive_one(ctx: Context, order: Order) -> None:
        await returning.receive(ctx, order, order.returns[int(position)])

    await _take(ctx, order_id, receive_one)

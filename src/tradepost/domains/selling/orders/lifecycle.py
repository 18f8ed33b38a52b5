"""What time does to orders. Each transition takes a step, if the order is still there for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.shipping import customer_orders
from tradepost.domains.handling import due
from tradepost.domains.selling.orders import buying, fulfilling, records
from tradepost.domains.selling.orders.model import OrderStatus
from tradepost.domains.selling.orders.order import Order

Step = Callable[[Context, Order], Awaitable[None]]


async def _take(ctx: Context, order_id: str, step: Step, *statuses: OrderStatus) -> None:
    """Loads an order, takes the step if its status allows it, and keeps it."""
    order = await records.find(ctx.tx, ctx.seller_id, order_id)
    if order is not None and (not statuses or order.status in statuses):
        await step(ctx, order)
        await records.save(ctx.tx, ctx.seller_id, order)


@due(fulfilling.RELEASE)
async def release(ctx: Context, order_id: str) -> None:
    """A pre-order's product is there."""
    await _take(ctx, order_id, fulfilling.release, "PendingAvailability")


@due(fulfilling.PAY)
async def pay(ctx: Context, order_id: str) -> None:
    """The payment of an order is through."""
    await _take(ctx, order_id, fulfilling.pay, "Pending")


@due(fulfilling.BE_LATE)
async def be_late(ctx: Context, order_id: str) -> None:
    """The latest ship date of an order has passed."""

    async def note(ctx: Context, order: Order) -> None:
        fulfilling.be_late(ctx, order)

    await _take(ctx, order_id, note, "Unshipped", "PartiallyShipped")


@due(fulfilling.GIVE_UP)
async def give_up(ctx: Context, order_id: str) -> None:
    """A seller has not shipped an order, a week after its latest ship date: what is left is called off."""

    async def call_off(ctx: Context, order: Order) -> None:
        if order.channel == "AFN":
            await customer_orders.cancel(ctx, order.id)
        await fulfilling.cancel(ctx, order, "NotShippedInTime")

    await _take(ctx, order_id, call_off, "Unshipped", "PartiallyShipped")


@due(fulfilling.RECEIVE_RETURN)
async def receive_return(ctx: Context, subject: str) -> None:
    """What a buyer has sent back is there."""
    order_id, _, number = subject.rpartition("/")

    async def receive(ctx: Context, order: Order) -> None:
        await buying.receive(ctx, order, order.returns[int(number)])

    await _take(ctx, order_id, receive)

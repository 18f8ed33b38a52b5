"""Moving an order by hand: the steps of ``submitFulfillmentOrderStatusUpdate``, the same that the clock takes."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.model import (
    OrderStatus,
    OrderTrigger,
    ways_forward,
)
from tradepost.domains.fba.fulfillment_outbound.order import Order, Shipment, ShipmentItem
from tradepost.domains.fba.fulfillment_outbound.refusals import StatusNotReachable
from tradepost.domains.fba.fulfillment_outbound.shipping import fulfilling


async def drive(ctx: Context, order: Order, wanted: OrderStatus) -> None:
    """Takes the steps that lead to the wanted status, each with its events. Raises StatusNotReachable where none do."""
    ways = {
        status: way for status, way in ways_forward(order.status).items() if all(_possible(order, at) for _, at in way)
    }
    if wanted not in ways:
        raise StatusNotReachable(order.id, order.status, wanted, ways)
    for trigger, _ in ways[wanted]:
        await _step(ctx, order, trigger)


async def _step(ctx: Context, order: Order, trigger: OrderTrigger) -> None:
    if trigger in ("refuse", "give_up"):
        await fulfilling.give_up(ctx, order, trigger)
    elif trigger == "cancel":
        await fulfilling.cancel(ctx, order)
    elif trigger == "validate":
        await ctx.unschedule(fulfilling.VALIDATE, order.id)
        await fulfilling.validate(ctx, order)
    elif trigger == "plan":
        await ctx.unschedule(fulfilling.PLAN, order.id)
        await fulfilling.plan(ctx, order)
    elif trigger == "pick":
        await ctx.unschedule(fulfilling.PICK, order.id)
        await fulfilling.pick(ctx, order)
    else:
        await _finish(ctx, order, partly=trigger == "complete_partly")


def _possible(order: Order, wanted: OrderStatus) -> bool:
    """Whether the units of the order allow the status, beyond what the table says."""
    units = order.counts
    if wanted == "Received":
        return order.reserved > 0 or order.waiting > 0
    if wanted == "Planning":
        return order.reserved > 0 and not order.held
    if wanted == "Complete":
        return units.shipped + order.reserved == units.ordered
    if wanted == "CompletePartialled":
        return units.shipped + order.reserved > 0 and units.ordered > 1
    if wanted == "Unfulfillable":
        return units.shipped == 0
    return True


async def _finish(ctx: Context, order: Order, *, partly: bool) -> None:
    """Ships what is left; partly, if everything would ship, one unit fewer."""
    await fulfilling.unschedule_all(ctx, order)
    for line in order.lines:
        line.unfulfillable += line.waiting
        line.waiting = 0
    if partly and not order.counts.unfulfillable and not order.counts.cancelled:
        await _lose_one_unit(ctx, order)
    for shipment in order.shipments:
        if shipment.status == "PENDING":
            await fulfilling.ship(ctx, order, shipment)
    fulfilling.close_if_done(ctx, order)


async def _lose_one_unit(ctx: Context, order: Order) -> None:
    """The last unit that is still to leave is not found."""
    shipment = next(each for each in reversed(order.shipments) if each.status == "PENDING")
    item = shipment.items[-1]
    line = order.line(item.item_id)
    assert line is not None
    line.unfulfillable += 1
    await fulfilling.release(ctx, order, line, 1)
    if item.quantity > 1:
        item.quantity -= 1
    elif len(shipment.items) > 1:
        _take_out(shipment, item)
    else:
        fulfilling.fail_shipment(ctx, order, shipment)


def _take_out(shipment: Shipment, item: ShipmentItem) -> None:
    """Takes an item out of a shipment, and its package where nothing else is in it."""
    shipment.items.remove(item)
    if all(each.package != item.package for each in shipment.items):
        shipment.package_count -= 1
        for each in shipment.items:
            each.package -= each.package > item.package

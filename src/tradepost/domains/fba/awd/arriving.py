"""An inbound shipment's way: it leaves, is on the road, arrives, is received, and closes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.fba.awd import charging, loading, records, stock
from tradepost.domains.fba.awd.inbound import InboundOrder, InboundShipment, OrderTrigger, ShipmentTrigger
from tradepost.domains.fba.awd.lots import Lot

EXPIRE: Final = "awd.expire_order"
ADVANCE: Final = "awd.advance"
RECEIVE_REST: Final = "awd.receive_rest"
CLOSE: Final = "awd.close"

#: How long each step takes. Our choice.
COLLECTED: Final = timedelta(hours=6)
YARD: Final = timedelta(days=1)
COUNTING: Final = timedelta(days=1)
OPEN: Final = timedelta(days=14)
#: The share of boxes that is counted on the first day, and that of lots of which a box never comes. Our choice.
_AT_FIRST: Final = 0.7
_SHORT: Final = 0.01


async def end_order(ctx: Context, order: InboundOrder, trigger: OrderTrigger) -> None:
    """An order comes to its end: closed, cancelled or expired."""
    order.take(trigger, ctx.now)
    await ctx.unschedule(EXPIRE, order.id)
    await records.keep_inbound_order(ctx.tx, ctx.seller_id, order)
    ctx.record("awd.inbound_order_ended", order.id, {"status": order.status})


async def send(ctx: Context, shipment: InboundShipment) -> None:
    """Its seller has told how it travels: it has left."""
    for lot in await stock.lots_of(ctx, shipment):
        await stock.move(ctx, lot, "shipped", lot.announced, shipment.id)
    shipment.sent_at = ctx.now
    await _step(ctx, shipment, "send")
    await ctx.schedule(ADVANCE, shipment.id, ctx.now + COLLECTED)


async def cancel(ctx: Context, shipment: InboundShipment) -> None:
    """It is not going to be sent."""
    for lot in await stock.lots_of(ctx, shipment):
        await stock.move(ctx, lot, "cancelled", lot.announced, shipment.id)
    await _step(ctx, shipment, "cancel")


async def advance(ctx: Context, shipment: InboundShipment) -> None:
    """It comes to the next station of its way."""
    match shipment.status:
        case "SHIPPED":
            await _step(ctx, shipment, "move")
            await ctx.schedule(ADVANCE, shipment.id, max(shipment.arrival(), ctx.now))
        case "IN_TRANSIT":
            await _step(ctx, shipment, "deliver")
            await ctx.schedule(ADVANCE, shipment.id, ctx.now + YARD)
        case "DELIVERED":
            lost = shipment.lost_by_package()
            for lot in await stock.lots_of(ctx, shipment):
                await _receive(ctx, shipment, lot, int(came(ctx, shipment, lot, lost) * _AT_FIRST))
            await _step(ctx, shipment, "receive")
            await ctx.schedule(RECEIVE_REST, shipment.id, ctx.now + COUNTING)
            await ctx.schedule(CLOSE, shipment.id, ctx.now + OPEN)


async def receive_rest(ctx: Context, shipment: InboundShipment) -> None:
    """The rest is counted, and receiving is charged by the box."""
    lost = shipment.lost_by_package()
    for lot in await stock.lots_of(ctx, shipment):
        await _receive(ctx, shipment, lot, came(ctx, shipment, lot, lost) - shipment.received.get(lot.id, 0))
    await loading.keep_shipment(ctx, shipment)
    charging.charge_processing(ctx, sum(shipment.received.values()), shipment.id)
    await charging.count_storage(ctx)


async def close(ctx: Context, shipment: InboundShipment) -> None:
    """It is closed with its order; boxes that never came are given up, and paid for."""
    for lot in await stock.lots_of(ctx, shipment):
        if lot.inbound:
            boxes = lot.inbound
            await stock.move(ctx, lot, "missing", boxes, shipment.id)
            await charging.reimburse(ctx, lot, boxes, shipment.id)
    await _step(ctx, shipment, "close")
    await end_order(ctx, await loading.inbound_order(ctx, shipment.order_id), "close")


def came(ctx: Context, shipment: InboundShipment, lot: Lot, lost: Mapping[int, int]) -> int:
    """How many boxes of a lot arrive: all but those that were lost, which are few."""
    number = int(lot.id.rpartition("/")[2])
    short = 1 if ctx.seed.share("awd receipt", lot.id) < _SHORT else 0
    return max(0, shipment.packages[number].count - max(lost.get(number, 0), short))


async def _receive(ctx: Context, shipment: InboundShipment, lot: Lot, boxes: int) -> None:
    if boxes:
        await stock.move(ctx, lot, "received", boxes, shipment.id)
        shipment.received[lot.id] = shipment.received.get(lot.id, 0) + boxes


async def _step(ctx: Context, shipment: InboundShipment, trigger: ShipmentTrigger) -> None:
    shipment.take(trigger, ctx.now)
    await records.keep_inbound_shipment(ctx.tx, ctx.seller_id, shipment)
    body = {"orderId": shipment.order_id, "shipmentId": shipment.id, "status": shipment.status}
    ctx.record("awd.inbound_shipment_status_changed", shipment.id, body)

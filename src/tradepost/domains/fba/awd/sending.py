"""What becomes of an order that sends boxes on: it is checked and confirmed, its boxes are set aside, travel, and are
put on the shelves of a fulfillment center, from which they can be sold."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Final

from tradepost.domains.carriage.zones import Stop, zone
from tradepost.domains.context import Context
from tradepost.domains.fba.awd import charging, eligibility, records, stock
from tradepost.domains.fba.awd.centers import BY_ID
from tradepost.domains.fba.awd.distribution import (
    DistributionOrder,
    OutboundShipment,
    Picked,
    Reason,
    ShipmentTrigger,
    pick,
)
from tradepost.domains.fba.awd.eligibility import US
from tradepost.domains.fba.awd.lots import Lot
from tradepost.domains.fba.inbound.planning import eligibility as fba
from tradepost.domains.fba.inbound.planning import goods
from tradepost.domains.fba.inbound.sending import carriers
from tradepost.domains.fba.inventory import stock as inventory
from tradepost.domains.places.centers import BY_ID as FULFILLMENT_CENTERS
from tradepost.domains.places.centers import CENTERS

ADVANCE: Final = "awd.advance_outbound"

#: How long each step takes: until the warehouse begins, its work, until a truck leaves, and at the other end (our
#: choice).
WAITING, PICKING = timedelta(hours=1), timedelta(hours=23)
LOADED: Final = timedelta(hours=12)
YARD: Final = timedelta(days=1)
COUNTING: Final = timedelta(days=1)
OPEN: Final = timedelta(days=2)


async def keep(ctx: Context, order: DistributionOrder) -> None:
    """Keeps an order that has changed now, and says where it stands."""
    order.updated_at = ctx.now
    await records.keep_distribution_order(ctx.tx, ctx.seller_id, order)
    body = {"status": order.status, "face": order.face}
    ctx.record("awd.distribution_order_status_changed", order.id, body)


async def look(ctx: Context, order: DistributionOrder) -> tuple[list[Picked], list[Reason]]:
    """The boxes that are there for an order now, and what speaks against the rest of it."""
    known = await goods.find(ctx, US, order.skus)
    barred = {}
    for sku, found in known.items():
        codes = await fba.inbound_reasons(ctx, found.product)
        if codes:
            barred[sku] = f"{codes[0]}: {eligibility.REASONS[codes[0]]}"
    return pick(order, await records.stored_lots(ctx.tx, ctx.seller_id, order.skus), barred)


async def confirm(ctx: Context, order: DistributionOrder, picked: list[Picked]) -> None:
    """Boxes are set aside for an order, and the warehouse is told."""
    lots = await _lots(ctx, picked)
    for each in picked:
        await stock.move(ctx, lots[each.lot_id], "reserved", each.boxes, order.id)
    order.picked, order.confirmed_at = picked, ctx.now
    order.take("confirm", ctx.now)
    await keep(ctx, order)


async def give_back(ctx: Context, order: DistributionOrder, reason: str) -> None:
    """The warehouse cannot do it: boxes that were set aside are available again."""
    lots = await _lots(ctx, order.picked)
    for each in order.picked:
        await stock.move(ctx, lots[each.lot_id], "released", each.boxes, order.id)
    order.picked = []
    order.reasons = [*order.reasons, Reason("EXECUTION_FAILED", reason)]
    order.take("fail", ctx.now)
    await keep(ctx, order)


async def ship(ctx: Context, order: DistributionOrder) -> None:
    """Boxes are ready: a shipment from every distribution center, announced to a fulfillment center."""
    lots = await _lots(ctx, order.picked)
    for center_id in dict.fromkeys(lots[each.lot_id].center_id for each in order.picked):
        picked = [each for each in order.picked if lots[each.lot_id].center_id == center_id]
        shipment = OutboundShipment(
            id=f"repl-ship-{ctx.seed.uuid('awd outbound shipment', ctx.seller_id, order.id, center_id)}",
            center_id=center_id,
            fulfillment_center_id=ctx.seed.pick(CENTERS["US"][:-1], "awd destination", order.id, center_id).id,
            created_at=ctx.now,
            updated_at=ctx.now,
            picked=picked,
        )
        order.shipments.append(shipment)
        asins = {lots[each.lot_id].sku: lots[each.lot_id].asin for each in picked}
        for sku, units in _units(picked).items():
            await inventory.ensure_item(ctx, US, sku, asins[sku], sku)
            await inventory.plan_inbound(ctx, US, sku, units, shipment.id)
        _tell(ctx, order, shipment)
        await ctx.schedule(ADVANCE, f"{order.id} {shipment.id}", ctx.now + LOADED)
    order.take("ship", ctx.now)
    await keep(ctx, order)


async def advance(ctx: Context, order: DistributionOrder, shipment: OutboundShipment) -> None:
    """A shipment comes to the next station of its way."""
    units = _units(shipment.picked)
    match shipment.status:
        case "CREATED":
            lots = await _lots(ctx, shipment.picked)
            for each in shipment.picked:
                await stock.move(ctx, lots[each.lot_id], "sent", each.boxes, shipment.id)
            for sku, quantity in units.items():
                await inventory.ship_inbound(ctx, US, sku, quantity, shipment.id)
            await _step(ctx, order, shipment, "leave", on_the_road(shipment))
        case "IN_TRANSIT":
            await _step(ctx, order, shipment, "deliver", YARD)
        case "DELIVERED":
            for sku, quantity in units.items():
                await inventory.check_in(ctx, US, sku, quantity, shipment.id)
            await _step(ctx, order, shipment, "receive", COUNTING)
        case "RECEIVING":
            await _put_away(ctx, shipment)
            await _step(ctx, order, shipment, "received", OPEN)
        case "RECEIVED":
            await _step(ctx, order, shipment, "close", None)


def on_the_road(shipment: OutboundShipment) -> timedelta:
    """How long boxes are on their way, as freight."""
    center = FULFILLMENT_CENTERS[shipment.fulfillment_center_id]
    end = Stop(city=center.city, state=center.state, postal_code=center.postal_code, country=center.country)
    return carriers.on_the_road("FREIGHT_LTL", zone(BY_ID[shipment.center_id].stop, end))


async def _put_away(ctx: Context, shipment: OutboundShipment) -> None:
    """Boxes are on the shelves; what it cost to bring them there is charged."""
    lots = await _lots(ctx, shipment.picked)
    for each in shipment.picked:
        await stock.move(ctx, lots[each.lot_id], "delivered", each.boxes, shipment.id)
    for sku, quantity in _units(shipment.picked).items():
        await inventory.put_away(ctx, US, sku, quantity, "fulfillable", shipment.id)
    charging.charge_processing(ctx, sum(each.boxes for each in shipment.picked), shipment.id)
    room = sum((lots[each.lot_id].cubic_feet * each.boxes for each in shipment.picked), Decimal(0))
    charging.charge_transportation(ctx, room, shipment.id)


async def _step(
    ctx: Context, order: DistributionOrder, shipment: OutboundShipment, trigger: ShipmentTrigger, then: timedelta | None
) -> None:
    shipment.take(trigger, ctx.now)
    _tell(ctx, order, shipment)
    if then is not None:
        await ctx.schedule(ADVANCE, f"{order.id} {shipment.id}", ctx.now + then)
    arrived = all(each.status in ("RECEIVED", "CLOSED") for each in order.shipments)
    if arrived and order.status == "INVENTORY_OUTBOUND":
        order.take("succeed", ctx.now)
        await keep(ctx, order)
    else:
        order.updated_at = ctx.now
        await records.keep_distribution_order(ctx.tx, ctx.seller_id, order)


def _tell(ctx: Context, order: DistributionOrder, shipment: OutboundShipment) -> None:
    body = {"orderId": order.id, "shipmentId": shipment.id, "status": shipment.status}
    ctx.record("awd.outbound_shipment_status_changed", shipment.id, body)


def _units(picked: list[Picked]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in picked:
        found[each.sku] = found.get(each.sku, 0) + each.units
    return found


async def _lots(ctx: Context, picked: list[Picked]) -> dict[str, Lot]:
    return await records.lots(ctx.tx, ctx.seller_id, list(dict.fromkeys(each.lot_id for each in picked)))

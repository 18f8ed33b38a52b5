"""What happens to an order: each step changes the order, moves the stock, and says what comes next, and when.

Steps are taken by the clock (``lifecycle``) and by calls (``operations``); both take the same ones.
"""

from __future__ import annotations

from datetime import timedelta

from tradepost.accounts.marketplaces import MARKETPLACES, Marketplace
from tradepost.domains.carriage import carriers
from tradepost.domains.carriage import records as carriage
from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound import records
from tradepost.domains.fba.fulfillment_outbound.asking.features import Constraint, applied
from tradepost.domains.fba.fulfillment_outbound.asking.terms import constraints_of, destination_of
from tradepost.domains.fba.fulfillment_outbound.model import (
    ORDER,
    SHIPMENT,
    OrderStatus,
    OrderTrigger,
    closing_trigger,
    outcome,
)
from tradepost.domains.fba.fulfillment_outbound.order import (
    Line,
    Order,
    Parcel,
    Shipment,
    ShipmentItem,
    apply_allocation,
    wanted,
)
from tradepost.domains.fba.fulfillment_outbound.shipping import timetable, underway
from tradepost.domains.fba.fulfillment_outbound.shipping.allocation import allocate
from tradepost.domains.fba.fulfillment_outbound.shipping.parcels import (
    PlannedItem,
    PlannedShipment,
    split_into_shipments,
)
from tradepost.domains.fba.inventory import stock
from tradepost.domains.places.calendar import Promise, Window, promise, window_promise

RESTOCK_EVERY = timedelta(hours=1)
#: How long a shipment waits for a carrier until it tries again. Our choice.
CARRIER_EVERY = timedelta(hours=1)

VALIDATE = "fulfillment_outbound.validate"
PLAN = "fulfillment_outbound.plan"
PICK = "fulfillment_outbound.pick"
SHIP = "fulfillment_outbound.ship"
RESTOCK = "fulfillment_outbound.restock"
END_HOLD = "fulfillment_outbound.end_hold"


def marketplace_of(order: Order) -> Marketplace:
    """The marketplace whose network ships the order."""
    return MARKETPLACES[order.marketplace_id]


def promised(order: Order) -> Promise:
    """When the order ships and arrives, counted from when it may ship; worked out once."""
    if order.promise is None:
        order.promise = _promise(order)
    return order.promise


def _promise(order: Order) -> Promise:
    marketplace = marketplace_of(order)
    start = order.released_at or order.received_at
    window = order.request.delivery_window
    if order.request.shipping_speed_category == "ScheduledDelivery" and window is not None:
        booked = Window(window.start_date, window.end_date)
        return window_promise(start, booked, marketplace.country, marketplace.time_zone)
    return promise(
        order.request.shipping_speed_category,
        start,
        marketplace.country,
        order.request.destination_address.country_code,
        marketplace.time_zone,
    )


def move_on(ctx: Context, order: Order, trigger: OrderTrigger) -> None:
    """Gives the order its next status, and says so."""
    before: OrderStatus = order.status
    order.status = ORDER.after(before, trigger)
    order.status_updated_at = ctx.now
    ctx.record(
        "fulfillment_outbound.order_status_changed",
        order.id,
        {"from": before, "to": order.status, "marketplaceId": order.marketplace_id},
    )


# Stock


async def reserve(ctx: Context, order: Order) -> None:
    """Sets stock aside for a new order's lines, as its policy wants it."""
    available = await stock.available(ctx, order.marketplace_id, [each.seller_sku for each in order.lines])
    allocation = allocate(order.policy, wanted(order.lines), available)
    apply_allocation(order.lines, allocation.lines)
    for line in order.lines:
        if line.reserved:
            await stock.reserve(ctx, order.marketplace_id, line.seller_sku, line.reserved, order.id)


async def release(ctx: Context, order: Order, line: Line, units: int) -> None:
    """Gives units of a line back."""
    if units:
        await stock.release(ctx, order.marketplace_id, line.seller_sku, units, order.id)
        line.reserved -= units


# The way of an order


async def begin(ctx: Context, order: Order) -> None:
    """An order has come in: it is validated soon."""
    speed = order.request.shipping_speed_category
    await ctx.schedule(VALIDATE, order.id, timetable.received_at(speed, ctx.now))


async def validate(ctx: Context, order: Order) -> None:
    """New becomes Received, or Invalid where no unit has stock or waits for it."""
    if not order.reserved and not order.waiting:
        move_on(ctx, order, "refuse")
        return
    move_on(ctx, order, "validate")
    if order.held:
        await ctx.schedule(END_HOLD, order.id, timetable.hold_ends_at(order.received_at))
    else:
        await proceed(ctx, order)


async def proceed(ctx: Context, order: Order) -> None:
    """An order that may ship goes on to planning; one that waits for stock looks for it every hour."""
    if order.reserved:
        times = timetable.timetable(
            order.request.shipping_speed_category,
            order.released_at or order.received_at,
            promised(order).earliest_ship,
        )
        await ctx.schedule(PLAN, order.id, max(times.planning_at, ctx.now))
    if order.waiting:
        await ctx.schedule(RESTOCK, order.id, ctx.now + RESTOCK_EVERY)


async def plan(ctx: Context, order: Order) -> None:
    """Received becomes Planning: the units that have stock are split into shipments, and picked later."""
    move_on(ctx, order, "plan")
    times = timetable.timetable(
        order.request.shipping_speed_category,
        order.released_at or order.received_at,
        promised(order).earliest_ship,
    )
    add_shipments(ctx, order, times)
    await ctx.schedule(PICK, order.id, max(times.processing_at, ctx.now))


def add_shipments(ctx: Context, order: Order, times: timetable.Timetable) -> list[Shipment]:
    """Puts the units that have stock and no shipment yet into new shipments."""
    items = [PlannedItem(each.item_id, each.seller_sku, order.unplanned(each)) for each in order.lines]
    country = marketplace_of(order).country
    planned = split_into_shipments(
        ctx.seed, ctx.seller_id, country, items, together="DELIVER_TOGETHER" in features_of_order(ctx, order)
    )
    first = len(order.shipments) + 1
    dates = promised(order)
    added = [_shipment(ctx, order, first + at, each, dates, times) for at, each in enumerate(planned)]
    order.shipments += added
    return added


def _shipment(
    ctx: Context, order: Order, number: int, planned: PlannedShipment, dates: Promise, times: timetable.Timetable
) -> Shipment:
    return Shipment(
        id=carriers.shipment_id(ctx.seed, ctx.seller_id, order.id, number),
        number=number,
        center_id=planned.center.id,
        status="PLANNED",
        items=[
            ShipmentItem(item_id=each.item_id, seller_sku=each.seller_sku, quantity=each.quantity, package=each.package)
            for each in planned.items
        ],
        package_count=planned.package_count,
        weight=planned.weight,
        ships_at=times.ships_at,
        promise=dates,
    )


async def pick(ctx: Context, order: Order) -> None:
    """Planning becomes Processing: picking has begun, and nothing can be cancelled any more."""
    move_on(ctx, order, "pick")
    await pick_shipments(ctx, order)


async def pick_shipments(ctx: Context, order: Order) -> None:
    """Picks the shipments that are planned; each leaves at its time."""
    for shipment in order.shipments:
        if shipment.status == "PLANNED":
            _move_shipment(ctx, order, shipment, "pick")
            await ctx.schedule(SHIP, shipment_subject(order, shipment), max(shipment.ships_at, ctx.now))


def shipment_subject(order: Order, shipment: Shipment) -> str:
    """How a due transition names a shipment."""
    return f"{order.id}/{shipment.number}"


async def ship(ctx: Context, order: Order, shipment: Shipment) -> None:
    """A shipment leaves: its units leave the stock, its packages get carriers and numbers."""
    _move_shipment(ctx, order, shipment, "ship")
    shipment.ships_at = ctx.now
    for item in shipment.items:
        line = order.line(item.item_id)
        assert line is not None
        await stock.ship(ctx, order.marketplace_id, item.seller_sku, item.quantity, order.id)
        line.reserved -= item.quantity
        line.shipped += item.quantity
    for index in range(shipment.package_count):
        parcel = await _hand_over(ctx, order, shipment, index)
        shipment.parcels.append(parcel)
        await ctx.schedule(underway.ARRIVE, f"{order.id}/{parcel.number}", parcel.ends_at)
    close_if_done(ctx, order)


def close_if_done(ctx: Context, order: Order) -> None:
    """Ends a picked order of which no unit is open any more."""
    final = outcome(order.counts)
    if order.status == "Processing" and final is not None:
        move_on(ctx, order, closing_trigger(final))


async def is_stranded(ctx: Context, order: Order) -> bool:
    """Whether every carrier that could bring its packages is down."""
    down = await carriage.outages(ctx.tx)
    if not down:
        return False
    origin, destination, block_amzl, post_only = _way(ctx, order)
    candidates = carriers.candidates_for(origin, destination, block_amzl=block_amzl, post_only=post_only)
    return all(each.code in down for each in candidates)


def _way(ctx: Context, order: Order) -> tuple[str, str, bool, bool]:
    """From which country to which, whether not by Amazon, and whether by the post alone."""
    to = destination_of(order.request.destination_address)
    blocked = "BLOCK_AMZL" in features_of_order(ctx, order)
    return marketplace_of(order).country, to.country_code, blocked, to.is_po_box or to.is_military


async def _hand_over(ctx: Context, order: Order, shipment: Shipment, index: int) -> Parcel:
    key = (ctx.seller_id, shipment.id, index)
    origin, destination, block_amzl, post_only = _way(ctx, order)
    carrier = carriers.choose_carrier(
        ctx.seed,
        origin,
        destination,
        *key,
        block_amzl=block_amzl,
        post_only=post_only,
        down=await carriage.outages(ctx.tx),
    )
    followed = carriers.tracking_number(ctx.seed, carrier, *key)
    number, attempt = 0, 0
    while not number or not await records.add_package(ctx.tx, ctx.seller_id, number, order.id, followed, ctx.now):
        number = carriers.package_number(ctx.seed, ctx.seller_id, shipment.id, index, attempt)
        attempt += 1
    way = underway.settled(ctx, order, shipment, index, ctx.now)
    return Parcel(
        number=number,
        carrier=carrier.code,
        tracking_number=followed,
        shipped_at=ctx.now,
        ends_at=way.ends_at,
        delivered_at=way.delivered_at,
    )


def features_of_order(ctx: Context, order: Order) -> frozenset[str]:
    """The features that the order ships with."""
    found: list[Constraint] = constraints_of(order.request.feature_constraints)
    country = marketplace_of(order).country
    return applied(ctx.seed, found, country, ctx.seller_id, [each.seller_sku for each in order.lines])


def fail_shipment(ctx: Context, order: Order, shipment: Shipment) -> None:
    """The fulfillment center calls a shipment off."""
    _move_shipment(ctx, order, shipment, "fail")


def _move_shipment(ctx: Context, order: Order, shipment: Shipment, trigger: str) -> None:
    shipment.status = SHIPMENT.after(shipment.status, trigger)
    ctx.record(
        "fulfillment_outbound.shipment_status_changed",
        order.id,
        {"amazonShipmentId": shipment.id, "status": shipment.status, "marketplaceId": order.marketplace_id},
    )


# Stock that comes later, and ways to end


async def restock(ctx: Context, order: Order) -> None:
    """Units that wait get the stock that has come since; after a day the rest will not ship (published model)."""
    available = await stock.available(ctx, order.marketplace_id, [each.seller_sku for each in order.lines])
    for line in order.lines:
        units = min(line.waiting, available[line.seller_sku])
        if units:
            await stock.reserve(ctx, order.marketplace_id, line.seller_sku, units, order.id)
            available[line.seller_sku] -= units
            line.waiting -= units
            line.reserved += units
    if order.waiting and ctx.now >= timetable.backorder_ends_at(order.released_at or order.received_at):
        for line in order.lines:
            line.unfulfillable += line.waiting
            line.waiting = 0
    await _after_restock(ctx, order)
    if order.waiting:
        await ctx.schedule(RESTOCK, order.id, ctx.now + RESTOCK_EVERY)


async def _after_restock(ctx: Context, order: Order) -> None:
    if not order.reserved and not order.waiting and not order.counts.shipped and order.status != "Processing":
        await unschedule_all(ctx, order)
        move_on(ctx, order, "give_up")
        return
    fresh = any(order.unplanned(each) for each in order.lines)
    if fresh and order.status == "Received":
        await ctx.schedule(PLAN, order.id, ctx.now)
    elif fresh:
        pace = timetable.PACES[order.request.shipping_speed_category]
        leaves = ctx.now + pace.planning + pace.picking
        add_shipments(ctx, order, timetable.Timetable(ctx.now, ctx.now, ctx.now, leaves))
        if order.status == "Processing":
            await pick_shipments(ctx, order)
    close_if_done(ctx, order)


async def cancel(ctx: Context, order: Order) -> None:
    """The seller calls the order off: its stock is free again, at once."""
    await unschedule_all(ctx, order)
    for shipment in order.shipments:
        if shipment.status == "PLANNED":
            _move_shipment(ctx, order, shipment, "cancel")
    for line in order.lines:
        line.cancelled += line.reserved + line.waiting
        await release(ctx, order, line, line.reserved)
        line.waiting = 0
    order.held = False
    move_on(ctx, order, "cancel")


async def give_up(ctx: Context, order: Order, trigger: OrderTrigger) -> None:
    """What has not left yet will not ship: shipments are called off, units are free again."""
    await unschedule_all(ctx, order)
    for shipment in order.shipments:
        if shipment.status in ("PLANNED", "PENDING"):
            fail_shipment(ctx, order, shipment)
    for line in order.lines:
        line.unfulfillable += line.reserved + line.waiting
        await release(ctx, order, line, line.reserved)
        line.waiting = 0
    order.held = False
    move_on(ctx, order, trigger)


async def unschedule_all(ctx: Context, order: Order) -> None:
    """Calls off whatever time was going to do to the order itself; packages on their way go on."""
    for kind in (VALIDATE, PLAN, PICK, RESTOCK, END_HOLD):
        await ctx.unschedule(kind, order.id)
    for shipment in order.shipments:
        if shipment.status in ("PLANNED", "PENDING"):
            await ctx.unschedule(SHIP, shipment_subject(order, shipment))

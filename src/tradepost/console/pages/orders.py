"""Orders: the list, and one with its whole history; shipping it, and what its buyer may do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.domains.context import Context
from tradepost.domains.money.finances import records as finances
from tradepost.domains.selling.orders import buying, fulfilling, records
from tradepost.domains.selling.orders.model import STATUSES
from tradepost.domains.selling.orders.order import Order, Package, PackedItem
from tradepost.domains.selling.orders.refusals import UnknownOrder
from tradepost.errors import InvalidInput, NotFound
from tradepost.events import outbox
from tradepost.gateway import request_records
from tradepost.gateway.request_records import Filter, LoggedRequest
from tradepost.simulation import due
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

_ON_A_PAGE = 50
_MOST_EVENTS = 200
_MOST_CALLS = 50
_CARRIERS = ("UPS", "USPS", "FedEx", "DHL", "DPD", "Royal Mail", "YAMATO")
_REASONS = ("NoLongerNeeded", "WrongSize", "NotAsDescribed", "Defective", "BetterPrice")


class Step(msgspec.Struct, frozen=True):
    """A line of a timeline: an event, a call, or what time will bring."""

    at: datetime
    kind: str
    title: str
    body: dict[str, Any] = {}
    link: int = 0
    status: int = 0


async def listed(visit: Visit) -> Response:
    """Orders, newest first; of one status where ``?status=`` names it."""
    sought, status = visit.asked("id"), visit.asked("status")
    if sought and visit.problem is None:
        async with visit.reading() as ctx:
            found = await records.find(ctx.tx, ctx.seller_id, sought)
        if found is not None:
            return visit.go("orders", sought)
        visit.problem = f"There is no order {sought[:60]}."
    before = visit.asked("before").partition("/")
    after = (int(before[0]), before[2]) if before[0].isdecimal() and len(before[0]) < 18 else None
    async with visit.reading() as ctx:
        counts = await records.by_status(ctx.tx, ctx.seller_id)
        status = status if status in STATUSES else ""
        orders = await records.newest(ctx.tx, ctx.seller_id, status, after, _ON_A_PAGE + 1)
    last = orders[_ON_A_PAGE - 1] if len(orders) > _ON_A_PAGE else None
    following = None if last is None else f"{to_milliseconds(last.purchased_at)}/{last.id}"
    return visit.page(
        "orders.html",
        "orders",
        orders=orders[:_ON_A_PAGE],
        counts={each: counts[each] for each in STATUSES if each in counts},
        total=sum(counts.values()),
        status=status,
        following=following,
    )


async def show(visit: Visit) -> Response:
    """One order: its items, where it goes, its money and its timeline."""
    await visit.log.flush_all()
    async with visit.reading() as ctx:
        order = await _load(ctx, visit)
        money = await finances.of_order(ctx.tx, ctx.seller_id, order.id)
        touching = Filter(path=order.id, seller_id=ctx.seller_id)
        calls = await request_records.read(ctx.tx, touching, _MOST_CALLS)
        steps = await _timeline(ctx, order, calls)
    return visit.page(
        "order.html",
        "orders",
        order=order,
        steps=steps,
        calls=calls,
        money=money,
        total=sum((each.total for each in money), 0 * order.total),
        carriers=_CARRIERS,
        reasons=_REASONS,
    )


async def ship(visit: Visit) -> Response:
    """A package of the seller's own leaves. Raises UnknownOrder, InvalidInput."""
    form = await visit.form()
    async with visit.acting() as ctx:
        order = await _load(ctx, visit)
        if order.channel != "MFN" or order.status not in ("Unshipped", "PartiallyShipped"):
            raise InvalidInput("Invalid Input", f"Order {order.id} is {order.status}; its seller has nothing to ship.")
        if order.easy_ship:
            raise InvalidInput("Invalid Input", f"Order {order.id} goes by Easy Ship, which fetches it.")
        package = Package(
            reference_id=fulfilling.package_reference(order),
            carrier_code=form.get("carrier", "")[:60] or "Other",
            tracking_number=form.get("tracking", "")[:60],
            shipping_method="Standard",
            shipped_at=ctx.now,
            items=await _units(visit, order),
        )
        await fulfilling.ship(ctx, order, package)
        await records.save(ctx.tx, ctx.seller_id, order)
    return visit.go("orders", order.id, done="A package has left. What was shipped is paid: see Money.")


async def cancel(visit: Visit) -> Response:
    """The buyer calls the order off."""
    async with visit.acting() as ctx:
        order = await _load(ctx, visit)
        called_off = await buying.call_off(ctx, order, (await visit.form()).get("reason", _REASONS[0]))
    asked = "The buyer wants to call it off; it is paid already, so its seller decides."
    return visit.go("orders", order.id, done="The buyer called it off." if called_off else asked)


async def send_back(visit: Visit) -> Response:
    """The buyer sends units back."""
    async with visit.acting() as ctx:
        order = await _load(ctx, visit)
        units = await _units(visit, order)
        await buying.send_back(ctx, order, units, (await visit.form()).get("reason", _REASONS[0]))
    return visit.go("orders", order.id, done="They are on their way back, and will be refunded when they are there.")


async def refund(visit: Visit) -> Response:
    """The buyer gets money back for units."""
    async with visit.acting() as ctx:
        order = await _load(ctx, visit)
        units = await _units(visit, order)
        fulfilling.refund(ctx, order, units, (await visit.form()).get("reason", _REASONS[0]))
        await records.save(ctx.tx, ctx.seller_id, order)
    return visit.go("orders", order.id, done="The money was given back.")


async def _load(ctx: Context, visit: Visit) -> Order:
    found = await records.find(ctx.tx, ctx.seller_id, visit.named("id"))
    if found is None:
        raise NotFound("The specified resource does not exist.", str(UnknownOrder(visit.named("id")).details))
    return found


async def _units(visit: Visit, order: Order) -> list[PackedItem]:
    """The units that a form names, by the ids of their items. Raises InvalidInput for none."""
    form, found = await visit.form(), []
    for item in order.items:
        text = form.get(f"units-{item.id}", "0") or "0"
        if not text.isdecimal() or len(text) > 6:
            raise InvalidInput("Invalid Input", f"units of {item.seller_sku}: '{text[:60]}' is not a whole number")
        if int(text):
            found.append(PackedItem(item.id, int(text)))
    if not found:
        raise InvalidInput("Invalid Input", "units: say of which item, and how many")
    return found


async def _timeline(ctx: Context, order: Order, calls: list[LoggedRequest]) -> list[Step]:
    """What happened to an order and what called for it, oldest first, and then what time will bring."""
    events = await outbox.about(ctx.tx, ctx.seller_id, order.id, _MOST_EVENTS)
    causes = {each.request_id: each for each in calls}
    steps: list[Step] = []
    for event in events:
        cause = causes.pop(event.request_id, None)
        if cause is not None:
            steps.append(Step(event.occurred_at, "call", cause.operation, {}, cause.id, cause.status))
        steps.append(Step(event.occurred_at, "event", event.type, event.body))
    coming = await due.about(ctx.tx, ctx.seller_id, order.id)
    return [*steps, *(Step(from_milliseconds(each.due_at), "ahead", each.kind) for each in coming)]

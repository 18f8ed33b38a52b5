"""What happens to an order: each step changes it, moves stock, and says what comes next, and when.

Steps are taken by the clock (``lifecycle``), by calls (``operations``), by buyers (``buying``) and by the fulfillment
network (``hearing``); all of them take the same ones.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.fba.fulfillment_outbound.shipping import customer_orders
from tradepost.domains.fba.inventory import merchant
from tradepost.domains.measures.amounts import text
from tradepost.domains.selling.orders import records
from tradepost.domains.selling.orders.model import STEPS, EasyShipStatus, Trigger, portion
from tradepost.domains.selling.orders.order import (
    KINDS_OF_MONEY,
    Amounts,
    Item,
    Order,
    Package,
    PackedItem,
    Refund,
    counted_once,
)
from tradepost.domains.selling.orders.refusals import TooManyUnits, TooMuchMoney, UnknownItem

PAY = "orders.pay"
RELEASE = "orders.release"
BE_LATE = "orders.be_late"
GIVE_UP = "orders.give_up"
RECEIVE_RETURN = "orders.receive_return"

#: How long a payment is open (our choice; at Amazon minutes to hours).
PAYMENT = timedelta(minutes=30)
#: An order that its seller has not shipped is called off so long after its latest ship date (published guide).
PATIENCE = timedelta(days=7)


def move_on(ctx: Context, order: Order, trigger: Trigger) -> None:
    """Gives the order its next status, and says so."""
    before = order.status
    order.status = STEPS.after(before, trigger)
    touch(ctx, order)
    if order.status != before:
        body = {"orderId": order.id, "marketplaceId": order.marketplace_id, "from": before, "to": order.status}
        ctx.record("orders.status_changed", order.id, body)


def touch(ctx: Context, order: Order) -> None:
    """The order has changed at this time."""
    order.updated_at = ctx.now


async def release(ctx: Context, order: Order) -> None:
    """A pre-order's product is there: its payment is asked for."""
    move_on(ctx, order, "release")
    await ctx.schedule(PAY, order.id, ctx.now + PAYMENT)


async def pay(ctx: Context, order: Order) -> None:
    """The payment is through: the order is to be shipped, by the network or by its seller."""
    move_on(ctx, order, "pay")
    order.paid_at = ctx.now
    if order.channel == "AFN":
        promised = await customer_orders.let_go(ctx, order.id)
        order.dates.earliest_ship, order.dates.latest_ship = promised.earliest_ship, promised.latest_ship
        return
    await ctx.schedule(BE_LATE, order.id, order.dates.latest_ship)
    await ctx.schedule(GIVE_UP, order.id, order.dates.latest_ship + PATIENCE)


def set_easy_ship_status(ctx: Context, order: Order, status: EasyShipStatus) -> None:
    """An order of Easy Ship is further on its way, and says so."""
    if status != order.easy_ship_status:
        order.easy_ship_status = status
        touch(ctx, order)
        body = {"orderId": order.id, "marketplaceId": order.marketplace_id, "status": status}
        ctx.record("orders.easy_ship_status_changed", order.id, body)


def be_late(ctx: Context, order: Order) -> None:
    """The latest ship date has passed, and not everything was shipped."""
    order.late = True
    touch(ctx, order)
    ctx.record("orders.late", order.id, {"orderId": order.id, "marketplaceId": order.marketplace_id})


async def cancel(
    ctx: Context, order: Order, reason: str, trigger: Trigger = "cancel", lines: list[PackedItem] | None = None
) -> None:
    """What has not left of the order will not, or those units of it that are named: stock is free again.

    Raises UnknownItem, TooManyUnits; then nothing has changed.
    """
    wanted = {each.id: each.open for each in order.items} if lines is None else _open_units(order, lines)
    cancelled = []
    for item in order.items:
        units = wanted.get(item.id, 0)
        if not units:
            continue
        if order.channel == "MFN":
            await merchant.release(ctx, order.marketplace_id, item.seller_sku, units, order.id, item.location)
        kept = _share(item, item.quantity - item.cancelled - units, order.currency)
        await records.remove_units(ctx.tx, ctx.seller_id, order.id, item.id, units, str(kept))
        item.cancelled += units
        item.cancel_reason = reason
        cancelled.append({"orderItemId": item.id, "sellerSku": item.seller_sku, "asin": item.asin, "quantity": units})
    if order.open:
        touch(ctx, order)
    else:
        for kind in (PAY, RELEASE, BE_LATE, GIVE_UP):
            await ctx.unschedule(kind, order.id)
        move_on(ctx, order, "ship_rest" if order.shipped else trigger)
    body = {"orderId": order.id, "marketplaceId": order.marketplace_id, "reason": reason, "items": cancelled}
    ctx.record("orders.canceled", order.id, body)


def _open_units(order: Order, lines: list[PackedItem]) -> dict[str, int]:
    units = {}
    for each in counted_once(lines):
        item = order.item(each.item_id)
        if item is None:
            raise UnknownItem(order.id, each.item_id)
        if each.quantity > item.open:
            raise TooManyUnits(item.id, each.quantity, item.open, "canceled")
        units[item.id] = each.quantity
    return units


def _share(item: Item, units: int, currency: str) -> Decimal:
    """What so many units of an item cost, without tax, shipping and promotions."""
    return portion(item.amounts.principal, item.quantity, 0, units, currency)


async def ship(ctx: Context, order: Order, package: Package) -> None:
    """A package has left. Raises UnknownItem, TooManyUnits; then nothing has changed."""
    package.items = counted_once(package.items)
    for packed in package.items:
        item = order.item(packed.item_id)
        if item is None:
            raise UnknownItem(order.id, packed.item_id)
        if packed.quantity > item.open:
            raise TooManyUnits(item.id, packed.quantity, item.open, "shipped")
    shipped = []
    for packed in package.items:
        item = order.item(packed.item_id)
        assert item is not None
        share = item.share(item.shipped, packed.quantity, order.currency)
        shipped.append(_told(item, packed.quantity, share, order.currency))
        if order.channel == "MFN":
            await merchant.ship(ctx, order.marketplace_id, item.seller_sku, packed.quantity, order.id, item.location)
        item.shipped += packed.quantity
    order.packages.append(package)
    move_on(ctx, order, "ship_part" if order.open else "ship_rest")
    if not order.open:
        for kind in (BE_LATE, GIVE_UP):
            await ctx.unschedule(kind, order.id)
    body = {
        "orderId": order.id,
        "marketplaceId": order.marketplace_id,
        "channel": order.channel,
        "packageReferenceId": package.reference_id,
        "shippedAt": package.shipped_at,
        "currencyCode": order.currency,
        "items": shipped,
    }
    ctx.record("orders.shipped", order.id, msgspec.to_builtins(body, str_keys=True))


def correct(ctx: Context, order: Order, known: Package, package: Package) -> None:
    """A package goes by another carrier or number than its seller has said; what is in it stays."""
    order.packages[order.packages.index(known)] = package
    touch(ctx, order)
    body = {
        "orderId": order.id,
        "marketplaceId": order.marketplace_id,
        "channel": order.channel,
        "packageReferenceId": package.reference_id,
    }
    ctx.record("orders.package_corrected", order.id, body)


def _told(item: Item, units: int, money: Amounts, currency: str) -> dict[str, Any]:
    """Units and money of an item as events show them."""
    amounts = {each.encode_name: text(getattr(money, each.name), currency) for each in msgspec.structs.fields(Amounts)}
    return {
        "orderItemId": item.id,
        "sellerSku": item.seller_sku,
        "asin": item.asin,
        "quantity": units,
        "amounts": amounts,
    }


def refund(ctx: Context, order: Order, items: list[PackedItem], reason: str) -> Refund:
    """Gives the money of units back, less what was given back of it before. Raises UnknownItem, TooManyUnits; then
    nothing has changed."""
    items = counted_once(items)
    for packed in items:
        item = order.item(packed.item_id)
        if item is None:
            raise UnknownItem(order.id, packed.item_id)
        if packed.quantity > item.shipped - item.refunded:
            raise TooManyUnits(item.id, packed.quantity, item.shipped - item.refunded, "refunded")
    given = []
    for packed in items:
        item = order.item(packed.item_id)
        assert item is not None
        share = item.share(item.refunded, packed.quantity, order.currency)
        money = share.at_most(item.refundable(order.currency))
        item.refunded += packed.quantity
        if item.adjusted is not None:
            item.adjusted -= share - money
        given.append(_told(item, packed.quantity, money, order.currency))
    return _refunded(ctx, order, items, given, reason)


def give_back(ctx: Context, order: Order, money: dict[str, Amounts], reason: str) -> Refund:
    """Gives amounts back, by item, and counts no units. Raises UnknownItem, TooMuchMoney; then nothing has changed."""
    for item_id, wanted in money.items():
        item = order.item(item_id)
        if item is None:
            raise UnknownItem(order.id, item_id)
        left = item.refundable(order.currency)
        for kind in KINDS_OF_MONEY:
            if getattr(wanted, kind) > getattr(left, kind):
                raise TooMuchMoney(item.id, kind, getattr(wanted, kind), getattr(left, kind))
    given = []
    for item_id, wanted in money.items():
        item = order.item(item_id)
        assert item is not None
        item.adjusted = wanted if item.adjusted is None else item.adjusted + wanted
        given.append(_told(item, 0, wanted, order.currency))
    return _refunded(ctx, order, [PackedItem(each, 0) for each in money], given, reason)


def _refunded(ctx: Context, order: Order, items: list[PackedItem], given: list[dict[str, Any]], reason: str) -> Refund:
    number = len(order.refunds) + 1
    made = Refund(id=f"{order.id}-R{number}", at=ctx.now, reason=reason, items=items)
    order.refunds.append(made)
    touch(ctx, order)
    body = {
        "orderId": order.id,
        "marketplaceId": order.marketplace_id,
        "channel": order.channel,
        "refundId": made.id,
        "reason": reason,
        "currencyCode": order.currency,
        "items": given,
    }
    ctx.record("orders.refunded", order.id, body)
    return made


def package_reference(order: Order) -> str:
    """The next reference id of a package, for what no seller has named."""
    return str(len(order.packages) + 1)


def due_subject(order: Order, number: int, at: datetime) -> str:
    """How a due transition names a part of an order."""
    return f"{order.id}/{number}/{int(at.timestamp())}"

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
from tradepost.domains.selling.orders.model import Trigger, next_status, portion
from tradepost.domains.selling.orders.order import Amounts, Item, Order, Package, PackedItem, Refund, counted_once
from tradepost.domains.selling.orders.refusals import TooManyUnits, UnknownItem

PAY = "orders.pay"
RELEASE = "orders.release"
BE_LATE = "orders.be_late"
GIVE_UP = "orders.give_up"
RECEIVE_RETURN = "orders.receive_return"

#: How long a payment is open (our choice; at Amazon minutes to hours).
PAYMENT = timedelta(minutes=30)
#: An order that its seller has not shipped is called off so long after its latest ship date (published guide).
PATIENCE = timedelta(days=7)
_KINDS_OF_MONEY = msgspec.structs.fields(Amounts)


def move_on(ctx: Context, order: Order, trigger: Trigger) -> None:
    """Gives the order its next status, and says so."""
    before = order.status
    order.status = next_status(before, trigger)
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


def be_late(ctx: Context, order: Order) -> None:
    """The latest ship date has passed, and not everything was shipped."""
    order.late = True
    touch(ctx, order)
    ctx.record("orders.late", order.id, {"orderId": order.id, "marketplaceId": order.marketplace_id})


async def cancel(ctx: Context, order: Order, reason: str, trigger: Trigger = "cancel") -> None:
    """Nothing of the order that has not left will: stock is free again."""
    cancelled = []
    for item in order.items:
        units = item.open
        if not units:
            continue
        if order.channel == "MFN":
            await merchant.release(ctx, order.marketplace_id, item.seller_sku, units, order.id)
        kept = _share(item, item.quantity - item.cancelled - units, order.currency)
        await records.remove_units(ctx.tx, ctx.seller_id, order.id, item.id, units, str(kept))
        item.cancelled += units
        item.cancel_reason = reason
        cancelled.append({"orderItemId": item.id, "sellerSku": item.seller_sku, "asin": item.asin, "quantity": units})
    for kind in (PAY, RELEASE, BE_LATE, GIVE_UP):
        await ctx.unschedule(kind, order.id)
    move_on(ctx, order, "ship_rest" if order.shipped else trigger)
    body = {"orderId": order.id, "marketplaceId": order.marketplace_id, "reason": reason, "items": cancelled}
    ctx.record("orders.canceled", order.id, body)


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
    shipped = [_amounts_of(order, packed) for packed in package.items]
    for packed in package.items:
        item = order.item(packed.item_id)
        assert item is not None
        if order.channel == "MFN":
            await merchant.ship(ctx, order.marketplace_id, item.seller_sku, packed.quantity, order.id)
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


def _amounts_of(order: Order, packed: PackedItem, *, before: int | None = None) -> dict[str, Any]:
    """Units of an item as events show them, with their part of its amounts."""
    item = order.item(packed.item_id)
    assert item is not None
    counted = item.shipped if before is None else before
    amounts = {
        field.encode_name: text(
            portion(getattr(item.amounts, field.name), item.quantity, counted, packed.quantity, order.currency),
            order.currency,
        )
        for field in _KINDS_OF_MONEY
    }
    return {
        "orderItemId": item.id,
        "sellerSku": item.seller_sku,
        "asin": item.asin,
        "quantity": packed.quantity,
        "amounts": amounts,
    }


def refund(ctx: Context, order: Order, items: list[PackedItem], reason: str) -> Refund:
    """Gives the money of units back. Raises UnknownItem, TooManyUnits; then nothing has changed."""
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
        given.append(_amounts_of(order, packed, before=item.refunded))
        item.refunded += packed.quantity
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

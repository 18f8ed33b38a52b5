"""Replacements: a buyer gets another unit for one that came broken, or never, and pays nothing for it."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import stock
from tradepost.domains.selling.orders import buying, fulfilling, records
from tradepost.domains.selling.orders.order import Amounts, Item, Order, PackedItem, counted_once
from tradepost.domains.selling.orders.refusals import NotBuyable, NotReplaced, TooManyUnits, UnknownItem

#: Why a unit is replaced; what reports show is the name (our choice, after the published reason codes of returns).
ReplacementReason = Literal["DAMAGED_BY_FC", "DAMAGED_BY_CARRIER", "DEFECTIVE", "UNDELIVERABLE", "SWITCHEROO"]


async def replace(ctx: Context, order: Order, items: list[PackedItem], reason: ReplacementReason) -> Order:
    """Amazon sends units again that its network has sent before; the order that they are sent by.

    It is an order of its own, without a price, paid at once, that names the one it replaces (published model of Orders
    v0). It is no sale: no sales figure counts it. Raises NotReplaced, UnknownItem, TooManyUnits, NotBuyable.
    """
    if order.channel != "AFN":
        raise NotReplaced(order.id, "is sent by its seller, who replaces what he wants himself")
    if order.replaces:
        raise NotReplaced(order.id, "is a replacement itself")
    id = buying.drawn_id(ctx, await records.next_number(ctx.tx, ctx.seller_id))
    lines = [await _line(ctx, id, order, packed, number) for number, packed in enumerate(counted_once(items), 1)]
    made = Order(
        id=id,
        marketplace_id=order.marketplace_id,
        channel="AFN",
        status="Pending",
        currency=order.currency,
        purchased_at=ctx.now,
        updated_at=ctx.now,
        buyer=order.buyer,
        items=lines,
        dates=order.dates,
        service_level=order.service_level,
        replaces=order.id,
        replacement_reason=reason,
    )
    await buying.set_aside(ctx, made)
    if not await records.add(ctx.tx, ctx.seller_id, made):
        raise ValueError(f"order id {made.id} was drawn twice")
    buying.say_created(ctx, made)
    await fulfilling.pay(ctx, made)
    await records.save(ctx.tx, ctx.seller_id, made)
    fulfilling.touch(ctx, order)
    await records.save(ctx.tx, ctx.seller_id, order)
    return made


async def _line(ctx: Context, id: str, order: Order, packed: PackedItem, number: int) -> Item:
    item = order.item(packed.item_id)
    if item is None:
        raise UnknownItem(order.id, packed.item_id)
    left = item.shipped - item.replaced
    if not 1 <= packed.quantity <= left:
        raise TooManyUnits(item.id, packed.quantity, left, "replaced")
    there = (await stock.available(ctx, order.marketplace_id, [item.seller_sku]))[item.seller_sku]
    if packed.quantity > there:
        raise NotBuyable(item.seller_sku, f"has {there} units, {packed.quantity} are wanted")
    item.replaced += packed.quantity
    return Item(
        id=ctx.seed.letters("0123456789", 14, "order item", ctx.seller_id, id, number),
        seller_sku=item.seller_sku,
        asin=item.asin,
        title=item.title,
        quantity=packed.quantity,
        unit_price=Decimal(0),
        amounts=Amounts(),
        condition=item.condition,
    )

"""What other areas may read of orders."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from tradepost.domains.context import Context
from tradepost.domains.selling.orders import records
from tradepost.domains.selling.orders.order import Order
from tradepost.domains.selling.orders.records import Chosen, Sold

__all__ = ["Chosen", "Sold", "find", "paid_since", "sold_between"]


async def find(ctx: Context, order_id: str) -> Order | None:
    """The caller's order of this id, or None."""
    return await records.find(ctx.tx, ctx.seller_id, order_id)


async def sold_between(ctx: Context, chosen: Chosen, start: datetime, end: datetime) -> Sold:
    """What buyers bought of the caller in that time, without what was cancelled."""
    return await records.sold(ctx.tx, ctx.seller_id, chosen, start, end)


async def paid_since(ctx: Context, marketplace_id: str, asin: str, start: datetime) -> list[tuple[Decimal, int]]:
    """What a unit of a product cost since then and how many were bought at that, whoever sold them."""
    return await records.paid(ctx.tx, marketplace_id, asin, start)

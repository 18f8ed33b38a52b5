"""What other areas may read of orders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from tradepost.domains.context import Context
from tradepost.domains.orders import records
from tradepost.domains.orders.order import Order
from tradepost.domains.orders.records import SoldItem

__all__ = ["SoldItem", "find", "purchased_between"]


async def find(ctx: Context, order_id: str) -> Order | None:
    """The caller's order of this id, or None."""
    return await records.find(ctx.tx, ctx.seller_id, order_id)


async def purchased_between(
    ctx: Context, marketplaces: Iterable[str], start: datetime, end: datetime
) -> list[SoldItem]:
    """What buyers bought in that time, line by line, without what was cancelled."""
    return await records.sold(ctx.tx, ctx.seller_id, marketplaces, start, end)

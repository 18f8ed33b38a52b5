"""AWD replenishes FBA by itself: once a day, what would not last is ordered and confirmed.

That Amazon does so is published, its rule is not: this one is our choice.
"""

from __future__ import annotations

from datetime import timedelta
from math import ceil
from typing import Final

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.context import Context
from tradepost.domains.fba.awd import records
from tradepost.domains.fba.awd.distribution import DistributionOrder
from tradepost.domains.fba.awd.eligibility import US
from tradepost.domains.fba.awd.operations import distribution
from tradepost.domains.fba.inventory import records as inventory
from tradepost.domains.fba.inventory.model import INBOUND
from tradepost.simulation.clock import to_milliseconds

REPLENISH: Final = "awd.replenish"
#: From the sales of so many days it is told how many units are sold in one.
SALES_OF: Final = 30
MOST_DAYS: Final = 365
_EVERY: Final = timedelta(days=1)
_MOST_SKUS: Final = 1000


def wanted(sold: int, days: int, at_hand: int) -> int:
    """How many units are to be sent on: none while those at hand last for ``days``, or else what lasts twice as long.

    ``sold`` is of the last 30 days.
    """
    lasts = ceil(sold * days / SALES_OF)
    return 2 * lasts - at_hand if at_hand < lasts else 0


async def turn(ctx: Context, days: int) -> None:
    """From now on stock is to last for so many days; with 0 nothing is replenished by itself any more."""
    await records.keep_replenishment(ctx.tx, ctx.seller_id, days)
    await ctx.unschedule(REPLENISH, ctx.seller_id)
    if days:
        await ctx.schedule(REPLENISH, ctx.seller_id, ctx.now)
    ctx.record("awd.replenishment_changed", ctx.seller_id, {"days": days})


async def replenish(ctx: Context) -> None:
    """Orders what would not last, in whole boxes and as far as there are any; looks again a day later."""
    days = await records.replenishment(ctx.tx, ctx.seller_id)
    if not days:
        return
    await ctx.schedule(REPLENISH, ctx.seller_id, ctx.now + _EVERY)
    here = await records.units(ctx.tx, ctx.seller_id, None, None, _MOST_SKUS, down=False)
    skus = [each.sku for each in here if each.available]
    sold = await inventory.shipped_since(ctx.tx, ctx.seller_id, US, to_milliseconds(ctx.now - timedelta(days=SALES_OF)))
    there = await inventory.balances(ctx.tx, ctx.seller_id, US, skus)
    lots = await records.stored_lots(ctx.tx, ctx.seller_id, skus)
    products = []
    for each in here:
        if not each.available:
            continue
        kept = there.get(each.sku, {})
        at_hand = each.reserved + sum(kept.get(place, 0) for place in ("fulfillable", *INBOUND))
        units = wanted(sold.get(each.sku, 0), days, at_hand)
        box = next((lot.units_per_box for lot in lots.get(each.sku, ()) if lot.boxes("available")), 1)
        units = min(ceil(units / box) * box, each.available)
        if units > 0:
            products.append(api.DistributionProduct(sku=each.sku, quantity=units))
    if products:
        await _order(ctx, products)


async def _order(ctx: Context, products: list[api.DistributionProduct]) -> None:
    order = DistributionOrder(
        id=await distribution.new_id(ctx, "repl-"),
        face="replenishment",
        created_at=ctx.now,
        updated_at=ctx.now,
        confirms_itself=True,
        products=products,
    )
    await distribution.begin(ctx, order, api.create_replenishment_order)

"""Storage in the network, charged month by month: what lay there on average, by the ledger, at our storage rates."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import records as inventory
from tradepost.domains.fba.inventory.model import IN_CENTERS
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees import keeping
from tradepost.domains.money.fees.goods import goods_of
from tradepost.domains.money.finances import posting
from tradepost.domains.money.finances.event import Line
from tradepost.domains.selling.catalog import products
from tradepost.simulation.clock import to_milliseconds

CHARGE_STORAGE: Final = "finances.charge_storage"
ABOUT: Final = "FBAStorageFee"
#: The day of the following month on which a month is charged (published: from the 7th to the 15th).
_CHARGED_ON: Final = 7
_PAGE: Final = 500
_AWAITED: Final = "finances.storage awaited"


async def await_month(ctx: Context, marketplace_id: str) -> None:
    """Has the month that it is now be charged when it is over; asked for again, nothing changes."""
    month = f"{_first(ctx.now, marketplace_id):%Y-%m}"
    awaited = ctx.kept.setdefault(_AWAITED, set())
    if (marketplace_id, month) not in awaited:
        awaited.add((marketplace_id, month))
        following = _following(_first(ctx.now, marketplace_id))
        await ctx.schedule(CHARGE_STORAGE, f"{marketplace_id}/{month}", following.replace(day=_CHARGED_ON))


async def charge(ctx: Context, marketplace_id: str, month: str) -> None:
    """Charges a month (``2026-05``), and has the next one be charged, too, where anything lies there, or lay.

    The fee of each SKU is rounded by itself, so that the sum is that of the storage fee report.
    """
    zone, currency = ZoneInfo(MARKETPLACES[marketplace_id].time_zone), MARKETPLACES[marketplace_id].currency
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=zone)
    span = to_milliseconds(first), to_milliseconds(_following(first))
    averages = await inventory.averages(ctx.tx, ctx.seller_id, marketplace_id, *span, IN_CENTERS)
    total, skus = Decimal(0), list(averages)
    for at in range(0, len(skus), _PAGE):
        items = await inventory.items_named(ctx.tx, ctx.seller_id, marketplace_id, skus[at : at + _PAGE])
        known = await products.find_many(ctx, marketplace_id, [each.asin for each in items])
        for item in items:
            goods = goods_of(known.get(item.asin))
            rate = keeping.storage_rate(goods, marketplace_id, first.month)
            volume = keeping.volume(goods, marketplace_id)
            total += rounded(rate * volume * averages[item.seller_sku], currency)
    if total:
        fee = posting.new_event(ctx, "ServiceFee", marketplace_id, ABOUT, month)
        fee.about, fee.description = ABOUT, f"FBA storage of {month}"
        fee.lines = [Line(ABOUT, -total)]
        await posting.post(ctx, fee)
    if averages or await inventory.is_stored(ctx.tx, ctx.seller_id, marketplace_id, IN_CENTERS):
        await await_month(ctx, marketplace_id)


def _first(at: datetime, marketplace_id: str) -> datetime:
    """The beginning of a month, by the clocks of the marketplace."""
    local = at.astimezone(ZoneInfo(MARKETPLACES[marketplace_id].time_zone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _following(first: datetime) -> datetime:
    return (first + timedelta(days=32)).replace(day=1)

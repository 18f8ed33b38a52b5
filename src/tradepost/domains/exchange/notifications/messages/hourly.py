"""Figures of an hour: what was sold of each product, who looked at it, and how many units of it can be had."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications.messages.message import Message, Payload
from tradepost.domains.exchange.reports.making.traffic import visits
from tradepost.domains.fba.inventory import stock
from tradepost.domains.measures.amounts import smallest_coin
from tradepost.domains.selling.orders import records as orders
from tradepost.events.outbox import Event

CLOSE_HOUR: Final = "notifications.close_hour"
HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_INSTANT: Final = timedelta(milliseconds=1)
_WHOLE_SECONDS = "%Y-%m-%dT%H:%M:%SZ"


async def sales(ctx: Context, event: Event) -> list[Message]:
    """ITEM_SALES_EVENT_CHANGE is sent at the end of an hour in which something was sold."""
    await _close_hour(ctx, "ITEM_SALES_EVENT_CHANGE")
    return []


async def traffic(ctx: Context, event: Event) -> list[Message]:
    """DETAIL_PAGE_TRAFFIC_EVENT is sent at the end of an hour in which something was sold: visits follow from sales."""
    await _close_hour(ctx, "DETAIL_PAGE_TRAFFIC_EVENT")
    return []


async def inventory(ctx: Context, event: Event) -> list[Message]:
    """ITEM_INVENTORY_EVENT_CHANGE is sent at the end of an hour in which units have moved."""
    await _close_hour(ctx, "ITEM_INVENTORY_EVENT_CHANGE")
    return []


async def _close_hour(ctx: Context, type: str) -> None:
    end = ctx.now.replace(minute=0, second=0, microsecond=0) + HOUR
    await ctx.schedule(CLOSE_HOUR, type, end)


async def sales_of_hour(ctx: Context, end: datetime) -> list[Message]:
    """What was sold in the hour before, product by product."""
    found = await orders.sold_by_product(ctx.tx, ctx.seller_id, end - HOUR, end)
    changes = []
    for each in found:
        currency = MARKETPLACES[each.marketplace_id].currency
        revenue = float(each.amount * smallest_coin(currency))
        figures = {"currencyCode": currency, "orderedUnits": each.units, "orderedRevenue": revenue}
        changes.append({**_about(ctx, each.marketplace_id, each.asin, end), **figures})
    return [Message(subject="sales", payload={"itemSalesEventChanges": changes})] if changes else []


async def traffic_of_hour(ctx: Context, end: datetime) -> list[Message]:
    """How often the page was looked at of each product that was sold in the hour before.

    The hours of a day come to the page views that the sales and traffic report has of a day with sales.
    """
    events = []
    for each in await orders.sold_by_product(ctx.tx, ctx.seller_id, end - HOUR, end):
        views = await _views(ctx, each.marketplace_id, each.asin, end)
        events.append({**_about(ctx, each.marketplace_id, each.asin, end), "glanceViews": views})
    return [Message(subject="traffic", payload={"detailPageTrafficEvents": events})] if events else []


async def _views(ctx: Context, marketplace_id: str, asin: str, end: datetime) -> int:
    """The page views of the hour before, of each day of the marketplace that it has a part of."""
    zone, found = ZoneInfo(MARKETPLACES[marketplace_id].time_zone), 0
    for day in sorted({at.astimezone(zone).date() for at in (end - HOUR, end - _INSTANT)}):
        morning = datetime.combine(day, time(), zone).astimezone(UTC)
        evening = datetime.combine(day + _DAY, time(), zone).astimezone(UTC)
        before = await _views_until(ctx, marketplace_id, asin, day, (morning, max(morning, end - HOUR)))
        after = await _views_until(ctx, marketplace_id, asin, day, (morning, min(evening, end)))
        found += max(0, after - before)
    return found


async def _views_until(ctx: Context, marketplace_id: str, asin: str, day: date, span: tuple[datetime, datetime]) -> int:
    sold = await orders.sold_by_product(ctx.tx, ctx.seller_id, *span)
    lines = sum(each.lines for each in sold if (each.marketplace_id, each.asin) == (marketplace_id, asin))
    return visits(ctx.seed, ctx.seller_id, asin, str(day), lines).views if lines else 0


async def inventory_of_hour(ctx: Context, end: datetime) -> list[Message]:
    """How many units can be sold now of what has moved in the hour before."""
    changes = []
    for marketplace_id, sku in await stock.moved_between(ctx, end - HOUR, end):
        item = await stock.find(ctx, marketplace_id, sku)
        if item is not None:
            units = (await stock.available(ctx, marketplace_id, [sku]))[sku]
            changes.append({**_about(ctx, marketplace_id, item.asin, end), "highlyAvailableInventory": units})
    return [Message(subject="inventory", payload={"itemInventoryEventChanges": changes})] if changes else []


#: What each type tells at the end of an hour.
OF_HOUR: Final = {
    "ITEM_SALES_EVENT_CHANGE": sales_of_hour,
    "ITEM_INVENTORY_EVENT_CHANGE": inventory_of_hour,
    "DETAIL_PAGE_TRAFFIC_EVENT": traffic_of_hour,
}


def _about(ctx: Context, marketplace_id: str, asin: str, end: datetime) -> Payload:
    return {
        "accountId": f"amzn1.merchant.o.{ctx.seller_id}",
        "marketplaceId": marketplace_id,
        "startTime": (end - HOUR).strftime(_WHOLE_SECONDS),
        "endTime": end.strftime(_WHOLE_SECONDS),
        "asin": asin,
    }

"""Sales and traffic: what was ordered, shipped and refunded, and who looked, by day and by product."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec

from tradepost.accounts.marketplaces import Marketplace
from tradepost.domains.exchange.reports.declaring import PAGE, Kind, Reading, json_text, roles
from tradepost.domains.exchange.reports.making import periods, traffic
from tradepost.domains.exchange.reports.making.feedback import given
from tradepost.domains.exchange.reports.making.periods import Length
from tradepost.domains.exchange.reports.making.traffic import Visits
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.finances import records as finances
from tradepost.domains.money.finances.records import Window
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.orders import records
from tradepost.domains.selling.orders.records import Bought
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

TYPE: Final = "GET_SALES_AND_TRAFFIC_REPORT"
_LENGTHS: Final[dict[str, Length]] = {"DAY": "DAY", "WEEK": "WEEK", "MONTH": "MONTH"}
_READ_AT_ONCE: Final = 5 * PAGE


class Sales(msgspec.Struct):
    """What was bought: units, order items and their price, and of these what businesses bought."""

    units: int = 0
    items: int = 0
    amount: Decimal = Decimal(0)
    business_units: int = 0
    business_items: int = 0
    business_amount: Decimal = Decimal(0)

    def add(self, line: Bought) -> None:
        """Counts a line."""
        self.units += line.units
        self.items += 1
        self.amount += line.amount
        if line.business:
            self.business_units += line.units
            self.business_items += 1
            self.business_amount += line.amount


class Day(msgspec.Struct):
    """What a day, week or month came to."""

    sales: Sales
    visits: Visits
    refunded: int = 0
    shipped_amount: Decimal = Decimal(0)
    shipped_units: int = 0
    shipped_orders: int = 0
    feedback: int = 0
    negative: int = 0


Place = tuple[str, str]


async def lines(reading: Reading, marketplace: Marketplace) -> AsyncIterator[list[Bought]]:
    """What was bought in the time asked for, oldest first."""
    ctx, after, span = reading.ctx, None, (reading.start, reading.end)
    while page := await records.bought(ctx.tx, ctx.seller_id, marketplace.id, span, after, _READ_AT_ONCE):
        after = (page[-1].purchased_at, page[-1].order_id, page[-1].item_id)
        yield page


class _Fold:
    """Everything that was bought, by period and by product, as it is read."""

    def __init__(self, reading: Reading, marketplace: Marketplace) -> None:
        self.reading, self.marketplace = reading, marketplace
        self._zone = ZoneInfo(marketplace.time_zone)
        self._length = _LENGTHS[reading.options.get("dateGranularity", "DAY")]
        self.first, self.last = self._day(reading.start), self._day(reading.end)
        self.days: dict[date, Day] = {}
        self.places: dict[Place, Sales] = {}
        self.visits: dict[str, Visits] = {}
        self._items: dict[tuple[str, date], int] = {}
        day = self.first
        while day <= self.last:
            self.days.setdefault(periods.first_of(day, self._length), Day(Sales(), Visits()))
            day += timedelta(days=1)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self._zone).date()

    def period(self, at: datetime) -> Day:
        """The period that a time is in."""
        return self.days[periods.first_of(self._day(at), self._length)]

    def add(self, line: Bought) -> None:
        """Counts a line."""
        at = from_milliseconds(line.purchased_at)
        self.period(at).sales.add(line)
        self.places.setdefault((line.asin, line.seller_sku), Sales()).add(line)
        key = line.asin, self._day(at)
        self._items[key] = self._items.get(key, 0) + 1

    def look(self) -> None:
        """Draws the visits of every product on every day, once all lines are counted."""
        ctx = self.reading.ctx
        for asin in sorted({asin for asin, _ in self._items}):
            day = self.first
            while day <= self.last:
                found = traffic.visits(ctx.seed, ctx.seller_id, asin, str(day), self._items.get((asin, day), 0))
                self.days[periods.first_of(day, self._length)].visits.add(found)
                self.visits.setdefault(asin, Visits()).add(found)
                day += timedelta(days=1)


async def _events(fold: _Fold) -> None:
    """What was shipped and refunded, by the events of Finances; one that was deferred counts when it was posted."""
    reading, after = fold.reading, None
    start, end = to_milliseconds(reading.start), to_milliseconds(reading.end) + 1
    window = Window(start, end, marketplace_id=fold.marketplace.id)
    while page := await finances.page(reading.ctx.tx, reading.ctx.seller_id, window, after, PAGE):
        after = (to_milliseconds(page[-1].posted_at), page[-1].id)
        for event in page:
            if event.type not in ("Shipment", "Refund") or (event.counterpart and event.status == "RELEASED"):
                continue
            day, units = fold.period(event.posted_at), sum(each.quantity for each in event.items)
            if event.type == "Refund":
                day.refunded += units
                continue
            charges = (line for each in event.items for line in each.charges if line.type == "Principal")
            day.shipped_amount += sum((each.amount for each in charges), Decimal(0))
            day.shipped_units += units
            day.shipped_orders += 1


async def made(reading: Reading) -> AsyncIterator[str]:
    """The whole report; nothing where nothing was bought."""
    marketplace = reading.marketplaces[0]
    fold = _Fold(reading, marketplace)
    async for page in lines(reading, marketplace):
        for line in page:
            fold.add(line)
    if not fold.places:
        return
    fold.look()
    await _events(fold)
    async for said in given(reading):
        for each in said:
            day = fold.period(each.at)
            day.feedback += 1
            day.negative += each.negative
    parents = await _parents(fold)
    yield json_text(
        {
            "reportSpecification": {
                "reportType": TYPE,
                "reportOptions": {
                    "dateGranularity": reading.options.get("dateGranularity", "DAY"),
                    "asinGranularity": reading.options.get("asinGranularity", "PARENT"),
                },
                "dataStartTime": str(fold.first),
                "dataEndTime": str(fold.last),
                "marketplaceIds": [marketplace.id],
            },
            "salesAndTrafficByDate": [
                _by_date(at, day, len(fold.visits), len(set(parents.values())), marketplace.currency)
                for at, day in sorted(fold.days.items())
            ],
            "salesAndTrafficByAsin": _by_asin(fold, parents),
        }
    )


async def _parents(fold: _Fold) -> dict[str, str]:
    """The parent of each product; one without is its own."""
    found, asins = {}, sorted(fold.visits)
    for at in range(0, len(asins), PAGE):
        known = await products.find_many(fold.reading.ctx, fold.marketplace.id, asins[at : at + PAGE])
        for asin in asins[at : at + PAGE]:
            found[asin] = (known[asin].parent_asin if asin in known else None) or asin
    return found


def _money(value: Decimal, currency: str) -> dict[str, Any]:
    return {"amount": float(rounded(value, currency)), "currencyCode": currency}


def _share(part: float, whole: float) -> float:
    """A share in percent, to a hundredth."""
    return round(100 * part / whole, 2) if whole else 0.0


def _each(value: Decimal, many: int, currency: str) -> dict[str, Any]:
    return _money(value / many if many else Decimal(0), currency)


def _by_date(at: date, day: Day, offers: int, parents: int, currency: str) -> dict[str, Any]:
    sales, visits = day.sales, day.visits
    return {
        "date": str(at),
        "salesByDate": {
            "orderedProductSales": _money(sales.amount, currency),
            "orderedProductSalesB2B": _money(sales.business_amount, currency),
            "unitsOrdered": sales.units,
            "unitsOrderedB2B": sales.business_units,
            "totalOrderItems": sales.items,
            "totalOrderItemsB2B": sales.business_items,
            "averageSalesPerOrderItem": _each(sales.amount, sales.items, currency),
            "averageUnitsPerOrderItem": round(sales.units / sales.items, 2) if sales.items else 0.0,
            "averageSellingPrice": _each(sales.amount, sales.units, currency),
            "unitsRefunded": day.refunded,
            "refundRate": _share(day.refunded, sales.units),
            "claimsGranted": 0,
            "claimsAmount": _money(Decimal(0), currency),
            "shippedProductSales": _money(day.shipped_amount, currency),
            "unitsShipped": day.shipped_units,
            "ordersShipped": day.shipped_orders,
        },
        "trafficByDate": {
            "browserPageViews": visits.browser_views,
            "mobileAppPageViews": visits.app_views,
            "pageViews": visits.views,
            "browserSessions": visits.browser_sessions,
            "mobileAppSessions": visits.app_sessions,
            "sessions": visits.sessions,
            "buyBoxPercentage": _share(visits.featured, visits.sessions),
            "orderItemSessionPercentage": _share(sales.items, visits.sessions),
            "unitSessionPercentage": _share(sales.units, visits.sessions),
            "averageOfferCount": offers,
            "averageParentItems": parents,
            "feedbackReceived": day.feedback,
            "negativeFeedbackReceived": day.negative,
            "receivedNegativeFeedbackRate": _share(day.negative, day.feedback),
        },
    }


def _by_asin(fold: _Fold, parents: dict[str, str]) -> list[dict[str, Any]]:
    granularity, currency = fold.reading.options.get("asinGranularity", "PARENT"), fold.marketplace.currency
    grouped: dict[tuple[str, ...], tuple[Sales, Visits]] = {}
    every = Visits()
    for (asin, sku), sales in sorted(fold.places.items()):
        key = {"PARENT": (parents[asin],), "CHILD": (parents[asin], asin)}.get(granularity, (parents[asin], asin, sku))
        known = grouped.setdefault(key, (Sales(), Visits()))
        for name in Sales.__struct_fields__:
            setattr(known[0], name, getattr(known[0], name) + getattr(sales, name))
    counted: set[str] = set()
    for asin, sku in sorted(fold.places):
        if asin in counted:
            continue  # the visits of a product that several SKUs offer count for the first
        counted.add(asin)
        key = {"PARENT": (parents[asin],), "CHILD": (parents[asin], asin)}.get(granularity, (parents[asin], asin, sku))
        grouped[key][1].add(fold.visits[asin])
        every.add(fold.visits[asin])
    return [_of_asin(key, *found, every, currency) for key, found in grouped.items()]


def _of_asin(key: tuple[str, ...], sales: Sales, visits: Visits, every: Visits, currency: str) -> dict[str, Any]:
    return {
        **dict(zip(("parentAsin", "childAsin", "sku"), key, strict=False)),
        "salesByAsin": {
            "unitsOrdered": sales.units,
            "unitsOrderedB2B": sales.business_units,
            "orderedProductSales": _money(sales.amount, currency),
            "orderedProductSalesB2B": _money(sales.business_amount, currency),
            "totalOrderItems": sales.items,
            "totalOrderItemsB2B": sales.business_items,
        },
        "trafficByAsin": {
            "browserSessions": visits.browser_sessions,
            "mobileAppSessions": visits.app_sessions,
            "sessions": visits.sessions,
            "browserSessionPercentage": _share(visits.browser_sessions, every.browser_sessions),
            "mobileAppSessionPercentage": _share(visits.app_sessions, every.app_sessions),
            "sessionPercentage": _share(visits.sessions, every.sessions),
            "browserPageViews": visits.browser_views,
            "mobileAppPageViews": visits.app_views,
            "pageViews": visits.views,
            "browserPageViewsPercentage": _share(visits.browser_views, every.browser_views),
            "mobileAppPageViewsPercentage": _share(visits.app_views, every.app_views),
            "pageViewsPercentage": _share(visits.views, every.views),
            "buyBoxPercentage": _share(visits.featured, visits.sessions),
            "unitSessionPercentage": _share(sales.units, visits.sessions),
        },
    }


_TWO_YEARS: Final = timedelta(days=731)

KINDS: Final[dict[str, Kind]] = {
    TYPE: Kind(
        makes=made,
        made_of="lines of orders, events of Finances, and visits that are drawn from them by the seed",
        roles=roles("BA"),
        form="json",
        comes="requested or scheduled",
        gzip=True,
        longest=_TWO_YEARS,
        usual=timedelta(days=1),
        one_marketplace=True,
        options={"dateGranularity": ("DAY", "WEEK", "MONTH"), "asinGranularity": ("PARENT", "CHILD", "SKU")},
    )
}

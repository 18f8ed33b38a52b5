"""Brand analytics: what was searched for, bought together and bought again, among what the seller has sold.

Amazon shows what all sellers of a marketplace have sold. A world shows each seller what is his own (our choice).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any, Final

import msgspec

from tradepost.domains.exchange.reports.declaring import PAGE, Kind, Reading, Source, json_text, roles
from tradepost.domains.exchange.reports.making import periods, traffic
from tradepost.domains.exchange.reports.making.orders import by_order_date
from tradepost.domains.exchange.reports.making.periods import Length
from tradepost.domains.exchange.reports.making.sales_and_traffic import lines
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.model import Product

_ALL: Final[tuple[Length, ...]] = ("DAY", "WEEK", "MONTH", "QUARTER")
_LONG: Final[tuple[Length, ...]] = ("WEEK", "MONTH", "QUARTER")
_MOST_CLICKED: Final = 3
_MOST_COMPANIONS: Final = 3
#: How the searches that led to a product divide: by its name, by what it is, and by its brand.
_SHARES: Final = (0.5, 0.3, 0.2)


def _within(reading: Reading, first: date, last: date) -> Reading:
    start, end = periods.span(first, last, reading.marketplaces[0])
    return msgspec.structs.replace(reading, start=start, end=end)


def _specified(reading: Reading) -> dict[str, Any]:
    return {
        "reportType": reading.type,
        "reportOptions": {"reportPeriod": reading.options["reportPeriod"]},
        "dataStartTime": str(reading.start.date()),
        "dataEndTime": str(reading.end.date()),
        "marketplaceIds": [reading.marketplaces[0].id],
    }


def _report(name: str, rows: list[dict[str, Any]], reading: Reading) -> str:
    return json_text({"reportSpecification": _specified(reading), name: rows})


def _terms(product: Product) -> tuple[str, str, str]:
    words = product.title.casefold().split()
    kind = product.product_type.replace("_", " ").casefold()
    return " ".join(words[:3]), kind, product.brand.casefold() or words[0]


async def _search_terms(reading: Reading) -> AsyncIterator[str]:
    """Search terms by how often they were used, each with the three products that were clicked most."""
    [(first, last)] = periods.whole(reading, _ALL, several=False)
    marketplace = reading.marketplaces[0]
    bought: Counter[str] = Counter()
    async for page in lines(_within(reading, first, last), marketplace):
        bought.update(each.asin for each in page)
    clicks: dict[str, Counter[str]] = {}
    orders: dict[str, Counter[str]] = {}
    asins = sorted(bought)
    for at in range(0, len(asins), PAGE):
        known = await products.find_many(reading.ctx, marketplace.id, asins[at : at + PAGE])
        for asin, product in known.items():
            seen = traffic.visits(reading.ctx.seed, reading.ctx.seller_id, asin, str(first), bought[asin]).sessions
            for term, share in zip(_terms(product), _SHARES, strict=True):
                clicks.setdefault(term, Counter())[asin] += max(1, round(seen * share))
                orders.setdefault(term, Counter())[asin] += round(100 * bought[asin] * share)
    ranked = sorted(clicks, key=lambda term: (-clicks[term].total(), term))
    rows = [
        {
            "departmentName": marketplace.name,
            "searchTerm": term,
            "searchFrequencyRank": rank,
            "clickedAsin": asin,
            "clickShareRank": place,
            "clickShare": round(many / clicks[term].total(), 4),
            "conversionShare": round(orders[term][asin] / orders[term].total(), 4) if orders[term].total() else 0.0,
        }
        for rank, term in enumerate(ranked, 1)
        for place, (asin, many) in enumerate(
            sorted(clicks[term].items(), key=lambda each: (-each[1], each[0]))[:_MOST_CLICKED], 1
        )
    ]
    if rows:
        yield _report("dataByDepartmentAndSearchTerm", rows, reading)


async def _market_basket(reading: Reading) -> AsyncIterator[str]:
    """For each product the three that were bought with it most, and in which share of its orders with others."""
    rows: list[dict[str, Any]] = []
    for first, last in periods.whole(reading, _ALL, several=True):
        together: dict[str, Counter[str]] = {}
        async for page in by_order_date(_within(reading, first, last)):
            for order in page:
                asins = sorted({each.asin for each in order.items if each.quantity > each.cancelled})
                for one, other in permutations(asins, 2):
                    together.setdefault(one, Counter())[other] += 1
        for asin, others in sorted(together.items()):
            ranked = sorted(others.items(), key=lambda each: (-each[1], each[0]))[:_MOST_COMPANIONS]
            rows += [
                {
                    "startDate": str(first),
                    "endDate": str(last),
                    "asin": asin,
                    "purchasedWithAsin": other,
                    "purchasedWithRank": rank,
                    "combinationPct": round(many / others.total(), 4),
                }
                for rank, (other, many) in enumerate(ranked, 1)
            ]
    if rows:
        yield _report("dataByAsin", rows, reading)


class Repeated(msgspec.Struct):
    """How often buyers came back for a product."""

    orders: int = 0
    buyers: Counter[str] = Counter()
    revenue: Decimal = Decimal(0)
    again: Decimal = Decimal(0)


async def _repeat_purchase(reading: Reading) -> AsyncIterator[str]:
    """For each product how many buyers bought it again within the period."""
    rows: list[dict[str, Any]] = []
    currency = reading.marketplaces[0].currency
    for first, last in periods.whole(reading, _LONG, several=True):
        found: dict[str, Repeated] = {}
        async for page in by_order_date(_within(reading, first, last)):
            for order in page:
                for item in order.items:
                    if item.quantity == item.cancelled:
                        continue
                    known = found.setdefault(item.asin, Repeated())
                    known.orders += 1
                    known.revenue += item.amounts.principal
                    if known.buyers[order.buyer.email]:
                        known.again += item.amounts.principal
                    known.buyers[order.buyer.email] += 1
        rows += [
            {
                "startDate": str(first),
                "endDate": str(last),
                "asin": asin,
                "orders": each.orders,
                "uniqueCustomers": len(each.buyers),
                "repeatCustomersPctTotal": round(sum(many > 1 for many in each.buyers.values()) / len(each.buyers), 4),
                "repeatPurchaseRevenue": {"amount": float(rounded(each.again, currency)), "currencyCode": currency},
                "repeatPurchaseRevenuePctTotal": round(float(each.again / each.revenue), 4) if each.revenue else 0.0,
            }
            for asin, each in sorted(found.items())
        ]
    if rows:
        yield _report("dataByAsin", rows, reading)


def _kind(makes: Source, made_of: str) -> Kind:
    return Kind(
        makes=makes,
        made_of=made_of,
        roles=roles("BA"),
        form="json",
        comes="requested",
        gzip=True,
        longest=timedelta(days=731),
        usual=timedelta(days=0),
        one_marketplace=True,
        without_data="The requested data is unavailable. Please try a different date range.",  # as captured
    )


KINDS: Final[dict[str, Kind]] = {
    "GET_BRAND_ANALYTICS_SEARCH_TERMS_REPORT": _kind(
        _search_terms, "visits and sales of the seller's products; terms are words of their names, types and brands"
    ),
    "GET_BRAND_ANALYTICS_MARKET_BASKET_REPORT": _kind(_market_basket, "orders of several products"),
    "GET_BRAND_ANALYTICS_REPEAT_PURCHASE_REPORT": _kind(_repeat_purchase, "buyers with several orders of a product"),
}

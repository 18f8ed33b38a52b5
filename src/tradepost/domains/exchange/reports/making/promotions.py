"""What promotions came to: those that orders were placed with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import msgspec

from tradepost.domains.exchange.reports.declaring import Kind, NotMadeError, Reading, json_text, roles
from tradepost.domains.exchange.reports.making.orders import by_order_date
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.selling.orders.order import Item, Order

TYPE: Final = "GET_PROMOTION_PERFORMANCE_REPORT"
_FROM, _TO = "promotionStartDateFrom", "promotionStartDateTo"


class Product(msgspec.Struct):
    """What a promotion sold of one product."""

    title: str
    units: int = 0
    revenue: Decimal = Decimal(0)


class Promotion(msgspec.Struct):
    """A promotion, from its first order to its last."""

    started: datetime
    ended: datetime
    products: dict[str, Product] = {}

    def add(self, order: Order, item: Item) -> None:
        """Counts what it sold in an order."""
        self.ended = max(self.ended, order.purchased_at)
        product = self.products.setdefault(item.asin, Product(item.title))
        product.units += item.quantity - item.cancelled
        product.revenue += item.amounts.principal - item.amounts.promotion


def _time(reading: Reading, option: str) -> datetime:
    said = reading.options.get(option, "")
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        raise NotMadeError(f"reportOptions.{option} must be a date and time, not '{said}'.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


async def made(reading: Reading) -> AsyncIterator[str]:
    """The promotions that began in the time that the options say; nothing where there are none."""
    start, end = _time(reading, _FROM), _time(reading, _TO)
    if start > end:
        raise NotMadeError(f"reportOptions.{_FROM} is after {_TO}.")
    found: dict[str, Promotion] = {}
    async for page in by_order_date(msgspec.structs.replace(reading, start=start, end=end)):
        for order in page:
            for item in order.items:
                for name in item.promotion_ids:
                    found.setdefault(name, Promotion(order.purchased_at, order.purchased_at)).add(order, item)
    if found:
        yield json_text(
            {
                "reportSpecification": {
                    "reportType": TYPE,
                    "reportOptions": {name: reading.options[name] for name in (_FROM, _TO)},
                    "marketplaceIds": [reading.marketplaces[0].id],
                },
                "promotions": [_shown(reading, name, each) for name, each in sorted(found.items())],
            }
        )


def _shown(reading: Reading, name: str, promotion: Promotion) -> dict[str, Any]:
    marketplace = reading.marketplaces[0]
    currency = marketplace.currency
    revenue = sum((each.revenue for each in promotion.products.values()), Decimal(0))
    return {
        "promotionId": name,
        "promotionName": name,
        "merchantId": reading.ctx.seller_id,
        "unitsSold": sum(each.units for each in promotion.products.values()),
        "revenue": float(rounded(revenue, currency)),
        "revenueCurrencyCode": currency,
        "startDateTime": _iso(promotion.started),
        "endDateTime": _iso(promotion.ended),
        "type": "PROMO_CODE",
        "status": "APPROVED",
        "creationChannel": "MANUAL",
        "marketplaceId": marketplace.id,
        "createdDateTime": _iso(promotion.started),
        "lastUpdatedDateTime": _iso(promotion.ended),
        "includedProducts": [
            {
                "asin": asin,
                "productName": each.title,
                "productUnitsSold": each.units,
                "productRevenue": float(rounded(each.revenue, currency)),
                "productRevenueCurrencyCode": currency,
            }
            for asin, each in sorted(promotion.products.items())
        ],
    }


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


KINDS: Final[dict[str, Kind]] = {
    TYPE: Kind(
        makes=made,
        made_of="orders that were placed with a promotion",
        roles=roles("BA PL SPI"),
        form="json",
        comes="requested or scheduled",
        gzip=True,
        usual=timedelta(0),
        one_marketplace=True,
    )
}

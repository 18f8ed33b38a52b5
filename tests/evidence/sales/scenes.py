"""Situations in which others called Sales v1, made again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import httpx

from tests.shop import GB, US, Shop

MX = "A1AM78C64UM0Y8"


def _metrics(shop: Shop, days: int, offset: str, **query: Any) -> httpx.Response:
    """Asks for the days before this month, of which the first begins at midnight."""
    until = datetime.fromisoformat(shop.now()).date().replace(day=1)
    begin = until - timedelta(days=days) if days else until.replace(year=until.year - 1)
    interval = f"{begin}T00:00:00{offset}--{until}T00:00:00{offset}"
    return shop.call("GET", "/sales/v1/orderMetrics", interval=interval, **query)


def sales_of_months_without_a_sale(shop: Shop) -> httpx.Response:
    zone = {"granularity": "Month", "granularityTimeZone": "UTC"}
    return _metrics(shop, 0, "Z", marketplaceIds=GB, **zone)


def sales_of_weeks(shop: Shop) -> httpx.Response:
    zone = {"granularity": "Week", "granularityTimeZone": "Etc/GMT+7", "BuyerType": "All"}
    return _metrics(shop, 90, "-07:00", marketplaceIds=US, **zone)


def sales_of_days_in_mexico(shop: Shop) -> httpx.Response:
    zone = {"granularity": "Day", "granularityTimeZone": "America/Mexico_City"}
    return _metrics(shop, 30, "-06:00", marketplaceIds=MX, **zone)


def sales_without_a_granularity(shop: Shop) -> httpx.Response:
    return _metrics(shop, 3, "-07:00", marketplaceIds=US)


def sales_of_hours_with_a_short_offset(shop: Shop) -> httpx.Response:
    interval = "2020-10-16T05:00:00-5:00--2020-11-16T22:57:00-5:00"
    query: Any = {"granularity": "Hour", "granularityTimeZone": "America/Chicago"}
    return shop.call("GET", "/sales/v1/orderMetrics", interval=interval, marketplaceIds=GB, **query)

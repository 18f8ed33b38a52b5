"""Situations in which others called FBA Inbound v0, made again."""

from __future__ import annotations

import httpx

from tests.shop import US, Json, Shop


def shipments_by_time_alone(shop: Shop) -> httpx.Response:
    within: Json = {"LastUpdatedAfter": "2020-10-25T14:18:49Z", "LastUpdatedBefore": "2020-12-24T13:18:49Z"}
    return shop.call("GET", "/fba/inbound/v0/shipments", MarketplaceId=US, QueryType="DATE_RANGE", **within)

"""Situations in which others called Finances 2024-06-19, made again."""

from __future__ import annotations

import httpx

from tests.shop import US, Json, Shop


def two_weeks_in_one_marketplace(shop: Shop) -> httpx.Response:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    within: Json = {"postedAfter": "2024-10-01T00:00:00Z", "postedBefore": "2024-10-15T00:00:00Z"}
    return shop.call("GET", "/finances/2024-06-19/transactions", marketplaceId=US, **within)

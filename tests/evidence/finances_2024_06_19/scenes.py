"""Situations in which others called Finances 2024-06-19, made again."""

from __future__ import annotations

import httpx

from tests.evidence.finances_v0.scenes import a_group_that_is_open
from tests.shop import CA, US, Json, Shop


def two_weeks_in_one_marketplace(shop: Shop) -> httpx.Response:
    shop.controlled("PUT", "usage-plans", {"scale": 1})
    within: Json = {"postedAfter": "2024-10-01T00:00:00Z", "postedBefore": "2024-10-15T00:00:00Z"}
    return shop.call("GET", "/finances/2024-06-19/transactions", marketplaceId=US, **within)


def the_sale_of_a_mug(shop: Shop) -> httpx.Response:
    a_group_that_is_open(shop)
    return shop.call("GET", "/finances/2024-06-19/transactions", postedAfter="2020-01-01T00:00:00Z")


def the_balances_of_two_marketplaces_on_a_day(shop: Shop) -> httpx.Response:
    a_group_that_is_open(shop)
    return shop.call("GET", "/finances/2024-06-19/balances", marketplaceIds=f"{US},{CA}", asOfDate=shop.now()[:10])

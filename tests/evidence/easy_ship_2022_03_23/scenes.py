"""Situations in which others called Easy Ship, made again."""

from __future__ import annotations

import httpx

from tests.domains.shipping.test_easy_ship import EASY, asked, bulk, order, polish, unseal
from tests.shop import IN, PL, Shop


def slots_in_poland(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{EASY}/timeSlot", asked(polish(shop), PL))


def a_bulk_in_india(shop: Shop) -> httpx.Response:
    body = {**bulk(order(shop)), "marketplaceId": IN}
    unseal(shop)
    return shop.call("POST", f"{EASY}/packages/bulk", body)

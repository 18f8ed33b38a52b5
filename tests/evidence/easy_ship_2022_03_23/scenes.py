"""Situations in which others called Easy Ship, made again."""

from __future__ import annotations

import httpx

from tests.domains.shipping.test_easy_ship import EASY, asked, bulk, order, polish, unseal
from tests.evidence.roles import without_shipping
from tests.shop import IN, PL, Shop


def slots_in_poland(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{EASY}/timeSlot", asked(polish(shop), PL))


def a_bulk_in_india(shop: Shop) -> httpx.Response:
    body = {**bulk(order(shop)), "marketplaceId": IN}
    unseal(shop)
    return shop.call("POST", f"{EASY}/packages/bulk", body)


def slots_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{EASY}/timeSlot", asked("902-1111111-1111111"))


def a_package_without_the_role(shop: Shop) -> httpx.Response:
    other = without_shipping(shop)
    return other.call("GET", f"{EASY}/package", amazonOrderId="902-1111111-1111111", marketplaceId=IN)

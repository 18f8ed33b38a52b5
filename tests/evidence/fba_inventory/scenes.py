"""Situations in which others called FBA Inventory, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import INVENTORY, US, Json, Shop


def details_as_nought(shop: Shop) -> httpx.Response:
    return _summaries(shop, details="0")


def details_as_one_and_a_time(shop: Shop) -> httpx.Response:
    return _summaries(shop, details="1", startDateTime=shop.now())


def _summaries(shop: Shop, **more: Any) -> httpx.Response:
    where: Json = {"granularityType": "Marketplace", "granularityId": US, "marketplaceIds": US}
    return shop.call("GET", f"{INVENTORY}/summaries", **where, **more)

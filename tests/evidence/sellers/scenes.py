"""Situations in which others called Sellers v1, made again."""

from __future__ import annotations

import httpx

from tests.shop import Shop


def where_a_seller_takes_part(shop: Shop) -> httpx.Response:
    return shop.call("GET", "/sellers/v1/marketplaceParticipations")

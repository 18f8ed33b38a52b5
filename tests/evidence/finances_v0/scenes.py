"""Situations in which others called Finances v0, made again."""

from __future__ import annotations

import httpx

from tests.shop import SEATTLE, Shop

_FINANCES = "/finances/v0"


def an_order_without_events(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/orders/902-0000000-0000000/financialEvents")


def events_before_a_world_of_sales(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/financialEvents", PostedAfter="2019-01-01T00:00:00Z")


def the_fee_of_a_disposal(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 3)
    disposal = {"type": "Disposal", "items": [{"sellerSku": "MUG", "sellableQuantity": 2}]}
    shop.controlled("POST", "removals", {"address": SEATTLE, **disposal})
    shop.advance("P6D")
    return shop.call("GET", f"{_FINANCES}/financialEvents", PostedAfter="2024-01-01T00:00:00Z")


def a_time_that_is_none(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/financialEvents", PostedAfter="lately", MaxResultsPerPage="100")


def a_page_that_was_never_given(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/financialEvents", NextToken="AAAA")

"""Situations in which others called Sellers v1, or were refused at the door, made again."""

from __future__ import annotations

import httpx

from tests.evidence.roles import without_shipping
from tests.shop import Shop

PARTICIPATIONS = "/sellers/v1/marketplaceParticipations"


def where_a_seller_takes_part(shop: Shop) -> httpx.Response:
    return shop.call("GET", PARTICIPATIONS)


def an_account(shop: Shop) -> httpx.Response:
    return shop.call("GET", "/sellers/v1/account")


def an_account_for_an_application_without_the_role(shop: Shop) -> httpx.Response:
    other = without_shipping(shop)
    try:
        return an_account(other)
    finally:
        other.close()


def a_path_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("POST", "/sellers/v1/token", {})


def a_call_without_a_token(shop: Shop) -> httpx.Response:
    shop.token = ""
    return where_a_seller_takes_part(shop)


def a_call_with_a_token_that_is_none(shop: Shop) -> httpx.Response:
    shop.token = "Atza|none"
    return where_a_seller_takes_part(shop)


def more_calls_than_the_plan_allows(shop: Shop) -> httpx.Response:
    plan = {"rate": 0.01, "burst": 1}
    shop.controlled("PUT", "usage-plans", {"scale": 1, "operations": {"getMarketplaceParticipations": plan}})
    where_a_seller_takes_part(shop)
    return where_a_seller_takes_part(shop)

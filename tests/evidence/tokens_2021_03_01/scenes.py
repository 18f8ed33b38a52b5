"""Situations in which others called Tokens 2021-03-01, made again."""

from __future__ import annotations

from typing import Any

import httpx

from tests.shop import Shop

ORDERS = "/orders/v0/orders"


def _token(shop: Shop, resources: Any) -> httpx.Response:
    return shop.call("POST", "/tokens/2021-03-01/restrictedDataToken", {"restrictedResources": resources})


def a_token_for_an_address(shop: Shop) -> httpx.Response:
    return _token(shop, [{"method": "GET", "path": f"{ORDERS}/123-1234567-1234567/address"}])


def a_token_for_a_list_of_orders(shop: Shop) -> httpx.Response:
    elements = ["buyerInfo", "shippingAddress"]
    return _token(shop, [{"method": "GET", "path": ORDERS, "dataElements": elements}])


def a_token_for_what_is_not_restricted(shop: Shop) -> httpx.Response:
    return _token(shop, [{"method": "GET", "path": "/sales/v1/orderMetrics"}])


def a_token_for_nothing(shop: Shop) -> httpx.Response:
    return _token(shop, [])


def a_token_for_an_element_without_its_role(shop: Shop) -> httpx.Response:
    other = Shop(shop.url, shop.world, shop.controlled("POST", "sellers", {"roles": ["DTC"]}))
    try:
        other.log_in()
        return a_token_for_a_list_of_orders(other)
    finally:
        other.close()


def a_refresh_token_that_nobody_gave(shop: Shop) -> httpx.Response:
    return shop.ask_token(grant_type="refresh_token", refresh_token="Atzr|none", **_client(shop))


def a_refresh_token_whose_grant_was_revoked(shop: Shop) -> httpx.Response:
    shop.controlled("POST", "grants/revoke")
    token = shop.credentials["refresh_token"]
    return shop.ask_token(grant_type="refresh_token", refresh_token=token, **_client(shop))


def a_code_that_nobody_gave(shop: Shop) -> httpx.Response:
    return shop.ask_token(grant_type="authorization_code", code="ANnone", **_client(shop))


def a_client_that_is_none(shop: Shop) -> httpx.Response:
    asked = {"refresh_token": "Atzr|none", "client_id": "amzn1.application-oa2-client.0", "client_secret": "none"}
    return shop.ask_token(grant_type="refresh_token", **asked)


def a_form_that_is_no_form(shop: Shop) -> httpx.Response:
    headers = {"Content-Type": "application/x-www-form-urlencoded;charset=UTF-8"}
    return shop.http.post("/auth/o2/token", content=b'{"grant_type":"refresh_token"}', headers=headers)


def a_token_of_the_client_itself(shop: Shop) -> httpx.Response:
    return shop.ask_token(grant_type="client_credentials", scope="appstore::apps:readwrite", **_client(shop))


def _client(shop: Shop) -> dict[str, str]:
    return {name: shop.credentials[name] for name in ("client_id", "client_secret")}

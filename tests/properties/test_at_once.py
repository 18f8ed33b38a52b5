"""The same call eight times at the same moment: what it stands for is done once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from tests.domains.shipping import sending
from tests.shop import INVENTORY, ORDERS, US, Shop

CALLERS = 8


def at_once(shop: Shop, call: Callable[[Shop], httpx.Response]) -> Counter[int]:
    """How often each status came, each caller having a connection of its own."""

    def one(_: int) -> int:
        caller = Shop(shop.url, shop.world, shop.credentials)
        caller.token = shop.token
        try:
            return call(caller).status_code
        finally:
            caller.close()

    with ThreadPoolExecutor(CALLERS) as pool:
        return Counter(pool.map(one, range(CALLERS)))


def test_a_rate_is_bought_once(shop: Shop) -> None:
    purchase = sending.purchase(sending.ask(shop))
    found = at_once(shop, lambda caller: caller.call("POST", f"{sending.V2}/shipments", purchase))
    assert found == {200: 1, 400: CALLERS - 1}
    assert len(sending.postage(shop)) == 1


def test_an_order_is_made_once_and_canceled_once(shop: Shop) -> None:
    shop.stock("MUG", 20)
    order = shop.order_body("O-1", {"MUG": 3})
    assert at_once(shop, lambda caller: caller.call("POST", ORDERS, order)) == {200: 1, 400: CALLERS - 1}
    assert shop.fulfillable("MUG") == 17
    assert at_once(shop, lambda caller: caller.call("PUT", f"{ORDERS}/O-1/cancel")) == {200: 1, 400: CALLERS - 1}
    assert shop.fulfillable("MUG") == 20


def test_a_delivery_with_one_token_comes_once(shop: Shop) -> None:
    shop.stock("MUG", 0)
    body = {"inventoryItems": [{"sellerSku": "MUG", "marketplaceId": US, "quantity": 5}]}
    token = {"x-amzn-idempotency-token": "delivery-1"}
    found = at_once(shop, lambda caller: caller.call("POST", f"{INVENTORY}/items/inventory", body, headers=token))
    assert found == {200: CALLERS}
    assert shop.fulfillable("MUG") == 5


def test_an_authorization_code_is_exchanged_once(shop: Shop) -> None:
    code: Any = shop.controlled("POST", "authorization-codes")["spapi_oauth_code"]
    client = {name: shop.credentials[name] for name in ("client_id", "client_secret")}
    found = at_once(shop, lambda caller: caller.ask_token(grant_type="authorization_code", code=code, **client))
    assert found == {200: 1, 400: CALLERS - 1}


def test_sellers_who_list_one_product_at_once_share_it(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    sellers = [shop, *(new_shop(beside=shop) for _ in range(3))]
    number = {"type": "ean", "value": "4006381333931", "marketplace_id": US}

    def put(seller: Shop) -> int:
        attributes = seller.attributes(externally_assigned_product_identifier=[number])
        body = {"productType": "LUGGAGE", "requirements": "LISTING", "attributes": attributes}
        return seller.call("PUT", seller.listing_path("CASE"), body, marketplaceIds=US).status_code

    with ThreadPoolExecutor(len(sellers)) as pool:
        assert set(pool.map(put, sellers)) == {200}
    shop.advance("PT10S")
    assert len({each.listing("CASE")["summaries"][0]["asin"] for each in sellers}) == 1

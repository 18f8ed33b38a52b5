"""The shop that a first start opens: enough of everything to try a program on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.shop import BARE, DE, US, Json, Shop

LONG_AGO = "2000-01-01T00:00:00Z"


@pytest.fixture(scope="module")
def starter(server_url: str) -> Iterator[Shop]:
    """A world with the starter shop, for tests that only look."""
    wish = {"seed": "starter", "scenario": "starter"}
    made = BARE.post(f"{server_url}/_tradepost/v1/worlds", json=wish, timeout=120)
    assert made.status_code == 201, made.text
    shop = Shop(server_url, made.json()["world"], made.json())
    shop.controlled("PUT", "usage-plans", {"scale": 10000})
    shop.controlled("POST", "clock/freeze")
    shop.log_in()
    yield shop
    shop.control("DELETE", f"worlds/{shop.world}")
    shop.close()


def orders(shop: Shop, **query: Any) -> list[Json]:
    found: list[Json] = shop.ok(
        "GET", "/orders/v0/orders", MarketplaceIds=f"{US},{DE}", CreatedAfter=LONG_AGO, **query
    )["payload"]["Orders"]
    return found


def lines(shop: Shop, order: Json) -> dict[str, int]:
    found = shop.ok("GET", f"/orders/v0/orders/{order['AmazonOrderId']}/orderItems")["payload"]["OrderItems"]
    return {each["SellerSKU"]: each["QuantityOrdered"] for each in found}


def competition(shop: Shop, sku: str, marketplace: str = US) -> Json:
    path = f"/products/pricing/v0/listings/{sku}/offers"
    found: Json = shop.ok("GET", path, MarketplaceId=marketplace, ItemCondition="New")["payload"]
    return found


def test_orders_have_one_line_or_several(starter: Shop) -> None:
    carts = [lines(starter, each) for each in orders(starter)]
    assert {"MUG-BLUE": 2, "MUG-GREEN": 1, "TOWEL-SET": 1} in carts
    assert {"NOTEBOOK": 3} in carts


def test_an_order_of_several_lines_waits_to_be_shipped(starter: Shop) -> None:
    open_ones = orders(starter, OrderStatuses="Unshipped", FulfillmentChannels="MFN")
    assert {"BACKPACK": 1, "NOTEBOOK": 2} in [lines(starter, each) for each in open_ones]


@pytest.mark.parametrize("marketplace", [US, DE])
def test_others_offer_some_of_the_products_and_one_of_them_is_featured(starter: Shop, marketplace: str) -> None:
    teapot, backpack = competition(starter, "TEAPOT", marketplace), competition(starter, "BACKPACK", marketplace)
    assert [len(each["Offers"]) for each in (teapot, backpack)] == [3, 2]
    assert [each["MyOffer"] for each in teapot["Offers"] if each["IsBuyBoxWinner"]] == [False]
    assert [each["MyOffer"] for each in backpack["Offers"] if each["IsBuyBoxWinner"]] == [True]
    assert len(competition(starter, "NOTEBOOK", marketplace)["Offers"]) == 1


@pytest.mark.parametrize(("marketplace", "currency", "price"), [(US, "USD", 43.89), (DE, "EUR", 39.9)])
def test_a_product_has_the_list_price_of_its_maker(
    starter: Shop, marketplace: str, currency: str, price: float
) -> None:
    suggested = competition(starter, "TEAPOT", marketplace)["Summary"]["ListPrice"]
    assert suggested == {"CurrencyCode": currency, "Amount": price}
    assert "ListPrice" not in competition(starter, "NOTEBOOK", marketplace)["Summary"]


def test_the_same_seed_opens_the_same_shop(starter: Shop) -> None:
    assert sorted(each["sellerId"] for each in starter.controlled("GET", "competitors")["competitors"]) != []
    twin = BARE.post(
        f"{starter.url}/_tradepost/v1/worlds", json={"seed": "starter", "scenario": "starter"}, timeout=120
    ).json()
    other = Shop(starter.url, twin["world"], twin)
    assert other.controlled("GET", "competitors") == starter.controlled("GET", "competitors")
    other.control("DELETE", f"worlds/{other.world}")
    other.close()

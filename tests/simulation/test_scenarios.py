"""A world is filled with a shop that has a past, and buyers come to it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.shop import BARE, DE, US, Json, Shop

LONG_AGO = "2000-01-01T00:00:00Z"
SMALL = {"days": 4, "skus": 6, "ordersPerDay": 12, "until": "2026-05-10T00:00:00Z"}


@pytest.fixture
def filled(server_url: str) -> Iterator[Callable[..., Shop]]:
    """Makes worlds that a scenario fills, each with a seller who has logged in."""
    shops: list[Shop] = []

    def make(scenario: str, options: Json | None = None, seed: str = "test") -> Shop:
        wish = {"seed": seed, "scenario": scenario, "options": options or {}}
        made = BARE.post(f"{server_url}/_tradepost/v1/worlds", json=wish, timeout=120)
        assert made.status_code == 201, made.text
        shop = Shop(server_url, made.json()["world"], made.json())
        shop.controlled("PUT", "usage-plans", {"scale": 10000})
        shop.controlled("POST", "clock/freeze")
        shop.log_in()
        shops.append(shop)
        return shop

    yield make
    for shop in shops:
        shop.control("DELETE", f"worlds/{shop.world}")
        shop.close()


def orders(shop: Shop, marketplaces: str = US) -> list[Json]:
    """All orders, page by page."""
    found: list[Json] = []
    query: Json = {"MarketplaceIds": marketplaces, "CreatedAfter": LONG_AGO}
    while True:
        page = shop.ok("GET", "/orders/v0/orders", **query)["payload"]
        found += page["Orders"]
        if "NextToken" not in page:
            return found
        query = {"MarketplaceIds": marketplaces, "NextToken": page["NextToken"]}


def test_the_starter_has_stock_and_an_order_in_every_state(filled: Callable[..., Shop]) -> None:
    shop = filled("starter")
    assert [shop.fulfillable(sku) for sku in ("MUG-BLUE", "TEAPOT", "LAST-ONE")] == [120, 33, 1]
    assert shop.fulfillable("MUG-BLUE", DE) == 120
    assert shop.listing("NOTEBOOK")["fulfillmentAvailability"] == [
        {"fulfillmentChannelCode": "DEFAULT", "quantity": 59}
    ]
    states = Counter(each["OrderStatus"] for each in orders(shop, f"{US},{DE}"))
    assert set(states) == {"Pending", "PendingAvailability", "Unshipped", "PartiallyShipped", "Shipped", "Canceled"}
    assert {shop.status("STARTER-1"), shop.status("STARTER-2")} <= {"Received", "Planning", "Processing", "New"}


def test_a_busy_shop_has_a_past_of_so_many_days(filled: Callable[..., Shop]) -> None:
    shop = filled("busy-shop", {**SMALL, "marketplaces": ["US", "DE"], "returnRate": 0.5})
    assert shop.now().startswith("2026-05-10T00:00:0")  # it ran on until it was frozen
    found = orders(shop, f"{US},{DE}")
    assert 25 <= len(found) <= 75
    assert {each["MarketplaceId"] for each in found} == {US, DE}
    assert {each["FulfillmentChannel"] for each in found} == {"AFN", "MFN"}
    times = [each["PurchaseDate"] for each in found]
    assert times == sorted(times)
    assert "2026-05-06T00:00:00Z" <= times[0] < times[-1] <= "2026-05-10T00:00:00Z"
    assert Counter(each["OrderStatus"] for each in found)["Shipped"] > len(found) / 3
    groups = shop.ok("GET", "/finances/v0/financialEventGroups", FinancialEventGroupStartedAfter="2026-04-01T00:00:00Z")
    assert groups["payload"]["FinancialEventGroupList"]


def test_the_same_seed_gives_the_same_shop_to_the_byte(filled: Callable[..., Shop]) -> None:
    def answers(shop: Shop) -> list[bytes]:
        calls: list[tuple[str, dict[str, Any]]] = [
            ("/orders/v0/orders", {"MarketplaceIds": US, "CreatedAfter": LONG_AGO}),
            (shop.listing_path(), {"marketplaceIds": US, "sortBy": "sku"}),
            ("/finances/v0/financialEvents", {"PostedAfter": "2026-05-06T00:00:00Z"}),
        ]
        return [shop.call("GET", path, **query).content for path, query in calls]

    first = filled("busy-shop", SMALL)
    told = answers(first)
    [kept] = [each["name"] for each in first.controlled("GET", "snapshots")["snapshots"]]
    first.control("DELETE", f"snapshots/{kept}")
    again, other = filled("busy-shop", SMALL), filled("busy-shop", SMALL, seed="another")
    assert again.controlled("GET", "snapshots")["snapshots"] != []
    assert answers(again) == told
    assert answers(other)[0] != told[0]


def test_a_scenario_is_made_once_and_restored_from_then_on(filled: Callable[..., Shop]) -> None:
    first = filled("busy-shop", SMALL)
    second = filled("busy-shop", SMALL)
    assert orders(second) == orders(first)
    assert second.controlled("GET", "snapshots")["snapshots"] == []
    first.controlled("POST", "clock/advance", {"by": "P1D"})
    first.controlled("POST", "reset", {"scenario": "busy-shop", "options": SMALL})
    first.log_in()
    assert orders(first) == orders(second)


def test_what_was_sold_is_missing_from_the_stock(filled: Callable[..., Shop]) -> None:
    """Both channels: what is left and what orders have taken is what the shop began with.

    Amazon has received what was sent in, but for the unit in a hundred SKUs that came damaged, or never.
    """
    shop = filled("busy-shop", {**SMALL, "days": 8})
    taken: Counter[str] = Counter()
    for order in orders(shop):
        lines = shop.ok("GET", f"/orders/v0/orders/{order['AmazonOrderId']}/orderItems")["payload"]["OrderItems"]
        for line in lines:
            taken[line["SellerSKU"]] += line["QuantityOrdered"]
    listed = shop.ok("GET", shop.listing_path(), marketplaceIds=US, pageSize=20, includedData="fulfillmentAvailability")
    left = {each["sku"]: each["fulfillmentAvailability"][0]["quantity"] for each in listed["items"]}
    begun = {sku: left[sku] + taken[sku] for sku in left}
    assert sum(taken.values()) > 50
    units = -(-12 * 8 * 3 // 6) + 30
    within = {"LastUpdatedAfter": LONG_AGO, "LastUpdatedBefore": "2030-01-01T00:00:00Z"}
    sent = shop.ok("GET", "/fba/inbound/v0/shipmentItems", MarketplaceId=US, QueryType="DATE_RANGE", **within)[
        "payload"
    ]
    shipped: Counter[str] = Counter()
    received: Counter[str] = Counter()
    for each in sent["ItemData"]:
        shipped[each["SellerSKU"]] += each["QuantityShipped"]
        received[each["SellerSKU"]] += each["QuantityReceived"]
    assert set(shipped.values()) == {units}
    for sku, many in begun.items():
        if sku in shipped:
            damaged = shop.summary(sku)["inventoryDetails"]["unfulfillableQuantity"]["totalUnfulfillableQuantity"]
            assert many + damaged == received[sku]
            assert abs(units - received[sku]) <= 1
        else:
            assert many == units


def test_every_kind_of_product_can_be_sent_in(filled: Callable[..., Shop]) -> None:
    shop = filled("busy-shop", {**SMALL, "days": 1, "skus": 20, "fbaShare": 1})
    shipments = shop.ok(
        "GET",
        "/fba/inbound/v0/shipments",
        MarketplaceId=US,
        QueryType="SHIPMENT",
        ShipmentStatusList="RECEIVING,CLOSED",
    )
    items = shop.ok("GET", f"/fba/inbound/v0/shipments/{shipments['payload']['ShipmentData'][0]['ShipmentId']}/items")
    assert len(items["payload"]["ItemData"]) == 20


def test_a_past_needs_an_empty_world(shop: Shop) -> None:
    shop.stock("MUG", 1)
    response = shop.control("POST", "scenarios", {"name": "starter"})
    assert response.status_code == 409
    assert "POST reset" in response.json()["errors"][0]["details"]
    assert shop.fulfillable("MUG") == 1


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"days": 0}, "$.days"),
        ({"returnRate": 2}, "$.returnRate"),
        ({"tempo": 2}, "tempo"),
        ({"marketplaces": ["Mars"]}, "Mars"),
    ],
)
def test_options_are_checked(shop: Shop, options: Json, named: str) -> None:
    response = shop.control("POST", "scenarios", {"name": "busy-shop", "options": options})
    assert response.status_code == 400
    assert named in response.json()["errors"][0]["details"]


def test_loading_tells_how_far_it_is(shop: Shop) -> None:
    body = {"name": "busy-shop", "options": {**SMALL, "days": 3}}
    response = shop.http.post(
        "/_tradepost/v1/scenarios",
        json=body,
        params={"world": shop.world},
        headers={"accept": "text/event-stream"},
    )
    told = [json.loads(line[6:]) for line in response.text.splitlines() if line.startswith("data: ")]
    assert [each["done"] for each in told[:-1]] == [0, 1, 2, 3, 4]
    assert {each["steps"] for each in told[:-1]} == {4}
    assert told[-1] == {"world": shop.world, "scenario": "busy-shop"}


class TestTraffic:
    def test_buyers_come_as_the_clock_runs_and_stay_away_when_told(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=1000)
        shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 30})
        assert shop.controlled("GET", "traffic")["traffic"][US]["ordersPerDay"] == 30
        shop.advance("P7D")
        found = orders(shop)
        assert 150 <= len(found) <= 270  # 210 are expected; six standard deviations are 87
        shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 0})
        assert shop.controlled("GET", "traffic") == {"traffic": {}}
        shop.advance("P3D")
        assert len(orders(shop)) == len(found)
        assert {each["OrderStatus"] for each in found} <= {"Pending", "Unshipped"}
        assert len({each["BuyerInfo"]["BuyerEmail"] for each in found if "BuyerInfo" in each}) > 100

    def test_more_of_them_come_in_the_evening_than_at_night(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=5000)
        shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 60})
        shop.advance("P7D")
        zone = ZoneInfo("America/Los_Angeles")
        hours = Counter(datetime.fromisoformat(each["PurchaseDate"]).astimezone(zone).hour for each in orders(shop))
        assert sum(hours[hour] for hour in (18, 19, 20, 21)) > 3 * sum(hours[hour] for hour in (1, 2, 3, 4))

    def test_nobody_buys_what_is_sold_out(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=3)
        shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 50})
        shop.advance("P2D")
        assert sum(each["NumberOfItemsUnshipped"] for each in orders(shop)) == 3
        assert shop.listing("MUG")["summaries"][0]["status"] == ["DISCOVERABLE"]

    def test_orders_are_shipped_for_the_seller_called_off_and_sent_back(self, shop: Shop) -> None:
        shop.list_product("MUG", quantity=1000)
        rates = {"returnRate": 0.5, "cancelRate": 0.2, "ships": True, "businessShare": 0.5}
        shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 20, **rates})
        shop.advance("P5D")
        shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 0, **rates})
        shop.advance("P40D")
        found = orders(shop)
        states = Counter(each["OrderStatus"] for each in found)
        assert set(states) == {"Shipped", "Canceled"}
        assert 0 < states["Canceled"] < len(found) / 2
        assert len(shop.events("orders.refunded")) > 10
        assert {each["IsBusinessOrder"] for each in found} == {True, False}

    @pytest.mark.parametrize(
        ("change", "named"),
        [
            ({"ordersPerDay": -1}, "ordersPerDay"),
            ({"marketplaceId": "X"}, "marketplaceId"),
            ({"returnRate": 3}, "return"),
        ],
    )
    def test_settings_are_checked(self, shop: Shop, change: Json, named: str) -> None:
        body: dict[str, Any] = {"marketplaceId": US, "ordersPerDay": 1, **change}
        response = shop.control("PUT", "traffic", body)
        assert response.status_code == 400
        assert named in response.json()["errors"][0]["details"]

"""A seller counts what he has sold."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from tests.shop import US, Json, Shop

SALES = "/sales/v1/orderMetrics"
EVENING = datetime.fromisoformat("2030-03-09T20:00:00-08:00")  # a Saturday; the clocks go forward that night


@pytest.fixture
def store(shop: Shop) -> Shop:
    """MUG for 20.00 of the seller's own, LAMP for 50.00 in the network, on a Saturday evening in March."""
    shop.controlled("POST", "clock/advance", {"to": (EVENING - timedelta(seconds=40)).isoformat()})
    shop.list_product("MUG", 20, 100)
    shop.list_product("LAMP", 50, 100, fba=True)
    shop.controlled("POST", "clock/advance", {"to": EVENING.isoformat()})
    return shop


def buy(shop: Shop, sku: str, units: int = 1, **more: Any) -> str:
    body = {"items": [{"sku": sku, "quantity": units}], **more}
    return str(shop.controlled("POST", "buyers/orders", body)["orderId"])


def metrics(shop: Shop, interval: str, granularity: str, **query: Any) -> list[Json]:
    found = shop.ok("GET", SALES, **{"marketplaceIds": US, "interval": interval, "granularity": granularity, **query})
    payload: list[Json] = found["payload"]
    return payload


def counts(found: list[Json]) -> list[tuple[str, int, str]]:
    return [(each["interval"], each["unitCount"], each["totalSales"]["amount"]) for each in found]


def test_a_day_begins_at_midnight_of_its_zone(store: Shop) -> None:
    buy(store, "MUG", 2)
    store.advance("PT4H")  # midnight
    buy(store, "MUG", 1)
    store.advance("PT22H59M")  # that day has 23 hours
    buy(store, "LAMP", 1)
    store.advance("PT1M")
    buy(store, "LAMP", 2)
    interval = "2030-03-09T00:00:00-08:00--2030-03-12T00:00:00-07:00"
    found = metrics(store, interval, "Day", granularityTimeZone="US/Pacific")
    assert counts(found) == [
        ("2030-03-09T00:00-08:00--2030-03-10T00:00-08:00", 2, "40.00"),
        ("2030-03-10T00:00-08:00--2030-03-11T00:00-07:00", 2, "70.00"),
        ("2030-03-11T00:00-07:00--2030-03-12T00:00-07:00", 2, "100.00"),
    ]
    assert found[1] == {
        "interval": "2030-03-10T00:00-08:00--2030-03-11T00:00-07:00",
        "unitCount": 2,
        "orderItemCount": 2,
        "orderCount": 2,
        "averageUnitPrice": {"currencyCode": "USD", "amount": "35.00"},
        "totalSales": {"currencyCode": "USD", "amount": "70.00"},
    }


def test_every_granularity(store: Shop) -> None:
    buy(store, "MUG", 3)
    zone = {"granularityTimeZone": "UTC"}
    at = "2030-03-10T04:00:00Z"  # that evening, in UTC
    interval = "2030-03-10T03:30:00Z--2030-03-10T05:00:00Z"
    assert counts(metrics(store, interval, "Hour")) == [
        ("2030-03-10T03:30Z--2030-03-10T04:00Z", 0, "0.00"),
        ("2030-03-10T04:00Z--2030-03-10T05:00Z", 3, "60.00"),
    ]
    weeks = "2030-03-08T00:00:00Z--2030-03-20T00:00:00Z"
    assert counts(metrics(store, weeks, "Week", **zone)) == [
        ("2030-03-08T00:00Z--2030-03-11T00:00Z", 3, "60.00"),
        ("2030-03-11T00:00Z--2030-03-18T00:00Z", 0, "0.00"),
        ("2030-03-18T00:00Z--2030-03-20T00:00Z", 0, "0.00"),
    ]
    assert counts(metrics(store, weeks, "Week", firstDayOfWeek="Sunday", **zone))[:2] == [
        ("2030-03-08T00:00Z--2030-03-10T00:00Z", 0, "0.00"),
        ("2030-03-10T00:00Z--2030-03-17T00:00Z", 3, "60.00"),
    ]
    months = "2030-02-10T00:00:00Z--2030-04-02T00:00:00Z"
    assert [each[1] for each in counts(metrics(store, months, "Month", **zone))] == [0, 3, 0]
    years = "2029-06-01T00:00:00Z--2031-02-01T00:00:00Z"
    assert [each[1] for each in counts(metrics(store, years, "Year", **zone))] == [0, 3, 0]
    assert counts(metrics(store, years, "Total")) == [("2029-06-01T00:00Z--2031-02-01T00:00Z", 3, "60.00")]
    until = f"2030-03-01T00:00:00Z--{at}"
    assert metrics(store, until, "Total")[0]["unitCount"] == 0  # the end is not part of it


def test_buyers_networks_and_products_narrow_it(store: Shop) -> None:
    buy(store, "MUG", 2)
    buy(store, "MUG", 1, buyer={"business": True})
    buy(store, "LAMP", 1)
    asin = store.listing("LAMP")["summaries"][0]["asin"]
    total = "2030-03-01T00:00:00Z--2030-04-01T00:00:00Z"

    def units(**query: str) -> int:
        return int(metrics(store, total, "Total", **query)[0]["unitCount"])

    assert units() == units(buyerType="All") == 4
    assert (units(buyerType="B2B"), units(buyerType="B2C")) == (1, 3)
    assert (units(fulfillmentNetwork="MFN"), units(fulfillmentNetwork="AFN")) == (3, 1)
    assert (units(sku="MUG"), units(sku="NONE"), units(asin=asin)) == (3, 0, 1)
    assert units(amazonProgram="AmazonHaul") == 0


def test_what_is_called_off_is_not_counted(store: Shop) -> None:
    order = buy(store, "MUG", 2)
    buy(store, "MUG", 1)
    store.controlled("POST", f"buyers/orders/{order}/cancel")
    [total] = metrics(store, "2030-03-01T00:00:00Z--2030-04-01T00:00:00Z", "Total")
    assert (total["orderCount"], total["unitCount"], total["totalSales"]["amount"]) == (1, 1, "20.00")


def test_metrics_are_the_sums_of_what_orders_show(new_shop: Any) -> None:
    """Of a whole busy shop: by day, by network and in all, to the cent."""
    shop: Shop = new_shop()
    options = {"days": 6, "skus": 9, "ordersPerDay": 25, "until": "2026-05-10T00:00:00Z", "cancelRate": 0.1}
    shop.controlled("POST", "reset", {"scenario": "busy-shop", "options": options})
    shop.controlled("POST", "clock/freeze")
    shop.log_in()
    shop.advance("PT2H")
    interval = "2026-05-03T00:00:00Z--2026-05-10T00:00:00Z"
    days = {each["interval"][:10]: each for each in metrics(shop, interval, "Day", granularityTimeZone="UTC")}
    sums: dict[str, tuple[set[str], int, Decimal]] = {day: (set(), 0, Decimal(0)) for day in days}
    query: Json = {"MarketplaceIds": US, "CreatedAfter": "2026-05-03T00:00:00Z"}
    while query:
        page = shop.ok("GET", "/orders/v0/orders", **query)["payload"]
        for order in page["Orders"]:
            lines = shop.ok("GET", f"/orders/v0/orders/{order['AmazonOrderId']}/orderItems")["payload"]["OrderItems"]
            sold = [line for line in lines if line["QuantityOrdered"]]
            orders, units, amount = sums[order["PurchaseDate"][:10]]
            price = sum((Decimal(line["ItemPrice"]["Amount"]) for line in sold), Decimal(0))
            sums[order["PurchaseDate"][:10]] = (
                orders | {order["AmazonOrderId"]} if sold else orders,
                units + sum(line["QuantityOrdered"] for line in sold),
                amount + price,
            )
        query = {"MarketplaceIds": US, "NextToken": page["NextToken"]} if "NextToken" in page else {}
    told = {
        day: (each["orderCount"], each["unitCount"], Decimal(each["totalSales"]["amount"]))
        for day, each in days.items()
    }
    assert told == {day: (len(orders), units, amount) for day, (orders, units, amount) in sums.items()}
    assert sum(orders for orders, _, _ in told.values()) > 80
    [total] = metrics(shop, interval, "Total")
    by_network = [metrics(shop, interval, "Total", fulfillmentNetwork=each)[0] for each in ("AFN", "MFN")]
    assert total["unitCount"] == sum(each["unitCount"] for each in by_network) == sum(each[1] for each in told.values())


@pytest.mark.parametrize(
    ("query", "details"),
    [
        ({"interval": "yesterday"}, "interval: 'yesterday' is not two"),
        ({"interval": "2030-03-01T00:00:00-5:00--2030-03-02T00:00:00-5:00"}, "interval: '2030-03-01T00:00:00-5:00"),
        ({"granularity": ""}, "granularity: "),
        ({"interval": "2030-03-01--2030-03-02"}, "interval: '2030-03-01--2030-03-02' has a time without"),
        ({"interval": "2030-03-02T00:00:00Z--2030-03-01T00:00:00Z"}, "interval: "),
        ({"interval": "9999-12-30T00:00:00Z--9999-12-31T23:59:59-12:00"}, "interval: "),
        ({"interval": "2027-03-02T00:00:00Z--2030-03-01T00:00:00Z"}, "interval: "),
        ({"granularity": "Hour", "interval": "2030-01-01T00:00:00Z--2030-01-02T00:00:00Z"}, "interval: "),
        ({"granularity": "Hour", "interval": "2030-03-09T00:00:00Z--2930-01-02T00:00:00Z"}, "interval: "),
        ({"granularity": "Day"}, "granularityTimeZone: '' is needed"),
        ({"granularity": "Day", "granularityTimeZone": "Mars/Olympus"}, "granularityTimeZone: 'Mars/Olympus' is not"),
        ({"granularity": "Day", "granularityTimeZone": "../UTC"}, "granularityTimeZone: '../UTC' is not"),
        ({"granularity": "Day", "granularityTimeZone": "US/Pacific"}, "granularityTimeZone: 'US/Pacific' has"),
        ({"marketplaceIds": "ATVPDKIKX0DER,A2EUQ1WTGCTBG2"}, "marketplaceIds: one is needed"),
        ({"asin": "B000000000", "sku": "MUG"}, "sku: cannot"),
        ({"fulfillmentNetwork": "UPS"}, "fulfillmentNetwork: 'UPS'"),
    ],
)
def test_what_cannot_be_asked_is_refused(store: Shop, query: Json, details: str) -> None:
    base = {"marketplaceIds": US, "interval": "2030-03-01T00:00:00Z--2030-03-02T00:00:00Z", "granularity": "Total"}
    [error] = store.refused("GET", SALES, **{**base, **query})
    assert error["details"].startswith(details)

"""Whatever has happened to a shop, its reports say what the API shows: orders row by row, and stock by the ledger."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.domains.exchange.reports.reporting import rows
from tests.domains.exchange.test_notifications import confirmed
from tests.properties.test_feeds import EACH
from tests.shop import US, Json, Shop

ALL = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"
DETAIL = "GET_LEDGER_DETAIL_VIEW_DATA"
SKUS = ("MUG", "TRAY", "LAMP")
STATUSES = {"PartiallyShipped": "Shipping", "Canceled": "Cancelled"}
#: The columns of amounts, and what getOrderItems calls them.
AMOUNTS = {
    "item-price": "ItemPrice",
    "item-tax": "ItemTax",
    "shipping-price": "ShippingPrice",
    "shipping-tax": "ShippingTax",
    "item-promotion-discount": "PromotionDiscount",
}
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("order"), st.sampled_from(SKUS), st.integers(1, 3)),
        st.tuples(st.just("both"), st.just("MUG"), st.integers(1, 2)),
        st.tuples(st.sampled_from(["cancel", "ship", "return", "refund", "replace"]), st.just(""), st.integers(0, 5)),
        st.tuples(st.sampled_from(["wait", "add", "remove"]), st.just("LAMP"), st.integers(1, 3)),
    ),
    min_size=2,
    max_size=12,
)


def items(shop: Shop, order_id: str) -> list[Json]:
    found: list[Json] = shop.ok("GET", f"/orders/v0/orders/{order_id}/orderItems")["payload"]["OrderItems"]
    return found


def take(shop: Shop, orders: list[str], step: str, sku: str, number: int) -> None:
    """A step of a history. What cannot be done just then is refused, and that is well."""
    if step in ("order", "both"):
        cart = [{"sku": sku, "quantity": number}, *([{"sku": "TRAY"}] if step == "both" else [])]
        body = {"marketplaceId": US, "items": cart, "promotion": "1.5", "paid": number > 1}
        answer = shop.control("POST", "buyers/orders", body)
        orders += [answer.json()["orderId"]] if answer.status_code == 201 else []
    elif step == "wait":
        shop.advance(f"P{number}D")
    elif step == "add":
        shop.add(sku, number)
    elif step == "remove":
        body = {"type": "Disposal", "items": [{"sellerSku": sku, "sellableQuantity": number}]}
        assert shop.control("POST", "removals", body).status_code in (201, 400)
    elif orders:
        order = orders[number % len(orders)]
        if step == "ship":
            shown = shop.ok("GET", f"/orders/v0/orders/{order}")["payload"]
            if shown["FulfillmentChannel"] == "MFN" and shown["OrderStatus"] in ("Unshipped", "PartiallyShipped"):
                confirmed(shop, order, items(shop, order)[0]["OrderItemId"], 1)
        else:
            answer = shop.control("POST", f"buyers/orders/{order}/{step}", {})
            assert answer.status_code in (200, 201, 400), answer.text
            orders += [answer.json()["orderId"]] if step == "replace" and answer.status_code == 201 else []


def every_order(shop: Shop, since: str) -> dict[str, Json]:
    found: dict[str, Json] = {}
    query: Json = {"MarketplaceIds": US, "CreatedAfter": since, "MaxResultsPerPage": 3}
    while True:
        page = shop.ok("GET", "/orders/v0/orders", **query)["payload"]
        found |= {each["AmazonOrderId"]: each for each in page["Orders"]}
        if "NextToken" not in page:
            return found
        query = {"MarketplaceIds": US, "NextToken": page["NextToken"]}


def amount(item: Json, name: str) -> Decimal:
    return Decimal(item.get(name, {}).get("Amount", "0"))


def test_the_order_report_is_what_get_orders_and_get_order_items_show(new_shop: Callable[..., Shop]) -> None:
    @EACH
    @given(steps=STEPS)
    @example(steps=[("order", "TRAY", 1), ("cancel", "", 1), ("ship", "", 0), ("wait", "", 3)])
    @example(steps=[("both", "MUG", 2), ("ship", "", 1), ("wait", "", 20)])
    @example(steps=[("order", "LAMP", 2), ("wait", "", 3), ("wait", "", 3), ("replace", "", 1), ("refund", "", 1)])
    def holds(steps: list[tuple[str, str, int]]) -> None:
        shop, orders = stocked(new_shop), list[str]()
        since = shop.now()
        take(shop, orders, "order", "MUG", 2)
        for step in steps:
            take(shop, orders, *step)
        shop.advance("PT5M")
        shown = every_order(shop, since)
        assert set(shown) == set(orders)
        found = rows(shop, ALL, dataStartTime=since)
        wanted = {(id, item["SellerSKU"]): item for id in shown for item in items(shop, id)}
        assert {(row["amazon-order-id"], row["sku"]) for row in found} == set(wanted)
        assert len(found) == len(wanted)
        for row in found:
            order, item = shown[row["amazon-order-id"]], wanted[row["amazon-order-id"], row["sku"]]
            assert row["order-status"] == STATUSES.get(order["OrderStatus"], order["OrderStatus"])
            assert row["purchase-date"][:19] == order["PurchaseDate"][:19]
            assert row["last-updated-date"][:19] == order["LastUpdateDate"][:19]
            assert int(row["quantity"]) == item["QuantityOrdered"]
            assert (row["asin"], row["product-name"]) == (item["ASIN"], item["Title"])
            for column, name in AMOUNTS.items():
                if order["OrderStatus"] == "Pending":  # the report alone has the prices of what is not paid yet
                    continue
                assert Decimal(row[column] or "0") == amount(item, name), (column, row, item)

    holds()


def test_the_ledger_comes_to_the_inventory_summaries(new_shop: Callable[..., Shop]) -> None:
    @settings(EACH, max_examples=5)
    @given(steps=STEPS)
    def holds(steps: list[tuple[str, str, int]]) -> None:
        shop, orders = stocked(new_shop), list[str]()
        since = shop.now()
        for step in steps:
            take(shop, orders, *step)
        shop.advance("P9D")
        since_all = {"dataStartTime": since[:10] + "T00:00:00Z"}
        moved = rows(shop, DETAIL, **since_all)
        assert (
            sum(int(row["Quantity"]) for row in moved if row["MSKU"] == "LAMP") == shop.summary("LAMP")["totalQuantity"]
        )

    holds()


def stocked(new_shop: Callable[..., Shop]) -> Shop:
    """MUG and TRAY of the seller's own, LAMP in the network."""
    shop = new_shop()
    shop.list_product("MUG", 20, 10)
    shop.list_product("TRAY", 10, 10)
    shop.list_product("LAMP", 50, 6, fba=True)
    return shop

"""A seller finds his orders, and sees of them what he may see."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.domains.selling.orders.conftest import JO, SEATTLE, confirm, items, restricted, shown
from tests.shop import CA, US, Json, Shop

ORDERS = "/orders/v0/orders"
LONG_AGO = "2000-01-01T00:00:00Z"


def found(shop: Shop, **query: Any) -> list[str]:
    """The ids of the orders that a query finds."""
    query = {"MarketplaceIds": US, **query}
    if not {"CreatedAfter", "LastUpdatedAfter", "AmazonOrderIds"} & set(query):
        query["CreatedAfter"] = LONG_AGO
    return [each["AmazonOrderId"] for each in shop.ok("GET", ORDERS, **query)["payload"]["Orders"]]


def test_an_order_appears_with_what_it_costs(store: Shop, buy: Callable[..., Json]) -> None:
    order = buy(MUG=2, TRAY=1)
    assert re.fullmatch(r"902-\d{7}-\d{7}", order["orderId"])
    [seen] = store.ok("GET", ORDERS, MarketplaceIds=US, CreatedAfter=LONG_AGO)["payload"]["Orders"]
    assert seen == shown(store, order["orderId"])
    assert {
        name: seen[name]
        for name in (
            "OrderStatus",
            "FulfillmentChannel",
            "OrderTotal",
            "NumberOfItemsUnshipped",
            "NumberOfItemsShipped",
            "MarketplaceId",
            "SalesChannel",
            "IsBusinessOrder",
            "IsPrime",
            "OrderType",
            "PaymentMethod",
        )
    } == {
        "OrderStatus": "Unshipped",
        "FulfillmentChannel": "MFN",
        "OrderTotal": {"CurrencyCode": "USD", "Amount": "53.25"},  # 50.00 and 6.5 % for Washington
        "NumberOfItemsUnshipped": 3,
        "NumberOfItemsShipped": 0,
        "MarketplaceId": US,
        "SalesChannel": "Amazon.com",
        "IsBusinessOrder": False,
        "IsPrime": False,
        "OrderType": "StandardOrder",
        "PaymentMethod": "Other",
    }
    assert seen["PurchaseDate"] < seen["LatestShipDate"] < seen["LatestDeliveryDate"]


def test_items_have_price_tax_and_what_the_buyer_wanted_besides(store: Shop, buy: Callable[..., Json]) -> None:
    lines = [{"sku": "MUG", "quantity": 2, "giftWrap": True, "giftMessage": "For you"}, {"sku": "TRAY"}]
    body = {"items": lines, "buyer": JO, "paid": True, "promotion": "5.00", "serviceLevel": "Expedited"}
    order = store.controlled("POST", "buyers/orders", body)
    mug, tray = items(store, order["orderId"])
    amounts = {name: mug[name]["Amount"] for name in mug if isinstance(mug[name], dict) and "Amount" in mug[name]}
    assert amounts == {
        "ItemPrice": "40.00",
        "ItemTax": "2.28",  # 6.5 % of 35.00
        "ShippingPrice": "6.99",
        "ShippingTax": "0.45",
        "PromotionDiscount": "5.00",
        "PromotionDiscountTax": "0.00",
    }
    assert (mug["IsGift"], tray["IsGift"]) == ("true", "false")
    assert mug["PromotionIds"] == [f"PROMOTION-{order['orderId']}"]
    assert (tray["ItemPrice"]["Amount"], tray["ItemTax"]["Amount"]) == ("10.00", "0.65")
    wrapped = 2 * 3.99 + 0.52
    total = 40 + 2.28 + 6.99 + 0.45 - 5 + wrapped + 10.65
    assert shown(store, order["orderId"])["OrderTotal"]["Amount"] == f"{total:.2f}" == order["total"]


def test_while_its_payment_is_open_nothing_of_its_price_is_shown(store: Shop, buy: Callable[..., Json]) -> None:
    order = buy(paid=False, MUG=1)
    seen = shown(store, order["orderId"])
    assert seen["OrderStatus"] == "Pending"
    assert {"OrderTotal", "ShippingAddress", "BuyerInfo"} & set(seen) == set()
    [line] = items(store, order["orderId"])
    assert {"ItemPrice", "ItemTax"} & set(line) == set()
    store.advance("PT30M")
    assert shown(store, order["orderId"])["OrderTotal"]["Amount"] == "21.30"


class TestFilters:
    def test_times_of_purchase_and_of_change(self, store: Shop, buy: Callable[..., Json]) -> None:
        first = buy(MUG=1)["orderId"]
        store.advance("PT1H")
        between = store.now()
        second = buy(MUG=1)["orderId"]
        store.advance("PT1H")
        assert found(store) == [first, second]
        assert found(store, CreatedAfter=between) == [second]
        assert found(store, CreatedAfter=LONG_AGO, CreatedBefore=between) == [first, second]  # the end counts
        confirm(store, first, {items(store, first)[0]["OrderItemId"]: 1})
        assert found(store, LastUpdatedAfter=store.now()) == [first]
        assert found(store, LastUpdatedAfter=between) == [second, first]

    def test_status_channel_and_who_bought(self, store: Shop, buy: Callable[..., Json]) -> None:
        pending = buy(paid=False, MUG=1)["orderId"]
        open_, network = buy(MUG=1)["orderId"], buy(LAMP=1)["orderId"]
        other = buy(MUG=1, buyer={"email": "someone@marketplace.amazon.com"})["orderId"]
        assert found(store, OrderStatuses="Pending") == [pending]
        assert set(found(store, OrderStatuses="Unshipped,PartiallyShipped")) == {open_, network, other}
        assert found(store, FulfillmentChannels="AFN") == [network]
        assert found(store, BuyerEmail="someone@marketplace.amazon.com") == [other]
        assert found(store, PaymentMethods="COD") == []
        assert found(store, AmazonOrderIds=f"{other},{open_},902-0000000-0000000") == sorted(
            [open_, other], key=[pending, open_, network, other].index
        ) or set(found(store, AmazonOrderIds=f"{other},{open_}")) == {open_, other}

    def test_marketplaces(self, store: Shop, buy: Callable[..., Json]) -> None:
        store.list_product("MUG", 25, 5, marketplace=CA)
        american, canadian = buy(MUG=1)["orderId"], buy(MUG=1, marketplace=CA)["orderId"]
        assert found(store, MarketplaceIds=CA) == [canadian]
        assert set(found(store, MarketplaceIds=f"{US},{CA}")) == {american, canadian}

    def test_an_order_that_is_picked_up_in_a_store(self, store: Shop, buy: Callable[..., Json]) -> None:
        buy(MUG=1)
        picked = buy(MUG=1, pickupStore="STORE-7")["orderId"]
        assert found(store, IsISPU="true") == [picked]
        assert found(store, StoreChainStoreId="STORE-7") == [picked]

    def test_dates_of_delivery(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1)["orderId"]
        latest = shown(store, order)["LatestDeliveryDate"]
        assert found(store, LatestDeliveryDateAfter=latest) == [order]
        assert found(store, LatestDeliveryDateBefore=store.now()) == []

    @pytest.mark.parametrize(
        ("query", "details"),
        [
            ({}, "CreatedAfter: one of"),
            ({"CreatedAfter": LONG_AGO, "LastUpdatedAfter": LONG_AGO}, "LastUpdatedAfter: cannot"),
            ({"CreatedAfter": "2999-01-01T00:00:00Z"}, "CreatedAfter: must not be in the future"),
            ({"CreatedAfter": "yesterday"}, "CreatedAfter: 'yesterday'"),
            ({"CreatedAfter": "2026-01-02", "CreatedBefore": "2026-01-01"}, "CreatedBefore: must not be before"),
            ({"CreatedAfter": LONG_AGO, "CreatedBefore": "2999-01-01"}, "CreatedBefore: must be two minutes"),
            ({"CreatedAfter": LONG_AGO, "OrderStatuses": "Lost"}, "OrderStatuses: 'Lost'"),
            ({"CreatedAfter": LONG_AGO, "MaxResultsPerPage": 101}, "MaxResultsPerPage: 101"),
            ({"AmazonOrderIds": "nonsense"}, "AmazonOrderIds: 'nonsense'"),
            ({"NextToken": "nonsense"}, "NextToken: "),
        ],
    )
    def test_what_cannot_be_asked_is_refused(self, store: Shop, query: Json, details: str) -> None:
        [error] = store.refused("GET", ORDERS, **{"MarketplaceIds": US, **query})
        assert (error["code"], error["details"][: len(details)]) == ("InvalidInput", details)


def test_pages_hold_every_order_once(store: Shop, buy: Callable[..., Json]) -> None:
    placed = [buy(MUG=1)["orderId"] for _ in range(5)]
    first = store.ok("GET", ORDERS, MarketplaceIds=US, CreatedAfter=LONG_AGO, MaxResultsPerPage=2)["payload"]
    paged, token = [each["AmazonOrderId"] for each in first["Orders"]], first.get("NextToken")
    while token:
        buy(TRAY=1)  # what comes meanwhile is not mixed in: the token keeps the end of the first call
        page = store.ok("GET", ORDERS, MarketplaceIds=US, NextToken=token, MaxResultsPerPage=2)["payload"]
        paged += [each["AmazonOrderId"] for each in page["Orders"]]
        token = page.get("NextToken")
        assert len(paged) < 20
    assert sorted(paged[:5]) == sorted(placed)
    assert len(set(paged)) == len(paged)


def test_an_answer_says_up_to_when_was_searched(store: Shop) -> None:
    now, until = f"{store.now()[:19]}Z", "2024-01-01T00:00:00Z"
    for kind in ("Created", "LastUpdated"):
        query = {"MarketplaceIds": US, f"{kind}After": LONG_AGO}
        assert store.ok("GET", ORDERS, **query)["payload"] == {"Orders": [], f"{kind}Before": now}
        query[f"{kind}Before"] = until
        assert store.ok("GET", ORDERS, **query)["payload"] == {"Orders": [], f"{kind}Before": until}


class TestPersonalData:
    def test_a_normal_token_sees_the_town_alone(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1)["orderId"]
        seen = shown(store, order)
        assert seen["ShippingAddress"] == {
            "City": "Seattle",
            "StateOrRegion": "WA",
            "PostalCode": "98101",
            "CountryCode": "US",
        }
        assert seen["BuyerInfo"] == {"BuyerEmail": "jo@marketplace.amazon.com"}

    def test_a_restricted_token_opens_name_and_street_of_one_order(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1)["orderId"]
        path, normal = f"{ORDERS}/{order}", store.token
        store.token = restricted(store, path, "buyerInfo", "shippingAddress")
        seen = shown(store, order)
        assert seen["BuyerInfo"]["BuyerName"] == "Jo Doe"
        assert seen["ShippingAddress"]["AddressLine1"] == SEATTLE["addressLine1"]
        assert seen["ShippingAddress"]["Name"] == "Jo Doe"
        store.token = normal
        store.token = restricted(store, path, "shippingAddress")
        assert "BuyerName" not in shown(store, order)["BuyerInfo"]

    def test_and_of_a_list(self, store: Shop, buy: Callable[..., Json]) -> None:
        buy(MUG=1)
        store.token = restricted(store, ORDERS, "buyerInfo", "shippingAddress")
        [seen] = store.ok("GET", ORDERS, MarketplaceIds=US, CreatedAfter=LONG_AGO)["payload"]["Orders"]
        assert seen["ShippingAddress"]["AddressLine1"] == SEATTLE["addressLine1"]

    def test_address_and_buyer_have_operations_of_their_own(self, store: Shop, buy: Callable[..., Json]) -> None:
        order = buy(MUG=1)["orderId"]
        normal = store.token
        store.token = restricted(store, f"{ORDERS}/{order}/address")
        address = shown(store, order, "address")
        assert (address["AmazonOrderId"], address["ShippingAddress"]["Phone"]) == (order, "206 555 0100")
        store.token = normal
        store.token = restricted(store, f"{ORDERS}/{order}/buyerInfo")
        assert shown(store, order, "buyerInfo") == {
            "AmazonOrderId": order,
            "BuyerEmail": "jo@marketplace.amazon.com",
            "BuyerName": "Jo Doe",
        }

    def test_gift_messages_are_the_buyers(self, store: Shop) -> None:
        line = {"sku": "MUG", "giftWrap": True, "giftMessage": "For you"}
        order = store.controlled("POST", "buyers/orders", {"items": [line], "paid": True})["orderId"]
        assert "BuyerInfo" not in items(store, order)[0]
        store.token = restricted(store, f"{ORDERS}/{order}/orderItems/buyerInfo")
        [info] = shown(store, order, "orderItems/buyerInfo")["OrderItems"]
        assert (info["GiftMessageText"], info["GiftWrapPrice"]["Amount"]) == ("For you", "3.99")


def test_another_sellers_order_is_not_there(store: Shop, buy: Callable[..., Json], new_shop: Any) -> None:
    order = buy(MUG=1)["orderId"]
    other = new_shop(beside=store)
    for part in ("", "/orderItems"):
        [error] = other.refused("GET", f"{ORDERS}/{order}{part}", status=404)
        assert error["code"] == "NotFound"
    assert other.ok("GET", ORDERS, MarketplaceIds=US, CreatedAfter=LONG_AGO)["payload"]["Orders"] == []


def test_an_id_has_its_form(store: Shop) -> None:
    [error] = store.refused("GET", f"{ORDERS}/902-1")
    assert error["details"].startswith("orderId: '902-1' is not of 3, 7 and 7 digits")


def test_prices_hold_the_tax_outside_of_north_america(new_shop: Any) -> None:
    shop = new_shop(region="eu")
    german = "A1PA6795UKMFR9"
    shop.list_product("MUG", 20, 5, marketplace=german)
    body = {"marketplaceId": german, "items": [{"sku": "MUG"}], "paid": True}
    order = shop.controlled("POST", "buyers/orders", body)["orderId"]
    [line] = items(shop, order)
    assert (line["ItemPrice"]["Amount"], line["ItemTax"]["Amount"]) == ("20.00", "0.00")
    assert shown(shop, order)["OrderTotal"] == {"CurrencyCode": "EUR", "Amount": "20.00"}
    assert shown(shop, order)["ShippingAddress"]["CountryCode"] == "DE"


def test_a_business_pays_its_own_price(store: Shop, buy: Callable[..., Json]) -> None:
    tiers = [{"schedule": [{"discount_type": "fixed", "levels": [{"lower_bound": 5, "value": 15}]}]}]
    where = {"marketplace_id": US, "currency": "USD"}
    offer = {"audience": "B2B", "our_price": [{"schedule": [{"value_with_tax": 18}]}], **where}
    patches = [
        {"op": "add", "path": "/attributes/purchasable_offer", "value": [{**offer, "quantity_discount_plan": tiers}]}
    ]
    answer = store.ok(
        "PATCH", store.listing_path("MUG"), {"productType": "PRODUCT", "patches": patches}, marketplaceIds=US
    )
    assert answer["status"] == "ACCEPTED", answer
    store.advance("PT10S")
    business = {**JO, "business": True, "purchaseOrderNumber": "PO-1"}
    few, many = buy(MUG=1, buyer=business)["orderId"], buy(MUG=5, buyer=business)["orderId"]
    assert [items(store, each)[0]["ItemPrice"]["Amount"] for each in (few, many)] == ["18.00", "75.00"]
    assert shown(store, few)["IsBusinessOrder"] is True
    assert items(store, few)[0]["PriceDesignation"] == "BusinessPrice"

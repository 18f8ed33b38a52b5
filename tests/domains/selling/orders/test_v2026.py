"""Orders 2026-01-01: the same orders as v0, with what is asked for, and personal data by role."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from tests.shop import DE, US, Json, Shop

ORDERS = "/orders/2026-01-01/orders"
EVERYTHING = (
    "BUYER,RECIPIENT,PROCEEDS,EXPENSE,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES,TAX,PAYMENT,FULFILLMENT_ORDERS"
)
STATUSES = {
    "PendingAvailability": "PENDING_AVAILABILITY",
    "Pending": "PENDING",
    "Unshipped": "UNSHIPPED",
    "PartiallyShipped": "PARTIALLY_SHIPPED",
    "Shipped": "SHIPPED",
    "Canceled": "CANCELLED",
    "Unfulfillable": "UNFULFILLABLE",
}


def buy(shop: Shop, sku: str = "BAG", quantity: int = 1, **more: Any) -> Json:
    """An order of one SKU."""
    items = [{"sku": sku, "quantity": quantity, **more.pop("line", {})}]
    return shop.controlled("POST", "buyers/orders", {"items": items, **more})


def one(shop: Shop, order_id: str, data: str = EVERYTHING) -> Json:
    found: Json = shop.ok("GET", f"{ORDERS}/{order_id}", includedData=data)["order"]
    return found


def search(shop: Shop, **query: Any) -> Json:
    return shop.ok("GET", ORDERS, **{"createdAfter": "2020-01-01T00:00:00Z", **query})


def ids(found: Json) -> list[str]:
    return [each["orderId"] for each in found["orders"]]


def test_a_basic_order_has_its_items_and_nothing_else(shop: Shop) -> None:
    shop.list_product("BAG", 25.00)
    order = one(shop, buy(shop, paid=True)["orderId"], "")
    assert set(order) == {"orderId", "createdTime", "lastUpdatedTime", "salesChannel", "orderItems"}
    [item] = order["orderItems"]
    assert set(item) == {"orderItemId", "quantityOrdered", "product"}
    assert item["product"]["price"]["unitPrice"] == {"amount": "25.00", "currencyCode": "USD"}
    assert item["product"]["condition"] == {"conditionType": "NEW", "conditionSubtype": "NEW"}
    assert order["salesChannel"] == {"channelName": "AMAZON", "marketplaceId": US, "marketplaceName": "Amazon.com"}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ("BUYER", "buyer"),
        ("RECIPIENT", "recipient"),
        ("PROCEEDS", "proceeds"),
        ("FULFILLMENT", "fulfillment"),
        ("PAYMENT", "payment"),
        ("PACKAGES", "packages"),
    ],
)
def test_a_data_set_adds_its_field_alone(shop: Shop, data: str, field: str) -> None:
    shop.list_product("BAG")
    order = buy(shop, paid=True)["orderId"]
    assert set(one(shop, order, data)) - set(one(shop, order, "")) == {field}


def test_the_parts_of_the_proceeds_add_up_and_are_what_v0_shows(shop: Shop) -> None:
    shop.list_product("BAG", 25.00)
    made = buy(
        shop, quantity=3, paid=True, promotion=5, shippingPrice=4, line={"giftWrap": True, "giftMessage": "For you"}
    )
    order = one(shop, made["orderId"])
    total = Decimal(order["proceeds"]["grandTotal"]["amount"])
    parts = {each["type"]: Decimal(each["subtotal"]["amount"]) for each in order["proceeds"]["breakdowns"]}
    assert sum(parts.values()) == total
    assert parts["ITEM"] == 75
    assert parts["DISCOUNT"] == -5
    assert {"SHIPPING", "GIFT_WRAP", "TAX"} < set(parts)
    [item] = order["orderItems"]
    assert Decimal(item["proceeds"]["proceedsTotal"]["amount"]) == total
    for each in item["proceeds"]["breakdowns"]:
        if "detailedBreakdowns" in each:
            detail = sum(Decimal(part["value"]["amount"]) for part in each["detailedBreakdowns"])
            assert detail == Decimal(each["subtotal"]["amount"])
    assert order["payment"]["paymentExecutions"][0]["paymentAmount"]["amount"] == str(total)
    v0 = shop.ok("GET", f"/orders/v0/orders/{made['orderId']}")["payload"]
    assert v0["OrderTotal"]["Amount"] == str(total)
    assert item["promotion"]["breakdowns"]
    assert item["fulfillment"]["packing"]["giftOption"]["giftMessage"] == "For you"
    assert item["tax"]["taxCollections"] == [
        {"model": "MARKETPLACE_FACILITATOR", "responsibleParty": "Amazon Services, Inc."}
    ]


def test_an_order_whose_payment_is_open_shows_neither_price_nor_buyer(shop: Shop) -> None:
    shop.list_product("BAG")
    order = one(shop, buy(shop)["orderId"])
    assert order["fulfillment"]["fulfillmentStatus"] == "PENDING"
    assert not {"recipient", "proceeds", "payment"} & set(order)
    assert order["buyer"] == {}
    assert "price" not in order["orderItems"][0]["product"]


def test_personal_data_follows_from_the_roles(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    shop.list_product("BAG", marketplace=DE)
    order = buy(shop, marketplaceId=DE, paid=True)["orderId"]
    whole = one(shop, order)
    assert {"buyerName", "buyerEmail"} <= set(whole["buyer"])
    assert {"name", "addressLine1", "postalCode"} <= set(whole["recipient"]["deliveryAddress"])
    application = shop.credentials["application_id"]
    for roles, buyer, address in (
        (["IOT"], set(), set()),
        (["IOT", "TI"], {"buyerName"}, set()),
        (["IOT", "DTC"], {"buyerName", "buyerEmail"}, {"name", "addressLine1", "postalCode"}),
    ):
        shop.controlled("PUT", f"applications/{application}", {"roles": roles})
        seen = one(shop, order)
        assert {"buyerName", "buyerEmail"} & set(seen["buyer"]) == buyer
        assert {"name", "addressLine1", "postalCode"} & set(seen["recipient"]["deliveryAddress"]) == address
        assert {"city", "countryCode"} <= set(seen["recipient"]["deliveryAddress"])


def test_who_reads_taxes_does_not_learn_an_americans_name(shop: Shop) -> None:
    shop.list_product("BAG")
    order = buy(shop, paid=True)["orderId"]
    shop.controlled("PUT", f"applications/{shop.credentials['application_id']}", {"roles": ["IOT", "TI", "TR"]})
    assert "buyerName" not in one(shop, order)["buyer"]


def test_what_amazon_ships_is_prime_and_keeps_its_buyer_to_itself(shop: Shop) -> None:
    shop.list_product("BAG", fba=True)
    order = one(shop, buy(shop, paid=True)["orderId"])
    assert order["programs"] == ["PRIME"]
    assert order["fulfillment"]["fulfilledBy"] == "AMAZON"
    assert "packages" not in order
    assert "buyerEmail" not in order["buyer"]
    assert set(order["recipient"]["deliveryAddress"]) <= {"city", "stateOrRegion", "countryCode"}


def test_a_shipped_package_is_shown_with_its_tracking_number(shop: Shop) -> None:
    shop.list_product("BAG")
    made = buy(shop, quantity=2, paid=True)
    id, item = made["orderId"], made["items"][0]["orderItemId"]
    package = {
        "packageReferenceId": "1",
        "carrierCode": "UPS",
        "trackingNumber": "1Z999",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": item, "quantity": 1, "transparencyCodes": ["T1"]}],
    }
    body = {"marketplaceId": US, "packageDetail": package}
    assert shop.call("POST", f"/orders/v0/orders/{id}/shipmentConfirmation", body).status_code == 204
    order = one(shop, id)
    [sent] = order["packages"]
    assert (sent["trackingNumber"], sent["packageStatus"]) == ("1Z999", {"status": "SHIPPED"})
    assert [(each["orderItemId"], each["quantity"]) for each in sent["packageItems"]] == [(item, 1)]
    line = order["orderItems"][0]["fulfillment"]
    assert (line["quantityFulfilled"], line["quantityUnfulfilled"]) == (1, 1)
    assert order["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"


def test_orders_are_not_searched_by_their_ids(shop: Shop) -> None:
    shop.list_product("BAG")
    made = [buy(shop)["orderId"] for _ in range(2)]
    assert sorted(ids(search(shop, amazonOrderIds=made[0]))) == sorted(made), "v0 knows the parameter, this one not"
    assert shop.refused("GET", ORDERS, amazonOrderIds=made[0])[0]["details"].startswith("createdAfter: ")


def test_a_business_outside_of_brazil_has_no_tax_numbers(shop: Shop) -> None:
    shop.list_product("BAG")
    buyer = {"business": True, "company": "Northlea LLC"}
    order = one(shop, buy(shop, paid=True, buyer=buyer)["orderId"])
    assert order["programs"] == ["AMAZON_BUSINESS"]
    assert order["buyer"]["buyerCompanyName"] == "Northlea LLC"
    assert "tax" not in order


def test_a_wish_to_cancel_and_a_cancellation_are_told_apart(shop: Shop) -> None:
    shop.list_product("BAG", quantity=5)
    asked, called_off = buy(shop, paid=True)["orderId"], buy(shop)["orderId"]
    for each in (asked, called_off):
        shop.controlled("POST", f"buyers/orders/{each}/cancel", {"reason": "BetterPrice"})
    [item] = one(shop, asked)["orderItems"]
    assert item["cancellation"] == {"cancellationRequest": {"requester": "BUYER", "cancelReason": "BetterPrice"}}
    [item] = one(shop, called_off)["orderItems"]
    assert item["cancellation"]["cancellationExecution"]["cancelReason"] == "BetterPrice"
    assert one(shop, called_off)["fulfillment"]["fulfillmentStatus"] == "CANCELLED"


def test_both_versions_find_the_same_orders(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    shop.controlled("POST", "scenarios", {"name": "starter"})
    old = shop.ok("GET", "/orders/v0/orders", MarketplaceIds=f"{US},{DE}", CreatedAfter="2020-01-01")["payload"]
    found = search(shop, includedData="FULFILLMENT")
    assert ids(found) == [each["AmazonOrderId"] for each in old["Orders"]]
    assert [each["fulfillment"]["fulfillmentStatus"] for each in found["orders"]] == [
        STATUSES[each["OrderStatus"]] for each in old["Orders"]
    ]
    assert len({each["OrderStatus"] for each in old["Orders"]}) > 4
    for status in set(STATUSES.values()):
        some = search(shop, fulfillmentStatuses=status, includedData="FULFILLMENT")["orders"]
        assert {each["fulfillment"]["fulfillmentStatus"] for each in some} <= {status}
    by_amazon, by_seller = search(shop, fulfilledBy="AMAZON"), search(shop, fulfilledBy="MERCHANT")
    assert sorted(ids(by_amazon) + ids(by_seller)) == sorted(ids(found))
    assert ids(search(shop, marketplaceIds=DE)) == [
        each["AmazonOrderId"] for each in old["Orders"] if each["MarketplaceId"] == DE
    ]


def test_pages_hold_every_order_once(shop: Shop) -> None:
    shop.list_product("BAG", quantity=20)
    made = {buy(shop)["orderId"] for _ in range(7)}
    seen: list[str] = []
    page = search(shop, maxResultsPerPage=3)
    while True:
        seen += ids(page)
        token = page.get("pagination", {}).get("nextToken")
        if token is None:
            break
        page = search(shop, paginationToken=token, maxResultsPerPage=2)
    assert (len(seen), set(seen)) == (7, made)


@pytest.mark.parametrize(
    "change",
    [{"createdAfter": "2021-01-01T00:00:00Z"}, {"includedData": "BUYER"}, {"marketplaceIds": US}, {"fulfilledBy": ""}],
)
def test_a_page_token_comes_with_the_search_that_it_was_given_for(shop: Shop, change: dict[str, str]) -> None:
    shop.list_product("BAG", quantity=20)
    made = {buy(shop)["orderId"] for _ in range(2)}
    first = search(shop, maxResultsPerPage=1, fulfilledBy="MERCHANT")
    query: Any = {"createdAfter": "2020-01-01T00:00:00Z", "fulfilledBy": "MERCHANT", **change}
    query = {name: value for name, value in query.items() if value}
    token = first["pagination"]["nextToken"]
    [error] = shop.refused("GET", ORDERS, paginationToken=token, **query)
    assert error["message"].startswith("The paginationToken you have submitted is not valid. All parameters must match")
    assert error["details"].startswith(f"{next(iter(change))}: ")
    second = search(shop, paginationToken=token, fulfilledBy="MERCHANT")
    assert {*ids(first), *ids(second)} == made


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({}, "createdAfter"),
        ({"createdBefore": "2021-01-01T00:00:00Z"}, "createdAfter"),
        ({"createdAfter": "2021-01-01T00:00:00Z", "lastUpdatedAfter": "2021-01-01T00:00:00Z"}, "lastUpdatedAfter"),
        ({"createdAfter": "2999-01-01T00:00:00Z"}, "createdAfter"),
        ({"createdAfter": "2021-01-02T00:00:00Z", "createdBefore": "2021-01-01T00:00:00Z"}, "createdBefore"),
        ({"createdAfter": "2021-01-01T00:00:00Z", "createdBefore": "2999-01-01T00:00:00Z"}, "createdBefore"),
        ({"createdAfter": "2021-01-01T00:00:00Z", "maxResultsPerPage": "101"}, "maxResultsPerPage"),
        ({"createdAfter": "2021-01-01T00:00:00Z", "fulfillmentStatuses": "LOST"}, "fulfillmentStatuses"),
        ({"createdAfter": "2021-01-01T00:00:00Z", "includedData": "GOSSIP"}, "includedData"),
    ],
)
def test_a_bad_search_is_refused_and_says_why(shop: Shop, query: dict[str, str], named: str) -> None:
    found: Any = query
    [error] = shop.refused("GET", ORDERS, **found)
    assert error["code"] == "InvalidInput"
    assert named in error["details"]


def test_an_order_of_somebody_else_is_not_there(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    shop.list_product("BAG")
    order = buy(shop)["orderId"]
    other = new_shop(beside=shop)
    assert other.refused("GET", f"{ORDERS}/{order}", status=404)[0]["code"] == "NotFound"
    assert ids(search(other)) == []

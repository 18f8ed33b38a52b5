"""What notifications say: for each type what makes it, and its form, which is the published one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.domains.exchange.exchanging import feed
from tests.domains.exchange.notifying import fits, made, ordered, webhook
from tests.domains.exchange.reports.reporting import document
from tests.domains.fba.inbound.sending import box, ready, until
from tests.domains.shipping.sending import buy, destine, number_of
from tests.shop import DE, US, Json, Shop


def only(messages: list[Json]) -> Json:
    [found] = messages
    return found


def confirmed(shop: Shop, order_id: str, item_id: str, quantity: int) -> None:
    package = {
        "packageReferenceId": "1",
        "carrierCode": "USPS",
        "carrierName": "USPS",
        "shippingMethod": "Ground",
        "trackingNumber": "9400111899223",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": item_id, "quantity": quantity}],
    }
    answer = shop.call(
        "POST",
        f"/orders/v0/orders/{order_id}/shipmentConfirmation",
        {"marketplaceId": US, "packageDetail": package},
    )
    assert answer.status_code == 204, answer.text


# Orders


def test_an_order_is_told_of_from_its_creation_to_its_shipment(shop: Shop) -> None:
    webhook(shop, "ORDER_CHANGE")
    shop.list_product("MUG-1")
    began = shop.now()
    order = ordered(shop, "MUG-1", 2)
    shop.advance("PT1H")
    item = shop.ok("GET", f"/orders/v0/orders/{order}/orderItems")["payload"]["OrderItems"][0]["OrderItemId"]
    confirmed(shop, order, item, 2)
    messages = made(shop, "ORDER_CHANGE")
    for each in messages:
        fits(each, "OrderChangeNotification")
    said = [each["Payload"]["OrderChangeNotification"] for each in messages]
    assert [(each["Summary"]["OrderStatus"], each["Summary"]["NumberOfItemsShipped"]) for each in said] == [
        ("Pending", 0),
        ("Unshipped", 0),
        ("Shipped", 2),
    ]
    first = messages[0]
    assert first["NotificationVersion"] == "1.0"
    assert first["EventTime"][:19] == began[:19]
    assert said[0]["AmazonOrderId"] == order
    assert said[0]["Summary"]["DestinationPostalCode"] is None
    assert said[1]["Summary"]["DestinationPostalCode"]
    assert said[0]["Summary"]["OrderItems"][0]["SellerSKU"] == "MUG-1"
    subscription = shop.controlled("GET", "notifications")["subscriptions"][0]
    assert first["NotificationMetadata"]["SubscriptionId"] == subscription["subscriptionId"]
    assert first["NotificationMetadata"]["ApplicationId"] == subscription["applicationId"]


def test_a_buyer_asks_to_call_an_order_off(shop: Shop) -> None:
    filter = {"eventFilterType": "ORDER_CHANGE", "orderChangeTypes": ["BuyerRequestedChange"]}
    webhook(shop, "ORDER_CHANGE", processingDirective={"eventFilter": filter})
    shop.list_product("MUG-1")
    order = ordered(shop, "MUG-1")
    shop.advance("PT1H")
    shop.controlled("POST", f"buyers/orders/{order}/cancel", {})
    message = only(made(shop, "ORDER_CHANGE"))
    fits(message, "OrderChangeNotification")
    said = message["Payload"]["OrderChangeNotification"]
    assert said["OrderChangeType"] == "BuyerRequestedChange"
    assert said["OrderChangeTrigger"]["ChangeReason"] == "Buyer Requested Cancel"
    assert said["Summary"]["OrderItems"][0]["IsBuyerRequestedCancel"] is True


def test_an_expression_lets_through_what_it_is_true_of(shop: Shop) -> None:
    expression = "OrderChangeNotification.Summary.OrderStatus == `Unshipped`"
    webhook(shop, "ORDER_CHANGE", processingDirective={"filterExpression": expression})
    shop.list_product("MUG-1")
    ordered(shop, "MUG-1")
    shop.advance("PT1H")
    message = only(made(shop, "ORDER_CHANGE"))
    assert message["Payload"]["OrderChangeNotification"]["Summary"]["OrderStatus"] == "Unshipped"


def test_the_predecessor_tells_of_each_item(shop: Shop) -> None:
    webhook(shop, "ORDER_STATUS_CHANGE")
    shop.list_product("MUG-1")
    order = ordered(shop, "MUG-1")
    said = only(made(shop, "ORDER_STATUS_CHANGE"))["Payload"]["OrderStatusChangeNotification"]
    assert (said["AmazonOrderId"], said["OrderStatus"], said["FulfillmentChannel"]) == (order, "Pending", "MFN")


# Offers


def compete(shop: Shop, asin: str, price: float) -> None:
    body = {"marketplaceId": US, "asin": asin, "price": price, "quantity": 5, "sellerId": "ACOMPETITOR001"}
    shop.controlled("POST", "competitors", {**body, "feedback": {"rating": 95, "count": 100}})


def test_a_competitors_offer_is_told_to_who_offers_the_same(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 24.99)
    webhook(shop, "ANY_OFFER_CHANGED")
    compete(shop, asin, 19.99)
    message = only(made(shop, "ANY_OFFER_CHANGED"))
    fits(message, "AnyOfferChangedNotification")
    said = message["Payload"]["AnyOfferChangedNotification"]
    assert said["SellerId"] == shop.credentials["seller_id"]
    assert said["OfferChangeTrigger"]["ASIN"] == asin
    assert [(each["SellerId"], each["ListingPrice"]["Amount"]) for each in said["Offers"]] == [
        ("ACOMPETITOR001", 19.99),
        (shop.credentials["seller_id"], 24.99),
    ]
    assert [each["IsBuyBoxWinner"] for each in said["Offers"]] == [True, False]
    assert [each["ShippingTime"]["AvailableDate"] for each in said["Offers"]] == ["", ""]
    featured = only(said["Summary"]["BuyBoxPrices"])
    assert featured["Condition"] == "New"
    assert featured["LandedPrice"] == {"Amount": 19.99, "CurrencyCode": "USD"}
    assert said["Summary"]["NumberOfOffers"] == [
        {"Condition": "new", "FulfillmentChannel": "Merchant", "OfferCount": 2}
    ]


def test_many_changes_in_five_minutes_are_two_notifications(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 24.99)
    filter = {
        "eventFilterType": "ANY_OFFER_CHANGED",
        "marketplaceIds": [US],
        "aggregationSettings": {"aggregationTimePeriod": "FiveMinutes"},
    }
    webhook(shop, "ANY_OFFER_CHANGED", processingDirective={"eventFilter": filter})
    for price in (23.0, 22.0, 21.0, 20.0):
        compete(shop, asin, price)
        shop.advance("PT30S")
    assert len(made(shop, "ANY_OFFER_CHANGED")) == 1
    shop.advance("PT1H")
    first, last = made(shop, "ANY_OFFER_CHANGED")
    prices = [
        each["Payload"]["AnyOfferChangedNotification"]["Offers"][0]["ListingPrice"]["Amount"] for each in (first, last)
    ]
    assert prices == [23.0, 20.0]
    times = [datetime.fromisoformat(each["EventTime"]) for each in (first, last)]
    assert times[1] - times[0] == timedelta(minutes=5)


def test_other_marketplaces_are_left_out(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 24.99)
    filter = {"eventFilterType": "ANY_OFFER_CHANGED", "marketplaceIds": ["A1PA6795UKMFR9"]}
    webhook(shop, "ANY_OFFER_CHANGED", processingDirective={"eventFilter": filter})
    compete(shop, asin, 19.99)
    assert made(shop, "ANY_OFFER_CHANGED") == []


def test_an_offer_that_costs_more_than_the_featured_one_is_unhealthy(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 24.99)
    webhook(shop, "PRICING_HEALTH")
    compete(shop, asin, 29.99)
    assert made(shop, "PRICING_HEALTH") == []
    compete(shop, asin, 19.99)
    message = only(made(shop, "PRICING_HEALTH"))
    fits(message, "PricingHealthNotification")
    said = message["payload"]
    assert said["issueType"] == "BuyBoxDisqualification"
    assert said["merchantOffer"]["landedPrice"] == {"amount": 24.99, "currencyCode": "USD"}
    assert said["summary"]["referencePrice"]["competitivePriceThreshold"]["amount"] == 19.99


def test_businesses_are_told_of_where_anybody_has_a_price_for_them(shop: Shop) -> None:
    asin = shop.list_product("MUG-1", 24.99)
    webhook(shop, "B2B_ANY_OFFER_CHANGED")
    compete(shop, asin, 19.99)
    assert made(shop, "B2B_ANY_OFFER_CHANGED") == []
    offer = {"audience": "B2B", "currency": "USD", "our_price": [{"schedule": [{"value_with_tax": 17.5}]}]}
    patch = {"op": "add", "path": "/attributes/purchasable_offer", "value": [{**offer, "marketplace_id": US}]}
    body = {"productType": "LUGGAGE", "patches": [patch]}
    shop.ok("PATCH", shop.listing_path("MUG-1"), body, marketplaceIds=US)
    shop.advance("PT1M")
    message = only(made(shop, "B2B_ANY_OFFER_CHANGED"))
    fits(message, "B2bAnyOfferChangedNotification")
    said = message["Payload"]["B2BAnyOfferChangedNotification"]
    assert said["Summary"]["LowestPrices"][0]["OfferType"] == "B2B"
    assert said["Offers"][0]["ListingPrice"]["Amount"] == 17.5


# Listings


def test_a_listing_becomes_buyable_and_is_deleted(shop: Shop) -> None:
    webhook(shop, "LISTINGS_ITEM_STATUS_CHANGE")
    asin = shop.list_product("MUG-1")
    assert shop.ok("DELETE", shop.listing_path("MUG-1"), marketplaceIds=US)["status"] == "ACCEPTED"
    shop.advance("PT1M")
    messages = made(shop, "LISTINGS_ITEM_STATUS_CHANGE")
    assert [each["Payload"]["Status"] for each in messages] == [["BUYABLE", "DISCOVERABLE"], ["DELETED"]]
    said = messages[0]["Payload"]
    assert (said["Sku"], said["Asin"], said["MarketplaceId"]) == ("MUG-1", asin, US)
    for each in messages:
        fits({**each, "NotificationType": "LISTINGS_ITEM_STATUS_CHANGED"}, "ListingsItemStatusChangeNotification")


@pytest.mark.parametrize(
    ("version", "schema"),
    [
        ("1.0", "ListingsItemIssuesChangeNotification"),
        ("2023-12-13", "ListingsItemIssuesChangeNotification_2023-12-13"),
    ],
)
def test_a_listing_has_issues_and_then_none(shop: Shop, version: str, schema: str) -> None:
    webhook(shop, "LISTINGS_ITEM_ISSUES_CHANGE", payloadVersion=version)
    shop.put_listing("MUG-1", shop.attributes(main_product_image_locator=None))
    shop.advance("PT1M")
    shop.put_listing("MUG-1", shop.attributes())
    shop.advance("PT1M")
    messages = made(shop, "LISTINGS_ITEM_ISSUES_CHANGE")
    for each in messages:
        fits(each, schema)
        assert each["PayloadVersion"] == version
    assert messages[0]["Payload"]["Severities"] != ["NONE"]
    assert messages[-1]["Payload"]["Severities"] == ["NONE"]


def test_the_quantity_of_a_sellers_own_stock_is_told_with_every_sale(shop: Shop) -> None:
    webhook(shop, "LISTINGS_ITEM_MFN_QUANTITY_CHANGE")
    shop.list_product("MUG-1", quantity=10)
    ordered(shop, "MUG-1", 3)
    messages = made(shop, "LISTINGS_ITEM_MFN_QUANTITY_CHANGE")
    for each in messages:
        fits(each, "ListingsItemMfnQuantityChange")
    assert [each["Payload"]["Quantity"] for each in messages] == [10, 7]


def test_what_a_branded_product_says_has_changed(shop: Shop) -> None:
    shop.list_product("MUG-1")
    webhook(shop, "BRANDED_ITEM_CONTENT_CHANGE")
    value = [{"value": "Another name", "language_tag": "en_US", "marketplace_id": US}]
    body = {
        "productType": "LUGGAGE",
        "patches": [{"op": "replace", "path": "/attributes/item_name", "value": value}],
    }
    shop.ok("PATCH", shop.listing_path("MUG-1"), body, marketplaceIds=US)
    shop.advance("PT1M")
    message = only(made(shop, "BRANDED_ITEM_CONTENT_CHANGE"))
    fits(message, "BrandedItemContentChangeNotification")
    assert message["Payload"]["AttributesChanged"] == ["item_name"]
    assert message["Payload"]["BrandName"]


def test_a_product_gets_another_type(shop: Shop) -> None:
    asin = shop.list_product("MUG-1")
    webhook(shop, "ITEM_PRODUCT_TYPE_CHANGE")
    shop.put_listing("MUG-1", shop.attributes("BACKPACK"), "BACKPACK")
    shop.advance("PT1M")
    message = only(made(shop, "ITEM_PRODUCT_TYPE_CHANGE"))
    fits(message, "ItemProductTypeChangeNotification")
    said = message["Payload"]
    assert (said["Asin"], said["PreviousProductType"], said["CurrentProductType"]) == (asin, "LUGGAGE", "BACKPACK")


def test_a_definition_has_another_version(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    other = new_shop(beside=shop)
    path, asked = "/definitions/2020-09-01/productTypes", {"marketplaceIds": US, "sellerId": "A1"}
    first = shop.ok("GET", f"{path}/LUGGAGE", **asked)["productTypeVersion"]["version"]
    for partner in (shop, other):
        webhook(partner, "PRODUCT_TYPE_DEFINITIONS_CHANGE", sellerId=partner.credentials["seller_id"])
    published = shop.controlled("POST", "product-types/LUGGAGE/versions")
    now = shop.ok("GET", f"{path}/LUGGAGE", **asked)["productTypeVersion"]
    assert now == {"version": published["version"], "latest": True, "releaseCandidate": False}
    assert published["version"] != first
    before = shop.ok("GET", f"{path}/LUGGAGE", productTypeVersion=first, **asked)["productTypeVersion"]
    assert before == {"version": first, "latest": False, "releaseCandidate": False}
    messages = made(shop, "PRODUCT_TYPE_DEFINITIONS_CHANGE")
    for each in messages:
        fits(each, "ProductTypeDefinitionsChangeNotification")
    assert sorted(each["Payload"]["AccountId"] for each in messages) == sorted(
        partner.credentials["seller_id"] for partner in (shop, other)
    )
    of_all = shop.ok("GET", path, marketplaceIds=US)["productTypeVersion"]
    assert {each["Payload"]["ProductTypeVersion"] for each in messages} == {of_all}
    elsewhere = shop.ok("GET", path, marketplaceIds=DE)["productTypeVersion"]
    assert elsewhere != of_all


def test_only_definitions_that_there_are_have_versions(shop: Shop) -> None:
    assert shop.control("POST", "product-types/UNICORN/versions").status_code == 404
    assert shop.control("POST", "product-types/LUGGAGE/versions", {"marketplaceId": "MARS"}).status_code == 400
    assert shop.events("definitions.version_published") == []


# Amazon's network


def test_stock_in_the_network_is_told_with_every_move(shop: Shop) -> None:
    webhook(shop, "FBA_INVENTORY_AVAILABILITY_CHANGES")
    shop.stock("MUG-1", 5)
    shop.order("O-1", {"MUG-1": 2})
    messages = made(shop, "FBA_INVENTORY_AVAILABILITY_CHANGES")
    for each in messages:
        fits(each, "FBAInventoryAvailabilityChangeNotification")
    there = [each["Payload"]["FulfillmentInventoryByMarketplace"][0]["FulfillmentInventory"] for each in messages]
    assert [(each["Fulfillable"], each["ReservedQuantityBreakdown"]["PendingCustomerOrder"]) for each in there] == [
        (5, 0),
        (3, 2),
    ]


def test_stock_that_is_sent_in_is_told_of_from_the_plan_to_the_shelf(shop: Shop) -> None:
    shop.stock("MUG-1", 0)
    webhook(shop, "FBA_INVENTORY_AVAILABILITY_CHANGES")
    plan_id, shipment_id = ready(shop, {"MUG-1": 10}, [box({"MUG-1": 10})])
    until(shop, plan_id, shipment_id, "CLOSED")
    seen = []
    for each in made(shop, "FBA_INVENTORY_AVAILABILITY_CHANGES"):
        fits(each, "FBAInventoryAvailabilityChangeNotification")
        there = each["Payload"]["FulfillmentInventoryByMarketplace"][0]["FulfillmentInventory"]
        inbound = there["InboundQuantityBreakdown"]
        seen.append((inbound["Working"], inbound["Shipped"], inbound["Receiving"], there["Fulfillable"]))
    assert seen == [(10, 0, 0, 0), (0, 10, 0, 0), (0, 0, 10, 0), (0, 0, 3, 7), (0, 0, 0, 10)]


def test_a_fulfillment_order_is_told_of_until_its_shipment_has_left(shop: Shop) -> None:
    webhook(shop, "FULFILLMENT_ORDER_STATUS")
    shop.stock("MUG-1", 5)
    shop.order("O-1", {"MUG-1": 1})
    shop.shipped("O-1")
    messages = made(shop, "FULFILLMENT_ORDER_STATUS")
    said = [each["Payload"]["FulfillmentOrderStatusNotification"] for each in messages]
    assert [(each["EventType"], each["FulfillmentOrderStatus"]) for each in said] == [
        ("Order", "NEW"),
        ("Order", "RECEIVED"),
        ("Order", "PLANNING"),
        ("Order", "PROCESSING"),
        ("Shipment", "PROCESSING"),
        ("Shipment", "COMPLETE"),
        ("Order", "COMPLETE"),
    ]
    shipment = said[5]["FulfillmentShipment"]
    assert shipment["FulfillmentShipmentStatus"] == "SHIPPED"
    assert shipment["FulfillmentShipmentPackages"][0]["TrackingNumber"]


def test_a_shipment_of_a_customers_order_is_created(shop: Shop) -> None:
    webhook(shop, "FBA_OUTBOUND_SHIPMENT_STATUS")
    shop.list_product("MUG-1", fba=True)
    order = ordered(shop, "MUG-1")
    shop.advance("P6D")
    message = only(made(shop, "FBA_OUTBOUND_SHIPMENT_STATUS"))
    fits(message, "FBAOutboundShipmentStatusNotification")
    said = message["Payload"]["FBAOutboundShipmentStatusNotification"]
    assert (said["AmazonOrderId"], said["ShipmentStatus"]) == (order, "Created")


def test_a_package_reaches_its_milestones_one_after_the_other(shop: Shop) -> None:
    webhook(shop, "SHIPMENT_TRACKING_MILESTONE_CHANGED")
    shop.stock("MUG-1", 5)
    shop.order("O-1", {"MUG-1": 1})
    shop.advance("P20D")
    messages = made(shop, "SHIPMENT_TRACKING_MILESTONE_CHANGED")
    details = [each["payload"]["shipmentTrackingMilestoneChangedNotification"]["trackingDetail"] for each in messages]
    assert [each["latestMilestone"]["status"]["code"] for each in details] == [
        "CARRIER_ASSIGNED",
        "SHIPPED",
        "OUT_FOR_DELIVERY",
        "DELIVERED",
    ]
    assert messages[0]["payloadVersion"] == "2026-01-30"
    assert [each["eventTime"] for each in messages] == sorted(each["eventTime"] for each in messages)
    assert len(details[-1]["milestoneHistory"]) == 4


def test_a_package_that_is_lost_reaches_no_milestone_of_the_way_that_it_was_to_go(shop: Shop) -> None:
    webhook(shop, "SHIPMENT_TRACKING_MILESTONE_CHANGED")
    shop.stock("MUG-1", 5)
    shop.order("O-1", {"MUG-1": 1})
    shop.drive("O-1", "Received", "Planning", "Processing", "Complete")
    number = shop.controlled("GET", "parcels")["parcels"][0]["trackingNumber"]
    shop.controlled("POST", f"parcels/{number}/fate", {"fate": "lost"})
    shop.advance("P45D")
    messages = made(shop, "SHIPMENT_TRACKING_MILESTONE_CHANGED")
    details = [each["payload"]["shipmentTrackingMilestoneChangedNotification"]["trackingDetail"] for each in messages]
    assert [each["latestMilestone"]["status"]["code"] for each in details] == ["CARRIER_ASSIGNED", "SHIPPED", "LOST"]


def test_a_parcel_that_its_seller_sends_reaches_its_milestones_too(shop: Shop) -> None:
    webhook(shop, "SHIPMENT_TRACKING_MILESTONE_CHANGED")
    number = number_of(buy(shop))
    destine(shop, number, "attempted")
    shop.advance("P20D")
    messages = made(shop, "SHIPMENT_TRACKING_MILESTONE_CHANGED")
    details = [each["payload"]["shipmentTrackingMilestoneChangedNotification"]["trackingDetail"] for each in messages]
    assert [each["latestMilestone"]["status"]["code"] for each in details] == [
        "SHIPPED",
        "OUT_FOR_DELIVERY",
        "DELIVERY_ATTEMPTED",
        "OUT_FOR_DELIVERY",
        "DELIVERED",
    ]
    assert {each["identifier"]["carrierTracking"]["trackingNumber"] for each in details} == {number}
    assert len(details[-1]["milestoneHistory"]) == 6


# Money, feeds, the account


def test_transactions_are_told_of_as_they_are_posted(shop: Shop) -> None:
    webhook(shop, "TRANSACTION_UPDATE")
    shop.list_product("MUG-1")
    order = ordered(shop, "MUG-1")
    shop.advance("PT1H")
    item = shop.ok("GET", f"/orders/v0/orders/{order}/orderItems")["payload"]["OrderItems"][0]["OrderItemId"]
    confirmed(shop, order, item, 1)
    message = made(shop, "TRANSACTION_UPDATE")[0]
    fits(message, "TransactionUpdateNotification")
    said = message["Payload"]["TransactionUpdateNotification"]
    assert said["TransactionType"] == "Shipment"
    assert {"RelatedIdentifierName": "OrderId", "RelatedIdentifierValue": order} in said["RelatedIdentifiers"]
    posted = next(each for each in shop.events("finances.event_posted"))
    assert said["TotalAmount"] == {"CurrencyAmount": float(posted["body"]["amount"]), "CurrencyCode": "USD"}


def test_a_feed_has_come_to_its_end(shop: Shop) -> None:
    webhook(shop, "FEED_PROCESSING_FINISHED")
    id = feed(shop, "POST_PRODUCT_DATA", "<AmazonEnvelope/>")
    shop.advance("PT10M")
    message = only(made(shop, "FEED_PROCESSING_FINISHED"))
    fits(message, "FeedProcessingFinishedNotification")
    assert message["notificationVersion"] == message["payloadVersion"] == "2020-09-04"
    said = message["payload"]["feedProcessingFinishedNotification"]
    assert (said["feedId"], said["processingStatus"]) == (id, "FATAL")
    shown = shop.ok("GET", f"/feeds/2021-06-30/feeds/{id}")
    assert said["resultFeedDocumentId"] == shown["resultFeedDocumentId"]


def test_an_account_is_at_risk(shop: Shop) -> None:
    webhook(shop, "ACCOUNT_STATUS_CHANGED")
    wish = {"marketplaceId": US, "status": "AT_RISK"}
    assert shop.controlled("PUT", "account-status", wish)["previousStatus"] == "NORMAL"
    shop.controlled("PUT", "account-status", wish)
    message = only(made(shop, "ACCOUNT_STATUS_CHANGED"))
    assert message["payloadVersion"] == "2021-01-01"
    assert message["payload"] == {
        "accountStatusChangeNotification": {
            "previousAccountStatus": "NORMAL",
            "currentAccountStatus": "AT_RISK",
        }
    }
    assert shop.control("PUT", "account-status", {**wish, "status": "FINE"}).status_code == 400


# Figures of an hour


def test_what_an_hour_has_sold_is_told_at_its_end(shop: Shop) -> None:
    webhook(shop, "ITEM_SALES_EVENT_CHANGE")
    asin = shop.list_product("MUG-1", 24.99)
    ordered(shop, "MUG-1", 2)
    ordered(shop, "MUG-1", 1)
    assert made(shop, "ITEM_SALES_EVENT_CHANGE") == []
    shop.advance("PT2H")
    message = only(made(shop, "ITEM_SALES_EVENT_CHANGE"))
    fits(message, "ItemSalesEventChangeNotification")
    change = only(message["payload"]["itemSalesEventChanges"])
    assert (change["asin"], change["orderedUnits"], change["orderedRevenue"]) == (asin, 3, 74.97)
    assert datetime.fromisoformat(change["endTime"]) - datetime.fromisoformat(change["startTime"]) == timedelta(hours=1)


def test_who_looked_is_told_by_the_hour_and_agrees_with_the_report_of_the_day(shop: Shop) -> None:
    webhook(shop, "DETAIL_PAGE_TRAFFIC_EVENT")
    now = datetime.fromisoformat(shop.now())
    morning = (now + timedelta(days=1)).astimezone(ZoneInfo("America/Los_Angeles")).replace(hour=8, minute=0)
    asin = shop.list_product("MUG-1", quantity=50)
    shop.list_product("MUG-2", quantity=50)
    shop.controlled("POST", "clock/advance", {"to": morning.isoformat()})
    for cart in (["MUG-1", "MUG-1", "MUG-2"], ["MUG-1"], []):
        for sku in cart:
            ordered(shop, sku)
        shop.advance("PT1H")
    messages = made(shop, "DETAIL_PAGE_TRAFFIC_EVENT")
    for each in messages:
        fits(each, "DetailPageTrafficEventNotification")
    events = [event for each in messages for event in each["payload"]["detailPageTrafficEvents"]]
    mine = [each for each in events if each["asin"] == asin]
    assert [len(each["payload"]["detailPageTrafficEvents"]) for each in messages] == [2, 1]
    assert all(each["glanceViews"] >= 1 for each in events)
    span: Json = {"dataStartTime": morning.isoformat(), "dataEndTime": (morning + timedelta(hours=12)).isoformat()}
    options = {"dateGranularity": "DAY", "asinGranularity": "CHILD"}
    shop.advance("P1D")
    report = document(shop, "GET_SALES_AND_TRAFFIC_REPORT", **span, reportOptions=options).json()
    by_asin = {each["childAsin"]: each["trafficByAsin"] for each in report["salesAndTrafficByAsin"]}
    assert sum(each["glanceViews"] for each in mine) == by_asin[asin]["pageViews"]
    assert (
        sum(each["glanceViews"] for each in events) == report["salesAndTrafficByDate"][0]["trafficByDate"]["pageViews"]
    )


def test_what_can_be_had_is_told_at_the_end_of_an_hour(shop: Shop) -> None:
    webhook(shop, "ITEM_INVENTORY_EVENT_CHANGE")
    shop.stock("MUG-1", 5)
    shop.order("O-1", {"MUG-1": 2})
    shop.advance("PT1H")
    message = made(shop, "ITEM_INVENTORY_EVENT_CHANGE")[0]
    fits(message, "ItemInventoryEventChangeNotification")
    assert only(message["payload"]["itemInventoryEventChanges"])["highlyAvailableInventory"] == 3


# Everybody hears of himself alone


def test_a_seller_does_not_hear_of_another_one(new_shop: Callable[..., Shop]) -> None:
    shop = new_shop()
    other = new_shop(beside=shop)
    mine: Any = webhook(shop, "ORDER_CHANGE")
    other.list_product("MUG-1")
    other.controlled(
        "POST",
        "buyers/orders",
        {"marketplaceId": US, "items": [{"sku": "MUG-1"}], "sellerId": other.credentials["seller_id"]},
    )
    assert mine["sellerId"] == shop.credentials["seller_id"]
    assert made(shop, "ORDER_CHANGE") == []

"""One seller's days in which every type of notification is made: each is as its published schema has it."""

from __future__ import annotations

import json
from datetime import datetime

from tests.domains.exchange.exchanging import feed
from tests.domains.exchange.notifying import SCHEMAS, fits, made, needs_schemas, ordered, webhook
from tests.domains.exchange.reports.reporting import asked
from tests.domains.exchange.test_notifications import compete, confirmed
from tests.shop import ORDERS, US, Json, Shop
from tradepost.domains.exchange.notifications.messages.table import KINDS

#: The published schema of a type, by the file's name. ORDER_STATUS_CHANGE and ACCOUNT_STATUS_CHANGED have none.
FORMS = {
    "ORDER_CHANGE": "OrderChangeNotification",
    "ANY_OFFER_CHANGED": "AnyOfferChangedNotification",
    "B2B_ANY_OFFER_CHANGED": "B2bAnyOfferChangedNotification",
    "PRICING_HEALTH": "PricingHealthNotification",
    "LISTINGS_ITEM_STATUS_CHANGE": "ListingsItemStatusChangeNotification",
    "LISTINGS_ITEM_ISSUES_CHANGE": "ListingsItemIssuesChangeNotification_2023-12-13",
    "LISTINGS_ITEM_MFN_QUANTITY_CHANGE": "ListingsItemMfnQuantityChange",
    "ITEM_PRODUCT_TYPE_CHANGE": "ItemProductTypeChangeNotification",
    "BRANDED_ITEM_CONTENT_CHANGE": "BrandedItemContentChangeNotification",
    "PRODUCT_TYPE_DEFINITIONS_CHANGE": "ProductTypeDefinitionsChangeNotification",
    "FEED_PROCESSING_FINISHED": "FeedProcessingFinishedNotification",
    "REPORT_PROCESSING_FINISHED": "ReportProcessingFinishedNotification",
    "FULFILLMENT_ORDER_STATUS": "FulfillmentOrderStatusNotification",
    "FBA_OUTBOUND_SHIPMENT_STATUS": "FBAOutboundShipmentStatusNotification",
    "FBA_INVENTORY_AVAILABILITY_CHANGES": "FBAInventoryAvailabilityChangeNotification",
    "FEE_PROMOTION": "FeePromotionNotification",
    "TRANSACTION_UPDATE": "TransactionUpdateNotification",
    "ITEM_SALES_EVENT_CHANGE": "ItemSalesEventChangeNotification",
    "ITEM_INVENTORY_EVENT_CHANGE": "ItemInventoryEventChangeNotification",
    "DETAIL_PAGE_TRAFFIC_EVENT": "DetailPageTrafficEventNotification",
}
#: Its published schema refers to definitions that the file lacks: only the file's example says what is in it.
BY_EXAMPLE = "SHIPMENT_TRACKING_MILESTONE_CHANGED"


def changed(shop: Shop, sku: str, attribute: str, value: Json) -> None:
    patch = {"op": "replace", "path": f"/attributes/{attribute}", "value": [{**value, "marketplace_id": US}]}
    shop.ok("PATCH", shop.listing_path(sku), {"productType": "LUGGAGE", "patches": [patch]}, marketplaceIds=US)
    shop.advance("PT1M")


def sent_back(shop: Shop, order: str) -> None:
    """A unit of a fulfillment order is returned, and is back a fortnight later."""
    shipment = shop.shipped(order)["fulfillmentShipments"][0]
    item = shipment["fulfillmentShipmentItem"][0]["sellerFulfillmentOrderItemId"]
    returned = {
        "sellerReturnItemId": "R-1",
        "sellerFulfillmentOrderItemId": item,
        "amazonShipmentId": shipment["amazonShipmentId"],
        "returnReasonCode": "CR-DEFECTIVE",
    }
    shop.ok("PUT", f"{ORDERS}/{order}/return", {"items": [returned]})
    shop.advance("P14D")


def goings_on(shop: Shop) -> None:
    """A listing is made, changed and sold; a competitor comes; the network ships; a feed and a report end."""
    asin = shop.list_product("MUG-1", 24.99, quantity=50)
    shop.list_product("MUG-2", 24.99, fba=True)
    order = ordered(shop, "MUG-1", 2)
    ordered(shop, "MUG-2")
    shop.advance("PT1H")
    item = shop.ok("GET", f"/orders/v0/orders/{order}/orderItems")["payload"]["OrderItems"][0]["OrderItemId"]
    confirmed(shop, order, item, 2)
    offer = {"audience": "B2B", "currency": "USD", "our_price": [{"schedule": [{"value_with_tax": 17.5}]}]}
    changed(shop, "MUG-1", "purchasable_offer", offer)
    changed(shop, "MUG-1", "item_name", {"value": "Another name", "language_tag": "en_US"})
    compete(shop, asin, 9.99)
    shop.put_listing("BAG-1", shop.attributes(main_product_image_locator=None))
    shop.advance("PT1M")
    shop.put_listing("BAG-1", shop.attributes("BACKPACK"), "BACKPACK")
    shop.stock("CUP-1", 5)
    shop.order("O-1", {"CUP-1": 2})
    feed(shop, "POST_PRODUCT_DATA", "<AmazonEnvelope/>")
    asked(shop, "GET_MERCHANT_LISTINGS_ALL_DATA")
    asked(shop, "GET_FBA_REIMBURSEMENTS_DATA")
    shop.controlled("POST", "fee-promotions", {"sku": "MUG-2", "percent": 12.5, "feeType": "FBAFees"})
    shop.controlled("POST", "product-types/LUGGAGE/versions")
    shop.controlled("PUT", "account-status", {"marketplaceId": US, "status": "AT_RISK"})
    shop.advance("P3D")
    sent_back(shop, "O-1")


@needs_schemas
def test_every_notification_that_is_made_is_as_published(shop: Shop) -> None:
    for type, kind in KINDS.items():
        webhook(shop, type, payloadVersion=max(kind.versions))
    goings_on(shop)
    assert [type for type in KINDS if not made(shop, type)] == []
    for type, name in FORMS.items():
        for message in made(shop, type):
            fits(
                message if type != "LISTINGS_ITEM_STATUS_CHANGE" else {**message, "NotificationType": f"{type}D"}, name
            )
    assert set(KINDS) - set(FORMS) == {"ORDER_STATUS_CHANGE", "ACCOUNT_STATUS_CHANGED", BY_EXAMPLE}
    schema = json.loads((SCHEMAS / "ShipmentTrackingMilestoneChangedNotification.json").read_text())
    for message in made(shop, BY_EXAMPLE):
        found, example = ({**each, **tracking(each)} for each in (message, schema["examples"][0]))
        assert set(found) == set(example)
        assert set(found["latestMilestone"]) == set(example["latestMilestone"])


def tracking(message: Json) -> Json:
    detail: Json = message["payload"]["shipmentTrackingMilestoneChangedNotification"]["trackingDetail"]
    return detail


def test_a_report_has_come_to_its_end(shop: Shop) -> None:
    webhook(shop, "REPORT_PROCESSING_FINISHED")
    shop.list_product("MUG-1")
    done = asked(shop, "GET_MERCHANT_LISTINGS_ALL_DATA")
    empty = asked(shop, "GET_FBA_REIMBURSEMENTS_DATA")
    shop.advance("PT10M")
    messages = made(shop, "REPORT_PROCESSING_FINISHED")
    said = {
        each["payload"]["reportProcessingFinishedNotification"]["reportId"]: each["payload"][
            "reportProcessingFinishedNotification"
        ]
        for each in messages
    }
    assert {id: each["processingStatus"] for id, each in said.items()} == {done: "DONE", empty: "CANCELLED"}
    shown = shop.ok("GET", f"/reports/2021-06-30/reports/{done}")
    assert said[done]["reportDocumentId"] == shown["reportDocumentId"]
    assert said[done]["reportType"] == "GET_MERCHANT_LISTINGS_ALL_DATA"
    assert "reportDocumentId" not in said[empty]
    assert messages[0]["notificationVersion"] == "2020-09-04"
    ends = datetime.fromisoformat(shown["processingEndTime"])
    assert datetime.fromisoformat(messages[0]["eventTime"]).replace(microsecond=0) <= ends


def test_a_fulfillment_order_says_of_shipment_and_return_what_there_is(shop: Shop) -> None:
    webhook(shop, "FULFILLMENT_ORDER_STATUS")
    shop.stock("CUP-1", 5)
    shop.order("O-1", {"CUP-1": 1})
    sent_back(shop, "O-1")
    said = [each["Payload"]["FulfillmentOrderStatusNotification"] for each in made(shop, "FULFILLMENT_ORDER_STATUS")]
    first, last = said[0], said[-1]
    assert (first["FulfillmentShipment"]["AmazonShipmentId"], first["FulfillmentReturnItem"]["ReturnedQuantity"]) == (
        "",
        0,
    )
    assert (last["EventType"], last["FulfillmentReturnItem"]["SellerSKU"]) == ("Return", "CUP-1")
    shipment = shop.shown("O-1")["fulfillmentShipments"][0]
    assert last["FulfillmentShipment"]["AmazonShipmentId"] == shipment["amazonShipmentId"]

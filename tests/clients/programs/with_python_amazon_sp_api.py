"""A seller's day with python-amazon-sp-api. Knows nothing of Tradepost, but for moving its clock."""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

from sp_api.api import FulfillmentOutbound, Inventories, Sellers
from sp_api.base import Marketplaces, SellingApiException

US = Marketplaces.US.marketplace_id
ADDRESS = {
    "name": "Jo Doe",
    "addressLine1": "1 Main Street",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
    "countryCode": "US",
}


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def advance(duration: str) -> None:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/clock/advance"
    urllib.request.urlopen(urllib.request.Request(url, json.dumps({"by": duration}).encode())).read()


def order(order_id: str, units: int) -> dict[str, Any]:
    return {
        "sellerFulfillmentOrderId": order_id,
        "displayableOrderId": order_id,
        "displayableOrderDate": "2026-01-05T10:00:00Z",
        "displayableOrderComment": "Thank you",
        "shippingSpeedCategory": "Standard",
        "destinationAddress": ADDRESS,
        "items": [{"sellerSku": "A/1 b", "sellerFulfillmentOrderItemId": "1", "quantity": units}],
    }


sellers, inventory, outbound = Sellers(), Inventories(), FulfillmentOutbound()
participations = sellers.get_marketplace_participation().payload
say("countries", sorted(each["marketplace"]["countryCode"] for each in participations)[:3])
say("made", inventory.create_inventory_item(sellerSku="A/1 b", marketplaceId=US, productName="Mug").payload)
added = inventory.add_inventory(inventoryItems=[{"sellerSku": "A/1 b", "marketplaceId": US, "quantity": 5}])
say("added", added.payload)
summaries = inventory.get_inventory_summary_marketplace(details=True, sellerSkus=["A/1 b"]).payload
say("units", [each["totalQuantity"] for each in summaries["inventorySummaries"]])
wanted = [{"sellerSku": "A/1 b", "quantity": 1, "sellerFulfillmentOrderItemId": "1"}]
previews = outbound.get_fulfillment_preview(address=ADDRESS, items=wanted).payload["fulfillmentPreviews"]
say("previews", [[each["shippingSpeedCategory"], each["isFulfillable"]] for each in previews])
outbound.create_fulfillment_order(**order("O-1", 2))
outbound.create_fulfillment_order(**order("O-2", 1))
outbound.cancel_fulfillment_order("O-2")
advance("P4D")
shown = outbound.get_fulfillment_order("O-1").payload
say("status", shown["fulfillmentOrder"]["fulfillmentOrderStatus"])
shipment = shown["fulfillmentShipments"][0]
package = shipment["fulfillmentShipmentPackage"][0]["packageNumber"]
say("tracked", len(outbound.get_package_tracking_details(packageNumber=package).payload["trackingEvents"]) > 0)
say(
    "listed",
    sorted(
        each["sellerFulfillmentOrderId"]
        for each in outbound.list_all_fulfillment_orders(queryStartDate="2020-01-01T00:00:00Z").payload[
            "fulfillmentOrders"
        ]
        if each["sellerFulfillmentOrderId"].startswith("O-")
    ),
)
reasons = outbound.list_return_reason_codes(sellerSku="A/1 b", marketplaceId=US).payload["reasonCodeDetails"]
returned = outbound.create_fulfillment_return(
    "O-1",
    items=[
        {
            "sellerReturnItemId": "R-1",
            "sellerFulfillmentOrderItemId": "1",
            "amazonShipmentId": shipment["amazonShipmentId"],
            "returnReasonCode": reasons[0]["returnReasonCode"],
        }
    ],
).payload
say("returned", [each["status"] for each in returned["returnItems"]])
for name, call in (
    ("missing", lambda: outbound.get_fulfillment_order("nobody")),
    ("again", lambda: outbound.create_fulfillment_order(**order("O-1", 1))),
    ("late", lambda: outbound.cancel_fulfillment_order("O-1")),
):
    try:
        call()
    except SellingApiException as refusal:
        say(name, [type(refusal).__name__, refusal.code])
throttled = 0
for _ in range(6):
    try:
        inventory.get_inventory_summary_marketplace()
    except SellingApiException as refusal:
        throttled += refusal.code == 429
say("throttled", throttled > 0)

"""The same with Amazon's own Python client, which checks the required fields of every answer."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from spapi import SPAPIClient, SPAPIConfig
from spapi.api.fba_inventory_v1.fba_inventory_api import FbaInventoryApi
from spapi.api.fulfillment_outbound_v2020_07_01.fba_outbound_api import FbaOutboundApi
from spapi.api.sellers_v1.sellers_api import SellersApi
from spapi.rest import ApiException

US = "ATVPDKIKX0DER"


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


config = SPAPIConfig(
    client_id=os.environ["LWA_CLIENT_ID"],
    client_secret=os.environ["LWA_CLIENT_SECRET"],
    refresh_token=os.environ["LWA_REFRESH_TOKEN"],
    region="NA",
)
client = SPAPIClient(config).api_client
sellers, inventory, outbound = SellersApi(client), FbaInventoryApi(client), FbaOutboundApi(client)
say("stores", len(sellers.get_marketplace_participations().payload))
say("plan", sellers.get_account().payload.selling_plan)
inventory.create_inventory_item({"sellerSku": "MUG", "marketplaceId": US, "productName": "Mug"})
for _ in range(2):
    inventory.add_inventory("token-1", {"inventoryItems": [{"sellerSku": "MUG", "marketplaceId": US, "quantity": 5}]})
found = inventory.get_inventory_summaries("Marketplace", US, [US], details=True, seller_skus=["MUG"])
say("units", found.payload.inventory_summaries[0].inventory_details.fulfillable_quantity)
outbound.create_fulfillment_order(
    {
        "marketplaceId": US,
        "sellerFulfillmentOrderId": "O-1",
        "displayableOrderId": "O-1",
        "displayableOrderDate": "2026-01-05T10:00:00Z",
        "displayableOrderComment": "Thank you",
        "shippingSpeedCategory": "Priority",
        "destinationAddress": {
            "name": "Jo Doe",
            "addressLine1": "1 Main Street",
            "city": "Seattle",
            "stateOrRegion": "WA",
            "postalCode": "98101",
            "countryCode": "US",
        },
        "items": [{"sellerSku": "MUG", "sellerFulfillmentOrderItemId": "1", "quantity": 2}],
    }
)
for status in ("Received", "Planning", "Processing", "Complete"):
    outbound.submit_fulfillment_order_status_update("O-1", {"fulfillmentOrderStatus": status})
shown = outbound.get_fulfillment_order("O-1").payload
say("status", shown.fulfillment_order.fulfillment_order_status)
say("shipments", [each.fulfillment_shipment_status for each in shown.fulfillment_shipments])
say("features", len(outbound.get_features(US).payload.features) > 0)
try:
    outbound.get_fulfillment_order("nobody")
except ApiException as refusal:
    say("missing", [refusal.status, json.loads(refusal.body)["errors"][0]["code"]])
sys.exit(7)

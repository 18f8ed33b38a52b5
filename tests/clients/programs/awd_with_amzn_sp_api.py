"""Boxes go through AWD to FBA with Amazon's own Python client, which checks the required fields of every answer."""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

from spapi import SPAPIClient, SPAPIConfig
from spapi.api.awd_v2024_05_09.awd_api import AwdApi
from spapi.rest import ApiException

BOX = {
    "type": "CASE",
    "contents": {"products": [{"sku": "TEAPOT", "quantity": 20}]},
    "measurements": {
        "dimensions": {"length": 24, "width": 12, "height": 12, "unitOfMeasurement": "INCHES"},
        "weight": {"weight": 40, "unitOfMeasurement": "POUNDS"},
    },
}
BOXES = {"packagesToInbound": [{"count": 6, "distributionPackage": BOX}]}
ORIGIN = {
    "name": "Robin Berger",
    "addressLine1": "12 Harbor Street",
    "city": "Portland",
    "stateOrRegion": "OR",
    "postalCode": "97204",
    "countryCode": "US",
}


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(path: str, body: Any, method: str = "POST") -> Any:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    with urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode(), method=method)) as answer:
        return json.loads(answer.read() or b"null")


config = SPAPIConfig(
    client_id=os.environ["LWA_CLIENT_ID"],
    client_secret=os.environ["LWA_CLIENT_SECRET"],
    refresh_token=os.environ["LWA_REFRESH_TOKEN"],
    region="NA",
)
awd = AwdApi(SPAPIClient(config).api_client)
control("usage-plans", {"scale": 1000}, "PUT")
control("clock/freeze", {})

say("eligible", awd.check_inbound_eligibility(BOXES).status)
order_id = awd.create_inbound({**BOXES, "originAddress": ORIGIN}).order_id
awd.confirm_inbound(order_id)
try:
    awd.confirm_inbound(order_id)
except ApiException as refusal:
    say("again", refusal.status)
shipment_id = awd.get_inbound(order_id).destination_details.shipment_id
awd.get_inbound_shipment_labels(shipment_id, page_type="PLAIN_PAPER", format_type="PDF")
control("clock/advance", {"by": "PT5S"})
with urllib.request.urlopen(awd.get_inbound_shipment_labels(shipment_id).label_download_url) as file:
    say("labels", file.read(5).decode())
carrier = {"carrierCodeType": "SCAC", "carrierCodeValue": "ABFS"}
awd.update_inbound_shipment_transport_details(
    shipment_id, {"trackingDetails": [{"carrierCode": carrier, "bookingId": "PRO-1"}]}
)
control("clock/advance", {"by": "P30D"})
shown = awd.get_inbound_shipment(shipment_id, sku_quantities="SHOW")
say("brought", [shown.shipment_status, shown.shipment_sku_quantities[0].received_quantity.quantity])
say("listed", [each.shipment_id == shipment_id for each in awd.list_inbound_shipments().shipments])

order_id = awd.create_replenishment_order({"products": [{"sku": "TEAPOT", "quantity": 45}]}).order_id
control("clock/advance", {"by": "PT5S"})
awd.confirm_replenishment_order(order_id)
say("reserved", awd.list_inventory(details="SHOW").inventory[0].inventory_details.reserved_distributable_quantity)
control("clock/advance", {"by": "P20D"})
done = awd.get_replenishment_order(order_id)
say("sent on", [done.status, done.shipped_products[0].quantity])
say("left", awd.list_inventory(sku="TEAPOT").inventory[0].total_onhand_quantity)

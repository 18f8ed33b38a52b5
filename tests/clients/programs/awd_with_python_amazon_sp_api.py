"""Boxes are brought to AWD with python-amazon-sp-api."""

from __future__ import annotations

import json
import os
import urllib.request
from typing import Any

from sp_api.api import AmazonWarehousingAndDistributionV20240509
from sp_api.base import SellingApiException

BOX = {
    "type": "CASE",
    "contents": {"products": [{"sku": "TEAPOT", "quantity": 20}]},
    "measurements": {
        "dimensions": {"length": 24, "width": 12, "height": 12, "unitOfMeasurement": "INCHES"},
        "weight": {"weight": 40, "unitOfMeasurement": "POUNDS"},
    },
}
BOXES = [{"count": 2, "distributionPackage": BOX}]
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


awd = AmazonWarehousingAndDistributionV20240509()
control("usage-plans", {"scale": 1000}, "PUT")
control("clock/freeze", {})

say("eligible", awd.check_inbound_eligibility(packagesToInbound=BOXES).payload["status"])
order_id = awd.create_inbound(packagesToInbound=BOXES, originAddress=ORIGIN).payload["orderId"]
awd.confirm_inbound(order_id)
try:
    awd.confirm_inbound(order_id)
except SellingApiException as refusal:
    say("again", refusal.code)
shipment_id = awd.get_inbound(order_id).payload["destinationDetails"]["shipmentId"]
numbers = [{"bookingId": each} for each in ("1Z1", "1Z2")]
awd.update_inbound_shipment_transport_details(shipment_id, trackingDetails=numbers)
say("sent", awd.get_inbound_shipment(shipment_id).payload["shipmentStatus"])
control("clock/advance", {"by": "P30D"})
say("closed", len(awd.list_inbound_shipments(shipmentStatus="CLOSED").payload["shipments"]))
say("stored", awd.list_inventory(sku="TEAPOT").payload["inventory"][0]["totalOnhandQuantity"])

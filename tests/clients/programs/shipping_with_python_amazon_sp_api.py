"""A seller who ships with python-amazon-sp-api. Knows nothing of Tradepost, but for moving its clock."""

from __future__ import annotations

import base64
import json
import os
import urllib.request
from typing import Any

from sp_api.api import ShippingV1, ShippingV2, SupplySources
from sp_api.base import SellingApiException

DOCK = {
    "name": "Dock Two",
    "addressLine1": "2 Dock Road",
    "city": "Portland",
    "stateOrRegion": "OR",
    "postalCode": "97201",
    "countryCode": "US",
}
SEATTLE = {
    **DOCK,
    "name": "Jo Doe",
    "addressLine1": "1 Main Street",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
}
PACKAGE = {
    "packageClientReferenceId": "box-1",
    "dimensions": {"length": 8, "width": 6, "height": 4, "unit": "INCH"},
    "weight": {"value": 2, "unit": "POUND"},
    "insuredValue": {"value": 50, "unit": "USD"},
    "items": [
        {
            "description": "Mug",
            "quantity": 2,
            "itemValue": {"value": 9.5, "unit": "USD"},
            "weight": {"value": 400, "unit": "GRAM"},
        }
    ],
}
ZPL = {
    "format": "ZPL",
    "size": {"width": 4, "length": 6, "unit": "INCH"},
    "dpi": 203,
    "needFileJoining": False,
    "requestedDocumentTypes": ["LABEL"],
}


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def advance(duration: str) -> None:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/clock/advance"
    urllib.request.urlopen(urllib.request.Request(url, json.dumps({"by": duration}).encode())).read()


v2 = ShippingV2()
answer = v2.get_rates(
    shipFrom=DOCK, shipTo=SEATTLE, packages=[PACKAGE], channelDetails={"channelType": "EXTERNAL"}
).payload
say("carriers", sorted({each["carrierId"] for each in answer["rates"]}))
bought = v2.purchase_shipment(
    requestToken=answer["requestToken"], rateId=answer["rates"][0]["rateId"], requestedDocumentSpecification=ZPL
).payload
details = bought["packageDocumentDetails"][0]
say("label", base64.b64decode(details["packageDocuments"][0]["contents"]).decode()[:3])
number, carrier = details["trackingId"], answer["rates"][0]["carrierId"]
say("tracked", v2.get_tracking(trackingId=number, carrierId=carrier).payload["summary"]["status"])
documents = v2.get_shipment_documents(bought["shipmentId"], packageClientReferenceId="box-1", format="PNG").payload
say("again", documents["packageDocumentDetail"]["trackingId"] == number)
advance("P5D")
try:
    v2.cancel_shipment(bought["shipmentId"])
except SellingApiException as refusal:
    say("late", [type(refusal).__name__, refusal.code])

v1 = ShippingV1()
say("account", len(v1.get_account().payload["accountId"]))
container = {
    "containerReferenceId": "c-1",
    "value": {"value": 20, "unit": "USD"},
    "dimensions": {"length": 20, "width": 15, "height": 10, "unit": "CM"},
    "weight": {"unit": "kg", "value": 1},
    "items": [
        {
            "quantity": 2,
            "unitPrice": {"value": 9.5, "unit": "USD"},
            "unitWeight": {"unit": "g", "value": 400},
            "title": "Mug",
        }
    ],
}
created = v1.create_shipment(clientReferenceId="r-1", shipTo=SEATTLE, shipFrom=DOCK, containers=[container]).payload
label = {"labelFormat": "PNG", "labelStockSize": "4x6"}
labels = v1.purchase_labels(
    created["shipmentId"], rateId=created["eligibleRates"][0]["rateId"], labelSpecification=label
).payload
say("labels", [each["containerReferenceId"] for each in labels["labelResults"]])

sources = SupplySources()
store = sources.create_supply_source(supplySourceCode="S-1", alias="Harbor Store - Seattle", address=SEATTLE).payload
sources.update_supply_source_status(store["supplySourceId"], status="Active")
say("store", sources.get_supply_source(store["supplySourceId"]).payload["status"])
say("stores", [each["supplySourceCode"] for each in sources.get_supply_sources().payload["supplySources"]])

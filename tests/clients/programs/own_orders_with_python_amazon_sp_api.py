"""A seller who buys labels for his orders, and has others fetched, with python-amazon-sp-api. Knows nothing of
Tradepost, but for its buyers and its clock."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import urllib.request
import zipfile
from typing import Any

from sp_api.api import EasyShip, ListingsItems, MerchantFulfillment, Orders, Tokens
from sp_api.base import Marketplaces, SellingApiException

IN = Marketplaces.IN.marketplace_id
DOCK = {
    "Name": "Dock Two",
    "AddressLine1": "2 Dock Road",
    "City": "Portland",
    "StateOrProvinceCode": "OR",
    "PostalCode": "97201",
    "CountryCode": "US",
    "Email": "dock@example.com",
    "Phone": "5551234567",
}


def say(name: str, value: Any) -> None:
    print(json.dumps([name, value]), flush=True)


def control(path: str, body: dict[str, Any]) -> Any:
    url = f"{os.environ['TRADEPOST_URL']}/_tradepost/v1/{path}"
    return json.load(urllib.request.urlopen(urllib.request.Request(url, json.dumps(body).encode())))


def restricted(marketplace: Marketplaces, *resources: tuple[str, str]) -> str:
    asked = [{"method": method, "path": path} for method, path in resources]
    answer = Tokens(marketplace=marketplace).create_restricted_data_token(restrictedResources=asked)
    return str(answer.payload["restrictedDataToken"])


order = control("buyers/orders", {"items": [{"sku": "NOTEBOOK"}], "paid": True})["orderId"]
item = Orders().get_order_items(order).payload["OrderItems"][0]["OrderItemId"]
details = {
    "AmazonOrderId": order,
    "ItemList": [{"OrderItemId": item, "Quantity": 1}],
    "ShipFromAddress": DOCK,
    "PackageDimensions": {"Length": 8, "Width": 6, "Height": 4, "Unit": "inches"},
    "Weight": {"Value": 20, "Unit": "oz"},
    "ShippingServiceOptions": {
        "DeliveryExperience": "DeliveryConfirmationWithoutSignature",
        "CarrierWillPickUp": False,
        "LabelFormat": "ZPL203",
    },
}
services = MerchantFulfillment().get_eligible_shipment_services(details).payload["ShippingServiceList"]
say("cheapest", services[0]["CarrierName"])
token = restricted(
    Marketplaces.US,
    ("POST", "/mfn/v0/shipments"),
    ("GET", "/mfn/v0/shipments/{shipmentId}"),
    ("DELETE", "/mfn/v0/shipments/{shipmentId}"),
)
shipping = MerchantFulfillment(restricted_data_token=token)
bought = shipping.create_shipment(details, services[0]["ShippingServiceId"]).payload
say("bought", bought["Status"])
say("label", gzip.decompress(base64.b64decode(bought["Label"]["FileContents"]["Contents"])).decode()[:3])
say("shipped", Orders().get_order(order).payload["OrderStatus"])
inputs = MerchantFulfillment().get_additional_seller_inputs(services[0]["ShippingServiceId"], DOCK, order).payload
say("inputs", inputs["ShipmentLevelFields"])
say("called off", shipping.cancel_shipment(bought["ShipmentId"]).payload["Status"])
control("clock/advance", {"by": "P1D"})
say("paid back", shipping.get_shipment(bought["ShipmentId"]).payload["Status"])

asin = control("products", {"marketplaceId": IN, "productType": "DRINKING_CUP"})["asin"]
attributes = {
    "merchant_suggested_asin": [{"value": asin, "marketplace_id": IN}],
    "condition_type": [{"value": "new_new", "marketplace_id": IN}],
    "purchasable_offer": [
        {"currency": "INR", "marketplace_id": IN, "our_price": [{"schedule": [{"value_with_tax": 499}]}]}
    ],
    "fulfillment_availability": [{"fulfillment_channel_code": "DEFAULT", "quantity": 10}],
}
ListingsItems(marketplace=Marketplaces.IN).put_listings_item(
    os.environ["SP_API_SELLER_ID"],
    "CUP-IN",
    marketplaceIds=[IN],
    body={"productType": "DRINKING_CUP", "requirements": "LISTING_OFFER_ONLY", "attributes": attributes},
)
control("clock/advance", {"by": "PT1M"})
wish = {"marketplaceId": IN, "items": [{"sku": "CUP-IN"}], "easyShip": True, "paid": True}
first, second = control("buyers/orders", wish)["orderId"], control("buyers/orders", wish)["orderId"]
easy = EasyShip(marketplace=Marketplaces.IN)
box = {"length": 20, "width": 15, "height": 10, "unit": "cm"}
slots = easy.list_handover_slots(
    marketplaceId=IN, amazonOrderId=first, packageDimensions=box, packageWeight={"value": 900, "unit": "g"}
).payload["timeSlots"]
made = easy.create_scheduled_package(
    amazonOrderId=first, marketplaceId=IN, packageDetails={"packageTimeSlot": slots[0]}
).payload
say("scheduled", made["packageStatus"])
update = {"scheduledPackageId": made["scheduledPackageId"], "packageTimeSlot": slots[3]}
moved = easy.update_scheduled_packages(marketplaceId=IN, updatePackageDetailsList=[update]).payload["packages"]
say("moved", moved[0]["packageTimeSlot"] == slots[3])
try:
    easy.create_scheduled_package(amazonOrderId=first, marketplaceId=IN, packageDetails={"packageTimeSlot": slots[0]})
except SellingApiException as refusal:
    say("twice", [type(refusal).__name__, refusal.error[0]["code"]])
token = restricted(Marketplaces.IN, ("POST", "/easyShip/2022-03-23/packages/bulk"))
bulk = (
    EasyShip(marketplace=Marketplaces.IN, restricted_data_token=token)
    .create_scheduled_package_bulk(
        marketplaceId=IN, labelFormat="PDF", orderScheduleDetailsList=[{"amazonOrderId": second}]
    )
    .payload
)
archive = urllib.request.urlopen(bulk["printableDocumentsUrl"]).read()
say("papers", sorted(name.partition("/")[2] for name in zipfile.ZipFile(io.BytesIO(archive)).namelist()))
control(f"parcels/{made['trackingDetails']['trackingId']}/fate", {"fate": "on_time"})
control(f"parcels/{bulk['scheduledPackages'][0]['trackingDetails']['trackingId']}/fate", {"fate": "lost"})
control("clock/advance", {"by": "P30D"})
query = {"CreatedAfter": "2020-01-01", "EasyShipShipmentStatuses": ["Delivered"]}
found = Orders(marketplace=Marketplaces.IN).get_orders(**query).payload["Orders"]
say("delivered", [each["AmazonOrderId"] for each in found] == [first])
say("lost", easy.get_scheduled_package(amazonOrderId=second, marketplaceId=IN).payload["packageStatus"])

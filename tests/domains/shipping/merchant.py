"""Sellers who buy labels for their orders by Merchant Fulfillment, as tests see them."""

from __future__ import annotations

import base64
import gzip
import hashlib
from typing import Any

from tests.shop import US, Json, Shop

MFN = "/mfn/v0"
PORTLAND = {
    "Name": "Dock Two",
    "AddressLine1": "2 Dock Road",
    "City": "Portland",
    "StateOrProvinceCode": "OR",
    "PostalCode": "97201",
    "CountryCode": "US",
    "Email": "dock@example.com",
    "Phone": "5551234567",
}
SEATTLE = {"city": "Seattle", "stateOrRegion": "WA", "postalCode": "98101", "countryCode": "US"}
VANCOUVER = {"city": "Vancouver", "stateOrRegion": "BC", "postalCode": "V6B 1A1", "countryCode": "CA"}
GROUND = "std-us-swa-mfn"


def order(shop: Shop, units: int = 2, *, to: Json | None = None, marketplace: str = US, **changes: Any) -> Json:
    """A paid order of a mug: its id, and that of its item."""
    shop.list_product("MUG-1", marketplace=marketplace)
    body = {
        "items": [{"sku": "MUG-1", "quantity": units}],
        "marketplaceId": marketplace,
        "paid": True,
        "buyer": {"name": "Jo Doe", "address": {"name": "Jo Doe", "addressLine1": "1 Main Street", **(to or SEATTLE)}},
        **changes,
    }
    made = shop.controlled("POST", "buyers/orders", body)
    [item] = items(shop, made["orderId"])
    return {"id": made["orderId"], "item": item["OrderItemId"]}


def items(shop: Shop, order_id: str) -> list[Json]:
    found: list[Json] = shop.ok("GET", f"/orders/v0/orders/{order_id}/orderItems")["payload"]["OrderItems"]
    return found


def status(shop: Shop, order_id: str) -> str:
    return str(shop.ok("GET", f"/orders/v0/orders/{order_id}")["payload"]["OrderStatus"])


def details(order: Json, units: int = 2, **changes: Any) -> Json:
    found = {
        "AmazonOrderId": order["id"],
        "ItemList": [{"OrderItemId": order["item"], "Quantity": units}],
        "ShipFromAddress": PORTLAND,
        "PackageDimensions": {"Length": 20, "Width": 15, "Height": 10, "Unit": "centimeters"},
        "Weight": {"Value": 1000, "Unit": "g"},
        "ShippingServiceOptions": options(),
        **changes,
    }
    return {name: value for name, value in found.items() if value is not None}


def options(**changes: Any) -> Json:
    return {"DeliveryExperience": "DeliveryConfirmationWithoutSignature", "CarrierWillPickUp": False, **changes}


def eligible(shop: Shop, details: Json, **filter: Any) -> Json:
    body = {"ShipmentRequestDetails": details, "ShippingOfferingFilter": filter}
    payload: Json = shop.ok("POST", f"{MFN}/eligibleShippingServices", body)["payload"]
    return payload


def create(shop: Shop, details: Json, service: str = GROUND, **more: Any) -> Json:
    body = {"ShipmentRequestDetails": details, "ShippingServiceId": service, **more}
    payload: Json = shop.ok("POST", f"{MFN}/shipments", body)["payload"]
    return payload


def opened(shop: Shop) -> Shop:
    """The shop with a restricted data token for its shipments, in place of its token."""
    paths = [("POST", "/mfn/v0/shipments"), ("GET", "/mfn/v0/shipments/{shipmentId}")]
    paths.append(("DELETE", "/mfn/v0/shipments/{shipmentId}"))
    resources = [{"method": method, "path": path} for method, path in paths]
    body = {"restrictedResources": resources}
    shop.token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", body)["restrictedDataToken"]
    return shop


def label_of(shipment: Json) -> bytes:
    """The document of a shipment's label, which its checksum is of."""
    file = shipment["Label"]["FileContents"]
    content = gzip.decompress(base64.b64decode(file["Contents"]))
    assert base64.b64encode(hashlib.md5(content).digest()).decode() == file["Checksum"]
    return content

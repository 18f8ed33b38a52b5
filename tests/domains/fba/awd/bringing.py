"""How a seller brings boxes to AWD: packages, orders, shipments, and waiting for what takes its time."""

from __future__ import annotations

from typing import Any

from tests.shop import Json, Shop

AWD = "/awd/2024-05-09"
ORDERS = f"{AWD}/inboundOrders"
SHIPMENTS = f"{AWD}/inboundShipments"
ELIGIBILITY = f"{AWD}/inboundEligibility"
PORTLAND = {
    "name": "Robin Berger",
    "addressLine1": "12 Harbor Street",
    "city": "Portland",
    "stateOrRegion": "OR",
    "postalCode": "97204",
    "countryCode": "US",
}
WAY = ["CREATED", "SHIPPED", "IN_TRANSIT", "DELIVERED", "RECEIVING", "CLOSED"]


def package(sku: str, units: int, boxes: int, **changes: Any) -> Json:
    """Boxes of a cubic foot, each with so many units; a change by name is one of the box or of its product."""
    product = {"sku": sku, "quantity": units}
    box: Json = {
        "type": "CASE",
        "contents": {"products": [product]},
        "measurements": {
            "dimensions": {"length": 12, "width": 12, "height": 12, "unitOfMeasurement": "INCHES"},
            "weight": {"unitOfMeasurement": "POUNDS", "weight": 20},
        },
    }
    for name, value in changes.items():
        (box if name in box else product)[name] = value
    return {"count": boxes, "distributionPackage": box}


def order_body(*packages: Json, **changes: Any) -> Json:
    return {
        "originAddress": PORTLAND,
        "packagesToInbound": list(packages),
        "preferences": {"destinationRegion": "us-west"},
        **changes,
    }


def drafted(shop: Shop, *packages: Json, **changes: Any) -> str:
    """A draft of an order; its id."""
    response = shop.call("POST", ORDERS, order_body(*packages, **changes))
    assert response.status_code == 201, response.text
    return str(response.json()["orderId"])


def done(shop: Shop, method: str, path: str, body: object = None) -> None:
    """Does something that answers nothing."""
    response = shop.call(method, path, body)
    assert (response.status_code, response.content) == (204, b""), response.text


def order(shop: Shop, order_id: str) -> Json:
    return shop.ok("GET", f"{ORDERS}/{order_id}")


def confirmed(shop: Shop, *packages: Json, **changes: Any) -> str:
    """A confirmed order; the id of its shipment."""
    order_id = drafted(shop, *packages, **changes)
    done(shop, "POST", f"{ORDERS}/{order_id}/confirmation")
    return str(order(shop, order_id)["destinationDetails"]["shipmentId"])


def tell_numbers(shop: Shop, shipment_id: str, *numbers: str) -> None:
    carrier = {"carrierCodeType": "SCAC", "carrierCodeValue": "ABFS"}
    details = [{"carrierCode": carrier, "bookingId": each} for each in numbers]
    done(shop, "PUT", f"{SHIPMENTS}/{shipment_id}/transport", {"trackingDetails": details})


def shipment(shop: Shop, shipment_id: str) -> Json:
    return shop.ok("GET", f"{SHIPMENTS}/{shipment_id}", skuQuantities="SHOW")


def until(shop: Shop, shipment_id: str, status: str) -> list[str]:
    """Lets time pass until a shipment is there; every status that it came to."""
    seen: list[str] = []
    for _ in range(200):
        now = shipment(shop, shipment_id)["shipmentStatus"]
        if now not in seen:
            seen.append(now)
        if now == status:
            return seen
        shop.advance("PT6H")
    raise AssertionError(f"{shipment_id} came to {seen}, not to {status}")


def stored(shop: Shop, *packages: Json, **changes: Any) -> str:
    """Boxes that are on the shelves of AWD; the id of the shipment that brought them."""
    shipment_id = confirmed(shop, *packages, **changes)
    tell_numbers(shop, shipment_id, "BOOK-1")
    until(shop, shipment_id, "RECEIVING")
    shop.advance("P1D")
    return shipment_id


def units(shop: Shop, sku: str) -> tuple[int, int, int, int]:
    """Of a SKU: inbound, available, reserved, and on their way to FBA."""
    [found] = shop.ok("GET", f"{AWD}/inventory", sku=sku, details="SHOW")["inventory"]
    details = found["inventoryDetails"]
    available, reserved = details["availableDistributableQuantity"], details["reservedDistributableQuantity"]
    assert found["totalOnhandQuantity"] == available + reserved
    return found["totalInboundQuantity"], available, reserved, details["replenishmentQuantity"]

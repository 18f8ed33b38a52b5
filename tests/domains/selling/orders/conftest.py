"""A seller with two products of his own and one in the network, as the tests of orders need him."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.shop import US, Json, Shop

SEATTLE = {
    "name": "Jo Doe",
    "addressLine1": "1 Main Street",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
    "countryCode": "US",
    "phone": "206 555 0100",
}
JO: Json = {"name": "Jo Doe", "email": "jo@marketplace.amazon.com", "address": SEATTLE}


@pytest.fixture
def store(shop: Shop) -> Shop:
    """MUG for 20.00 and TRAY for 10.00, ten of each, of the seller's own; LAMP for 50.00, five in the network."""
    shop.list_product("MUG", 20, 10)
    shop.list_product("TRAY", 10, 10)
    shop.list_product("LAMP", 50, 5, fba=True)
    return shop


@pytest.fixture
def buy(store: Shop) -> Callable[..., Json]:
    """Orders by SKU and quantity, paid unless told otherwise."""

    def order(*, paid: bool = True, marketplace: str = US, buyer: Json | None = None, **lines: Any) -> Json:
        more = {name: lines.pop(name) for name in list(lines) if not name.isupper()}
        items = [{"sku": sku, "quantity": units} for sku, units in lines.items()]
        body = {"marketplaceId": marketplace, "items": items, "buyer": buyer or JO, "paid": paid, **more}
        return store.controlled("POST", "buyers/orders", body)

    return order


def shown(shop: Shop, order_id: str, part: str = "") -> Json:
    """An order, or a part of it such as ``orderItems``."""
    found: Json = shop.ok("GET", f"/orders/v0/orders/{order_id}{part and '/' + part}")["payload"]
    return found


def items(shop: Shop, order_id: str) -> list[Json]:
    """The items of an order."""
    found: list[Json] = shown(shop, order_id, "orderItems")["OrderItems"]
    return found


def confirm(shop: Shop, order_id: str, units: dict[str, int], reference: str = "1", **changes: Any) -> Any:
    """Confirms a shipment of so many units by item id, and gives the answer."""
    detail = {
        "packageReferenceId": reference,
        "carrierCode": "USPS",
        "shippingMethod": "Standard",
        "trackingNumber": "940011189922",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": id, "quantity": quantity} for id, quantity in units.items()],
        **changes,
    }
    body = {"marketplaceId": US, "packageDetail": detail}
    return shop.call("POST", f"/orders/v0/orders/{order_id}/shipmentConfirmation", body)


def restricted(shop: Shop, path: str, *elements: str) -> str:
    """A restricted data token for a path of Orders v0."""
    resource = {"method": "GET", "path": path, "dataElements": list(elements)}
    body = {"restrictedResources": [resource]}
    return str(shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", body)["restrictedDataToken"])

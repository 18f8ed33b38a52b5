"""An account of a server that is measured, and databases with many orders in them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

US = "ATVPDKIKX0DER"
ORDERS = "/fba/outbound/2020-07-01/fulfillmentOrders"
_SEATTLE = {
    "name": "Jo Doe",
    "addressLine1": "1 Main Street",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
    "countryCode": "US",
}


class Account:
    """The first selling partner of a world; its credentials are asked for where they are not given."""

    def __init__(self, port: int, credentials: dict[str, Any] | None = None, world: str = "main") -> None:
        self.http = httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60)
        credentials = credentials or self.http.get("/_tradepost/v1/credentials", params={"world": world}).json()
        self.seller_id = credentials["seller_id"]
        form = {name: credentials[name] for name in ("client_id", "client_secret", "refresh_token")}
        answer = self.http.post("/auth/o2/token", data={"grant_type": "refresh_token", **form}).json()
        self.http.headers["x-amz-access-token"] = answer["access_token"]
        self.http.put("/_tradepost/v1/usage-plans", params={"world": world}, json={"scale": 1_000_000})

    def prepare(self, units: int) -> None:
        """A product with so many units."""
        item = {"sellerSku": "MUG", "marketplaceId": US}
        self._post("/fba/inventory/v1/items", {**item, "productName": "Mug"})
        self._post("/fba/inventory/v1/items/inventory", {"inventoryItems": [{**item, "quantity": units}]})

    def create(self, order_id: str) -> None:
        """An order of one unit."""
        self._post(ORDERS, order(order_id))

    def _post(self, path: str, body: dict[str, Any]) -> None:
        self.http.post(path, json=body).raise_for_status()

    def get(self, path: str) -> str:
        """A GET as it goes over the wire."""
        return self._request("GET", path, "")

    def creation(self, order_id: str) -> str:
        """The creation of an order as it goes over the wire."""
        return self._request("POST", ORDERS, json.dumps(order(order_id)))

    def _request(self, method: str, path: str, body: str) -> str:
        token = self.http.headers["x-amz-access-token"]
        length = f"content-type: application/json\r\ncontent-length: {len(body)}\r\n" if body else ""
        return f"{method} {path} HTTP/1.1\r\nhost: localhost\r\nx-amz-access-token: {token}\r\n{length}\r\n{body}"


def order(order_id: str) -> dict[str, Any]:
    """The body of an order of one unit."""
    return {
        "marketplaceId": US,
        "sellerFulfillmentOrderId": order_id,
        "displayableOrderId": order_id,
        "displayableOrderDate": "2026-01-05T10:00:00Z",
        "displayableOrderComment": "Thank you",
        "shippingSpeedCategory": "Standard",
        "destinationAddress": _SEATTLE,
        "items": [{"sellerSku": "MUG", "sellerFulfillmentOrderItemId": "1", "quantity": 1}],
    }


def copies(path: Path, count: int) -> None:
    """Copies of the one order in a database, each with an id and a time of its own; whatever columns it has."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        found = connection.execute("SELECT * FROM fulfillment_orders")
        names = [each[0] for each in found.description]
        (first,) = (dict(zip(names, row, strict=True)) for row in found)
        rows = (
            {
                **first,
                "order_id": f"COPY-{number:09}",
                "status": "Complete",
                "updated_at": 1_600_000_000_000 + number,
                "document": first["document"].replace(first["order_id"], f"COPY-{number:09}"),
            }
            for number in range(count)
        )
        places = ", ".join(f":{name}" for name in names)
        connection.executemany(f"INSERT INTO fulfillment_orders ({', '.join(names)}) VALUES ({places})", rows)
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

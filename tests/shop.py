"""A selling partner in a world of its own, as tests see it: every call goes over the wire."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import httpx

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.selling.definitions import examples, terms

US, CA, DE, GB, JP, IN, BR, PL = (
    "ATVPDKIKX0DER",
    "A2EUQ1WTGCTBG2",
    "A1PA6795UKMFR9",
    "A1F83G8C2ARO7P",
    "A1VC38T7YXB528",
    "A21TJRUUN4KGV",
    "A2Q3Y263D00KWC",
    "A1C3SOZRARQ6R3",
)
INVENTORY = "/fba/inventory/v1"
OUTBOUND = "/fba/outbound/2020-07-01"
ORDERS = f"{OUTBOUND}/fulfillmentOrders"
SEATTLE = {
    "name": "Jo Doe",
    "addressLine1": "1 Main Street",
    "city": "Seattle",
    "stateOrRegion": "WA",
    "postalCode": "98101",
    "countryCode": "US",
}
LANGUAGES = {id: each.language for id, each in MARKETPLACES.items()}
Json = dict[str, Any]
#: Making one reads all certificates of the machine, which takes longer than most tests: nothing here speaks TLS.
PLAIN = ssl.create_default_context()
#: What opens links, which need no token.
BARE = httpx.Client(timeout=60, verify=PLAIN)


def ean_check_digit(digits: str) -> str:
    """The last digit of an EAN of thirteen, by the published rule: every second digit counts three times."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return str(-total % 10)


class Shop:
    """One selling partner of one world, with a token, generous usage plans and a frozen clock."""

    def __init__(self, url: str, world: str, credentials: Mapping[str, Any]) -> None:
        self.url = url
        self.world = world
        self.credentials = dict(credentials)
        self.http = httpx.Client(base_url=url, timeout=60, verify=PLAIN)
        self.token = ""

    def close(self) -> None:
        self.http.close()

    # The control API

    def control(self, method: str, path: str, body: object = None, **query: Any) -> httpx.Response:
        return self.http.request(
            method,
            f"/_tradepost/v1/{path}",
            json=None if method == "GET" else body or {},
            params={"world": self.world, **query},
        )

    def controlled(self, method: str, path: str, body: object = None, **query: Any) -> Json:
        response = self.control(method, path, body, **query)
        assert response.status_code < 300, response.text
        found: Json = response.json() if response.content else {}
        return found

    def advance(self, duration: str) -> Json:
        return self.controlled("POST", "clock/advance", {"by": duration})

    def now(self) -> str:
        return str(self.controlled("GET", "clock")["now"])

    def today(self, marketplace: str = US) -> str:
        """The day it is in a marketplace, which in the first hours of a day of UTC is the day before in America."""
        now = datetime.fromisoformat(self.now())
        return now.astimezone(ZoneInfo(MARKETPLACES[marketplace].time_zone)).date().isoformat()

    def events(self, type: str | None = None) -> list[Json]:
        found: list[Json] = []
        while page := self.controlled("GET", "events", since=found[-1]["id"] if found else 0, limit=1000)["events"]:
            found += page
        return [each for each in found if type is None or each["type"] == type]

    # Login with Amazon

    def ask_token(self, **form: str) -> httpx.Response:
        return self.http.post("/auth/o2/token", data=form)

    def log_in(self) -> str:
        response = self.ask_token(
            grant_type="refresh_token",
            refresh_token=self.credentials["refresh_token"],
            client_id=self.credentials["client_id"],
            client_secret=self.credentials["client_secret"],
        )
        assert response.status_code == 200, response.text
        self.token = response.json()["access_token"]
        return self.token

    # The API

    def call(
        self, method: str, path: str, body: object = None, headers: Mapping[str, str] | None = None, **query: Any
    ) -> httpx.Response:
        own = {"x-amz-access-token": self.token} if self.token else {}
        return self.http.request(method, path, json=body, params=query or None, headers={**own, **(headers or {})})

    def ok(self, method: str, path: str, body: object = None, **query: Any) -> Json:
        response = self.call(method, path, body, **query)
        assert response.status_code == 200, (response.text, response.headers.get("x-tradepost-reason"))
        found: Json = response.json()
        return found

    def refused(self, method: str, path: str, body: object = None, status: int = 400, **query: Any) -> list[Json]:
        response = self.call(method, path, body, **query)
        assert response.status_code == status, response.text
        errors: list[Json] = response.json()["errors"]
        return errors

    # Stock

    def stock(self, sku: str, units: int, marketplace: str = US) -> None:
        self.ok(
            "POST",
            f"{INVENTORY}/items",
            {"sellerSku": sku, "marketplaceId": marketplace, "productName": f"Product {sku}"},
        )
        if units:
            self.add(sku, units, marketplace)

    def add(self, sku: str, units: int, marketplace: str = US) -> None:
        line = {"sellerSku": sku, "marketplaceId": marketplace, "quantity": units}
        self.ok("POST", f"{INVENTORY}/items/inventory", {"inventoryItems": [line]})

    def summary(self, sku: str, marketplace: str = US) -> Json:
        found = self.ok(
            "GET",
            f"{INVENTORY}/summaries",
            details="true",
            granularityType="Marketplace",
            granularityId=marketplace,
            marketplaceIds=marketplace,
            sellerSkus=sku,
        )
        summaries: list[Json] = found["payload"]["inventorySummaries"]
        assert len(summaries) == 1
        return summaries[0]

    def fulfillable(self, sku: str, marketplace: str = US) -> int:
        return int(self.summary(sku, marketplace)["inventoryDetails"]["fulfillableQuantity"])

    def reserved(self, sku: str, marketplace: str = US) -> int:
        return int(
            self.summary(sku, marketplace)["inventoryDetails"]["reservedQuantity"]["pendingCustomerOrderQuantity"]
        )

    # Listings

    def attributes(
        self, product_type: str = "LUGGAGE", marketplace: str = US, requirements: str = "LISTING", **changes: Any
    ) -> Json:
        """Attributes that make a whole listing, with changes; a change to None leaves one out."""
        found = {**examples.attributes(product_type, marketplace, requirements), **changes}  # type: ignore[arg-type]
        return {name: value for name, value in found.items() if value is not None}

    def put_listing(
        self,
        sku: str,
        attributes: Json,
        product_type: str = "LUGGAGE",
        marketplace: str = US,
        requirements: str = "LISTING",
        **query: Any,
    ) -> Json:
        body = {"productType": product_type, "requirements": requirements, "attributes": attributes}
        return self.ok("PUT", self.listing_path(sku), body, marketplaceIds=marketplace, **query)

    def listing_path(self, sku: str = "") -> str:
        return f"/listings/2021-08-01/items/{self.credentials['seller_id']}" + (
            f"/{quote(sku, safe='')}" if sku else ""
        )

    def listing(self, sku: str, marketplace: str = US) -> Json:
        every = "summaries,attributes,issues,offers,fulfillmentAvailability,relationships,productTypes,procurement"
        return self.ok("GET", self.listing_path(sku), marketplaceIds=marketplace, includedData=every)

    def list_product(
        self, sku: str, price: float = 24.99, quantity: int = 10, *, fba: bool = False, marketplace: str = US
    ) -> str:
        """Lists a new product of its own, waits until it is processed, stocks it, and says its ASIN."""
        code = str(int(sha256(sku.encode()).hexdigest(), 16))[:12]
        channel = {"fulfillment_channel_code": terms.fulfillment_channels(marketplace)[1]}
        own = {"fulfillment_channel_code": "DEFAULT", "quantity": quantity, "lead_time_to_ship_max_days": 2}
        offer = {"our_price": [{"schedule": [{"value_with_tax": price}]}], "currency": terms.currency(marketplace)}
        where = {"marketplace_id": marketplace}
        number = {"type": "ean", "value": code + ean_check_digit(code), **where}
        attributes = self.attributes(
            marketplace=marketplace,
            item_name=[{"value": f"Cabin Trolley {sku}", "language_tag": LANGUAGES[marketplace], **where}],
            externally_assigned_product_identifier=[number],
            purchasable_offer=[{**offer, "audience": "ALL", **where}],
            list_price=None,
            fulfillment_availability=[channel if fba else own],
        )
        answer = self.put_listing(sku, attributes, marketplace=marketplace)
        assert answer["status"] == "ACCEPTED", answer
        self.advance("PT10S")
        if fba and quantity:
            self.add(sku, quantity, marketplace)
        return str(self.listing(sku, marketplace)["summaries"][0]["asin"])

    # Fulfillment orders

    def order_body(self, order_id: str, items: Mapping[str, int], **changes: Any) -> Json:
        body = {
            "marketplaceId": US,
            "sellerFulfillmentOrderId": order_id,
            "displayableOrderId": order_id,
            "displayableOrderDate": "2026-01-05T10:00:00Z",
            "displayableOrderComment": "Thank you",
            "shippingSpeedCategory": "Standard",
            "destinationAddress": SEATTLE,
            "items": [
                {"sellerSku": sku, "sellerFulfillmentOrderItemId": f"item-{sku}", "quantity": units}
                for sku, units in items.items()
            ],
            **changes,
        }
        return {name: value for name, value in body.items() if value is not None}

    def order(self, order_id: str, items: Mapping[str, int], **changes: Any) -> None:
        assert self.ok("POST", ORDERS, self.order_body(order_id, items, **changes)) == {}

    def shown(self, order_id: str) -> Json:
        payload: Json = self.ok("GET", f"{ORDERS}/{order_id}")["payload"]
        return payload

    def status(self, order_id: str) -> str:
        return str(self.shown(order_id)["fulfillmentOrder"]["fulfillmentOrderStatus"])

    def drive(self, order_id: str, *statuses: str) -> None:
        for status in statuses:
            self.ok("PUT", f"{ORDERS}/{order_id}/status", {"fulfillmentOrderStatus": status})

    def shipped(self, order_id: str) -> Json:
        """The order once everything of it has left, by the clock."""
        for _ in range(60):
            if self.status(order_id) == "Complete":
                return self.shown(order_id)
            self.advance("PT6H")
        raise AssertionError(f"{order_id} is still {self.status(order_id)}")

"""Situations in which sellers in Brazil send their invoices, as Amazon's guides describe them."""

from __future__ import annotations

import httpx

from tests.domains.brazil.selling import SHIPMENTS, buy, submission, waiting, written
from tests.evidence.roles import without_shipping
from tests.shop import BR, Shop


def a_shipment_that_waits_for_its_invoice(shop: Shop) -> httpx.Response:
    path = f"{SHIPMENTS}/{_waiting(shop)}"
    wanted = {"restrictedResources": [{"method": "GET", "path": path}]}
    token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", wanted)["restrictedDataToken"]
    return shop.call("GET", path, headers={"x-amz-access-token": token})


def an_invoice_with_its_digest(shop: Shop) -> httpx.Response:
    path = f"{SHIPMENTS}/{_waiting(shop)}/invoice"
    return shop.call("POST", path, submission(written(shop, "199.90")))


def a_shipment_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{SHIPMENTS}/none")


def an_invoice_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{SHIPMENTS}/none/invoice", {})


def a_status_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{SHIPMENTS}/none/invoice/status")


def _waiting(shop: Shop) -> str:
    """The shipment of a trunk whose seller invoices it himself."""
    shop.controlled("POST", "clock/advance", {"to": "2031-03-03T12:00:00Z"})
    shop.list_product("MALA", 199.9, 10, fba=True, marketplace=BR)
    shop.controlled("PUT", "brazil/establishment", {"invoicedBy": "SELLER"})
    return str(waiting(shop, buy(shop))["shipmentId"])

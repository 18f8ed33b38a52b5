"""Situations in which others called Shipping v1, made again."""

from __future__ import annotations

import httpx

from tests.domains.shipping.merchant import create as buy_for_an_order
from tests.domains.shipping.merchant import details, opened, order
from tests.domains.shipping.test_v1 import LABEL, V1, body, container, create
from tests.shop import Shop


def the_account(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{V1}/account")


def a_shipment_that_there_is_not(shop: Shop, id: str = "89108749065090") -> httpx.Response:
    path = f"{V1}/shipments/{id}"
    wish = {"restrictedResources": [{"method": "GET", "path": path}]}
    token = shop.ok("POST", "/tokens/2021-03-01/restrictedDataToken", wish)["restrictedDataToken"]
    return shop.call("GET", path, headers={"x-amz-access-token": token})


def the_way_of_a_label_of_merchant_fulfillment(shop: Shop) -> httpx.Response:
    asked = details(order(shop))
    bought = buy_for_an_order(opened(shop), asked)
    return shop.call("GET", f"{V1}/tracking/{bought['TrackingId']}", headers={"x-amz-access-token": shop.log_in()})


def the_way_of_another_carriers_parcel(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{V1}/tracking/1Z999AA10123456784")


def rates_while_the_service_fails(shop: Shop) -> httpx.Response:
    fail(shop, "getRates")
    sizes = {"dimensions": container()["dimensions"], "weight": {"unit": "kg", "value": 1}}
    asked = {**body(), "serviceTypes": ["Amazon Shipping Ground"], "containerSpecifications": [sizes]}
    return shop.call("POST", f"{V1}/rates", asked)


def a_creation_while_the_service_fails(shop: Shop) -> httpx.Response:
    fail(shop, "createShipment")
    return shop.call("POST", f"{V1}/shipments", body())


def a_purchase_while_the_service_fails(shop: Shop) -> httpx.Response:
    fail(shop, "purchaseShipment")
    asked = body(serviceType="Amazon Shipping Ground", labelSpecification=LABEL)
    return shop.call("POST", f"{V1}/purchaseShipment", asked)


def fail(shop: Shop, operation: str) -> None:
    shop.controlled("POST", "faults", {"operation": f"shipping.{operation}", "status": 500, "times": 1})


def a_shipment_by_the_id_of_an_inbound_one(shop: Shop) -> httpx.Response:
    return a_shipment_that_there_is_not(shop, "FBA15D0000AB")


def a_shipment_for_a_normal_token(shop: Shop) -> httpx.Response:
    made = create(shop)
    return shop.call("GET", f"{V1}/shipments/{made['shipmentId']}")


def a_shipment_called_off_without_a_body(shop: Shop) -> httpx.Response:
    made = create(shop)
    kind = {"Content-Type": "application/json"}
    return shop.call("POST", f"{V1}/shipments/{made['shipmentId']}/cancel", headers=kind)

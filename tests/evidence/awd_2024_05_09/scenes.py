"""Situations in which others called Amazon Warehousing and Distribution, made again."""

from __future__ import annotations

import httpx

from tests.domains.fba.awd.bringing import ELIGIBILITY, SHIPMENTS, confirmed, order_body, package
from tests.shop import Shop


def packages_in_centimeters(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    measured = {
        "dimensions": {"height": 15.0, "length": 21.5, "unitOfMeasurement": "CENTIMETERS", "width": 16.0},
        "volume": {"unitOfMeasurement": "CC", "volume": 5160.0},
        "weight": {"unitOfMeasurement": "KILOGRAMS", "weight": 4.67},
    }
    body = order_body(package("MUG", 8, 10, measurements=measured, prepDetails={"labelOwner": "SELF"}))
    return shop.call("POST", ELIGIBILITY, body)


def labels_for_a_thermal_printer(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    shipment_id = confirmed(shop, package("MUG", 8, 1))
    return shop.call("GET", f"{SHIPMENTS}/{shipment_id}/labels", pageType="THERMAL_NONPCP")


def labels_on_paper(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    shipment_id = confirmed(shop, package("MUG", 8, 1))
    return shop.call("GET", f"{SHIPMENTS}/{shipment_id}/labels", pageType="PLAIN_PAPER")


def labels_of_a_shipment_that_there_is_not(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{SHIPMENTS}/none/labels", pageType="PLAIN_PAPER")

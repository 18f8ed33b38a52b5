"""Situations in which others called Amazon Warehousing and Distribution, made again."""

from __future__ import annotations

import httpx

from tests.domains.fba.awd.bringing import (
    AWD,
    ELIGIBILITY,
    ORDERS,
    SHIPMENTS,
    confirmed,
    done,
    drafted,
    order_body,
    package,
    stored,
    tell_numbers,
    until,
)
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


def labels_by_the_id_of_an_order(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    order_id = drafted(shop, package("MUG", 8, 1))
    done(shop, "POST", f"{ORDERS}/{order_id}/confirmation")
    return shop.call("GET", f"{SHIPMENTS}/{order_id}/labels", pageType="PLAIN_PAPER")


def numbers_told_by_the_id_of_an_order(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    order_id = drafted(shop, package("MUG", 8, 1))
    done(shop, "POST", f"{ORDERS}/{order_id}/confirmation")
    return shop.call("PUT", f"{SHIPMENTS}/{order_id}/transport", {"trackingDetails": [{"bookingId": "BOOK-1"}]})


def packages_of_which_the_weight_alone_is_told(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    light = package("MUG", 8, 1, measurements={"weight": {"unitOfMeasurement": "KILOGRAMS", "weight": 6.0}})
    return shop.call("POST", ELIGIBILITY, {"packagesToInbound": [light]})


def a_shipment_that_was_ordered(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    measured = {
        "dimensions": {"height": 30.48, "length": 30.48, "unitOfMeasurement": "CENTIMETERS", "width": 30.48},
        "weight": {"unitOfMeasurement": "KILOGRAMS", "weight": 9.07},
    }
    return shop.call("GET", f"{SHIPMENTS}/{confirmed(shop, package('MUG', 8, 1, measurements=measured))}")


def shipments_that_are_received(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    shipment_id = confirmed(shop, package("MUG", 8, 1), externalReferenceId="STAR-1")
    tell_numbers(shop, shipment_id, "BOOK-1")
    until(shop, shipment_id, "RECEIVING")
    return shop.call("GET", SHIPMENTS, sortBy="UPDATED_AT", sortOrder="DESCENDING")


def inventory_with_its_details(shop: Shop) -> httpx.Response:
    shop.list_product("MUG", fba=True, quantity=0)
    stored(shop, package("MUG", 8, 1))
    return shop.call("GET", f"{AWD}/inventory", details="SHOW", sortOrder="ASCENDING", maxResults=200)


def inventory_of_more_than_a_page(shop: Shop) -> httpx.Response:
    skus = [f"MUG-{number}" for number in range(26)]
    for sku in skus:
        shop.list_product(sku, fba=True, quantity=0)
    stored(shop, *(package(sku, 8, 1) for sku in skus))
    return shop.call("GET", f"{AWD}/inventory")


def orders_that_went_on_to_fba(shop: Shop) -> httpx.Response:
    """Two orders, and the page of the one that came last."""
    shop.list_product("MUG", fba=True, quantity=0)
    stored(shop, package("MUG", 8, 2))
    for _ in range(2):
        wanted = {"products": [{"sku": "MUG", "quantity": 8}], "preferences": {"confirmation": "AUTO"}}
        assert shop.call("POST", f"{AWD}/replenishmentOrders", wanted).status_code == 201
    for _ in range(200):
        answer = shop.call("GET", f"{AWD}/replenishmentOrders", maxResults=1)
        if answer.json()["orders"][0]["status"] == "SUCCESS":
            return answer
        shop.advance("PT6H")
    raise AssertionError(answer.text)

"""Situations in which others called Easy Ship, made again."""

from __future__ import annotations

import httpx

from tests.domains.shipping.test_easy_ship import EASY, asked, bulk, order, polish, schedule, scheduling, slots, unseal
from tests.evidence.roles import without_shipping
from tests.shop import IN, PL, Json, Shop

_SOME_SLOT: Json = {"slotId": "none"}


def slots_in_poland(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{EASY}/timeSlot", asked(polish(shop), PL))


def a_bulk_in_india(shop: Shop) -> httpx.Response:
    body = {**bulk(order(shop)), "marketplaceId": IN}
    unseal(shop)
    return shop.call("POST", f"{EASY}/packages/bulk", body)


def slots_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{EASY}/timeSlot", asked("902-1111111-1111111"))


def a_package_without_the_role(shop: Shop) -> httpx.Response:
    other = without_shipping(shop)
    return other.call("GET", f"{EASY}/package", amazonOrderId="902-1111111-1111111", marketplaceId=IN)


def a_package_in_the_first_slot(shop: Shop) -> httpx.Response:
    order_id = order(shop)
    return shop.call("POST", f"{EASY}/package", scheduling(order_id, slots(shop, order_id)[0]))


def the_package_of_an_order(shop: Shop) -> httpx.Response:
    made = a_package_in_the_first_slot(shop).json()
    return shown(shop, made["scheduledPackageId"]["amazonOrderId"])


def the_package_of_an_order_that_was_not_scheduled(shop: Shop) -> httpx.Response:
    return shown(shop, order(shop))


def a_package_of_an_order_whose_payment_is_open(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{EASY}/package", scheduling(order(shop, paid=False), _SOME_SLOT))


def a_package_of_an_order_that_its_seller_sends(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{EASY}/package", scheduling(order(shop, easyShip=False), _SOME_SLOT))


def another_slot_for_what_was_fetched(shop: Shop) -> httpx.Response:
    made = a_package_in_the_first_slot(shop).json()
    shop.advance("P3D")
    return moved(shop, made["scheduledPackageId"])


def another_slot_for_what_was_not_scheduled(shop: Shop) -> httpx.Response:
    return moved(shop, {"amazonOrderId": order(shop)})


def another_slot(shop: Shop) -> httpx.Response:
    order_id = order(shop)
    first, _, third, *_ = slots(shop, order_id)
    made = schedule(shop, order_id, first)
    return moved(shop, made["scheduledPackageId"], third)


def shown(shop: Shop, order_id: str) -> httpx.Response:
    return shop.call("GET", f"{EASY}/package", amazonOrderId=order_id, marketplaceId=IN)


def moved(shop: Shop, package: Json, slot: Json = _SOME_SLOT) -> httpx.Response:
    update = {"scheduledPackageId": package, "packageTimeSlot": slot}
    return shop.call("PATCH", f"{EASY}/package", {"marketplaceId": IN, "updatePackageDetailsList": [update]})

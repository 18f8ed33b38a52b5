"""Situations in which others called FBA Inbound, made again."""

from __future__ import annotations

import httpx

from tests.domains.fba.inbound.sending import INBOUND, OWN, PLANS, box, line, plan_body, planned, ready
from tests.shop import Shop


def a_plan_whose_seller_prepares_what_needs_it_not(shop: Shop) -> httpx.Response:
    return _planned(shop, "prepOwner", "SELLER")


def a_plan_without_an_owner_of_labels(shop: Shop) -> httpx.Response:
    return _planned(shop, "labelOwner", None)


def packing_of_a_plan_that_was_voided(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{PLANS}/{_voided(shop)}/packingOptions")


def plans_after_one_was_voided(shop: Shop) -> httpx.Response:
    _voided(shop)
    return shop.call("GET", PLANS)


def _planned(shop: Shop, field: str, value: str | None) -> httpx.Response:
    shop.stock("MUG", 0)
    item = {name: each for name, each in {**line("MUG", 1), field: value}.items() if each is not None}
    return shop.call("POST", PLANS, plan_body({}, items=[item]))


def _voided(shop: Shop) -> str:
    shop.stock("MUG", 0)
    id = planned(shop, {"MUG": 1})
    assert shop.call("PUT", f"{PLANS}/{id}/cancellation").status_code == 202
    shop.advance("PT5S")
    return id


def a_shipment_that_is_ready_with_its_window(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 0)
    plan_id, shipment_id = ready(shop, {"MUG": 2}, [box({"MUG": 2})], OWN)
    return shop.call("GET", f"{PLANS}/{plan_id}/shipments/{shipment_id}")


def a_plan_that_was_voided(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{PLANS}/{_voided(shop)}")


def an_operation_that_failed(shop: Shop) -> httpx.Response:
    asked = shop.call("POST", PLANS, plan_body({"NONE": 5}))
    shop.advance("PT5S")
    return shop.call("GET", f"{INBOUND}/operations/{asked.json()['operationId']}")

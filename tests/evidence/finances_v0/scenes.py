"""Situations in which others called Finances v0, made again."""

from __future__ import annotations

import httpx

from tests.domains.exchange.notifying import ordered
from tests.shop import SEATTLE, US, Shop

_FINANCES = "/finances/v0"


def an_order_without_events(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/orders/902-0000000-0000000/financialEvents")


def events_before_a_world_of_sales(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/financialEvents", PostedAfter="2019-01-01T00:00:00Z")


def the_fee_of_a_disposal(shop: Shop) -> httpx.Response:
    shop.stock("MUG", 3)
    disposal = {"type": "Disposal", "items": [{"sellerSku": "MUG", "sellableQuantity": 2}]}
    shop.controlled("POST", "removals", {"address": SEATTLE, **disposal})
    shop.advance("P6D")
    return shop.call("GET", f"{_FINANCES}/financialEvents", PostedAfter="2024-01-01T00:00:00Z")


def a_time_that_is_none(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/financialEvents", PostedAfter="lately", MaxResultsPerPage="100")


def a_page_that_was_never_given(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/financialEvents", NextToken="AAAA")


def _sold(shop: Shop) -> None:
    """A mug is paid, and leaves its seller; its money shows."""
    shop.list_product("MUG", 20, 10)
    id = ordered(shop, "MUG", paid=True)
    [item] = shop.ok("GET", f"/orders/v0/orders/{id}/orderItems")["payload"]["OrderItems"]
    package = {
        "packageReferenceId": "1",
        "carrierCode": "UPS",
        "trackingNumber": "1Z999AA10123456784",
        "shipDate": shop.now(),
        "orderItems": [{"orderItemId": item["OrderItemId"], "quantity": 1}],
    }
    body = {"marketplaceId": US, "packageDetail": package}
    assert shop.call("POST", f"/orders/v0/orders/{id}/shipmentConfirmation", body).status_code == 204
    shop.advance("PT3M")


def _groups(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/financialEventGroups", FinancialEventGroupStartedAfter="2020-01-01T00:00:00Z")


def a_group_that_is_open(shop: Shop) -> httpx.Response:
    _sold(shop)
    return _groups(shop)


def groups_of_which_one_is_closed(shop: Shop) -> httpx.Response:
    _sold(shop)
    shop.advance("P14D")
    return _groups(shop)


def _group(shop: Shop) -> str:
    """Where the events of a sale are."""
    _sold(shop)
    [group] = _groups(shop).json()["payload"]["FinancialEventGroupList"]
    return f"{_FINANCES}/financialEventGroups/{group['FinancialEventGroupId']}/financialEvents"


def the_events_of_a_group_a_page_at_a_time(shop: Shop) -> httpx.Response:
    shop.stock("CUP", 3)
    disposal = {"type": "Disposal", "items": [{"sellerSku": "CUP", "sellableQuantity": 2}]}
    shop.controlled("POST", "removals", {"address": SEATTLE, **disposal})
    shop.advance("P6D")
    return shop.call("GET", _group(shop), MaxResultsPerPage="1")


def the_events_of_a_group_by_a_page_token_that_was_never_given(shop: Shop) -> httpx.Response:
    return shop.call("GET", _group(shop), NextToken="AAAA")


def the_events_of_a_group_of_nobody(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{_FINANCES}/financialEventGroups/{'A' * 43}/financialEvents")

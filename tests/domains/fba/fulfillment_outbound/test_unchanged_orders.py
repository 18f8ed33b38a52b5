"""An order that is read again and again: what is shown is always what it is by now."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.shop import ORDERS, SEATTLE, Shop


def test_an_order_that_was_read_shows_its_next_change(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1}, fulfillmentAction="Hold")
    assert [shop.shown("O-1") for _ in range(3)] == [shop.shown("O-1")] * 3
    shop.ok("PUT", f"{ORDERS}/O-1", {"destinationAddress": {**SEATTLE, "name": "Somebody Else"}})
    assert shop.shown("O-1")["fulfillmentOrder"]["destinationAddress"]["name"] == "Somebody Else"
    shop.ok("PUT", f"{ORDERS}/O-1/cancel")
    assert shop.shown("O-1")["fulfillmentOrder"]["fulfillmentOrderStatus"] == "Cancelled"
    assert shop.shown("O-1")["fulfillmentOrderItems"][0]["cancelledQuantity"] == 1


def test_orders_of_the_same_id_are_each_sellers_own(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop(beside=shop)
    for each, units in ((shop, 1), (other, 2)):
        each.stock("MUG", 5)
        each.order("O-1", {"MUG": units})
        each.shown("O-1")
    assert [each.shown("O-1")["fulfillmentOrderItems"][0]["quantity"] for each in (shop, other)] == [1, 2]
    other.ok("PUT", f"{ORDERS}/O-1/cancel")
    assert [each.status("O-1") for each in (shop, other)] == ["New", "Cancelled"]
    (error,) = new_shop(beside=shop).refused("GET", f"{ORDERS}/O-1", status=404)
    assert error["code"] == "NotFound"


def test_reading_an_order_at_every_step_shows_what_reading_it_once_shows(new_shop: Callable[..., Shop]) -> None:
    """The same story in two worlds: one is read all the way long, the other when it is over."""
    watched, left_alone = new_shop(seed="same"), new_shop(seed="same")
    assert watched.now() == left_alone.now()
    for each in (watched, left_alone):
        each.stock("MUG", 5)
        each.order("O-1", {"MUG": 2}, shippingSpeedCategory="Priority")
    seen: list[Any] = []
    for _ in range(30):
        seen.append(watched.shown("O-1"))
        for each in (watched, left_alone):
            each.advance("PT4H")
    assert seen[0] != seen[-1]
    assert watched.shown("O-1") == left_alone.shown("O-1")
    assert watched.status("O-1") == "Complete"

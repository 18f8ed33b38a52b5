"""Callers whose application has not every role."""

from __future__ import annotations

from tests.shop import Shop


def without_shipping(shop: Shop) -> Shop:
    """A seller in the same world whose application may see orders, and send nothing."""
    other = Shop(shop.url, shop.world, shop.controlled("POST", "sellers", {"roles": ["IOT", "PL"]}))
    other.log_in()
    return other

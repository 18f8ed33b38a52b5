"""FBA inventory, as a seller meets it."""

from __future__ import annotations

from tests.shop import US, Shop


def test_new_units_are_fulfillable_at_once(shop: Shop) -> None:
    shop.stock("MUG", 12)
    assert shop.fulfillable("MUG") == 12
    assert shop.summary("MUG")["totalQuantity"] == 12
    assert shop.reserved("MUG", US) == 0

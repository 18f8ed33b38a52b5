"""Numbers told as text, longer than any counter or of signs that only look like digits."""

from __future__ import annotations

import pytest

from tests.domains.exchange.notifying import ordered
from tests.domains.fba.fulfillment_outbound.test_previews_and_features import offers
from tests.domains.selling.orders.conftest import confirm
from tests.domains.selling.orders.conftest import items as items_of
from tests.domains.shipping import sending
from tests.shop import OUTBOUND, SEATTLE, Shop

LONG = "9" * 5000


def test_a_package_is_not_numbered_with_nothing_and_may_be_with_much(shop: Shop) -> None:
    shop.list_product("MUG")
    order = ordered(shop, "MUG", paid=True)
    [item] = items_of(shop, order)
    units = {item["OrderItemId"]: 1}
    assert confirm(shop, order, units, "0" * 5000).status_code == 400
    assert confirm(shop, order, units, "²").status_code == 400
    assert confirm(shop, order, units, LONG).status_code == 204


@pytest.mark.parametrize("amount", [LONG, "²", "0"])
def test_an_offer_of_no_countable_amount_is_refused(shop: Shop, amount: str) -> None:
    shop.stock("MUG", 5)
    [error] = shop.refused("POST", f"{OUTBOUND}/deliveryOffers", offers(shop, amount=amount))
    assert "product.amount.value" in error["details"]


@pytest.mark.parametrize("code", ["²", "٣", "9²"])
def test_a_postal_code_of_other_digits_is_far_away(shop: Shop, code: str) -> None:
    assert sending.ask(shop, shipTo={**SEATTLE, "postalCode": code})["rates"]

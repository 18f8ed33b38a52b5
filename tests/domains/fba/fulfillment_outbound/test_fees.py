from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.fba.fulfillment_outbound.asking.fees import CURRENCY_FACTORS, Fee, Money, fees, total
from tradepost.domains.fba.fulfillment_outbound.model import (
    SPEEDS,
)
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.measures.sizes import ItemSize, item_size, size_tier
from tradepost.domains.measures.units import told
from tradepost.domains.places.calendar import Speed
from tradepost.simulation.seed import Seed


def size(length: str, width: str, height: str, weight: str) -> ItemSize:
    return ItemSize(Decimal(length), Decimal(width), Decimal(height), Decimal(weight))


SMALL = size("20", "15", "1", "0.2")
LARGE = size("40", "30", "10", "1.5")
BULKY = size("100", "40", "30", "12")


@pytest.mark.parametrize(
    ("item", "tier"),
    [
        (SMALL, "SmallStandard"),
        (size("38", "30", "2", "0.45"), "SmallStandard"),
        (size("38", "30", "2", "0.46"), "LargeStandard"),
        (size("38.1", "30", "2", "0.45"), "LargeStandard"),
        (BULKY, "LargeBulky"),
        (size("151", "10", "10", "1"), "ExtraLarge"),
        (size("40", "30", "10", "23"), "ExtraLarge"),
    ],
)
def test_size_tiers_end_where_the_table_says(item: ItemSize, tier: str) -> None:
    assert size_tier(item) == tier


def test_the_larger_weight_counts_but_for_small_items() -> None:
    assert (LARGE.shipping_weight, LARGE.weighed_by) == (Decimal("2.4"), "Dimensional")
    assert (SMALL.shipping_weight, SMALL.weighed_by) == (Decimal("0.2"), "Package")
    assert told(Decimal(10), "weight", "US") == ("pounds", Decimal("22.05"))


def test_fees_of_one_small_item() -> None:
    assert fees("Standard", [SMALL], currency="USD", country="US") == (
        Fee("FBAPerUnitFulfillmentFee", Money("USD", Decimal("4.45"))),
        Fee("FBAPerOrderFulfillmentFee", Money("USD", Decimal("0.50"))),
        Fee("FBATransportationFee", Money("USD", Decimal("0.00"))),
    )


def test_fees_of_several_items_with_everything() -> None:
    found = fees(
        "Expedited", [SMALL, LARGE, LARGE], currency="USD", country="US", shipments=2, block_amzl=True, signature=True
    )
    assert [fee.amount.amount for fee in found] == [Decimal("14.45"), Decimal("0.75"), Decimal("10.15")]
    assert total(found) == Decimal("25.35")


def test_yen_have_no_fraction_and_cash_on_delivery_costs() -> None:
    found = fees("Standard", [LARGE], currency="JPY", country="JP", cash_on_delivery=True)
    assert [(fee.name, str(fee.amount.amount)) for fee in found] == [
        ("FBAPerUnitFulfillmentFee", "649"),
        ("FBAPerOrderFulfillmentFee", "55"),
        ("FBATransportationFee", "123"),
        ("FBAFulfillmentCODFee", "330"),
    ]


def test_cash_on_delivery_is_japanese_and_india_has_no_fees() -> None:
    assert len(fees("Standard", [SMALL], currency="EUR", country="DE", cash_on_delivery=True)) == 3
    assert fees("Standard", [SMALL], currency="INR", country="IN") == ()
    assert fees("Standard", [], currency="USD", country="US") == ()


def test_abroad_costs_more() -> None:
    home, union, world = (
        fees("Standard", [LARGE], currency="EUR", country="DE", abroad=abroad, customs=customs)[0].amount.amount
        for abroad, customs in ((False, False), (True, False), (True, True))
    )
    assert (home, union, world) == (Decimal("5.61"), Decimal("7.57"), Decimal("10.65"))


def test_halves_are_rounded_up() -> None:
    assert rounded(Decimal("0.125"), "EUR") == Decimal("0.13")
    assert rounded(Decimal("0.5"), "JPY") == Decimal(1)


def test_every_marketplace_has_a_price_level() -> None:
    assert {marketplace.currency for marketplace in MARKETPLACES.values()} == set(CURRENCY_FACTORS)


sizes = st.integers(0, 400).map(lambda number: item_size(Seed(3), "A", f"S{number}"))


@given(st.lists(sizes, min_size=1, max_size=12), sizes, st.sampled_from(SPEEDS), st.sampled_from(["USD", "JPY", "SEK"]))
def test_fees_are_never_negative_and_rise_with_units_and_speed(
    units: list[ItemSize], more: ItemSize, speed: Speed, currency: str
) -> None:
    found = fees(speed, units, currency=currency, country="US")
    assert all(fee.amount.amount >= 0 for fee in found)
    assert total(fees(speed, [*units, more], currency=currency, country="US")) >= total(found)
    by_speed: list[Speed] = ["Standard", "Expedited", "Priority"]
    costs = [total(fees(each, units, currency=currency, country="US")) for each in by_speed]
    assert costs == sorted(costs)
    assert fees(speed, list(reversed(units)), currency=currency, country="US") == found


@given(st.text(max_size=20), st.text(max_size=50))
def test_items_have_sides_in_order_and_stay_the_same(seller: str, sku: str) -> None:
    item = item_size(Seed("tradepost"), seller, sku)
    assert item.length >= item.width >= item.height > 0
    assert 0 < item.weight <= 45
    assert item == item_size(Seed("tradepost"), seller, sku)

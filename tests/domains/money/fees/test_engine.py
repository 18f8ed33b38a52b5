"""What fees follow from: exact figures, and what holds of every product and price."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.shop import DE, GB, JP, US

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees import engine
from tradepost.domains.money.fees.engine import Goods
from tradepost.domains.money.fees.referral import BY_GROUP, BY_PRODUCT_TYPE, DEFAULT, referral_of

MUG = Goods(Decimal("0.40"), Decimal(12), Decimal(10), Decimal(10))
BOOK = Goods(Decimal("0.30"), Decimal(20), Decimal(13), Decimal(2), referral_of("ABIS_BOOK", "book"))
REFERRALS = [DEFAULT, *BY_GROUP.values(), *BY_PRODUCT_TYPE.values()]

marketplaces = st.sampled_from(sorted(MARKETPLACES))
prices = st.decimals("0.01", "5000", places=2)
sides = st.decimals("0.5", "250", places=1)
kilograms = st.decimals("0.01", "120", places=2)
goods = st.builds(Goods, kilograms, sides, sides, sides, st.sampled_from(REFERRALS))


def amounts(fees: list[engine.Fee]) -> dict[str, str]:
    return {each.type: f"{each.amount} {each.currency}" for each in fees}


def test_a_mug_shipped_by_amazon() -> None:
    fees = engine.estimate(MUG, US, Decimal("19.99"), Decimal(0), "AMAZON")
    assert amounts(fees) == {
        "ReferralFee": "3.00 USD",
        "VariableClosingFee": "0.00 USD",
        "PerItemFee": "0.00 USD",
        "FBAFees": "4.80 USD",
    }
    assert amounts(list(fees[3].parts)) == {"FBAPickAndPack": "4.80 USD"}
    assert engine.total(fees) == Decimal("7.80")


def test_a_mug_that_its_seller_ships_pays_its_share_of_the_shipping_too() -> None:
    fees = engine.estimate(MUG, US, Decimal("19.99"), Decimal("5.00"), "MERCHANT")
    assert amounts(fees) == {"ReferralFee": "3.75 USD", "VariableClosingFee": "0.00 USD", "PerItemFee": "0.00 USD"}


def test_a_seller_without_a_subscription_pays_for_each_item() -> None:
    fees = engine.estimate(MUG, US, Decimal("39.98"), Decimal(0), "MERCHANT", units=2, professional=False)
    assert amounts(fees)["PerItemFee"] == "1.98 USD"


@pytest.mark.parametrize(
    ("marketplace", "price", "closing", "fulfillment"),
    [
        (US, "12.00", "1.80", "3.36"),
        (DE, "12.00", "0.81", "2.45"),
        (GB, "12.00", "0.69", "2.08"),
        (JP, "1200", "80", "318"),
    ],
)
def test_a_book_pays_a_closing_fee(marketplace: str, price: str, closing: str, fulfillment: str) -> None:
    fees = engine.estimate(BOOK, marketplace, Decimal(price), Decimal(0), "AMAZON")
    assert [str(each.amount) for each in fees[1:]] == [closing, "0" if marketplace == JP else "0.00", fulfillment]


@pytest.mark.parametrize(
    ("product_type", "group", "price", "fee"),
    [
        ("SHIRT", "fashion", "15.00", "0.75"),
        ("SHIRT", "fashion", "15.01", "1.50"),
        ("SHIRT", "fashion", "20.01", "3.40"),
        ("SHAMPOO", "beauty", "10.00", "0.80"),
        ("SHAMPOO", "beauty", "10.01", "1.50"),
        ("HEADPHONES", "ce", "100.00", "8.00"),
        ("ELECTRONIC_CABLE", "ce", "150.00", "19.00"),
        ("DESK", "office_product", "300.00", "40.00"),
        ("MYSTERY", "nobody_knows", "10.00", "1.50"),
        ("LAMP", "home", "1.00", "0.30"),
        ("LAMP", "home", "0.10", "0.10"),
        ("LAMP", "home", "0.00", "0.00"),
    ],
)
def test_the_share_is_by_category_with_a_minimum(product_type: str, group: str, price: str, fee: str) -> None:
    lamp = Goods(Decimal(1), Decimal(10), Decimal(10), Decimal(10), referral_of(product_type, group))
    assert str(engine.referral_fee(lamp, US, Decimal(price))) == fee


@pytest.mark.parametrize(
    ("marketplace", "unit", "tier"),
    [
        (US, "0.2 30 20 1.5", "SmallStandard"),
        (US, "0.5 30 20 1.5", "LargeStandard"),
        (US, "3 60 30 20", "LargeBulky"),
        (US, "30 60 30 20", "ExtraLarge"),
        (DE, "0.05 19 14 1", "SmallEnvelope"),
        (DE, "1 30 20 10", "SmallParcel"),
        (DE, "1 110 50 50", "StandardOversize"),
        (DE, "1 150 50 50", "LargeOversize"),
        (JP, "0.2 24 17 2", "Small"),
        (JP, "50 24 17 2", "ExtraLarge"),
    ],
)
def test_size_tiers(marketplace: str, unit: str, tier: str) -> None:
    weight, length, width, height = map(Decimal, unit.split())
    assert engine.size_tier(Goods(weight, length, width, height), marketplace).name == tier


def test_bulky_things_pay_for_their_volume() -> None:
    box = Goods(Decimal(1), Decimal(60), Decimal(50), Decimal(50))
    assert engine.fulfillment_fee(box, US) == Decimal("11.80") + 29 * Decimal("0.85")


def test_across_europe_it_costs_more_and_elsewhere_the_program_changes_nothing() -> None:
    assert engine.fulfillment_fee(MUG, DE, program="FBA_EFN") == Decimal("5.36")
    assert engine.fulfillment_fee(MUG, DE, program="FBA_SNL") == engine.fulfillment_fee(MUG, DE) == Decimal("3.35")
    assert engine.fulfillment_fee(MUG, US, program="FBA_EFN") == engine.fulfillment_fee(MUG, US)


def test_points_lessen_the_share() -> None:
    without = engine.estimate(MUG, JP, Decimal(2000), Decimal(0), "MERCHANT")
    with_points = engine.estimate(MUG, JP, Decimal(2000), Decimal(0), "MERCHANT", points=Decimal(200))
    assert (without[0].amount, with_points[0].amount) == (Decimal(300), Decimal(270))


def test_a_refund_keeps_a_fifth_of_the_share_up_to_a_limit() -> None:
    assert engine.refund_commission(US, Decimal("3.00")) == Decimal("0.60")
    assert engine.refund_commission(US, Decimal("80.00")) == Decimal("5.00")
    assert engine.refund_commission(JP, Decimal(303)) == Decimal(61)


@given(goods, marketplaces, prices, prices)
def test_a_higher_price_never_costs_less(unit: Goods, marketplace: str, one: Decimal, other: Decimal) -> None:
    low, high = sorted((one, other))
    fees = [engine.total(engine.estimate(unit, marketplace, price, Decimal(0), "AMAZON")) for price in (low, high)]
    assert fees[0] <= fees[1]


@given(goods, marketplaces, st.integers(1, 9), kilograms)
def test_a_heavier_unit_never_costs_less(unit: Goods, marketplace: str, units: int, more: Decimal) -> None:
    heavier = Goods(unit.weight_kg + more, unit.length_cm, unit.width_cm, unit.height_cm)
    light, heavy = (engine.fulfillment_fee(each, marketplace, units) for each in (unit, heavier))
    assert Decimal(0) < light <= heavy


@given(goods, marketplaces, prices, prices, st.sampled_from(["AMAZON", "MERCHANT"]), st.integers(1, 20))
def test_fees_are_whole_coins_and_the_share_never_exceeds_the_price(
    unit: Goods, marketplace: str, price: Decimal, shipping: Decimal, channel: engine.Channel, units: int
) -> None:
    currency = MARKETPLACES[marketplace].currency
    price, shipping = rounded(price, currency), rounded(shipping, currency)
    fees = engine.estimate(unit, marketplace, price, shipping, channel, units=units)
    for fee in fees:
        assert fee.amount == rounded(fee.amount, currency) >= 0
        assert -fee.amount.as_tuple().exponent == (0 if currency == "JPY" else 2)  # type: ignore[operator]
        assert not fee.parts or engine.total(list(fee.parts)) == fee.amount
    assert fees[0].amount <= price + shipping


@given(goods, marketplaces, prices, st.integers(1, 20))
def test_many_units_cost_as_each_of_them_but_for_the_rounding(
    unit: Goods, marketplace: str, price: Decimal, units: int
) -> None:
    one = engine.referral_fee(unit, marketplace, price)
    many = engine.referral_fee(unit, marketplace, price * units, units)
    assert abs(many - one * units) <= Decimal("0.5") * (units + 1)
    if MARKETPLACES[marketplace].currency != "JPY":
        assert abs(many - one * units) <= Decimal("0.005") * (units + 1)


@given(marketplaces, prices)
def test_a_refund_never_keeps_more_than_the_share(marketplace: str, price: Decimal) -> None:
    referral = engine.referral_fee(MUG, marketplace, price)
    assert Decimal(0) <= engine.refund_commission(marketplace, referral) <= referral

"""Units are exact: what is turned into another unit and back is what it was."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.measures.amounts import CURRENCIES, has_cents, rounded, text
from tradepost.domains.measures.units import IMPERIAL, UNITS, converted, told, unit, usual

KINDS = [kind for kind, known in UNITS.items() if all(each.size for each in known)]


@pytest.mark.parametrize(
    ("value", "of", "kind", "into", "exactly"),
    [
        ("1", "inches", "length", "centimeters", "2.54"),
        ("1", "feet", "length", "inches", "12"),
        ("1", "meters", "length", "millimeters", "1000"),
        ("1", "pounds", "weight", "kilograms", "0.45359237"),
        ("1", "pounds", "weight", "ounces", "16"),
        ("1", "kilograms", "weight", "milligrams", "1000000"),
        ("1", "gallons", "volume", "fluid_ounces", "128"),
        ("1", "fluid_ounces", "volume", "milliliters", "29.5735295625"),
        ("1", "liters", "volume", "cubic_centimeters", "1000"),
        ("3", "kilowatt_hours", "energy", "watt_hours", "3000"),
        ("2", "years", "age", "months", "24"),
    ],
)
def test_a_unit_is_so_much_of_another(value: str, of: str, kind: str, into: str, exactly: str) -> None:
    assert converted(Decimal(value), kind, into, of) == Decimal(exactly)


@given(st.data(), st.decimals("0.0001", "99999", places=4))
def test_there_and_back_is_the_same_value(data: st.DataObject, value: Decimal) -> None:
    kind = data.draw(st.sampled_from(KINDS))
    one, other = (data.draw(st.sampled_from(UNITS[kind])).name for _ in range(2))
    back = converted(converted(value, kind, other, one), kind, one, other)
    assert back.quantize(Decimal("0.0001")) == value


def test_what_is_counted_in_has_the_factor_one_and_names_are_not_said_twice() -> None:
    for kind, known in UNITS.items():
        assert kind == "days" or known[0].size == 1
        assert len({each.name for each in known}) == len(known)


def test_days_are_not_turned_into_months() -> None:
    with pytest.raises(ValueError, match="days"):
        converted(Decimal(1), "days", "months")
    with pytest.raises(KeyError, match="furlongs"):
        unit("length", "furlongs")


@pytest.mark.parametrize("country", sorted({each.country for each in MARKETPLACES.values()}))
def test_a_country_tells_lengths_and_weights_in_its_own_units(country: str) -> None:
    there = ("inches", "pounds", "fluid_ounces") if country == "US" else ("centimeters", "kilograms", "milliliters")
    assert tuple(usual(kind, country).name for kind in ("length", "weight", "volume")) == there
    assert usual("power", country).name == "watts"
    assert (country in IMPERIAL) == (country == "US")


def test_a_value_is_told_to_a_hundredth_halves_upwards() -> None:
    assert told(Decimal("10"), "length", "US") == ("inches", Decimal("3.94"))
    assert told(Decimal("10"), "weight", "US") == ("pounds", Decimal("22.05"))
    assert told(Decimal("0.125"), "weight", "DE") == ("kilograms", Decimal("0.13"))


def test_every_marketplace_has_a_currency_that_is_known() -> None:
    assert {each.currency for each in MARKETPLACES.values()} == set(CURRENCIES)
    assert [code for code in CURRENCIES if not has_cents(code)] == ["JPY"]


def test_money_is_rounded_to_the_smallest_coin_halves_upwards() -> None:
    assert rounded(Decimal("1.005"), "USD") == Decimal("1.01")
    assert rounded(Decimal("1979.5"), "JPY") == Decimal(1980)
    assert (text(Decimal("19.9"), "EUR"), text(Decimal("1980.0"), "JPY")) == ("19.90", "1980")

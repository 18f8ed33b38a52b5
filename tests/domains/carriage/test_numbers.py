"""Tracking numbers are known by their form and check digit."""

from __future__ import annotations

import pytest

from tradepost.domains.carriage import carriers, numbers
from tradepost.simulation.seed import Seed


@pytest.mark.parametrize("code", sorted(carriers.BY_CODE))
def test_every_number_that_a_carrier_gives_is_valid(code: str) -> None:
    for count in range(50):
        number = carriers.tracking_number(Seed("test"), carriers.BY_CODE[code], "number", count)
        assert numbers.valid(code, number), number


@pytest.mark.parametrize("code", ["UPS", "USPS", "FEDEX", "DHL", "DPD", "ROYAL_MAIL", "YAMATO"])
def test_a_number_with_another_check_digit_is_not(code: str) -> None:
    number = carriers.tracking_number(Seed("test"), carriers.BY_CODE[code], "number")
    place = 10 if code == "ROYAL_MAIL" else len(number) - 1
    other = "1" if number[place] != "1" else "2"
    assert not numbers.valid(code, number[:place] + other + number[place + 1 :])
    assert not numbers.valid(code, "9400")


def test_carriers_are_known_by_what_sellers_write() -> None:
    assert numbers.carrier_of("Royal Mail") == "ROYAL_MAIL"
    assert numbers.carrier_of("usps") == "USPS"
    assert numbers.carrier_of("FedEx") == "FEDEX"
    assert numbers.carrier_of("Other") is None

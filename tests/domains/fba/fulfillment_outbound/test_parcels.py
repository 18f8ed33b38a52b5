from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.carriage import carriers, check_digits
from tradepost.domains.carriage.carriers import CARRIERS, choose_carrier, tracking_number
from tradepost.domains.fba.fulfillment_outbound.shipping.parcels import BOX_KG, PlannedItem, split_into_shipments
from tradepost.domains.measures.sizes import item_size, size_tier
from tradepost.domains.places.centers import CENTERS, on_the_way, returns_center, stocked_at
from tradepost.domains.places.countries import POSTAL_CODES
from tradepost.simulation.seed import Seed

SEED = Seed("tradepost")
COUNTRIES = sorted({marketplace.country for marketplace in MARKETPLACES.values()})


@pytest.mark.parametrize("number", ["1Z50V7420354708051", "1Z5R89390357567127", "1Z999AA10123456784"])
def test_check_digits_of_ups(number: str) -> None:
    assert check_digits.ups(number[2:-1]) == number[-1]


@pytest.mark.parametrize("number", ["986578788855", "477179081230", "799531274483"])
def test_check_digits_of_fedex(number: str) -> None:
    assert check_digits.fedex(number[:-1]) == number[-1]


@pytest.mark.parametrize("number", ["00340434161094042557", "7035114477138472"])
def test_check_digits_of_gs1(number: str) -> None:
    assert check_digits.gs1(number[:-1]) == number[-1]


def test_check_digits_of_posts() -> None:
    assert check_digits.s10("47312482") == "9"
    assert check_digits.iso_7064_mod_37_36("A12425GABC1234002") == "M"
    assert check_digits.modulo_7("40000000000") == str(40000000000 % 7)


FORMS = {
    "UPS": r"1Z[A-Z0-9]{6}03\d{8}",
    "USPS": r"94001\d{17}",
    "FEDEX": r"7\d{11}",
    "DHL": r"00340434\d{12}",
    "DPD": r"0\d{13}[0-9A-Z]",
    "AMZN_US": r"TBA\d{12}",
    "AMZN_DE": r"DE\d{10}",
    "YAMATO": r"4\d{11}",
    "ROYAL_MAIL": r"RN\d{9}GB",
    "CANADA_POST": r"7\d{15}",
    "INPOST": r"6\d{23}",
}


@pytest.mark.parametrize("code", sorted(FORMS))
def test_tracking_numbers_have_their_carriers_form(code: str) -> None:
    numbers = {tracking_number(SEED, carriers.BY_CODE[code], "order", count) for count in range(50)}
    assert len(numbers) == 50
    assert all(re.fullmatch(FORMS[code], number) for number in numbers)


@given(st.integers(0, 10_000))
def test_tracking_numbers_have_right_check_digits(key: int) -> None:
    number = {code: tracking_number(SEED, carriers.BY_CODE[code], key) for code in FORMS}
    assert check_digits.ups(number["UPS"][2:-1]) == number["UPS"][-1]
    assert check_digits.fedex(number["FEDEX"][:-1]) == number["FEDEX"][-1]
    for code in ("USPS", "DHL", "CANADA_POST", "INPOST"):
        digits = number[code]
        assert sum(int(each) * (1, 3)[place % 2] for place, each in enumerate(reversed(digits))) % 10 == 0
    assert check_digits.iso_7064_mod_37_36(number["DPD"][:-1]) == number["DPD"][-1]
    assert int(number["YAMATO"][:-1]) % 7 == int(number["YAMATO"][-1])
    assert check_digits.s10(number["ROYAL_MAIL"][2:10]) == number["ROYAL_MAIL"][10]


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_marketplace_has_centers_and_carriers(country: str) -> None:
    assert sum(each.bulky for each in CENTERS[country]) == 1
    assert all(re.fullmatch("[A-Z]{3}[0-9]", each.id) for each in CENTERS[country])
    assert all(re.fullmatch(POSTAL_CODES[country], each.postal_code) for each in CENTERS[country])
    assert CARRIERS[country][0].code == f"AMZN_{country}"
    assert any(not each.amazon for each in CARRIERS[country])


def test_amazons_own_carrier_can_be_blocked() -> None:
    usual = Counter(choose_carrier(SEED, "US", "US", number).code for number in range(1000))
    blocked = Counter(choose_carrier(SEED, "US", "US", number, block_amzl=True).code for number in range(1000))
    assert 500 < usual["AMZN_US"] < 600
    assert set(blocked) == {"UPS", "USPS", "FEDEX"}


def test_only_the_post_reaches_its_boxes_and_nobody_of_amazon_goes_abroad() -> None:
    assert {choose_carrier(SEED, "US", "US", number, post_only=True).code for number in range(50)} == {"USPS"}
    assert not any(choose_carrier(SEED, "DE", "AT", number).amazon for number in range(50))


def test_identifiers_have_the_real_form() -> None:
    assert re.fullmatch("D[0-9A-Za-z]{8}", carriers.shipment_id(SEED, "A1", "order-1", 0))
    numbers = {carriers.package_number(SEED, "A1", "DnMDLWJWN", 0, attempt) for attempt in range(5)}
    assert len(numbers) == 5
    assert all(100_000_000 <= number <= 2_147_483_647 for number in numbers)
    assert carriers.tracking_link("TBA 1", "DE") == "https://www.swiship.de/track?id=TBA%201"


def test_an_order_of_small_things_travels_in_one_box() -> None:
    skus = [f"S{number}" for number in range(400)]
    small = [
        sku
        for sku in skus
        if size_tier(item_size(SEED, "A1", sku)) == "SmallStandard"
        and stocked_at(SEED, "A1", sku, "US", bulky=False).id == stocked_at(SEED, "A1", skus[0], "US", bulky=False).id
    ]
    items = [PlannedItem(str(number), sku, 2) for number, sku in enumerate(small[:3])]
    [shipment] = split_into_shipments(SEED, "A1", "US", items)
    assert shipment.package_count == 1
    assert [shipment.quantity(item.item_id) for item in items] == [2, 2, 2]


def test_bulky_units_travel_alone_from_the_center_for_them() -> None:
    bulky = next(sku for sku in (f"S{n}" for n in range(99)) if size_tier(item_size(SEED, "A1", sku)) == "LargeBulky")
    [shipment] = split_into_shipments(SEED, "A1", "US", [PlannedItem("1", bulky, 3)])
    assert (shipment.center.id, shipment.package_count) == ("TUS1", 3)
    assert sorted(each.package for each in shipment.items) == [0, 1, 2]


orders = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 8)), min_size=1, max_size=8).map(
    lambda rows: [PlannedItem(str(number), f"S{sku}", count) for number, (sku, count) in enumerate(rows)]
)


@given(orders, st.sampled_from(COUNTRIES), st.booleans())
def test_every_unit_travels_in_exactly_one_package(items: list[PlannedItem], country: str, together: bool) -> None:
    shipments = split_into_shipments(SEED, "A1", country, items, together=together)
    assert shipments == split_into_shipments(SEED, "A1", country, items, together=together)
    for item in items:
        assert sum(shipment.quantity(item.item_id) for shipment in shipments) == item.quantity
    assert len({shipment.center.id for shipment in shipments}) == len(shipments)
    assert len(shipments) <= 1 or not together
    for shipment in shipments:
        assert {each.package for each in shipment.items} == set(range(shipment.package_count))
        for package in range(shipment.package_count):
            inside = [each for each in shipment.items if each.package == package]
            kilograms = sum(item_size(SEED, "A1", each.seller_sku).weight * each.quantity for each in inside)
            assert kilograms <= BOX_KG or sum(each.quantity for each in inside) == 1


def test_returns_go_to_a_center_of_the_marketplace_and_parcels_over_others() -> None:
    center = returns_center(SEED, "A1", "order-1", "DE")
    assert center in CENTERS["DE"]
    [hub] = on_the_way(SEED, CENTERS["DE"][0].place, CENTERS["DE"][1].place, "x")
    assert hub in [each.place for each in CENTERS["DE"][2:]]

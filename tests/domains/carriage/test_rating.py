"""Rates of the engine that every shipping API asks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.carriage import rating
from tradepost.domains.carriage.carriers import CARRIERS
from tradepost.domains.carriage.rating import Asked, Ineligible, Package, Rate, RateTable, TableRow, rates
from tradepost.domains.carriage.tariffs import SERVICES, TARIFFS
from tradepost.domains.carriage.zones import Stop, zone

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)  # a Monday, 10:00 in Los Angeles
SEATTLE = Stop(country="US", postal_code="98101", city="Seattle", state="WA")
NEW_YORK = Stop(country="US", postal_code="10001", city="New York", state="NY")
BERLIN = Stop(country="DE", postal_code="10115", city="Berlin")


def box(kilograms: object = 1, side: object = 20, **more: Any) -> Package:
    size = Decimal(str(side))
    return Package(length=size, width=size, height=size, kilograms=Decimal(str(kilograms)), **more)


def asked(package: Package | None = None, **more: Any) -> Asked:
    said = {"origin": SEATTLE, "destination": NEW_YORK, "currency": "USD", "now": NOW, "ships_at": NOW, **more}
    return Asked(package=package or box(), **said)


def eligible(question: Asked) -> dict[str, Rate]:
    return {each.service: each for each in rates(question) if isinstance(each, Rate)}


def refused(question: Asked) -> dict[str, set[str]]:
    return {
        each.service: {reason.code for reason in each.reasons}
        for each in rates(question)
        if isinstance(each, Ineligible)
    }


def test_every_marketplace_has_services_of_every_carrier_of_its_country() -> None:
    for marketplace in MARKETPLACES.values():
        home = Stop(country=marketplace.country, postal_code="12345")
        found = rates(asked(origin=home, destination=home, currency=marketplace.currency))
        assert {each.carrier for each in found} == {each.code for each in CARRIERS[marketplace.country]}
        assert any(isinstance(each, Rate) for each in found), marketplace.country


def test_service_ids_belong_to_one_carrier() -> None:
    assert len(SERVICES) == sum(len(each.services) for each in TARIFFS.values())


def test_zones_in_the_us_follow_the_miles_between_postal_areas() -> None:
    places = ("98101", "98402", "97201", "94103", "80202", "60601", "10001")
    found = [zone(SEATTLE, Stop(country="US", postal_code=each)) for each in places]
    assert found == [1, 2, 3, 5, 6, 7, 8]
    assert zone(SEATTLE, Stop(country="US", postal_code="99501")) == 9
    assert zone(SEATTLE, Stop(country="CA", postal_code="V6B 1A1")) == 11
    assert zone(BERLIN, Stop(country="FR", postal_code="75001")) == 10
    assert zone(SEATTLE, BERLIN) == 12


def test_the_cheapest_comes_first_and_what_is_not_taken_last() -> None:
    found = rates(asked())
    kinds = [isinstance(each, Ineligible) for each in found]
    assert kinds == sorted(kinds)
    totals = [each.total for each in found if isinstance(each, Rate)]
    assert totals == sorted(totals)


def test_a_rate_is_the_sum_of_its_items() -> None:
    rate = eligible(asked(box(3, insured=Decimal(500))))["UPS_PTP_GND"]
    assert {each.id: each.amount for each in rate.items} == {
        "BASE_RATE": Decimal("15.05"),
        "FUEL_SURCHARGE": Decimal("2.11"),
        "RESIDENTIAL_SURCHARGE": Decimal("3.40"),
        "INSURANCE": Decimal("4.80"),
    }
    assert rate.total == Decimal("25.36")


def test_what_is_large_and_light_is_billed_by_its_size() -> None:
    assert eligible(asked(box(1, 40)))["UPS_PTP_GND"].billed == Decimal("13.0")  # 64,000 cm³ / 5,000
    assert eligible(asked(box(14, 40)))["UPS_PTP_GND"].billed == Decimal("14.0")


def test_restrictions_are_told_by_their_published_codes() -> None:
    assert refused(asked(box(100)))["UPS_PTP_GND"] == {"WEIGHT_RESTRICTIONS"}
    assert refused(asked(box(1, 160)))["std-us-swa-mfn"] == {"SIZE_RESTRICTIONS"}
    assert refused(asked(box(hazmat=True)))["std-us-swa-mfn"] == {"PROGRAM_CONSTRAINTS"}
    assert refused(asked(box(liters=Decimal(1))))["UPS_PTP_NEXT_DAY_AIR"] == {"PROGRAM_CONSTRAINTS"}
    assert refused(asked(box(collect=Decimal(10))))["UPS_PTP_GND"] == {"UNSUPPORTED_VAS"}
    assert refused(asked(destination=BERLIN))["UPS_PTP_GND"] == {"NO_COVERAGE"}
    assert refused(asked(ships_at=NOW + timedelta(days=15)))["UPS_PTP_GND"] == {"PICKUP_SLOT_RESTRICTION"}
    assert refused(asked(arrive_by=NOW + timedelta(days=2)))["UPS_PTP_GND"] == {"LATE_DELIVERY"}
    assert refused(asked(down=frozenset({"UPS"})))["UPS_PTP_GND"] == {"CARRIER_UNAVAILABLE"}


def test_a_parcel_that_is_ready_in_time_is_picked_up_the_same_business_day() -> None:
    next_day = eligible(asked())["UPS_PTP_NEXT_DAY_AIR"].promised
    assert next_day.pickup.start == datetime(2026, 3, 2, 23, tzinfo=UTC)
    assert next_day.delivery.end == datetime(2026, 3, 4, 4, tzinfo=UTC)
    friday_night = datetime(2026, 3, 7, 1, tzinfo=UTC)
    later = eligible(asked(now=friday_night, ships_at=friday_night))["UPS_PTP_NEXT_DAY_AIR"].promised
    assert later.pickup.start == datetime(2026, 3, 9, 22, tzinfo=UTC)  # Monday, in summer time


def test_a_table_of_ones_own_replaces_the_base_rate_alone() -> None:
    rows = (TableRow(Decimal(1), (Decimal("2.00"), Decimal("3.00"))), TableRow(Decimal(5), (Decimal("9.00"),)))
    own = {"USPS_PTP_PRI": RateTable("USPS_PTP_PRI", rows)}
    assert eligible(asked(box(1, 10), tables=own))["USPS_PTP_PRI"].total == Decimal("3.00")
    assert eligible(asked(box(4, 10), tables=own))["USPS_PTP_PRI"].total == Decimal("9.00")
    assert refused(asked(box(6, 10), tables=own))["USPS_PTP_PRI"] == {"WEIGHT_RESTRICTIONS"}


@given(
    service=st.sampled_from([each[1] for each in SERVICES.values()]),
    near=st.integers(1, 11),
    light=st.decimals("0.01", "60", places=2),
    more=st.decimals("0", "10", places=2),
    currency=st.sampled_from(["USD", "EUR", "JPY", "INR"]),
)
def test_a_heavier_or_farther_parcel_never_costs_less(
    service: Any, near: int, light: Decimal, more: Decimal, currency: str
) -> None:
    def price(zone: int, kilograms: Decimal) -> Decimal:
        return rating.base_rate(service, zone, rating.billed_weight(box(kilograms, 1), service), currency)

    assert price(near, light) <= price(near, light + more)
    assert price(near, light) <= price(near + 1, light)


@given(kilograms=st.decimals("0.1", "60", places=1), insured=st.decimals("0", "5000", places=2))
def test_an_insured_parcel_never_costs_less_than_one_that_is_not(kilograms: Decimal, insured: Decimal) -> None:
    bare, covered = eligible(asked(box(kilograms))), eligible(asked(box(kilograms, insured=insured)))
    assert bare.keys() == covered.keys()
    assert all(bare[each].total <= covered[each].total for each in bare)


def test_the_same_question_has_the_same_answer_over_the_wire_of_a_database() -> None:
    for rate in eligible(asked()).values():
        assert msgspec.json.decode(msgspec.json.encode(rate), type=Rate) == rate

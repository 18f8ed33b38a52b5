from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.places import calendar
from tradepost.domains.places.calendar import Promise, Speed, promise
from tradepost.domains.places.countries import ships_to
from tradepost.domains.places.holidays import RULES, easter, holidays, islamic, orthodox_easter

LOS_ANGELES = "America/Los_Angeles"


def at(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "expected"), [(2011, (4, 24)), (2024, (3, 31)), (2025, (4, 20)), (2038, (4, 25)), (2285, (3, 22))]
)
def test_easter(year: int, expected: tuple[int, int]) -> None:
    assert easter(year) == date(year, *expected)


def test_other_calendars() -> None:
    assert orthodox_easter(2024) == date(2024, 5, 5)
    assert orthodox_easter(2025) == date(2025, 4, 20)
    assert islamic(1445, 10, 1) == date(2024, 4, 10)
    assert islamic(1447, 12, 10) == date(2026, 5, 27)


@pytest.mark.parametrize(
    ("country", "day"),
    [
        ("US", date(2026, 11, 26)),
        ("US", date(2026, 7, 3)),
        ("US", date(2021, 12, 31)),
        ("CA", date(2026, 5, 18)),
        ("MX", date(2026, 3, 16)),
        ("BR", date(2026, 2, 17)),
        ("GB", date(2026, 12, 28)),
        ("GB", date(2022, 12, 27)),
        ("IE", date(2026, 10, 26)),
        ("DE", date(2026, 5, 14)),
        ("FR", date(2026, 5, 25)),
        ("IT", date(2026, 6, 2)),
        ("ES", date(2026, 4, 3)),
        ("NL", date(2025, 4, 26)),
        ("SE", date(2026, 6, 19)),
        ("PL", date(2026, 6, 4)),
        ("TR", date(2026, 10, 29)),
        ("EG", date(2026, 4, 13)),
        ("SA", date(2026, 9, 23)),
        ("AE", date(2026, 12, 2)),
        ("IN", date(2026, 1, 26)),
        ("SG", date(2026, 8, 9)),
        ("AU", date(2026, 1, 26)),
        ("JP", date(2026, 9, 22)),
        ("JP", date(2026, 5, 6)),
        ("ZA", date(2026, 9, 24)),
    ],
)
def test_holidays_are_known(country: str, day: date) -> None:
    assert day in holidays(country, day.year)
    assert not calendar.business_day(country, day)


def test_every_marketplace_has_holidays() -> None:
    assert {marketplace.country for marketplace in MARKETPLACES.values()} <= set(RULES)


@given(st.sampled_from(sorted(RULES)), st.integers(2000, 2098))
def test_holidays_fall_into_their_year_and_leave_days_to_work(country: str, year: int) -> None:
    found = holidays(country, year)
    assert {day.year for day in found} == {year}
    assert 4 <= len(found) <= 22


def test_weeks_end_as_is_customary() -> None:
    friday, saturday, sunday = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 8)
    assert [calendar.business_day("DE", day) for day in (friday, saturday, sunday)] == [True, False, False]
    assert [calendar.business_day("SA", day) for day in (friday, saturday, sunday)] == [False, False, True]
    assert [calendar.business_day("IN", day) for day in (friday, saturday, sunday)] == [True, True, False]


def test_an_order_after_the_cut_off_counts_for_the_next_business_day() -> None:
    friday_noon_in_berlin, friday_evening = at(6, 11), at(6, 16)
    assert calendar.order_day("Standard", friday_noon_in_berlin, "DE", "Europe/Berlin") == date(2026, 3, 6)
    assert calendar.order_day("Standard", friday_evening, "DE", "Europe/Berlin") == date(2026, 3, 9)
    assert calendar.cut_off_after("Standard", friday_evening, "DE", "Europe/Berlin") == at(9, 15)


def test_standard_takes_three_to_five_business_days() -> None:
    wednesday_nine_o_clock = at(4, 17)
    assert promise("Standard", wednesday_nine_o_clock, "US", "US", LOS_ANGELES) == Promise(
        at(4, 18), at(7, 4), at(9, 15), at(12, 3)
    )


def test_expedited_takes_two_days_and_priority_one() -> None:
    wednesday_nine_o_clock = at(4, 17)
    expedited = promise("Expedited", wednesday_nine_o_clock, "US", "US", LOS_ANGELES)
    priority = promise("Priority", wednesday_nine_o_clock, "US", "US", LOS_ANGELES)
    assert expedited.latest_arrival == at(7, 4)
    assert priority.latest_arrival == at(6, 4)


def test_a_holiday_moves_the_promise() -> None:
    before_christmas = datetime(2026, 12, 24, 17, tzinfo=UTC)
    late = promise("Priority", before_christmas, "US", "US", LOS_ANGELES)
    assert late.latest_arrival == datetime(2026, 12, 29, 4, tzinfo=UTC)


def test_customs_take_longer_than_a_border_without() -> None:
    austria = promise("Standard", at(4, 9), "DE", "AT", "Europe/Berlin")
    norway = promise("Standard", at(4, 9), "DE", "NO", "Europe/Berlin")
    assert austria.latest_arrival == at(16, 19)
    assert norway.latest_arrival == at(24, 19)


def test_services_that_do_not_exist() -> None:
    assert not calendar.reachable("Priority", "DE", "NO")
    assert calendar.reachable("Priority", "DE", "AT")
    assert calendar.reachable("ScheduledDelivery", "JP", "JP")
    assert not calendar.reachable("ScheduledDelivery", "US", "US")


def test_windows_of_a_scheduled_delivery() -> None:
    windows = calendar.delivery_windows(at(4, 0), "JP", "Asia/Tokyo")
    assert len(windows) == 35
    assert (windows[0].start, windows[0].end) == (at(6, 23), at(7, 3))
    dates = calendar.window_promise(at(4, 0), windows[0], "JP", "Asia/Tokyo")
    assert (dates.earliest_arrival, dates.latest_arrival) == (windows[0].start, windows[0].end)
    assert dates.earliest_ship <= dates.latest_ship <= windows[0].start


moments = st.datetimes(datetime(2020, 1, 1), datetime(2032, 1, 1)).map(lambda when: when.replace(tzinfo=UTC))
routes = st.sampled_from(
    [
        (each.country, there, each.time_zone)
        for each in MARKETPLACES.values()
        for there in ("AT", "AU", "CA", "CH", "JP", "MX", "NZ", "US", each.country)
        if ships_to(each.country, there)
    ]
)


@settings(max_examples=400)
@given(st.sampled_from(("Standard", "Expedited", "Priority")), moments, routes)
def test_nothing_arrives_before_it_ships(speed: Speed, placed_at: datetime, route: tuple[str, str, str]) -> None:
    dates = promise(speed, placed_at, *route)
    assert placed_at <= dates.earliest_ship <= dates.latest_ship < dates.earliest_arrival < dates.latest_arrival
    assert dates.latest_arrival - placed_at < timedelta(days=45)


@given(moments, st.integers(0, 34))
def test_scheduled_deliveries_ship_before_their_window(placed_at: datetime, number: int) -> None:
    window = calendar.delivery_windows(placed_at, "JP", "Asia/Tokyo")[number]
    dates = calendar.window_promise(placed_at, window, "JP", "Asia/Tokyo")
    assert placed_at <= dates.earliest_ship <= dates.latest_ship <= dates.earliest_arrival < dates.latest_arrival

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.domains.carriage.tracking import (
    EVENTS,
    STATUS_DESCRIPTIONS,
    Fate,
    Journey,
    current_status,
    delivery_window,
    drop_off,
    estimated_arrival,
    fate,
    journey,
    visible,
)
from tradepost.domains.fba.fulfillment_outbound.model import PACKAGE
from tradepost.domains.places.centers import BY_ID, Place
from tradepost.simulation.seed import Seed

SEED = Seed("tradepost")
SHIPPED = datetime(2026, 3, 4, 18, tzinfo=UTC)
PROMISED = (datetime(2026, 3, 9, 15, tzinfo=UTC), datetime(2026, 3, 12, 3, tzinfo=UTC))
PHOENIX, TROY, TORONTO = BY_ID["PHX7"].place, Place("Troy", "MI", "US"), Place("Toronto", "ON", "CA")
FATES: tuple[Fate, ...] = get_args(Fate)


def way(destined: Fate, destination: Place = TROY) -> Journey:
    return journey(SEED, ("A1", 7), SHIPPED, PROMISED, PHOENIX, destination, destined)


def codes(found: Journey) -> list[str]:
    return [event.code.removeprefix("EVENT_") for event in found.events]


@pytest.mark.parametrize(
    ("destined", "expected"),
    [
        ("on_time", "101 102 202 201 202 201 302 301"),
        ("delayed", "101 102 202 201 202 404 418 201 302 301"),
        ("missorted", "101 102 202 201 202 417 418 201 302 301"),
        ("returned", "101 102 202 201 202 201 302 304 401 408 309"),
        ("lost", "101 102 202 201 409"),
    ],
)
def test_what_happens_to_a_package(destined: Fate, expected: str) -> None:
    assert codes(way(destined)) == expected.split()


def test_a_package_to_another_country_clears_customs_there() -> None:
    abroad = way("on_time", TORONTO)
    assert codes(abroad) == [*("101", "102", "202", "201", "202", "203", "204", "205", "202", "201", "302", "301")]
    assert [event.place.country for event in abroad.events if event.code == "EVENT_204"] == ["CA"]


def test_a_package_within_a_union_does_not() -> None:
    found = journey(SEED, ("A1", 7), SHIPPED, PROMISED, BY_ID["LEJ1"].place, Place("Paris", "", "FR"), "on_time")
    assert "204" not in codes(found)
    assert {event.place.country for event in found.events} == {"DE", "FR"}


def test_it_arrives_when_promised_by_day() -> None:
    found = way("on_time")
    assert found.delivered_at is not None
    assert PROMISED[0] <= found.delivered_at <= PROMISED[1]
    assert 9 <= found.delivered_at.astimezone(ZoneInfo("America/Los_Angeles")).hour < 20
    assert found.ends_at == found.delivered_at


def test_status_follows_what_is_visible() -> None:
    found = way("on_time")
    assert found.delivered_at is not None
    assert current_status(found, SHIPPED) == "IN_TRANSIT"
    assert [event.code for event in visible(found, SHIPPED)] == ["EVENT_101"]
    assert visible(found, SHIPPED - timedelta(minutes=1)) == ()
    out = found.delivered_at - timedelta(minutes=30)
    assert current_status(found, out) == "OUT_FOR_DELIVERY"
    assert delivery_window(found, out) == (
        found.delivered_at - timedelta(hours=2),
        found.delivered_at + timedelta(hours=2),
    )
    assert delivery_window(found, SHIPPED) is None
    assert current_status(found, found.delivered_at) == "DELIVERED"
    assert visible(found, found.ends_at)[0].code == "EVENT_301"


def test_a_delay_is_known_once_it_has_happened() -> None:
    late = way("delayed")
    assert late.delivered_at is not None
    assert late.delivered_at > PROMISED[1]
    held_at = next(event.at for event in late.events if event.code == "EVENT_404")
    assert estimated_arrival(late, held_at - timedelta(minutes=1)) == PROMISED[1]
    assert estimated_arrival(late, held_at) == late.delivered_at
    assert current_status(late, held_at) == "DELAYED"


def test_what_never_arrives_ends_returned_or_undeliverable() -> None:
    back, lost = way("returned"), way("lost")
    assert (back.delivered_at, current_status(back, back.ends_at)) == (None, "RETURNED")
    assert (lost.delivered_at, current_status(lost, lost.ends_at)) == (None, "UNDELIVERABLE")
    assert estimated_arrival(lost, lost.ends_at) is None


def test_few_packages_are_late_and_fewer_never_arrive() -> None:
    counts = Counter(fate(SEED, "A1", number) for number in range(20_000))
    assert 700 < counts["delayed"] + counts["missorted"] < 900
    assert 150 < counts["returned"] + counts["lost"] < 250


def test_words_exist_for_every_status() -> None:
    assert {status for _, status in EVENTS.values()} == set(STATUS_DESCRIPTIONS) == set(PACKAGE)


def test_couriers_leave_packages_in_different_places() -> None:
    assert len({drop_off(SEED, number) for number in range(60)}) == 7


hours = st.integers(0, 300)
places = st.sampled_from([TROY, TORONTO, PHOENIX, Place("Paris", "", "FR"), Place("Sydney", "NSW", "AU")])


@given(st.sampled_from(FATES), hours, hours, st.sampled_from(sorted(BY_ID)), places, st.integers())
def test_events_come_in_order_and_statuses_along_the_table(
    destined: Fate, after: int, longer: int, origin: str, destination: Place, key: int
) -> None:
    earliest = SHIPPED + timedelta(hours=after)
    arrival = (earliest, earliest + timedelta(hours=longer))
    found = journey(SEED, (key,), SHIPPED, arrival, BY_ID[origin].place, destination, destined)
    times = [event.at for event in found.events]
    assert times == sorted(times)
    assert times[0] == SHIPPED
    assert times[-1] == found.ends_at
    assert (found.delivered_at is None) == (destined in ("returned", "lost"))
    statuses = [current_status(found, event.at) for event in found.events]
    for before, then in pairwise(statuses):
        assert then == before or then in PACKAGE[before]
    if found.delivered_at is not None:
        assert [event.at for event in found.events if event.code == "EVENT_301"] == [found.delivered_at]
        assert (found.delivered_at > found.promised_at) == (destined != "on_time")

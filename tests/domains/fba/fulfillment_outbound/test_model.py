from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradepost.domains.fba.fulfillment_outbound import model
from tradepost.domains.fba.fulfillment_outbound.model import (
    FINAL,
    ORDER,
    OrderStatus,
    OrderTrigger,
    UnitCounts,
    outcome,
)
from tradepost.domains.fba.fulfillment_outbound.shipping import timetable
from tradepost.domains.places.calendar import Promise, Speed
from tradepost.domains.steps import IllegalStepError
from tradepost.simulation.seed import Seed

STATUSES: tuple[OrderStatus, ...] = get_args(OrderStatus)
TRIGGERS: tuple[OrderTrigger, ...] = get_args(OrderTrigger)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_the_usual_life_of_an_order() -> None:
    status: OrderStatus = "New"
    triggers: tuple[OrderTrigger, ...] = ("validate", "plan", "pick", "complete")
    seen = [status := model.ORDER.after(status, trigger) for trigger in triggers]
    assert seen == ["Received", "Planning", "Processing", "Complete"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("New", True),
        ("Received", True),
        ("Planning", True),
        ("Processing", False),
        ("Complete", False),
        ("CompletePartialled", False),
        ("Unfulfillable", False),
        ("Invalid", False),
        ("Cancelled", False),
    ],
)
def test_an_order_can_be_cancelled_until_picking_begins(status: OrderStatus, expected: bool) -> None:
    assert model.cancellable(status) is expected


def test_final_statuses_are_those_that_nothing_leaves() -> None:
    assert {"Cancelled", "Complete", "CompletePartialled", "Unfulfillable", "Invalid"} == FINAL


def test_a_step_that_the_table_does_not_have_is_refused() -> None:
    with pytest.raises(IllegalStepError, match="order in state Complete knows no cancel"):
        model.ORDER.after("Complete", "cancel")


def test_every_status_is_reached_from_new() -> None:
    reached = {"New"}
    for _ in STATUSES:
        reached |= {after for before, _, after in ORDER.rows if before in reached}
    assert reached == set(STATUSES)


def test_ways_forward_follow_the_table_over_all_its_steps() -> None:
    assert model.ways_forward("Planning") == {
        "Processing": (("pick", "Processing"),),
        "Unfulfillable": (("give_up", "Unfulfillable"),),
        "Cancelled": (("cancel", "Cancelled"),),
        "Complete": (("pick", "Processing"), ("complete", "Complete")),
        "CompletePartialled": (("pick", "Processing"), ("complete_partly", "CompletePartialled")),
    }
    assert [trigger for trigger, _ in model.ways_forward("New")["Complete"]] == ["validate", "plan", "pick", "complete"]
    assert [trigger for trigger, _ in model.ways_forward("New")["Unfulfillable"]] == ["validate", "give_up"]
    assert set(model.ways_forward("New")) == set(STATUSES) - {"New"}
    assert all(model.ways_forward(status) == {} for status in FINAL)


@given(st.lists(st.sampled_from(TRIGGERS), max_size=12))
def test_whatever_happens_an_order_moves_along_the_table_and_never_leaves_the_end(triggers: list[OrderTrigger]) -> None:
    status: OrderStatus = "New"
    for trigger in triggers:
        try:
            after = model.ORDER.after(status, trigger)
        except IllegalStepError:
            continue
        assert (status, trigger, after) in ORDER.rows
        assert status not in FINAL
        status = after


def test_shipments_units_and_returns_have_tables_of_their_own() -> None:
    assert model.SHIPMENT.after("PLANNED", "pick") == "PENDING"
    assert model.SHIPMENT.after("PENDING", "ship") == "SHIPPED"
    assert model.UNIT.after("waiting", "reserve") == "reserved"
    assert model.RETURN_ITEM.after("New", "receive") == "Processed"
    with pytest.raises(IllegalStepError):
        model.SHIPMENT.after("SHIPPED", "cancel")
    with pytest.raises(IllegalStepError):
        model.UNIT.after("shipped", "cancel")


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        (UnitCounts(3), None),
        (UnitCounts(3, shipped=2), None),
        (UnitCounts(3, shipped=3), "Complete"),
        (UnitCounts(3, shipped=1, cancelled=2), "CompletePartialled"),
        (UnitCounts(3, shipped=1, unfulfillable=2), "CompletePartialled"),
        (UnitCounts(3, cancelled=3), "Cancelled"),
        (UnitCounts(3, unfulfillable=3), "Unfulfillable"),
        (UnitCounts(3, cancelled=1, unfulfillable=2), "Unfulfillable"),
    ],
)
def test_the_end_of_an_order_follows_from_its_units(units: UnitCounts, expected: OrderStatus | None) -> None:
    assert outcome(units) == expected


def test_units_of_items_add_up() -> None:
    both = UnitCounts(3, 1, 1, 0).plus(UnitCounts(2, 0, 0, 1))
    assert (both, both.open) == (UnitCounts(5, 1, 1, 1), 2)


def test_a_picked_order_closes_by_its_outcome() -> None:
    assert model.closing_trigger("CompletePartialled") == "complete_partly"


def test_only_an_order_on_hold_can_be_updated() -> None:
    assert model.updatable("Received", "destinationAddress", held=True)
    assert not model.updatable("Received", "destinationAddress", held=False)
    assert not model.updatable("Cancelled", "destinationAddress", held=True)
    assert not model.updatable("Received", "featureConstraints", held=True)
    assert not model.updatable("Received", "marketplaceId", held=True)


def test_a_hold_and_a_scheduled_delivery_do_not_mix() -> None:
    assert not model.hold_allowed("Hold", "ScheduledDelivery")
    assert model.hold_allowed("Ship", "ScheduledDelivery")
    assert model.hold_allowed("Hold", "Standard")


def test_a_priority_order_can_be_cancelled_for_half_an_hour() -> None:
    times = timetable.timetable("Priority", NOON, NOON + timedelta(hours=1))
    assert times == timetable.Timetable(
        NOON + timedelta(minutes=1),
        NOON + timedelta(minutes=11),
        NOON + timedelta(minutes=31),
        NOON + timedelta(minutes=91),
    )


def test_picking_begins_eight_hours_before_the_truck_leaves() -> None:
    departs = NOON + timedelta(days=2)
    times = timetable.timetable("Standard", NOON, departs)
    assert times.processing_at == departs - timedelta(hours=8)
    assert times.ships_at == departs


@given(st.sampled_from(model.SPEEDS), st.integers(-72, 400))
def test_the_moments_of_an_order_follow_each_other(speed: Speed, hours: int) -> None:
    times = timetable.timetable(speed, NOON, NOON + timedelta(hours=hours))
    moments = [NOON, times.received_at, times.planning_at, times.processing_at, times.ships_at]
    assert moments == sorted(moments)
    assert len(set(moments)) == 5


def test_holds_end_after_14_days_and_back_orders_after_one() -> None:
    assert timetable.hold_ends_at(NOON) == datetime(2026, 3, 18, 12, tzinfo=UTC)
    assert timetable.backorder_ends_at(NOON) == datetime(2026, 3, 5, 12, tzinfo=UTC)
    assert timetable.received_at("Standard", NOON) == NOON + timedelta(minutes=1)
    assert timedelta(hours=36) == timetable.LIST_REACH


@given(st.text(max_size=9), st.integers(0, 60))
def test_trucks_leave_within_the_promise(key: str, hours: int) -> None:
    promised = Promise(NOON, NOON + timedelta(hours=hours), NOON + timedelta(days=3), NOON + timedelta(days=4))
    assert NOON <= timetable.departs_at(Seed(1), promised, key) <= NOON + timedelta(hours=min(hours, 8))

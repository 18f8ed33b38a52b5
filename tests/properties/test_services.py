"""Nobody's time is sold twice, whatever callers do at once and in whatever order."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domains.services.service_jobs.serving import JOBS, MONDAY, SERVICE, STORE, Services
from tests.shop import Json, Shop

CALLERS = 8
HOURS = (9, 10, 11, 12)


def opened(shop: Shop, capacity: int) -> Services:
    shop.controlled("POST", "clock/advance", {"to": f"{MONDAY}T00:00:00Z"})
    services = Services(shop)
    services.open(capacity=capacity)
    return services


def at_once(calls: list[tuple[str, str, Json]], shop: Shop) -> list[int]:
    """The statuses of calls that come at the same time, each over a connection of its own."""

    def call(wanted: tuple[str, str, Json]) -> int:
        method, path, body = wanted
        other = Shop(shop.url, shop.world, shop.credentials)
        other.token = shop.token
        try:
            return other.call(method, path, body).status_code
        finally:
            other.close()

    with ThreadPoolExecutor(CALLERS) as pool:
        return list(pool.map(call, calls))


def levels(services: Services) -> list[tuple[str, int, int, int]]:
    """Of each hour, what is scheduled, and what appointments and reservations take."""
    body = {
        "capacityTypes": ["SCHEDULED_CAPACITY", "ENCUMBERED_CAPACITY", "RESERVED_CAPACITY"],
        "startDateTime": services.time(0),
        "endDateTime": services.time(0, day=2),
        "slotDuration": 60,
    }
    found = services.shop.ok("POST", services.path(STORE, "capacity/fixed"), body, **services.here)["capacities"]
    names = ("scheduledCapacity", "encumberedCapacity", "reservedCapacity")
    return [(each["startDateTime"], *(each[name] for name in names)) for each in found]


@pytest.mark.parametrize("capacity", [1, 3])
def test_of_callers_who_want_the_same_slot_at_once_as_many_get_it_as_there_is_capacity(
    shop: Shop, capacity: int
) -> None:
    services = opened(shop, capacity)
    jobs = [services.buy() for _ in range(CALLERS)]
    nine = services.appointment_body(services.time(9))
    statuses = at_once([("POST", f"{JOBS}/{job}/appointments", nine) for job in jobs], shop)
    assert sorted(statuses) == [200] * capacity + [422] * (CALLERS - capacity)
    booked = [job for job in jobs if services.status(job) == "NOT_SERVICED"]
    assert len(booked) == capacity
    assert services.ranges("ENCUMBERED_CAPACITY", services.time(9), services.time(17)) == [
        (services.time(9), services.time(10), capacity)
    ]


def test_a_job_that_is_agreed_on_twice_at_once_has_one_appointment(shop: Shop) -> None:
    services = opened(shop, CALLERS)
    job = services.buy()
    nine = services.appointment_body(services.time(9))
    statuses = at_once([("POST", f"{JOBS}/{job}/appointments", nine)] * CALLERS, shop)
    assert sorted(statuses) == [200] + [422] * (CALLERS - 1)
    assert len(services.job(job)["appointments"]) == 1


def test_a_technician_who_is_wanted_everywhere_at_once_goes_to_one_place(shop: Shop) -> None:
    services = opened(shop, CALLERS)
    services.technician("TECH1")
    shop.controlled("PUT", "usage-plans", {"scale": 10000})
    jobs = [services.buy() for _ in range(CALLERS)]
    calls = [
        (
            "PUT",
            f"{JOBS}/{job}/appointments/{services.book(job, services.time(9))}/resources",
            services.resources("TECH1"),
        )
        for job in jobs
    ]
    assert sorted(at_once(calls, shop)) == [200] + [422] * (CALLERS - 1)
    sent = [job for job in jobs if "assignedTechnicians" in services.job(job)["appointments"][0]]
    assert len(sent) == 1


wishes = st.one_of(
    st.tuples(st.just("book"), st.integers(0, 5), st.sampled_from(HOURS)),
    st.tuples(st.just("move"), st.integers(0, 5), st.sampled_from(HOURS)),
    st.tuples(st.just("cancel"), st.integers(0, 5), st.just(0)),
    st.tuples(st.just("reserve"), st.integers(1, 3), st.sampled_from(HOURS)),
)


@pytest.mark.usefixtures("database_url")
def test_never_more_is_taken_than_there_is(new_shop: Callable[..., Shop]) -> None:
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(capacity=st.integers(1, 3), rounds=st.lists(st.lists(wishes, min_size=1, max_size=6), max_size=4))
    def holds(capacity: int, rounds: list[list[tuple[str, int, int]]]) -> None:
        services = opened(new_shop(), capacity)
        jobs = [services.buy() for _ in range(6)]
        for wanted in rounds:
            at_once([call for each in wanted if (call := _call(services, jobs, each)) is not None], services.shop)
            for start, scheduled, encumbered, reserved in levels(services):
                assert encumbered + reserved <= scheduled, start
        active: dict[Any, int] = {}
        for job in jobs:
            for each in services.job(job).get("appointments", []):
                if each["appointmentStatus"] == "ACTIVE":
                    start = each["appointmentTime"]["startTime"]
                    active[start] = active.get(start, 0) + 1
        assert active == {start: taken for start, _, taken, _ in levels(services) if taken}

    holds()


def _call(services: Services, jobs: list[str], wish: tuple[str, int, int]) -> tuple[str, str, Json] | None:
    what, number, hour = wish
    start = services.time(hour)
    if what == "reserve":
        path = f"{SERVICE}/reservation?marketplaceIds={services.marketplace}"
        return "POST", path, services.reservation(start, services.time(hour + 1), number)
    job = jobs[number]
    if what == "book":
        return "POST", f"{JOBS}/{job}/appointments", services.appointment_body(start)
    if what == "cancel":
        return "PUT", f"{JOBS}/{job}/cancellations?cancellationReasonCode=V1", {}
    found = services.job(job).get("appointments", [])
    if not found:
        return None
    return "POST", f"{JOBS}/{job}/appointments/{found[-1]['appointmentId']}", services.move_body(start)

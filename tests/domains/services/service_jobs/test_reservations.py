"""Time of a resource is kept for something else, until it is over."""

from __future__ import annotations

from tests.domains.services.service_jobs.serving import SERVICE, STORE, Services

RESERVATION = f"{SERVICE}/reservation"


def test_a_reservation_takes_capacity_until_it_is_called_off(services: Services) -> None:
    services.open(capacity=2)
    reservation = services.reserve(services.time(12), services.time(13))
    assert services.available(services.time(9), services.time(17)) == [
        (services.time(9), services.time(12), 2),
        (services.time(12), services.time(13), 1),
        (services.time(13), services.time(17), 2),
    ]
    assert services.ranges("RESERVED_CAPACITY", services.time(9), services.time(17)) == [
        (services.time(12), services.time(13), 1)
    ]
    response = services.shop.call("DELETE", f"{RESERVATION}/{reservation}", **services.here)
    assert (response.status_code, response.content) == (204, b"")
    assert services.available(services.time(9), services.time(17)) == [(services.time(9), services.time(17), 2)]
    [error] = services.shop.refused("DELETE", f"{RESERVATION}/{reservation}", status=404, **services.here)
    assert error["details"].startswith(f"reservationId: '{reservation}' is not a reservation of yours that holds")
    assert [each["body"]["change"] for each in services.happened("reservation_changed")] == ["created", "canceled"]


def test_no_more_is_kept_than_is_left(services: Services) -> None:
    services.open(capacity=2)
    services.book(services.buy(), services.time(10))
    body = services.reservation(services.time(9), services.time(12), 2)
    [error] = services.shop.refused("POST", RESERVATION, body, **services.here)
    assert error["details"] == (
        "reservation.availability.capacity: '2' is more than STORE-1 has from"
        f" {services.time(10)} to {services.time(11)}, which is 1"
    )
    assert services.ranges("RESERVED_CAPACITY", services.time(0), services.time(23)) == []
    assert services.happened("reservation_changed") == []


def test_what_is_kept_cannot_be_agreed_on(services: Services) -> None:
    services.open()
    job = services.buy()
    services.reserve(services.time(9, 30), services.time(10))
    assert services.slots(job, services.time(9), services.time(12)) == [
        (services.time(9), 0),
        (services.time(10), 1),
        (services.time(11), 1),
    ]
    path = f"{SERVICE}/serviceJobs/{job}/appointments"
    services.shop.refused("POST", path, services.appointment_body(services.time(9)), 422)
    assert services.status(job) == "PENDING_SCHEDULE"


def test_a_holiday_holds_the_hours_that_are_scheduled(services: Services) -> None:
    services.open()
    until = {"endTime": services.time(0, day=6)}
    services.schedule(STORE, services.time(9), services.time(17), recurrence=until)
    services.reserve(services.time(0, day=2), services.time(0, day=5), type="VACATION")
    assert services.available(services.time(0), services.time(0, day=9)) == [
        (services.time(9), services.time(17), 1),
        (services.time(9, day=5), services.time(17, day=5), 1),
    ]
    [error] = services.shop.refused(
        "POST", RESERVATION, services.reservation(services.time(0, day=7), services.time(0, day=8)), **services.here
    )
    assert error["details"].startswith("reservation.availability: nothing of the schedule of STORE-1")


def test_a_break_recurs_each_day(services: Services) -> None:
    services.open()
    services.schedule(STORE, services.time(9), services.time(17), recurrence={"endTime": services.time(0, day=20)})
    services.reserve(
        services.time(12),
        services.time(13),
        recurrence={"endTime": services.time(0, day=6), "daysOfWeek": ["MONDAY", "WEDNESDAY"]},
    )
    assert services.ranges("RESERVED_CAPACITY", services.time(0), services.time(0, day=20)) == [
        (services.time(12), services.time(13), 1),
        (services.time(12, day=3), services.time(13, day=3), 1),
    ]


def test_a_reservation_is_moved_and_its_own_time_does_not_stand_in_the_way(services: Services) -> None:
    services.open()
    reservation = services.reserve(services.time(12), services.time(14))
    body = services.reservation(services.time(13), services.time(15), type="TRAVEL")
    found = services.shop.ok("PUT", f"{RESERVATION}/{reservation}", body, **services.here)
    assert found["payload"]["reservation"] == {
        "reservationId": reservation,
        "type": "TRAVEL",
        "availability": {"startTime": services.time(13), "endTime": services.time(15), "capacity": 1},
    }
    assert services.ranges("RESERVED_CAPACITY", services.time(0), services.time(23)) == [
        (services.time(13), services.time(15), 1)
    ]
    beside = services.reservation(services.time(9), services.time(10))
    beside["reservation"]["reservationId"] = reservation
    services.shop.ok("POST", RESERVATION, beside, **services.here)
    taken = [(services.time(9), services.time(10), 1)]
    assert services.ranges("RESERVED_CAPACITY", services.time(0), services.time(23)) == taken
    services.reserve(services.time(10), services.time(12))
    services.shop.refused(
        "PUT",
        f"{RESERVATION}/{reservation}",
        services.reservation(services.time(11), services.time(13)),
        **services.here,
    )
    assert services.ranges("RESERVED_CAPACITY", services.time(0), services.time(10)) == taken
    beside["reservation"]["reservationId"] = "another"
    [error] = services.shop.refused("PUT", f"{RESERVATION}/{reservation}", beside, **services.here)
    assert error["details"] == (
        f"reservation.reservationId: 'another' must be the reservation of the path, {reservation}"
    )


def test_a_reservation_ends_by_the_clock(services: Services) -> None:
    services.open()
    reservation = services.reserve(services.time(12), services.time(13))
    services.shop.advance("PT12H")
    assert services.happened("reservation_changed")[-1]["body"]["change"] == "created"
    services.shop.advance("PT1H")
    last = services.happened("reservation_changed")[-1]
    assert (last["subject"], last["body"]["change"], last["occurredAt"]) == (reservation, "ended", services.time(13))
    body = services.reservation(services.time(14), services.time(15))
    services.shop.refused("PUT", f"{RESERVATION}/{reservation}", body, 404, **services.here)
    assert services.ranges("RESERVED_CAPACITY", services.time(0), services.time(23)) == [
        (services.time(12), services.time(13), 1)
    ]

"""Schedules make capacity, reservations and appointments take it, and capacity is shown as ranges and slots."""

from __future__ import annotations

from typing import Any

import pytest

from tests.domains.services.service_jobs.serving import SERVICE, STORE, Services
from tests.shop import DE, GB, US, Json


def test_a_schedule_recurs_on_weekdays_and_days_of_the_month(services: Services) -> None:
    services.open()
    ends = {"endTime": "2027-03-15T00:00:00Z"}
    services.schedules(
        STORE,
        {
            "startTime": services.time(9),
            "endTime": services.time(12),
            "capacity": 2,
            "recurrence": {**ends, "daysOfWeek": ["TUESDAY", "FRIDAY"]},
        },
        {
            "startTime": services.time(13),
            "endTime": services.time(15),
            "recurrence": {**ends, "daysOfMonth": [1, 10, 20]},
        },
    )
    assert services.ranges("SCHEDULED_CAPACITY", services.time(0), services.time(0, day=31)) == [
        (services.time(13), services.time(15), 1),
        *((services.time(9, day=day), services.time(12, day=day), 2) for day in (2, 5, 9)),
        (services.time(13, day=10), services.time(15, day=10), 1),
        (services.time(9, day=12), services.time(12, day=12), 2),
    ]


def test_records_that_overlap_add_up_and_a_new_schedule_takes_the_place_of_the_old_one(services: Services) -> None:
    services.open(capacity=2)
    services.schedules(
        STORE,
        {"startTime": services.time(9), "endTime": services.time(12), "capacity": 2},
        {"startTime": services.time(11), "endTime": services.time(14)},
    )
    assert services.ranges("SCHEDULED_CAPACITY", services.time(0), services.time(23)) == [
        (services.time(9), services.time(11), 2),
        (services.time(11), services.time(12), 3),
        (services.time(12), services.time(14), 1),
    ]


def test_a_night_shift_that_recurs_goes_over_midnight_and_is_cut_off_at_the_end(services: Services) -> None:
    services.open()
    services.schedule(
        STORE, services.time(22), services.time(4, day=2), recurrence={"endTime": services.time(23, day=3)}
    )
    assert services.ranges("SCHEDULED_CAPACITY", services.time(0, day=2), services.time(0, day=5)) == [
        (services.time(0, day=2), services.time(4, day=2), 1),
        (services.time(22, day=2), services.time(4, day=3), 1),
        (services.time(22, day=3), services.time(23, day=3), 1),
    ]


@pytest.mark.parametrize(
    ("marketplace", "minutes"), [(US, 5), (GB, 30), (DE, 30)], ids=["US", "United Kingdom", "Germany"]
)
def test_the_shortest_time_of_a_schedule_differs_by_marketplace(
    services: Services, marketplace: str, minutes: int
) -> None:
    there = Services(services.shop, store="S", marketplace=marketplace)
    there.open()
    path = there.path("S", "schedules")
    short = {"startTime": services.time(9), "endTime": services.time(9, minutes - 1)}
    [error] = services.shop.refused("PUT", path, {"schedules": [short]}, **there.here)
    assert error["details"] == (
        f"schedules[0].endTime: '{short['endTime']}' must be at least {minutes} minutes after startTime in this"
        " marketplace"
    )
    there.schedule("S", services.time(9), services.time(9, minutes))
    assert there.ranges("SCHEDULED_CAPACITY", services.time(0), services.time(23)) == [
        (services.time(9), services.time(9, minutes), 1)
    ]


def test_a_faulty_record_leaves_the_whole_schedule_as_it_was(services: Services) -> None:
    services.open()
    at, hour = services.time, {"startTime": services.time(9), "endTime": services.time(10)}

    def again(until: str, **days: Any) -> Json:
        return {**hour, "recurrence": {"endTime": until, **days}}

    records = [
        hour,
        {"startTime": at(10), "endTime": at(9)},
        {"startTime": "2027-02-27T10:00:00Z", "endTime": "2027-02-28T09:00:00Z"},
        {"startTime": at(9), "endTime": at(10, day=2), "recurrence": {"endTime": at(0, day=20)}},
        again(at(8)),
        again("2029-04-01T00:00:00Z"),
        again(at(0, day=5), daysOfMonth=[31]),
        {**hour, "capacity": 10_001},
    ]
    errors = services.shop.refused("PUT", services.path(STORE, "schedules"), {"schedules": records}, **services.here)
    assert [each["details"] for each in errors] == [
        f"schedules[1].endTime: '{at(9)}' must be after startTime",
        "schedules[2].endTime: '2027-02-28T09:00:00Z' must be in the future",
        f"schedules[3].endTime: '{at(10, day=2)}' must be at most 24 hours after startTime, since it recurs each day",
        f"schedules[4].recurrence.endTime: '{at(8)}' must be after startTime",
        "schedules[5].recurrence.endTime: '2029-04-01T00:00:00Z' must be at most 731 days after startTime",
        f"schedules[6].recurrence.endTime: '{at(0, day=5)}' comes before the first day that the recurrence names",
        "schedules[7].capacity: '10001' must be at most 10000",
    ]
    assert services.ranges("SCHEDULED_CAPACITY", at(0), at(23)) == [(at(9), at(17), 1)]


def test_there_is_no_way_to_have_no_schedule(services: Services) -> None:
    services.open()
    [error] = services.shop.refused("PUT", services.path(STORE, "schedules"), {"schedules": []}, **services.here)
    assert error["details"] == "schedules: '0 records' must have 1 to 100 records"
    assert services.available(services.time(0), services.time(23)) == [(services.time(9), services.time(17), 1)]


def test_resources_work_in_one_marketplace(services: Services) -> None:
    services.open()
    body = {"schedules": [{"startTime": services.time(9), "endTime": services.time(10)}]}
    path = services.path(STORE, "schedules")
    [error] = services.shop.refused("PUT", path, body, 404, marketplaceIds=DE)
    assert error["details"] == f"resourceId: 'STORE-1' is not a store or technician of yours in {DE}"
    services.shop.refused("PUT", services.path("nobody", "schedules"), body, 404, **services.here)
    assert services.available(services.time(0), services.time(23)) == [(services.time(9), services.time(17), 1)]


def test_a_schedule_below_what_was_agreed_on_comes_back_with_a_warning(services: Services) -> None:
    services.open(capacity=2)
    for _ in range(2):
        services.book(services.buy(), services.time(9))
    services.book(services.buy(), services.time(15))
    short, other = (
        {"startTime": services.time(9), "endTime": services.time(12), "capacity": 1},
        {"startTime": services.time(13), "endTime": services.time(15), "capacity": 1},
    )
    first, second = services.schedules(STORE, short, other)["payload"]
    assert first["availability"] == short
    [warning] = first["warnings"]
    assert (warning["code"], warning["details"]) == (
        "CAPACITY_EXCEEDED",
        f"from {services.time(9)} to {services.time(10)}",
    )
    assert "availability" not in second
    assert second["warnings"][0]["details"] == f"from {services.time(15)} to {services.time(16)}"
    assert services.available(services.time(9), services.time(17)) == [
        (services.time(10), services.time(12), 1),
        (services.time(13), services.time(15), 1),
    ]


def test_capacity_in_fixed_slots_has_the_types_asked_for(services: Services) -> None:
    services.open(capacity=3)
    services.book(services.buy(), services.time(9))
    services.reserve(services.time(9, 30), services.time(10))
    body = {
        "capacityTypes": ["SCHEDULED_CAPACITY", "AVAILABLE_CAPACITY", "ENCUMBERED_CAPACITY", "RESERVED_CAPACITY"],
        "slotDuration": 30,
        "startDateTime": services.time(8, 30),
        "endDateTime": services.time(10, 45),
    }
    path = services.path(STORE, "capacity/fixed")
    found = services.shop.ok("POST", path, body, **services.here)
    assert (found["resourceId"], found["slotDuration"]) == (STORE, 30)
    kinds = ("scheduledCapacity", "availableCapacity", "encumberedCapacity", "reservedCapacity")
    assert [(each["startDateTime"], [each[kind] for kind in kinds]) for each in found["capacities"]] == [
        (services.time(8, 30), [0, 0, 0, 0]),
        (services.time(9), [3, 2, 1, 0]),
        (services.time(9, 30), [3, 1, 1, 1]),
        (services.time(10), [3, 3, 0, 0]),
    ]
    plain = services.shop.ok(
        "POST", path, {"startDateTime": services.time(9), "endDateTime": services.time(10)}, **services.here
    )
    assert plain["capacities"] == [{"startDateTime": services.time(9), "scheduledCapacity": 3}]
    for minutes in (400, 0):
        [error] = services.shop.refused("POST", path, {**body, "slotDuration": minutes}, **services.here)
        assert error["details"] == f"slotDuration: '{minutes}' must be from 5 to 360 minutes"


def test_capacity_comes_in_pages(services: Services) -> None:
    services.open()
    until = {"endTime": "2027-05-20T00:00:00Z"}
    services.schedule(STORE, services.time(9), services.time(17), recurrence=until)
    wide = {"startDateTime": services.time(0), "endDateTime": "2027-05-30T00:00:00Z"}

    def every(path: str, body: Json) -> list[Json]:
        pages: list[Json] = []
        more: Json = {}
        while True:
            pages.append(services.shop.ok("POST", services.path(STORE, path), body, **services.here, **more))
            if "nextPageToken" not in pages[-1]:
                return pages
            more = {"nextPageToken": pages[-1]["nextPageToken"]}

    ranges = every("capacity/range", wide)
    assert [len(each["capacities"][0]["slots"]) for each in ranges] == [30, 30, 20]
    fixed = every("capacity/fixed", {**wide, "slotDuration": 180})
    assert [len(each["capacities"]) for each in fixed] == [500, 220]
    starts = [slot["startDateTime"] for page in fixed for slot in page["capacities"]]
    assert (starts == sorted(set(starts)), starts[-1]) == (True, "2027-05-29T21:00:00Z")
    token = {"nextPageToken": ranges[0]["nextPageToken"]}
    path = services.path(STORE, "capacity/range")
    other = {**wide, "endDateTime": "2027-05-29T00:00:00Z"}
    [error] = services.shop.refused("POST", path, other, **services.here, **token)
    assert error["details"].startswith("nextPageToken: it was not given")


def test_times_at_the_ends_of_the_calendar_are_refused(services: Services) -> None:
    services.open()
    first, last = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"
    far = "must be within ten years of the present"
    body = {"schedules": [{"startTime": first, "endTime": last, "recurrence": {"endTime": last}}]}
    errors = services.shop.refused("PUT", services.path(STORE, "schedules"), body, **services.here)
    assert [each["details"] for each in errors] == [
        f"schedules[0].startTime: '{first}' {far}",
        f"schedules[0].endTime: '{last}' {far}",
        f"schedules[0].recurrence.endTime: '{last}' {far}",
    ]
    reservation = services.reservation(services.time(9), last)
    services.shop.refused("POST", f"{SERVICE}/reservation", reservation, **services.here)
    for what in ("fixed", "range"):
        asked = {"startDateTime": "9999-12-31T00:00:00Z", "endDateTime": last}
        services.shop.refused("POST", services.path(STORE, f"capacity/{what}"), asked, **services.here)
    job = services.buy()
    path = f"{SERVICE}/serviceJobs/{job}"
    services.shop.refused("GET", f"{path}/appointmentSlots", startTime=first, endTime=last, **services.here)
    services.shop.refused("POST", f"{path}/appointments", services.appointment_body(last))
    wish = {"storeId": STORE, "asin": "B0ASSEMBLY", "preferredTimes": [last]}
    assert services.shop.control("POST", "buyers/services", wish).status_code == 400
    assert services.available(services.time(0), services.time(23)) == [(services.time(9), services.time(17), 1)]

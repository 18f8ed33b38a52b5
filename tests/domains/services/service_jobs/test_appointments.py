"""A slot is found, agreed on, moved and kept by somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.domains.services.service_jobs.serving import ASIN, JOBS, SERVICE, STORE, Services
from tests.shop import DE, US, Shop


def test_slots_are_back_to_back_and_show_what_is_left(services: Services) -> None:
    services.open(minutes=120, capacity=2)
    job = services.buy()
    nine, eleven = services.time(9), services.time(11)
    assert services.slots(job, services.time(0), services.time(23)) == [
        (nine, 2),
        (eleven, 2),
        (services.time(13), 2),
        (services.time(15), 2),
    ]
    services.book(job, nine)
    assert services.slots(job, services.time(0), services.time(12)) == [(nine, 1), (eleven, 2)]
    found = services.shop.ok(
        "GET", f"{SERVICE}/appointmentSlots", asin=ASIN, storeId=STORE, startTime=nine, endTime=eleven, **services.here
    )["payload"]
    assert found == {
        "schedulingType": "REAL_TIME_SCHEDULING",
        "startTime": nine,
        "endTime": eleven,
        "appointmentSlots": [{"startTime": nine, "endTime": eleven, "capacity": 1}],
    }


def test_slots_that_have_begun_are_gone_and_two_weeks_are_shown_where_nothing_is_said(services: Services) -> None:
    services.open(minutes=240)
    until = {"endTime": services.time(0, day=31)}
    services.schedule(STORE, services.time(9), services.time(17), recurrence=until)
    services.shop.advance("PT9H")
    found = services.shop.ok("GET", f"{SERVICE}/appointmentSlots", asin=ASIN, storeId=STORE, **services.here)["payload"]
    starts = [each["startTime"] for each in found["appointmentSlots"]]
    assert (found["startTime"], found["endTime"]) == (services.time(9), services.time(9, day=15))
    assert (starts[0], starts[-1], len(starts)) == (services.time(13), services.time(13, day=14), 27)


def test_a_range_of_slots_has_two_ends_and_at_most_ninety_days(services: Services) -> None:
    services.open()
    job = services.buy()

    def refused(**query: Any) -> str:
        [error] = services.shop.refused("GET", f"{JOBS}/{job}/appointmentSlots", **services.here, **query)
        return str(error["details"])

    assert refused(startTime=services.time(9)) == "endTime: '' must be provided with startTime"
    assert refused(startTime="soon", endTime=services.time(9)).startswith("startTime: 'soon' must be a date-time")
    backwards = refused(startTime=services.time(9), endTime=services.time(8))
    assert backwards == f"endTime: '{services.time(8)}' must be after startTime"
    wide = refused(startTime="2027-03-01T00:00:00Z", endTime="2027-05-30T00:00:01Z")
    assert wide == "endTime: '2027-05-30T00:00:01Z' must be at most 90 days after startTime"


def test_an_appointment_takes_the_slot_and_the_job_is_to_be_serviced(services: Services) -> None:
    services.open()
    first, second = services.buy(), services.buy()
    assert services.status(first) == "PENDING_SCHEDULE"
    appointment = services.book(first, services.time(9))
    job = services.job(first)
    assert job["serviceJobStatus"] == "NOT_SERVICED"
    assert job["appointments"] == [
        {
            "appointmentId": appointment,
            "appointmentStatus": "ACTIVE",
            "appointmentTime": {"startTime": services.time(9), "durationInMinutes": 60},
        }
    ]
    [error] = services.shop.refused(
        "POST", f"{JOBS}/{second}/appointments", services.appointment_body(services.time(9)), 422
    )
    assert error["code"] == "UnprocessableEntity"
    assert error["details"] == (
        f"appointmentTime.startTime: '{services.time(9)}' is no available slot of STORE-1:"
        " nothing of its capacity is left"
    )
    assert services.status(second) == "PENDING_SCHEDULE"
    assert "appointments" not in services.job(second)
    [event] = services.happened("appointment_set")
    assert event["body"] == {
        "serviceJobId": first,
        "appointmentId": appointment,
        "startTime": services.time(9),
        "minutes": 60,
        "askedBy": "seller",
    }


def test_a_time_that_is_no_slot_is_refused(services: Services) -> None:
    services.open(minutes=120)
    job = services.buy()
    path = f"{JOBS}/{job}/appointments"

    def refused(status: int, start: str, **more: int) -> str:
        [error] = services.shop.refused("POST", path, services.appointment_body(start, **more), status)
        return str(error["details"])

    assert refused(422, services.time(10)).endswith("none of 120 minutes begins then")
    assert refused(422, services.time(16)).endswith("none of 120 minutes begins then")
    past = refused(400, "2027-02-28T09:00:00Z")
    assert past == "appointmentTime.startTime: '2027-02-28T09:00:00Z' must be in the future"
    wrong = refused(400, services.time(9), durationInMinutes=60)
    assert wrong == "appointmentTime.durationInMinutes: '60' must be the duration of the service, which is 120"
    assert services.status(job) == "PENDING_SCHEDULE"
    body = services.appointment_body(services.time(9), durationInMinutes=120)
    assert set(services.shop.ok("POST", path, body)) == {"appointmentId"}


def test_a_job_has_one_appointment_at_a_time(services: Services) -> None:
    services.open()
    job = services.buy()
    appointment = services.book(job, services.time(9))
    [error] = services.shop.refused(
        "POST", f"{JOBS}/{job}/appointments", services.appointment_body(services.time(10)), 422
    )
    assert error["details"].startswith(f"serviceJobId: '{job}' has the active appointment {appointment}")
    assert len(services.job(job)["appointments"]) == 1


def test_several_of_a_service_take_as_much_longer(services: Services) -> None:
    services.open()
    job = services.buy(quantity=2)
    assert services.job(job)["payments"] == [
        {"amount": {"value": 178.0, "currency": "USD"}, "instrument": "CreditCard"}
    ]
    services.book(job, services.time(9))
    assert services.available(services.time(9), services.time(13)) == [(services.time(11), services.time(13), 1)]


def test_a_moved_appointment_gives_its_time_back(services: Services) -> None:
    services.open()
    job = services.buy()
    before = services.book(job, services.time(9))
    after = services.move(job, before, services.time(13))["appointmentId"]
    old, new = services.job(job)["appointments"]
    assert (old["appointmentId"], old["appointmentStatus"], old["rescheduledAppointmentId"]) == (
        before,
        "CANCELLED",
        after,
    )
    assert (new["appointmentId"], new["appointmentStatus"]) == (after, "ACTIVE")
    assert services.available(services.time(9), services.time(17)) == [
        (services.time(9), services.time(13), 1),
        (services.time(14), services.time(17), 1),
    ]
    _, event = services.happened("appointment_set")
    assert (event["body"]["askedBy"], event["body"]["reason"], event["body"]["insteadOf"]) == ("seller", "RS1", before)
    [error] = services.shop.refused(
        "POST", f"{JOBS}/{job}/appointments/{before}", services.move_body(services.time(10)), 422
    )
    assert error["details"].startswith(f"appointmentId: '{before}' is CANCELLED")


def test_an_appointment_that_cannot_be_moved_stays(services: Services) -> None:
    services.open()
    job, other = services.buy(), services.buy()
    appointment = services.book(job, services.time(9))
    services.book(other, services.time(10))
    path = f"{JOBS}/{job}/appointments/{appointment}"
    services.shop.refused("POST", path, services.move_body(services.time(10)), 422)
    [error] = services.shop.refused("POST", path, services.move_body(services.time(11), "too rainy"))
    assert error["details"] == (
        "rescheduleReasonCode: 'too rainy' must be a code of 1 to 100 capitals, digits and underscores, such as RS1"
    )
    [found] = services.job(job)["appointments"]
    assert (found["appointmentId"], found["appointmentStatus"]) == (appointment, "ACTIVE")
    assert services.ranges("ENCUMBERED_CAPACITY", services.time(9), services.time(17)) == [
        (services.time(9), services.time(11), 1)
    ]
    assert services.move(job, appointment, services.time(9))["appointmentId"] != appointment


def test_the_buyer_moves_an_appointment_too(services: Services) -> None:
    services.open()
    job = services.buy()
    services.book(job, services.time(9))
    body = {"startTime": services.time(15), "reason": "NOT_AT_HOME"}
    services.shop.controlled("POST", f"buyers/services/{job}/reschedule", body)
    old, new = services.job(job)["appointments"]
    assert (old["appointmentStatus"], new["appointmentTime"]["startTime"]) == ("CANCELLED", services.time(15))
    event = services.happened("appointment_set")[-1]
    assert (event["body"]["askedBy"], event["body"]["reason"]) == ("buyer", "NOT_AT_HOME")


def test_an_appointment_beside_the_buyers_wishes_comes_with_a_warning(services: Services) -> None:
    services.open()
    job = services.buy(preferredTimes=[services.time(9), services.time(10)])
    assert services.job(job)["preferredAppointmentTimes"] == [
        {"startTime": services.time(9), "durationInMinutes": 60},
        {"startTime": services.time(10), "durationInMinutes": 60},
    ]
    found = services.shop.ok("POST", f"{JOBS}/{job}/appointments", services.appointment_body(services.time(11)))
    [warning] = found["warnings"]
    assert warning["code"] == "OUTSIDE_PREFERRED_TIMES"
    assert services.time(9) in warning["message"]
    wished = services.move(job, found["appointmentId"], services.time(10))
    assert "warnings" not in wished


def test_technicians_are_sent_and_replaced(services: Services) -> None:
    services.open()
    services.technician("TECH1", "Ada Lowe")
    services.technician("TECH2", "Bo Reyes")
    job = services.buy()
    appointment = services.book(job, services.time(9))
    assert services.send(job, appointment, "TECH1", "TECH2", "TECH1") == {}
    [found] = services.job(job)["appointments"]
    assert found["assignedTechnicians"] == [
        {"technicianId": "TECH1", "name": "Ada Lowe"},
        {"technicianId": "TECH2", "name": "Bo Reyes"},
    ]
    services.send(job, appointment, "TECH2")
    [found] = services.job(job)["appointments"]
    assert [each["technicianId"] for each in found["assignedTechnicians"]] == ["TECH2"]
    assert services.ranges("ENCUMBERED_CAPACITY", services.time(0), services.time(23), "TECH1") == []


def test_nobody_is_in_two_places_at_once(services: Services) -> None:
    services.open(capacity=2)
    services.technician("TECH1")
    first, second = services.buy(), services.buy()
    services.send(first, services.book(first, services.time(9)), "TECH1")
    appointment = services.book(second, services.time(9))
    path = f"{JOBS}/{second}/appointments/{appointment}/resources"
    [error] = services.shop.refused("PUT", path, services.resources("TECH1"), 422)
    assert error["details"] == "resources.resourceId: 'TECH1' has another appointment at that time"
    assert "assignedTechnicians" not in services.job(second)["appointments"][0]
    later = services.move(second, appointment, services.time(10))["appointmentId"]
    assert services.send(second, later, "TECH1") == {}


def test_a_technician_who_is_away_cannot_come_and_one_out_of_hours_comes_with_a_warning(services: Services) -> None:
    services.open()
    services.technician("TECH1")
    services.schedule("TECH1", services.time(13), services.time(17))
    job = services.buy()
    appointment = services.book(job, services.time(9))
    [warning] = services.send(job, appointment, "TECH1")["warnings"]
    assert (warning["code"], warning["message"]) == (
        "RESOURCE_OUTSIDE_SCHEDULE",
        "TECH1 is not scheduled for all of that time",
    )
    services.reserve(services.time(13), services.time(15), resource_id="TECH1", type="TRAINING")
    moved = services.move(job, appointment, services.time(14))
    [warning] = moved["warnings"]
    assert warning["code"] == "RESOURCE_NOT_AVAILABLE"
    assert "assignedTechnicians" not in services.job(job)["appointments"][-1]
    path = f"{JOBS}/{job}/appointments/{moved['appointmentId']}/resources"
    [error] = services.shop.refused("PUT", path, services.resources("TECH1"), 422)
    assert error["details"] == "resources.resourceId: 'TECH1' has a reservation at that time"


def test_only_technicians_of_the_marketplace_are_sent(services: Services) -> None:
    services.open()
    Services(services.shop, marketplace=DE).technician("TECH-DE")
    job = services.buy()
    path = f"{JOBS}/{job}/appointments/{services.book(job, services.time(9))}/resources"
    found = services.shop.refused("PUT", path, services.resources("TECH-DE", STORE))
    rule = f"is not a technician of yours in {US}"
    assert [each["details"] for each in found] == [
        f"resources.resourceId: 'TECH-DE' {rule}",
        f"resources.resourceId: '{STORE}' {rule}",
    ]
    [error] = services.shop.refused("PUT", path, {"resources": []})
    assert error["details"] == "resources: '[]' must name at least one resource"


def test_jobs_and_appointments_of_others_are_not_found(services: Services, new_shop: Callable[..., Shop]) -> None:
    services.open()
    job = services.buy()
    appointment = services.book(job, services.time(9))
    other = new_shop(beside=services.shop)
    for method, path, body in (
        ("GET", f"{JOBS}/{job}", None),
        ("GET", f"{JOBS}/{job}/appointmentSlots?marketplaceIds={US}", None),
        ("PUT", f"{JOBS}/{job}/completions", None),
        ("PUT", f"{JOBS}/{job}/cancellations?cancellationReasonCode=V1", None),
        ("POST", f"{JOBS}/{job}/appointments", services.appointment_body(services.time(10))),
        ("POST", f"{JOBS}/{job}/appointments/{appointment}", services.move_body(services.time(10))),
        ("PUT", f"{JOBS}/{job}/appointments/{appointment}/resources", services.resources("TECH1")),
        ("PUT", f"{JOBS}/{job}/appointments/{appointment}/fulfillment", {}),
    ):
        response = other.call(method, path, body)
        assert (response.status_code, response.json()["errors"][0]["code"]) == (404, "NotFound"), path
    path = f"{JOBS}/{job}/appointments/no-such/resources"
    [error] = services.shop.refused("PUT", path, services.resources("T"), 404)
    assert error["details"] == f"appointmentId: 'no-such' is not an appointment of {job}"
    assert services.status(job) == "NOT_SERVICED"


def test_a_service_without_real_time_scheduling_has_the_working_hours_as_its_slots(services: Services) -> None:
    services.open(realTimeScheduling=False)
    first, second = services.buy(), services.buy()
    nine, eleven = services.time(9), services.time(11)
    for job in (first, second):
        services.book(job, nine)
    query = {"startTime": nine, "endTime": eleven, **services.here}
    of_job = services.shop.ok("GET", f"{JOBS}/{first}/appointmentSlots", **query)["payload"]
    of_store = services.shop.ok("GET", f"{SERVICE}/appointmentSlots", asin=ASIN, storeId=STORE, **query)["payload"]
    for found in (of_job, of_store):
        assert found["schedulingType"] == "NON_REAL_TIME_SCHEDULING"
        assert [(each["startTime"], each["capacity"]) for each in found["appointmentSlots"]] == [
            (nine, 1),
            (services.time(10), 1),
        ]
    assert services.available(nine, services.time(17)) == [(nine, services.time(17), 1)]
    third = services.buy()
    [error] = services.shop.refused(
        "POST", f"{JOBS}/{third}/appointments", services.appointment_body(services.time(20)), status=422
    )
    assert "none of 60 minutes begins then" in error["details"]

"""Situations in which a seller of services calls the API, as Amazon's guides describe them."""

from __future__ import annotations

import httpx

from tests.domains.services.service_jobs.serving import ASIN, JOBS, MONDAY, SERVICE, STORE, Services
from tests.evidence.roles import without_shipping
from tests.shop import US, Json, Shop

_HOUR: Json = {"startTime": f"{MONDAY}T09:00:00Z", "endTime": f"{MONDAY}T10:00:00Z"}
_NONE: Json = {"marketplaceIds": US}


def on_monday(shop: Shop) -> Services:
    """A store that is open on Monday from nine to five, for one job at a time, before it opens."""
    shop.controlled("POST", "clock/advance", {"to": f"{MONDAY}T00:00:00Z"})
    services = Services(shop)
    services.open()
    return services


def jobs_of_a_time(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    services.buy()
    return shop.call("GET", JOBS, createdAfter=services.time(0), **services.here)


def one_job(shop: Shop) -> httpx.Response:
    return shop.call("GET", f"{JOBS}/{on_monday(shop).buy()}")


def an_appointment_in_a_slot(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    path = f"{JOBS}/{services.buy()}/appointments"
    return shop.call("POST", path, services.appointment_body(services.time(9)))


def an_appointment_when_nobody_works(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    path = f"{JOBS}/{services.buy()}/appointments"
    return shop.call("POST", path, services.appointment_body(services.time(20)))


def an_appointment_that_is_moved(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    return shop.call("POST", _appointment(services), services.move_body(services.time(13)))


def an_appointment_moved_into_the_past(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    return shop.call("POST", _appointment(services), services.move_body("2027-02-28T09:00:00Z"))


def a_technician_for_an_appointment(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    services.technician("TECH1")
    return shop.call("PUT", f"{_appointment(services)}/resources", services.resources("TECH1"))


def what_was_done(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    path = f"{_appointment(services)}/fulfillment"
    shop.advance("PT11H")
    return shop.call("PUT", path, {"fulfillmentTime": _HOUR})


def a_place_for_a_document(shop: Shop) -> httpx.Response:
    return shop.call("POST", f"{SERVICE}/documents", {"contentType": "PDF", "contentLength": 64})


def a_job_completed_of_which_nothing_was_said(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    path = _appointment(services)
    shop.advance("PT11H")
    return shop.call("PUT", f"{path.partition('/appointments')[0]}/completions")


def a_job_called_off(shop: Shop) -> httpx.Response:
    return shop.call("PUT", f"{JOBS}/{on_monday(shop).buy()}/cancellations", cancellationReasonCode="V2")


def a_schedule_in_place_of_another(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    shift = {"startTime": services.time(10), "endTime": services.time(12), "capacity": 2}
    return shop.call("PUT", services.path(STORE, "schedules"), {"schedules": [shift]}, **services.here)


def a_reservation(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    return shop.call("POST", f"{SERVICE}/reservation", _break(services, 9), **services.here)


def a_reservation_that_is_moved(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    return shop.call("PUT", _reserved(services), _break(services, 13), **services.here)


def a_reservation_that_is_given_up(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    return shop.call("DELETE", _reserved(services), **services.here)


def what_is_available_beside_a_reservation(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    _reserved(services)
    span = {"startDateTime": services.time(0), "endDateTime": services.time(23)}
    body = {"capacityTypes": ["AVAILABLE_CAPACITY"], **span}
    return shop.call("POST", services.path(STORE, "capacity/range"), body, **services.here)


def a_reserved_hour_in_fixed_slots(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    _reserved(services)
    span = {"startDateTime": services.time(9), "endDateTime": services.time(10)}
    body = {"capacityTypes": ["AVAILABLE_CAPACITY"], "slotDuration": 60, **span}
    return shop.call("POST", services.path(STORE, "capacity/fixed"), body, **services.here)


def a_reserved_hour_among_the_slots_of_a_job(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    _reserved(services)
    return shop.call("GET", f"{JOBS}/{services.buy()}/appointmentSlots", **_HOUR, **services.here)


def a_reserved_hour_among_the_slots_of_a_store(shop: Shop) -> httpx.Response:
    services = on_monday(shop)
    _reserved(services)
    return shop.call("GET", f"{SERVICE}/appointmentSlots", asin=ASIN, storeId=STORE, **_HOUR, **services.here)


def _appointment(services: Services) -> str:
    """The path of an appointment at nine."""
    job = services.buy()
    return f"{JOBS}/{job}/appointments/{services.book(job, services.time(9))}"


def _break(services: Services, hour: int) -> Json:
    return services.reservation(services.time(hour), services.time(hour + 1))


def _reserved(services: Services) -> str:
    """The path of a reservation from nine to ten."""
    return f"{SERVICE}/reservation/{services.reserve(services.time(9), services.time(10))}"


def jobs_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", JOBS, createdAfter=MONDAY, **_NONE)


def a_job_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{JOBS}/none")


def a_new_appointment_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{JOBS}/none/appointments")


def a_moved_appointment_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{JOBS}/none/appointments/none")


def technicians_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("PUT", f"{JOBS}/none/appointments/none/resources")


def fulfillment_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("PUT", f"{JOBS}/none/appointments/none/fulfillment")


def a_document_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{SERVICE}/documents")


def a_completion_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("PUT", f"{JOBS}/none/completions")


def a_cancellation_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("PUT", f"{JOBS}/none/cancellations", cancellationReasonCode="V2")


def a_schedule_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("PUT", f"{SERVICE}/serviceResources/none/schedules", **_NONE)


def a_new_reservation_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{SERVICE}/reservation", **_NONE)


def a_moved_reservation_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("PUT", f"{SERVICE}/reservation/none", **_NONE)


def a_reservation_given_up_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("DELETE", f"{SERVICE}/reservation/none", **_NONE)


def ranges_of_capacity_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{SERVICE}/serviceResources/none/capacity/range", **_NONE)


def slots_of_capacity_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("POST", f"{SERVICE}/serviceResources/none/capacity/fixed", **_NONE)


def slots_of_a_job_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{JOBS}/none/appointmentSlots", **_NONE)


def slots_of_a_store_without_the_role(shop: Shop) -> httpx.Response:
    return without_shipping(shop).call("GET", f"{SERVICE}/appointmentSlots", asin=ASIN, storeId=STORE, **_NONE)

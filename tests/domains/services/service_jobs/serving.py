"""A seller of services, as its tests see it: stores, technicians, jobs and their appointments over the wire."""

from __future__ import annotations

from typing import Any

from tests.shop import US, Json, Shop

SERVICE = "/service/v1"
JOBS = f"{SERVICE}/serviceJobs"
STORE, ASIN = "STORE-1", "B0ASSEMBLY"
#: The frozen clock of these tests is moved here first: a Monday morning.
MONDAY = "2027-03-01"


class Services:
    """What a seller of services does, and what buyers do."""

    def __init__(self, shop: Shop, store: str = STORE, marketplace: str = US) -> None:
        self.shop = shop
        self.store = store
        self.marketplace = marketplace

    def open(self, minutes: int = 60, capacity: int = 1, asin: str = ASIN, **changes: Any) -> None:
        """A store that sells one service, on Monday from 9 to 17."""
        service = {"asin": asin, "title": "Furniture assembly", "durationInMinutes": minutes, "price": "89.00"}
        body = {"marketplaceId": self.marketplace, "services": [{**service, **changes}]}
        self.shop.controlled("PUT", f"services/stores/{self.store}", body)
        self.schedule(self.store, self.time(9), self.time(17), capacity)

    def technician(self, resource_id: str, name: str = "Ada Lowe") -> None:
        body = {"marketplaceId": self.marketplace, "name": name}
        self.shop.controlled("PUT", f"services/technicians/{resource_id}", body)

    def time(self, hour: int, minute: int = 0, day: int = 1) -> str:
        return f"2027-03-{day:02}T{hour:02}:{minute:02}:00Z"

    # Schedules and capacity

    def schedule(self, resource_id: str, start: str, end: str, capacity: int = 1, **more: Any) -> Json:
        return self.schedules(resource_id, {"startTime": start, "endTime": end, "capacity": capacity, **more})

    def schedules(self, resource_id: str, *records: Json) -> Json:
        return self.shop.ok("PUT", self.path(resource_id, "schedules"), {"schedules": list(records)}, **self.here)

    @property
    def here(self) -> Json:
        return {"marketplaceIds": self.marketplace}

    def path(self, resource_id: str, what: str) -> str:
        return f"{SERVICE}/serviceResources/{resource_id}/{what}"

    def ranges(self, kind: str, start: str, end: str, resource_id: str | None = None) -> list[tuple[str, str, int]]:
        body = {"capacityTypes": [kind], "startDateTime": start, "endDateTime": end}
        found = self.shop.ok("POST", self.path(resource_id or self.store, "capacity/range"), body, **self.here)
        [capacity] = found["capacities"]
        assert capacity["capacityType"] == kind
        return [(each["startDateTime"], each["endDateTime"], each["capacity"]) for each in capacity["slots"]]

    def available(self, start: str, end: str, resource_id: str | None = None) -> list[tuple[str, str, int]]:
        return self.ranges("AVAILABLE_CAPACITY", start, end, resource_id)

    def reserve(self, start: str, end: str, capacity: int = 1, resource_id: str | None = None, **more: Any) -> str:
        found = self.shop.ok(
            "POST", f"{SERVICE}/reservation", self.reservation(start, end, capacity, resource_id, **more), **self.here
        )
        return str(found["payload"]["reservation"]["reservationId"])

    def reservation(
        self,
        start: str,
        end: str,
        capacity: int = 1,
        resource_id: str | None = None,
        type: str = "BREAK",
        recurrence: Json | None = None,
    ) -> Json:
        availability = {"startTime": start, "endTime": end, "capacity": capacity, "recurrence": recurrence}
        given = {name: value for name, value in availability.items() if value is not None}
        return {"resourceId": resource_id or self.store, "reservation": {"type": type, "availability": given}}

    # Jobs

    def buy(self, **changes: Any) -> str:
        body = {"storeId": self.store, "asin": ASIN, "marketplaceId": self.marketplace, **changes}
        return str(self.shop.controlled("POST", "buyers/services", body)["serviceJobId"])

    def job(self, job_id: str) -> Json:
        payload: Json = self.shop.ok("GET", f"{JOBS}/{job_id}")["payload"]
        return payload

    def status(self, job_id: str) -> str:
        return str(self.job(job_id)["serviceJobStatus"])

    def slots(self, job_id: str, start: str, end: str) -> list[tuple[str, int]]:
        found = self.shop.ok("GET", f"{JOBS}/{job_id}/appointmentSlots", startTime=start, endTime=end, **self.here)[
            "payload"
        ]
        assert found["schedulingType"] == "REAL_TIME_SCHEDULING"
        return [(each["startTime"], each["capacity"]) for each in found["appointmentSlots"]]

    def appointment_body(self, start: str, **changes: Any) -> Json:
        return {"appointmentTime": {"startTime": start, **changes}}

    def book(self, job_id: str, start: str) -> str:
        found = self.shop.ok("POST", f"{JOBS}/{job_id}/appointments", self.appointment_body(start))
        return str(found["appointmentId"])

    def move_body(self, start: str, reason: str = "RS1") -> Json:
        return {**self.appointment_body(start), "rescheduleReasonCode": reason}

    def move(self, job_id: str, appointment_id: str, start: str) -> Json:
        return self.shop.ok("POST", f"{JOBS}/{job_id}/appointments/{appointment_id}", self.move_body(start))

    def send(self, job_id: str, appointment_id: str, *resource_ids: str) -> Json:
        payload: Json = self.shop.ok(
            "PUT", f"{JOBS}/{job_id}/appointments/{appointment_id}/resources", self.resources(*resource_ids)
        )["payload"]
        return payload

    def resources(self, *resource_ids: str) -> Json:
        return {"resources": [{"resourceId": each} for each in resource_ids]}

    def say(self, job_id: str, appointment_id: str, **body: Any) -> None:
        response = self.shop.call("PUT", f"{JOBS}/{job_id}/appointments/{appointment_id}/fulfillment", body)
        assert response.status_code == 204, response.text
        assert response.content == b""

    def listed(self, **query: Any) -> Json:
        payload: Json = self.shop.ok("GET", JOBS, **{"createdAfter": "2020-01-01T00:00:00Z", **self.here, **query})[
            "payload"
        ]
        return payload

    def happened(self, *types: str) -> list[Json]:
        return [each for each in self.shop.events() if each["type"].removeprefix("service_jobs.") in types]

"""The scenario ``services``: a store with a past, and a job in every status."""

from __future__ import annotations

from tests.domains.services.service_jobs.serving import JOBS
from tests.shop import US, Shop


def test_there_is_a_job_in_every_status(shop: Shop) -> None:
    shop.controlled("POST", "scenarios", {"name": "services"})
    query = {"createdAfter": "2020-01-01T00:00:00Z", "marketplaceIds": US}
    found = shop.ok("GET", JOBS, **query)["payload"]["jobs"]
    assert {each["serviceJobStatus"] for each in found} == {
        "COMPLETED",
        "CANCELLED",
        "PENDING_SCHEDULE",
        "NOT_SERVICED",
        "NOT_FULFILLABLE",
        "HOLD",
        "PAYMENT_DECLINED",
    }
    [store, *technicians] = shop.controlled("GET", "services/resources")["resources"]
    assert ([each["asin"] for each in store["services"]], [each["name"] for each in technicians]) == (
        ["B0ASSEMBLY", "B0TIREFITS"],
        ["Ada Lowe", "Bo Reyes"],
    )
    missed = [each for each in shop.events() if each["type"] == "service_jobs.appointment_missed"]
    assert len(missed) == 1

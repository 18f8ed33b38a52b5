"""The console's pages of services: being a buyer of one."""

from __future__ import annotations

import re

import httpx

from tests.console.test_pages import console
from tests.domains.services.service_jobs.serving import MONDAY, Services
from tests.shop import Shop


def opened(shop: Shop) -> Services:
    shop.controlled("POST", "clock/advance", {"to": f"{MONDAY}T00:00:00Z"})
    services = Services(shop)
    services.open()
    services.technician("TECH1", "<b>Ada</b> Lowe")
    return services


def posted(shop: Shop, page: str, **form: str) -> httpx.Response:
    return shop.http.post(console(shop, page), data=form)


def test_a_service_is_ordered_moved_and_called_off_as_its_buyer(shop: Shop) -> None:
    services = opened(shop)
    made = posted(shop, "/services", service="STORE-1/B0ASSEMBLY")
    assert made.status_code == 303, made.text
    found = re.search(r"/services/([0-9a-f-]{36})", made.headers["location"])
    assert found is not None
    job = found[1]
    appointment = services.book(job, services.time(9))
    services.send(job, appointment, "TECH1")
    page = shop.http.get(console(shop, f"/services/{job}")).text
    assert "&lt;b&gt;Ada&lt;/b&gt; Lowe" in page
    assert "Appointment set" in page
    moved = posted(shop, f"/services/{job}/reschedule", slot="2027-03-01T15:00:00+00:00")
    assert moved.status_code == 303, moved.text
    assert services.job(job)["appointments"][-1]["appointmentTime"]["startTime"] == services.time(15)
    assert "Furniture assembly" in shop.http.get(console(shop, "/services")).text
    assert posted(shop, f"/services/{job}/cancel").status_code == 303
    assert services.status(job) == "CANCELLED"


def test_what_a_buyer_cannot_do_is_said_and_nothing_happens(shop: Shop) -> None:
    services = opened(shop)
    assert "there is no store" in posted(shop, "/services", service="NOWHERE/B0ASSEMBLY").text
    unsold = posted(shop, "/services", service="STORE-1/B000000000")
    assert (unsold.status_code, "is not sold by STORE-1" in unsold.text) == (422, True)
    assert services.listed()["totalResultSize"] == 0
    job = services.buy(paid=False)
    assert posted(shop, f"/services/{job}/reschedule", slot="2027-03-01T15:00:00+00:00").status_code == 422
    assert posted(shop, f"/services/{job}/pay").status_code == 303
    refused = posted(shop, f"/services/{job}/pay")
    assert (refused.status_code, "only a declined payment" in refused.text) == (422, True)
    assert services.status(job) == "PENDING_SCHEDULE"

"""Jobs in the console: looked at, held, released, made to end, and their documents read."""

from __future__ import annotations

from tests.console.test_pages import console
from tests.domains.exchange.exchanging import ended, feed, shown
from tests.shop import Shop

TYPE = "POST_ORDER_FULFILLMENT_DATA"


def page(shop: Shop, path: str = "") -> str:
    answer = shop.http.get(console(shop, f"/jobs{path}"))
    assert answer.status_code == 200, answer.text
    return answer.text


def act(shop: Shop, feed_id: str, what: str, **form: str) -> None:
    answer = shop.http.post(console(shop, f"/jobs/feeds/{feed_id}/{what}"), data=form)
    assert answer.status_code == 303, answer.text


def test_a_feed_is_listed_with_its_state(shop: Shop) -> None:
    feed_id = feed(shop, TYPE, "<broken")
    assert feed_id in page(shop)
    assert feed_id in page(shop, "?state=queued")
    assert feed_id not in page(shop, "?state=done")


def test_a_job_is_held_and_released(shop: Shop) -> None:
    feed_id = feed(shop, TYPE, "<broken")
    act(shop, feed_id, "hold")
    shop.advance("P1D")
    assert shown(shop, feed_id)["processingStatus"] == "IN_QUEUE"
    assert "held until it is released" in page(shop, f"/feeds/{feed_id}")
    act(shop, feed_id, "release")
    assert ended(shop, feed_id)["processingStatus"] == "DONE"


def test_a_job_is_made_to_end_and_its_report_says_why(shop: Shop) -> None:
    feed_id = feed(shop, TYPE, "<broken")
    act(shop, feed_id, "end", ending="fatal", reason="The <disk> was full.")
    assert ended(shop, feed_id)["processingStatus"] == "FATAL"
    told = page(shop, f"/feeds/{feed_id}")
    assert "The &lt;disk&gt; was full." in told
    assert "&lt;broken" in told
    refused = shop.http.post(console(shop, f"/jobs/feeds/{feed_id}/hold"))
    assert (refused.status_code, f"job {feed_id} is fatal" in refused.text) == (422, True)


def test_a_document_is_downloaded(shop: Shop) -> None:
    feed_id = feed(shop, TYPE, "<broken")
    answer = shop.http.get(console(shop, f"/jobs/feeds/{feed_id}/documents/input document"))
    assert answer.status_code == 303
    assert shop.http.get(answer.headers["location"]).text == "<broken"
    missing = shop.http.get(console(shop, f"/jobs/feeds/{feed_id}/documents/nothing"))
    assert missing.status_code == 404


def test_a_job_of_another_seller_is_not_there(shop: Shop) -> None:
    assert shop.http.get(console(shop, "/jobs/feeds/1")).status_code == 404

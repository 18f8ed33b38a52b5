"""Jobs move by the clock, and do what a test wants of them."""

from __future__ import annotations

import pytest

from tests.domains.exchange.exchanging import FEEDS, ended, feed, report, shown
from tests.shop import Shop

LEGACY = "POST_PRODUCT_DATA"
FULFILLMENT = "POST_ORDER_FULFILLMENT_DATA"


def state(shop: Shop, feed_id: str) -> str:
    return str(shown(shop, feed_id)["processingStatus"])


def test_a_feed_waits_is_worked_on_and_ends(shop: Shop) -> None:
    feed_id = feed(shop, LEGACY, "<a/>")
    assert state(shop, feed_id) == "IN_QUEUE"
    shop.advance("PT15S")
    assert state(shop, feed_id) == "IN_PROGRESS"
    shop.advance("PT30S")
    assert state(shop, feed_id) == "FATAL"
    assert [(each["type"], each["subject"]) for each in shop.events() if each["type"].startswith("jobs.")] == [
        ("jobs.queued", feed_id),
        ("jobs.begun", feed_id),
        ("jobs.ended", feed_id),
    ]


def test_a_rule_makes_jobs_slow(shop: Shop) -> None:
    shop.controlled("POST", "jobs/rules", {"type": LEGACY, "queuedSeconds": 3600, "workingSeconds": 7200})
    feed_id = feed(shop, LEGACY, "<a/>")
    shop.advance("PT59M")
    assert state(shop, feed_id) == "IN_QUEUE"
    shop.advance("PT1M")
    assert state(shop, feed_id) == "IN_PROGRESS"
    shop.advance("PT2H")
    assert state(shop, feed_id) == "FATAL"


def test_the_second_feed_alone_is_cancelled_by_a_rule(shop: Shop) -> None:
    shop.controlled("POST", "jobs/rules", {"kind": "feeds", "after": 1, "times": 1, "ending": "cancelled"})
    feeds = [feed(shop, LEGACY, "<a/>") for _ in range(3)]
    assert [ended(shop, each)["processingStatus"] for each in feeds] == ["FATAL", "CANCELLED", "FATAL"]
    assert shop.controlled("GET", "jobs/rules")["rules"][0]["met"] == 3


def test_a_rule_makes_a_job_fatal_for_a_reason_that_its_report_gives(shop: Shop) -> None:
    shop.controlled("POST", "jobs/rules", {"type": FULFILLMENT, "ending": "fatal", "reason": "The disk was full."})
    feed_id = feed(shop, FULFILLMENT, "<a/>")
    assert report(shop, feed_id).text == "The disk was full.\n"
    assert state(shop, feed_id) == "FATAL"


@pytest.mark.parametrize(("where", "status"), [("queued", "IN_QUEUE"), ("in_progress", "IN_PROGRESS")])
def test_a_stuck_job_goes_on_once_it_is_released(shop: Shop, where: str, status: str) -> None:
    shop.controlled("POST", "jobs/rules", {"stuckIn": where})
    feed_id = feed(shop, LEGACY, "<a/>")
    shop.advance("P1D")
    assert state(shop, feed_id) == status
    shop.controlled("POST", f"jobs/feeds/{feed_id}/release")
    assert ended(shop, feed_id)["processingStatus"] == "FATAL"


def test_a_job_is_held_and_made_to_end(shop: Shop) -> None:
    feed_id = feed(shop, FULFILLMENT, "<a/>")
    shop.controlled("POST", f"jobs/feeds/{feed_id}/hold")
    shop.advance("P1D")
    assert state(shop, feed_id) == "IN_QUEUE"
    shop.controlled("POST", f"jobs/feeds/{feed_id}/end", {"ending": "cancelled"})
    assert ended(shop, feed_id)["processingStatus"] == "CANCELLED"
    refused = shop.control("POST", f"jobs/feeds/{feed_id}/hold")
    assert (refused.status_code, refused.json()["errors"][0]["details"]) == (409, f"job {feed_id} is cancelled")


def test_rules_are_removed_one_by_one_or_together(shop: Shop) -> None:
    first = shop.controlled("POST", "jobs/rules", {"ending": "fatal"})
    shop.controlled("POST", "jobs/rules", {"queuedSeconds": 5})
    assert shop.control("DELETE", f"jobs/rules/{first['id']}").status_code == 204
    assert shop.control("DELETE", f"jobs/rules/{first['id']}").status_code == 404
    assert [each["queuedSeconds"] for each in shop.controlled("GET", "jobs/rules")["rules"]] == [5.0]
    shop.control("DELETE", "jobs/rules")
    assert shop.controlled("GET", "jobs/rules")["rules"] == []


def test_a_rule_that_means_nothing_is_refused(shop: Shop) -> None:
    for rule in ({"queuedSeconds": -1}, {"times": 0}, {"stuckIn": "done"}, {"ending": "done"}, {"surprise": 1}):
        assert shop.control("POST", "jobs/rules", rule).status_code == 400
    assert shop.controlled("GET", "jobs/rules")["rules"] == []


def test_only_a_queued_feed_can_be_cancelled(shop: Shop) -> None:
    first, second = feed(shop, LEGACY, "<a/>"), feed(shop, LEGACY, "<a/>")
    assert shop.ok("DELETE", f"{FEEDS}/feeds/{first}") == {}
    shop.advance("PT15S")
    [error] = shop.refused("DELETE", f"{FEEDS}/feeds/{second}")
    assert error["details"] == f"feedId: feed {second} is IN_PROGRESS; a feed can be cancelled while it is IN_QUEUE"
    assert (state(shop, first), state(shop, second)) == ("CANCELLED", "IN_PROGRESS")
    shop.advance("PT1M")
    assert state(shop, first) == "CANCELLED"


def test_the_control_api_lists_jobs_by_what_they_are(shop: Shop) -> None:
    first, second = feed(shop, LEGACY, "<a/>"), feed(shop, FULFILLMENT, "<a/>")
    listed = shop.controlled("GET", "jobs")["jobs"]
    assert {each["id"] for each in listed} == {first, second}
    [found] = shop.controlled("GET", "jobs", type=LEGACY)["jobs"]
    assert (found["id"], found["state"], found["kind"]) == (first, "queued", "feeds")
    assert shop.controlled("GET", f"jobs/feeds/{first}") == found
    assert shop.control("GET", "jobs/feeds/1").status_code == 404

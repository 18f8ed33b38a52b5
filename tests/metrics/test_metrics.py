"""What Prometheus reads of a server, by Prometheus's own parser."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import ServerThread
from tests.domains.exchange.reports.reporting import asked
from tests.shop import PLAIN, Shop
from tradepost.serving import Settings
from tradepost.simulation.clock import ClockState, real_milliseconds

PATH = "/_tradepost/metrics"
ACCOUNT, GET_ACCOUNT = "/sellers/v1/account", "sellers.getAccount"
Samples = dict[tuple[str, ...], float]


def scraped(url: str, **headers: str) -> Samples:
    """Every sample by its name and the values of its labels, in the order of the labels' names."""
    answer = httpx.get(url + PATH, headers=headers, verify=PLAIN)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.text)
    return {
        (each.name, *(value for _, value in sorted(each.labels.items()))): each.value
        for family in families
        for each in family.samples
    }


def test_calls_are_counted_by_operation_and_status_with_what_they_were_refused_for(watched: Shop) -> None:
    watched.controlled("PUT", "usage-plans", {"operations": {"getAccount": {"rate": 0.001, "burst": 2}}})
    assert [watched.call("GET", ACCOUNT).status_code for _ in range(3)] == [200, 200, 429]
    assert watched.call("GET", ACCOUNT, headers={"x-amz-access-token": "Atza|nobody"}).status_code == 403
    assert watched.call("GET", "/no/such/path").status_code == 403
    assert watched.ask_token(grant_type="refresh_token", client_id="nobody").status_code == 401
    found = scraped(watched.url)
    calls = {key[1:]: value for key, value in found.items() if key[0] == "tradepost_calls_total"}
    assert calls == {
        (GET_ACCOUNT, "200"): 2,
        (GET_ACCOUNT, "429"): 1,
        (GET_ACCOUNT, "403"): 1,
        ("unknown", "403"): 1,
        ("lwa.requestAccessToken", "200"): 1,
        ("lwa.requestAccessToken", "401"): 1,
    }
    assert {key[1:]: value for key, value in found.items() if key[0] == "tradepost_refusals_total"} == {
        ("QuotaExceeded", GET_ACCOUNT): 1,
        ("Unauthorized", GET_ACCOUNT): 1,
        ("Unauthorized", "unknown"): 1,
        ("invalid_client", "lwa.requestAccessToken"): 1,
    }
    assert found["tradepost_call_duration_seconds_count", GET_ACCOUNT] == 4
    assert scraped(watched.url)["tradepost_calls_total", GET_ACCOUNT, "200"] == 2  # a scrape is no call


def test_a_fault_on_purpose_is_counted_as_one_whatever_code_it_has(watched: Shop) -> None:
    watched.controlled("POST", "faults", {"operation": "getAccount", "status": 500, "code": "Whatever", "times": 1})
    watched.controlled("POST", "faults", {"operation": "getAccount", "delayMs": 300, "times": 1})
    assert [watched.call("GET", ACCOUNT).status_code for _ in range(2)] == [500, 200]
    found = scraped(watched.url)
    assert {key[1:] for key in found if key[0] == "tradepost_refusals_total"} == {("injected", GET_ACCOUNT)}
    quick = found["tradepost_call_duration_seconds_bucket", "0.25", GET_ACCOUNT]
    assert (quick, found["tradepost_call_duration_seconds_bucket", "0.5", GET_ACCOUNT]) == (1, 2)
    assert found["tradepost_call_duration_seconds_sum", GET_ACCOUNT] > 0.3


def test_what_waits_is_shown_until_it_is_done(watched: Shop, database_url: str) -> None:
    empty = scraped(watched.url)
    assert not [key for key in empty if key[0] == "tradepost_jobs"]
    assert empty["tradepost_transitions_scheduled",] == 0
    asked(watched, "GET_MERCHANT_LISTINGS_ALL_DATA")
    waiting = scraped(watched.url)
    assert waiting["tradepost_jobs", "reports", "queued"] == 1
    assert waiting["tradepost_transitions_scheduled",] == 1
    assert (waiting["tradepost_transitions_late_seconds",], waiting["tradepost_transitions_failing",]) == (0, 0)
    assert waiting["tradepost_notifications_waiting", "pending"] == 0
    watched.advance("PT1H")
    after = scraped(watched.url)
    assert not [key for key in after if key[0] == "tradepost_jobs"]
    assert (after["tradepost_open_worlds",], after["tradepost_tended_worlds",]) == (1, 1)
    assert after["tradepost_database_up",] == 1
    assert (("tradepost_database_connections", "in_use") in after) == bool(database_url)
    watched.controlled("GET", "requests")
    assert scraped(watched.url)["tradepost_request_log_waiting_calls",] == 0


def test_connections_and_bodies_on_their_way_are_shown(watched: Shop) -> None:
    before = scraped(watched.url)
    address = urlsplit(watched.url)
    with socket.create_connection((str(address.hostname), int(address.port or 0))) as client:
        client.sendall(b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n" + b"x" * 600)
        while scraped(watched.url)["tradepost_unfinished_body_bytes",] != 600:
            continue
        during = scraped(watched.url)
    assert during["tradepost_open_connections",] == before["tradepost_open_connections",] + 1
    assert during["process_resident_memory_bytes",] > 20_000_000
    while scraped(watched.url)["tradepost_unfinished_body_bytes",]:
        continue


def test_open_metrics_are_given_to_who_asks_for_them(watched: Shop) -> None:
    watched.call("GET", ACCOUNT)
    accept = {"Accept": "application/openmetrics-text;version=1.0.0"}
    answer = httpx.get(watched.url + PATH, headers=accept, verify=PLAIN)
    assert answer.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    families = {each.name: each for each in open_metrics(answer.text)}  # type: ignore[no-untyped-call]
    assert (families["tradepost_calls"].type, families["tradepost_call_duration_seconds"].type) == (
        "counter",
        "histogram",
    )


@pytest.fixture
def bound_to_the_network(tmp_path: Path) -> Iterator[str]:
    server = ServerThread(Settings(host="0.0.0.0", port=0, data=tmp_path, admin_token="let-me-in", scenario="none"))
    yield server.start()
    server.stop()


def test_who_is_bound_to_the_network_shows_its_figures_to_the_admin_token_alone(bound_to_the_network: str) -> None:
    refused = httpx.get(bound_to_the_network + PATH, verify=PLAIN)
    assert (refused.status_code, "tradepost_" in refused.text) == (401, False)
    assert scraped(bound_to_the_network, authorization="Bearer let-me-in")["tradepost_database_up",] == 1


def test_how_late_what_is_due_is_counted_in_real_time() -> None:
    now = real_milliseconds()
    fast = ClockState(virtual_at=1_000_000, real_at=now - 10_000, rate=100.0)  # it is 2,000,000 by now
    assert fast.real_since(1_900_000) == pytest.approx(1.0, abs=0.9)
    assert fast.real_since(10_000_000) == 0
    assert fast.stopped().real_since(1_000_000) == 0

"""The plugin of pytest: unmodified code runs in a world of the test's own, and what failed says what was called."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.testing.runs import plain_environment, run_pytest

#: Code under test as its author wrote it: it knows nothing of Tradepost.
SHOP = """
import os
import subprocess
import sys
import urllib.request

import httpx
from sp_api.api import Orders


def to_ship():
    return [each["AmazonOrderId"] for each in Orders().get_orders(
        CreatedAfter="2020-01-01", OrderStatuses="Unshipped").payload["Orders"]]


def to_ship_elsewhere():
    program = [sys.executable, "-c", "import shop; print(*shop.to_ship())"]
    return subprocess.run(program, capture_output=True, text=True, check=True).stdout.split()


def status_by(client):
    url = "https://sellingpartnerapi-na.amazon.com/orders/v0/orders"
    if client == "httpx without the environment":
        return httpx.get(url, trust_env=False).status_code
    if client == "httpx":
        return httpx.get(url).status_code
    try:
        return urllib.request.urlopen(url).status
    except urllib.error.HTTPError as refused:
        return refused.code
"""
TESTS = """
import os
import socket
from datetime import datetime, timezone

import pytest
import shop

before = dict(os.environ)


@pytest.mark.tradepost(scenario="starter")
def test_an_order_comes_and_is_seen(tradepost):
    known = shop.to_ship()
    order = tradepost.buyers.order(sku="NOTEBOOK", quantity=2)
    assert shop.to_ship() == known
    tradepost.clock.advance(minutes=30)
    assert order.order_id in shop.to_ship()
    assert shop.to_ship_elsewhere() == shop.to_ship()
    assert len(tradepost.requests.of("getOrders")) == 5


@pytest.mark.tradepost
def test_the_marker_alone_is_enough_and_the_world_is_another():
    assert shop.to_ship() == []


@pytest.mark.parametrize("client", ["httpx", "httpx without the environment", "urllib"])
def test_clients_that_read_no_variable_arrive_too(tradepost, client):
    assert shop.status_by(client) == 403


@pytest.mark.tradepost(clock="2020-01-06T09:00:00+00:00", scale=1, seed=7)
def test_the_clock_is_where_it_is_wanted(tradepost):
    reading = tradepost.clock.read()
    assert (reading.now, reading.frozen) == (datetime(2020, 1, 6, 9, tzinfo=timezone.utc), True)
    assert tradepost.usage_plans.read().scale == 1


class TestAll:
    pytestmark = pytest.mark.tradepost(clock="running")

    @pytest.mark.tradepost(seed="other")
    def test_the_nearest_marker_speaks_over_the_others(self, tradepost):
        assert not tradepost.clock.read().frozen


def test_afterwards_all_is_as_before():
    assert {**os.environ, "PYTEST_CURRENT_TEST": ""} == {**before, "PYTEST_CURRENT_TEST": ""}
    assert socket.getaddrinfo.__module__ == "socket"


@pytest.mark.tradepost
def test_that_fails():
    shop.to_ship()
    shop.status_by("httpx")
    assert False


@pytest.mark.tradepost(sed=7)
def test_with_a_marker_that_is_misspelled():
    pass


@pytest.mark.tradepost(scale="much")
def test_with_a_scale_that_is_no_number():
    pass


@pytest.mark.tradepost(clock="1999-01-01T00:00:00+00:00")
def test_with_a_clock_that_begins_too_early():
    pass
"""


def test_unmodified_code_runs_in_a_world_of_each_test(tmp_path: Path) -> None:
    (tmp_path / "shop.py").write_text(SHOP)
    (tmp_path / "test_shop.py").write_text(TESTS)
    done = run_pytest(tmp_path)
    assert "1 failed, 8 passed, 3 errors" in done.stdout, done.stdout[-3000:]
    said = done.stdout.partition("test_that_fails")[2]
    assert "200 POST /auth/o2/token  (lwa.requestAccessToken" in said
    assert "200 GET /orders/v0/orders?" in said
    assert "hint: the parameter marketplaceIds is written MarketplaceIds" in said
    assert "without credentials of any world" in said
    assert "cause: the header x-amz-access-token is missing" in said
    assert "tradepost: the marker does not know 'sed'; it knows seed, scenario, options" in done.stdout
    assert "tradepost: scale: 'much' is not a number" in done.stdout
    assert "startAt: 1999-01-01T00:00:00+00:00 is before 2010" in done.stdout
    assert left_over(tmp_path) == []


MANY = """
import os

import httpx
import pytest


@pytest.mark.parametrize("number", range(500))
def test_nothing_of_another_test_is_here(tradepost, number):
    assert os.environ["TRADEPOST_WORLD"] == tradepost.name
    assert tradepost.events.since() == []
    tradepost.call("POST", "products", {"marketplaceId": "ATVPDKIKX0DER"})
    [event] = tradepost.events.since()
    assert event.type == "catalog.product_created"
    print("asin", event.subject)
"""


def test_five_hundred_tests_of_four_workers_do_not_see_each_other(tmp_path: Path) -> None:
    (tmp_path / "test_many.py").write_text(MANY)
    done = run_pytest(tmp_path, "-n", "4", "-rP")
    assert "500 passed" in done.stdout, done.stdout[-3000:]
    assert len(re.findall(r"^asin B0", done.stdout, re.MULTILINE)) == 500
    assert len(set(re.findall(r"^asin (\S+)", done.stdout, re.MULTILINE))) == 1  # of one seed, in 500 worlds
    assert left_over(tmp_path) == []


def test_settings_are_read_from_the_configuration_and_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "pytest.ini").write_text("[pytest]\ntradepost_clock = running\ntradepost_scenario = starter\n")
    (tmp_path / "test_it.py").write_text(
        "def test_it(tradepost):\n"
        "    assert tradepost.usage_plans.read().scale == 5\n"
        "    assert not tradepost.clock.read().frozen\n"
        "    assert tradepost.buyers.order(sku='NOTEBOOK').quantity\n"
    )
    done = run_pytest(tmp_path, "--tradepost-scale=5")
    assert "AttributeError: 'Order' object has no attribute 'quantity'" in done.stdout


def test_a_server_that_runs_already_is_used_and_its_worlds_are_left_alone(tmp_path: Path, server_url: str) -> None:
    (tmp_path / "test_it.py").write_text(
        "def test_it(tradepost):\n"
        "    assert tradepost.name in tradepost.call('GET', 'worlds')['worlds']\n"
        f"    assert tradepost.url == {server_url!r}\n"
    )
    done = run_pytest(tmp_path, f"--tradepost-url={server_url}")
    assert "1 passed" in done.stdout, done.stdout[-2000:]
    gone = run_pytest(tmp_path, "--tradepost-url=http://127.0.0.1:9")
    assert "no server answers on http://127.0.0.1:9" in gone.stdout


def test_who_does_not_use_it_loads_nothing_of_it(tmp_path: Path) -> None:
    program = (
        "import sys, tradepost.testing.plugin\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'httpx', 'msgspec', 'certifi'}))\n"
        "print(sorted(name for name in sys.modules if name.startswith('tradepost')))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=plain_environment(), capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["[]", "['tradepost', 'tradepost.testing', 'tradepost.testing.plugin']"]


def left_over(folder: Path) -> list[str]:
    """Processes and folders that a run of pytest in this folder has left."""
    shown = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    return [each for each in shown.splitlines() if "tradepost.testing.host" in each and str(folder) in each]

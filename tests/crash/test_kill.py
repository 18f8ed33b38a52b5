"""Writers at full speed, and the server is killed: nothing that was answered is lost, and nothing is half there."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import httpx
import pytest

from tests.domains.exchange.exchanging import ended, feed, report
from tests.domains.exchange.reports.reporting import asked, downloaded, table
from tests.domains.exchange.reports.reporting import ended as report_ended
from tests.domains.exchange.reports.reporting import shown as made_report
from tests.shop import INVENTORY, ORDERS, Shop

PROGRAM = "from tradepost.cli import main; main()"
ORDER_REPORT = "GET_FLAT_FILE_ALL_ORDERS_DATA_BY_ORDER_DATE_GENERAL"


class Process:
    """A server in a process of its own."""

    def __init__(self, folder: Path, database_url: str) -> None:
        command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--data", str(folder), "--scenario", "none"]
        if database_url:
            command += ["--database", database_url]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"})
        assert self.process.stdout is not None
        found = re.search(r"http://\S+", self.process.stdout.readline())
        assert found is not None
        self.url = found[0]

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


def seller(url: str) -> Shop:
    shop = Shop(url, "main", httpx.get(f"{url}/_tradepost/v1/credentials").json())
    shop.log_in()
    return shop


@pytest.fixture
def own_database(database_url: str) -> str:
    """A database that no other server uses."""
    if not database_url:
        return ""
    name = f"crash_{os.getpid()}"

    async def make() -> None:
        connection = await asyncpg.connect(database_url)
        await connection.execute(f"DROP DATABASE IF EXISTS {name}")
        await connection.execute(f"CREATE DATABASE {name}")
        await connection.close()

    asyncio.run(make())
    return urlunsplit(urlsplit(database_url)._replace(path=f"/{name}"))


def test_kill_minus_nine_loses_nothing_that_was_answered(own_database: str, tmp_path: Path) -> None:
    server = Process(tmp_path, own_database)
    shop = seller(server.url)
    shop.controlled("POST", "reset")
    shop.controlled("PUT", "usage-plans", {"scale": 100_000})
    shop.stock("MUG", 100_000)
    answered: list[str] = []
    tried: list[str] = []

    def write(number: int) -> None:
        mine = seller(server.url)
        try:
            for count in range(100_000):
                order_id = f"O-{number}-{count}"
                tried.append(order_id)
                mine.order(order_id, {"MUG": 2})
                answered.append(order_id)
        except httpx.TransportError:
            return

    writers = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for writer in writers:
        writer.start()
    deadline = time.monotonic() + 30
    while len(answered) < 120 and time.monotonic() < deadline:
        time.sleep(0.01)
    server.kill()
    for writer in writers:
        writer.join(30)
    again = Process(tmp_path, own_database)
    try:
        shop = seller(again.url)
        lost = [each for each in answered if shop.call("GET", f"{ORDERS}/{each}").status_code != 200]
        assert lost == []
        there = [each for each in tried if shop.call("GET", f"{ORDERS}/{each}").status_code == 200]
        assert set(answered) <= set(there)
        assert shop.reserved("MUG") == 2 * len(there)
        assert shop.fulfillable("MUG") == 100_000 - 2 * len(there)
        created = [each["subject"] for each in events(shop) if each["type"] == "fulfillment_outbound.order_created"]
        assert sorted(created) == sorted(there)
        shop.controlled("POST", "clock/advance", {"by": "P10D"})
        assert {shop.status(each) for each in there[:20]} == {"Complete"}
        assert shop.call("GET", f"{INVENTORY}/summaries").status_code == 400
    finally:
        again.kill()


def events(shop: Shop) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    while page := shop.controlled("GET", "events", since=found[-1]["id"] if found else 0)["events"]:
        found += page
    return found


def test_kill_minus_nine_in_the_midst_of_an_advance_carries_out_each_transition_once(
    own_database: str, tmp_path: Path
) -> None:
    """Two worlds of one seed see the same month, one of them with a crash in it: the same happens at the same times."""
    server = Process(tmp_path, own_database)
    for world in ("whole", "broken"):
        shop = in_world(server.url, world)
        shop.stock("MUG", 1000)
        for number in range(60):
            shop.order(f"O-{number}", {"MUG": 2})
    shop = in_world(server.url, "broken")
    begun = shop.now()
    advancing = threading.Thread(target=advance_until_the_end, args=(server.url,))
    advancing.start()
    while (reached := shop.now()) == begun:
        continue
    server.kill()
    advancing.join(30)
    again = Process(tmp_path, own_database)
    try:
        broken, whole = in_world(again.url, "broken"), in_world(again.url, "whole")
        clock = broken.controlled("GET", "clock")
        assert clock["frozen"]
        assert reached <= clock["now"] < "2030-02-06T09:00:00Z"
        for each in (broken, whole):
            each.controlled("POST", "clock/advance", {"to": "2030-02-06T09:00:00Z"})
        happened = happenings(whole)
        assert happenings(broken) == happened
        assert len(happened) > 60 * 5
        assert {broken.status(f"O-{number}") for number in range(60)} == {"Complete"}
        assert broken.controlled("GET", "doctor")["failingTransitions"] == []
    finally:
        again.kill()


def test_a_feed_that_is_killed_in_the_midst_carries_each_message_out_once(own_database: str, tmp_path: Path) -> None:
    messages = 900
    server = Process(tmp_path, own_database)
    shop = seller(server.url)
    shop.controlled("POST", "reset")
    shop.controlled("PUT", "usage-plans", {"scale": 100_000})
    shop.controlled("POST", "clock/freeze")
    shop.stock("MUG", 10 * messages)
    feed_id = feed(shop, "POST_FULFILLMENT_ORDER_REQUEST_DATA", requests_of(shop, messages))
    advancing = threading.Thread(target=advance_or_break, args=(server.url,))
    advancing.start()
    done = 0
    deadline = time.monotonic() + 60
    while not done and time.monotonic() < deadline:
        done = shop.controlled("GET", f"jobs/feeds/{feed_id}")["done"]
    server.kill()
    advancing.join(60)
    assert 0 < done < messages
    again = Process(tmp_path, own_database)
    try:
        shop = seller(again.url)
        before = shop.controlled("GET", f"jobs/feeds/{feed_id}")
        assert before["state"] == "in_progress"
        assert done <= before["done"] < messages
        assert ended(shop, feed_id)["processingStatus"] == "DONE"
        created = [each["subject"] for each in events(shop) if each["type"] == "fulfillment_outbound.order_created"]
        assert sorted(created) == sorted(f"F-{number}" for number in range(messages) if number % 10)
        assert shop.reserved("MUG") + shop.fulfillable("MUG") == 10 * messages
        assert report(shop, feed_id).text.count("<ResultCode>Error</ResultCode>") == messages // 10
    finally:
        again.kill()


def test_reports_that_are_killed_in_the_midst_are_made_once_and_whole(own_database: str, tmp_path: Path) -> None:
    server = Process(tmp_path, own_database)
    shop = seller(server.url)
    busy = {"days": 4, "ordersPerDay": 50, "skus": 20, "until": "2026-05-20T12:00:00Z"}
    shop.http.timeout = 300
    shop.controlled("POST", "reset", {"scenario": "busy-shop", "options": busy})
    shop.controlled("PUT", "usage-plans", {"scale": 100_000})
    shop.controlled("POST", "clock/freeze")
    ids = [asked(shop, ORDER_REPORT, dataStartTime="2026-04-25T00:00:00Z") for _ in range(16)]
    advancing = threading.Thread(target=advance_or_break, args=(server.url,))
    advancing.start()
    deadline = time.monotonic() + 60
    while shop.controlled("GET", f"jobs/reports/{ids[0]}")["state"] != "done" and time.monotonic() < deadline:
        continue
    server.kill()
    advancing.join(60)
    again = Process(tmp_path, own_database)
    try:
        shop = seller(again.url)
        before = [made_report(shop, each) for each in ids]
        assert {(each["processingStatus"], "reportDocumentId" in each) for each in before} == {
            ("DONE", True),
            ("IN_PROGRESS", False),
        }
        documents = [report_ended(shop, each)["reportDocumentId"] for each in ids]
        assert len(set(documents)) == len(ids)
        [text] = {downloaded(shop, each).text for each in documents}
        happened = events(shop)
        ends = [each["subject"] for each in happened if each["type"] == "jobs.ended" and each["subject"] in ids]
        assert sorted(ends) == sorted(ids)
        placed = {each["subject"] for each in happened if each["type"] == "orders.created"}
        assert {each["amazon-order-id"] for each in table(text)} == placed
        assert len(placed) > 150
        assert shop.controlled("GET", "doctor")["failingTransitions"] == []
    finally:
        again.kill()


def happenings(shop: Shop) -> list[tuple[str, str, str, dict[str, object]]]:
    """What has happened in a world and when, without the random ids of requests."""
    return [
        (each["type"], each["subject"], each["occurredAt"], {**each["body"], "reference": ""})
        for each in events(shop)
        if each["type"] != "inventory.received"
    ]


def in_world(url: str, world: str) -> Shop:
    """A seller in a world of that name, which is made where there is none; its seed is always the same."""
    wish = {"name": world, "seed": "7", "startAt": "2030-01-07T09:00:00Z", "frozen": True}
    httpx.post(f"{url}/_tradepost/v1/worlds", json=wish)
    found = httpx.get(f"{url}/_tradepost/v1/credentials", params={"world": world}).json()
    shop = Shop(url, world, found)
    shop.controlled("PUT", "usage-plans", {"scale": 100_000})
    shop.log_in()
    return shop


def advance_until_the_end(url: str) -> None:
    with contextlib.suppress(httpx.TransportError):
        httpx.post(
            f"{url}/_tradepost/v1/clock/advance",
            params={"world": "broken"},
            json={"to": "2030-02-06T09:00:00Z"},
            timeout=60,
        )


def advance_or_break(url: str) -> None:
    try:
        seller(url).controlled("POST", "clock/advance", {"by": "PT50S"})
    except httpx.TransportError:
        return


def requests_of(shop: Shop, messages: int) -> str:
    """A feed of orders; every tenth asks for a SKU that is not there."""
    address = (
        "<Name>Jo Doe</Name><AddressFieldOne>1 Main Street</AddressFieldOne><City>Seattle</City>"
        "<StateOrRegion>WA</StateOrRegion><PostalCode>98101</PostalCode><CountryCode>US</CountryCode>"
    )
    each = "".join(
        f"<Message><MessageID>{number + 1}</MessageID><FulfillmentOrderRequest>"
        f"<MerchantFulfillmentOrderID>F-{number}</MerchantFulfillmentOrderID>"
        f"<DisplayableOrderID>F-{number}</DisplayableOrderID>"
        "<DisplayableOrderDate>2026-01-05T10:00:00Z</DisplayableOrderDate>"
        "<DisplayableOrderComment>Thanks</DisplayableOrderComment><DeliverySLA>Standard</DeliverySLA>"
        "<FulfillmentAction>Hold</FulfillmentAction>"
        f"<DestinationAddress>{address}</DestinationAddress>"
        f"<Item><MerchantSKU>{'MUG' if number % 10 else 'NOBODY'}</MerchantSKU>"
        "<MerchantFulfillmentOrderItemID>1</MerchantFulfillmentOrderItemID><Quantity>1</Quantity></Item>"
        "</FulfillmentOrderRequest></Message>"
        for number in range(messages)
    )
    return (
        f"<AmazonEnvelope><Header><MerchantIdentifier>{shop.credentials['seller_id']}</MerchantIdentifier></Header>"
        f"<MessageType>FulfillmentOrderRequest</MessageType>{each}</AmazonEnvelope>"
    )

"""Processes are killed, and PostgreSQL is: nothing that was answered is lost, nothing is done twice, others go on."""

from __future__ import annotations

import threading
from collections import Counter
from contextlib import suppress
from itertools import count
from pathlib import Path

import httpx

from tests.metrics.test_metrics import scraped
from tests.postgres import own_server
from tests.processes.serving import Servers, eventually
from tests.shop import ORDERS, SEATTLE, US, Json, Shop

LINE = {"sellerSku": "MUG", "sellerFulfillmentOrderItemId": "1", "quantity": 1}


def ordering(shop: Shop, id: str) -> int:
    """Asks for a fulfillment order; the status of the answer, 0 where there was none."""
    body = {
        "sellerFulfillmentOrderId": id,
        "displayableOrderId": id,
        "displayableOrderDate": "2026-01-01T00:00:00Z",
        "displayableOrderComment": "Thank you",
        "shippingSpeedCategory": "Standard",
        "destinationAddress": SEATTLE,
        "items": [LINE],
    }
    try:
        return shop.call("POST", ORDERS, body).status_code
    except httpx.TransportError:
        return 0


def status_of(shop: Shop, id: str) -> str:
    found: Json = shop.ok("GET", f"{ORDERS}/{id}")["payload"]
    return str(found["fulfillmentOrder"]["fulfillmentOrderStatus"])


def told(servers: Servers, world: str) -> list[Json]:
    """Everything that happened in a world, as the outbox has it."""
    found: list[Json] = []
    while page := servers.controlled(0, "GET", "events", world=world, since=found[-1]["id"] if found else 0)["events"]:
        found += page
    return found


def happened(servers: Servers, world: str) -> list[Json]:
    """The same without the numbers of events and calls."""
    return [{**each, "id": 0, "requestId": ""} for each in told(servers, world)]


def test_another_process_moves_the_clock_when_the_one_that_does_is_killed(servers: Servers) -> None:
    world = servers.controlled(0, "POST", "worlds", {"seed": "kill"})["world"]  # who makes a world moves it
    servers.controlled(1, "PUT", "usage-plans", {"scale": 1000}, world)
    shop = servers.sellers(world)[1]
    shop.stock("MUG", 5)
    servers.controlled(1, "POST", "clock/resume", {"rate": 86_400}, world)
    servers.kill(0)
    assert [ordering(shop, "A"), ordering(shop, "B")] == [200, 200]
    eventually(lambda: [status_of(shop, "A"), status_of(shop, "B")], ["Complete", "Complete"])
    servers.controlled(0, "POST", "clock/freeze", world=world)
    assert shop.fulfillable("MUG") == 3
    changed = "fulfillment_outbound.order_status_changed"
    for id in "AB":
        steps = [each["body"] for each in told(servers, world) if (each["type"], each["subject"]) == (changed, id)]
        assert [each["to"] for each in steps] == ["Received", "Planning", "Processing", "Complete"]
    servers.start(1)


def test_an_advance_whose_process_is_killed_is_finished_by_another_one_as_if_nothing_had_been(servers: Servers) -> None:
    calm = servers.controlled(0, "POST", "worlds", {"seed": "calm", "scenario": "starter"})["world"]
    servers.controlled(0, "POST", "clock/freeze", world=calm)
    for _ in range(12):
        cart = {"marketplaceId": US, "items": [{"sku": "NOTEBOOK"}]}
        servers.controlled(0, "POST", "buyers/orders", cart, calm)
    servers.controlled(0, "POST", "snapshots", {"name": "begun"}, calm)
    struck = servers.controlled(0, "POST", "worlds", {"from": "begun"}, calm)["world"]
    begun = servers.controlled(1, "GET", "clock", world=struck)["now"]
    assert servers.controlled(1, "GET", "clock", world=calm)["now"] == begun
    target = f"{int(begun[:4]) + 1}{begun[4:]}"

    def advance() -> None:
        with suppress(httpx.TransportError, AssertionError):  # nobody answers
            servers.control(0, "POST", "clock/advance", {"to": target}, struck)

    caller = threading.Thread(target=advance)
    caller.start()
    eventually(lambda: servers.controlled(1, "GET", "clock", world=struck)["now"] > begun, True)
    servers.kill(0)
    caller.join()
    assert begun < servers.controlled(0, "GET", "clock", world=struck)["now"] < target
    for world in (struck, calm):
        assert servers.controlled(0, "POST", "clock/advance", {"to": target}, world)["now"] == target
    assert happened(servers, struck) == happened(servers, calm)
    servers.start(1)


def test_a_database_that_is_killed_and_comes_back_has_everything_that_was_answered(tmp_path: Path) -> None:
    with own_server() as database:
        servers = Servers(tmp_path, database.address)
        servers.start(3)
        servers.controlled(0, "PUT", "usage-plans", {"scale": 100_000})
        servers.controlled(0, "POST", "clock/freeze")
        shops = servers.sellers()
        shops[0].stock("MUG", 100_000)
        answered: list[list[str]] = [[], [], []]
        over = threading.Event()

        def write(place: int) -> None:
            for number in count():
                if over.is_set():
                    return
                id = f"{place}-{number}"
                if ordering(shops[place], id) == 200:
                    answered[place].append(id)

        writers = [threading.Thread(target=write, args=(place,)) for place in range(3)]
        for each in writers:
            each.start()
        eventually(lambda: all(len(each) >= 5 for each in answered), True)
        database.kill()
        eventually(lambda: scraped(servers.urls[0])["tradepost_database_up",], 0)
        before = [len(each) for each in answered]
        database.start()
        eventually(lambda: all(len(each) >= n + 5 for each, n in zip(answered, before, strict=True)), True)
        over.set()
        for each in writers:
            each.join()
        for shop, ids in zip(shops, answered, strict=True):
            assert [status_of(shop, id) for id in ids] == ["New"] * len(ids)
        made = [each for each in told(servers, "main") if each["type"] == "fulfillment_outbound.order_created"]
        kept = Counter(each["subject"] for each in made)
        assert set(kept.values()) == {1}
        assert shops[0].reserved("MUG") == len(kept)
        servers.controlled(2, "POST", "clock/advance", {"by": "PT2H"})
        assert status_of(shops[1], answered[0][0]) != "New"
        servers.stop()


def test_a_process_that_is_told_to_stop_fails_no_call(servers: Servers) -> None:
    servers.start(1, "--drain", "2")
    leaving, staying = servers.sellers()[-1], servers.sellers()[0]
    statuses: Counter[int] = Counter()
    assert httpx.get(f"{leaving.url}/_tradepost/ready").json() == {"status": "ready"}
    process = servers.ask_to_stop(-1)
    current, closed = leaving, False
    while process.poll() is None:
        answer = current.call("GET", "/sellers/v1/marketplaceParticipations")
        statuses[answer.status_code] += 1
        if current is leaving:
            ready = httpx.get(f"{leaving.url}/_tradepost/ready")
            assert httpx.get(f"{leaving.url}/_tradepost/health").status_code == 200
            if ready.status_code == 503:
                assert ready.json() == {"status": "not ready", "cause": "the server is being stopped"}
                closed = answer.headers.get("connection") == "close" or closed
                current = staying if closed else leaving
    assert process.returncode == 0
    assert closed
    assert set(statuses) <= {200, 429}

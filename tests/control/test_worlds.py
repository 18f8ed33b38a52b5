"""Worlds, their clocks and their snapshots, by the control API."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import httpx
import pytest

from tests.shop import ORDERS, US, Json, Shop


def test_fifty_worlds_side_by_side_know_nothing_of_each_other(new_shop: Callable[..., Shop]) -> None:
    shops = [new_shop(seed=str(number)) for number in range(50)]
    faults: list[str] = []

    def live(number: int, shop: Shop) -> None:
        try:
            shop.stock("MUG", 100 + number)
            for count in range(number % 3 + 1):
                shop.order(f"O-{count}", {"MUG": 1})
            shop.advance(f"PT{number + 1}H")
        except AssertionError as fault:
            faults.append(str(fault))

    threads = [threading.Thread(target=live, args=each) for each in enumerate(shops)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    for number, shop in enumerate(shops):
        orders = number % 3 + 1
        assert shop.fulfillable("MUG") + shop.reserved("MUG") <= 100 + number
        listed = shop.ok("GET", ORDERS, queryStartDate="2020-01-01")["payload"]["fulfillmentOrders"]
        assert sorted(each["sellerFulfillmentOrderId"] for each in listed) == [f"O-{count}" for count in range(orders)]
        assert {each["sellerId"] for each in shop.events()} == {shop.credentials["seller_id"]}
    stranger = shops[0]
    stranger.token = shops[1].token
    assert stranger.fulfillable("MUG") == shops[1].fulfillable("MUG")
    assert len({shop.credentials["client_id"] for shop in shops}) == 50


def test_a_worlds_clock_moves_that_world_alone(shop: Shop, new_shop: Callable[..., Shop]) -> None:
    other = new_shop()
    before = other.now()
    shop.advance("P10D")
    assert other.now() == before


def test_a_snapshot_brings_stock_orders_and_time_back_and_leaves_tokens_alone(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1})
    then, orders = shop.now(), shop.shown("O-1")
    made = shop.controlled("POST", "snapshots", {"name": "before"})
    assert made["name"] == "before"
    shop.advance("P20D")
    shop.order("O-2", {"MUG": 1})
    token = shop.log_in()
    shop.controlled("POST", "snapshots/before/restore")
    assert shop.token == token
    assert (shop.now(), shop.shown("O-1"), shop.reserved("MUG")) == (then, orders, 1)
    shop.refused("GET", f"{ORDERS}/O-2", status=404)
    assert [each["name"] for each in shop.controlled("GET", "snapshots")["snapshots"]] == ["before"]
    shop.advance("P20D")
    assert shop.status("O-1") == "Complete"
    assert shop.control("DELETE", "snapshots/before").status_code == 204
    assert shop.control("POST", "snapshots/before/restore").status_code == 404


def test_a_world_is_made_of_a_snapshot_under_new_keys(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.controlled("POST", "snapshots", {"name": "start"})
    made = shop.controlled("POST", "worlds", {"from": f"{shop.world}/start"})
    twin = Shop(shop.url, made["world"], made)
    twin.log_in()
    assert twin.credentials["seller_id"] == shop.credentials["seller_id"]
    assert twin.credentials["client_id"] != shop.credentials["client_id"]
    assert twin.fulfillable("MUG") == 5
    twin.add("MUG", 1)
    assert shop.fulfillable("MUG") == 5
    assert twin.control("DELETE", f"worlds/{twin.world}").status_code == 204


def test_a_reset_empties_a_world_and_keeps_its_credentials(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.controlled("POST", "reset")
    assert shop.controlled("GET", "credentials")["client_secret"] == shop.credentials["client_secret"]
    assert shop.events() == []
    shop.stock("MUG", 7)
    assert shop.fulfillable("MUG") == 7
    shop.controlled("POST", "reset", {"scenario": "starter"})
    assert shop.fulfillable("TEAPOT") == 33


def test_a_new_world_takes_milliseconds(shop: Shop) -> None:
    begin = time.monotonic()
    names = [shop.controlled("POST", "worlds")["world"] for _ in range(5)]
    assert (time.monotonic() - begin) / 5 < 1.0
    for name in names:
        assert shop.control("DELETE", f"worlds/{name}").status_code == 204


def test_the_clock_freezes_resumes_and_never_goes_back(shop: Shop) -> None:
    frozen = shop.controlled("GET", "clock")
    assert frozen["frozen"] is True
    assert shop.now() == frozen["now"]
    moved = shop.controlled("POST", "clock/advance", {"to": "2050-01-01T00:00:00Z"})
    assert moved["now"] == "2050-01-01T00:00:00Z"
    response = shop.control("POST", "clock/advance", {"to": "2049-12-31T00:00:00Z"})
    assert response.status_code == 400
    assert "cannot go back" in response.json()["errors"][0]["message"]
    assert shop.controlled("POST", "clock/resume", {"rate": 3600})["rate"] == 3600
    deadline = time.monotonic() + 20
    while shop.now() < "2050-01-01T01:00:00" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert shop.now() > "2050-01-01T01:00:00"


def test_a_running_clock_carries_orders_on_by_itself(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.order("O-1", {"MUG": 1})
    shop.controlled("POST", "clock/resume", {"rate": 100_000})
    deadline = time.monotonic() + 30
    while shop.status("O-1") != "Complete" and time.monotonic() < deadline:
        time.sleep(0.05)
    assert shop.status("O-1") == "Complete"


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "words"),
    [
        ("POST", "clock/advance", {}, 400, "either 'by' or 'to'"),
        ("POST", "clock/advance", {"by": "a day"}, 400, "ISO 8601"),
        ("POST", "clock/advance", {"unknown field `bye`; the fields are `by`, `to`": "P1D"}, 400, "bye"),
        ("POST", "clock/resume", {"rate": -1}, 400, "rate"),
        ("POST", "worlds", {"name": "No Such Name"}, 400, "is not a name"),
        ("POST", "worlds", {"from": "nothing"}, 404, "no snapshot"),
        ("DELETE", "worlds/nowhere", {}, 404, "no world"),
        ("DELETE", "worlds/main", {}, 400, "main"),
        ("POST", "reset", {"scenario": "chaos"}, 400, "starter"),
        ("PUT", "usage-plans", {"scale": 0}, 400, "scale"),
        ("POST", "sellers", {"roles": ["King"]}, 400, "King"),
        ("POST", "sellers", {"region": "mars"}, 400, "mars"),
        (
            "POST",
            "buyers/orders",
            {"items": [{"sku": "MUG"}], "availableAt": "0001-01-01T00:00:00Z"},
            400,
            "from 1970 to 9995",
        ),
        ("POST", "buyers/orders", {"items": [{"sku": "MUG"}], "availableAt": "9999-12-31T23:00:00-12:00"}, 400, "9995"),
        ("GET", "nothing", None, 404, ""),
    ],
)
def test_a_mistake_is_named_in_the_apis_form(
    shop: Shop, method: str, path: str, body: object, status: int, words: str
) -> None:
    shop.list_product("MUG")
    response = shop.control(method, path, body)
    assert response.status_code == status
    (error,) = response.json()["errors"]
    assert words in f"{error['message']} {error['details']}"


@pytest.mark.parametrize("since", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+12:00", "yesterday"])
def test_a_time_that_utc_has_no_year_for_is_refused(shop: Shop, since: str) -> None:
    for path in ("requests", "requests/counts"):
        response = shop.control("GET", path, since=since)
        assert (response.status_code, since in response.json()["errors"][0]["details"]) == (400, True)


def test_a_name_is_given_once(shop: Shop) -> None:
    assert shop.control("POST", "worlds", {"name": shop.world}).status_code == 409


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "https://evil.example"}])
def test_a_foreign_page_cannot_use_the_control_api(shop: Shop, headers: dict[str, str]) -> None:
    response = httpx.post(f"{shop.url}/_tradepost/v1/reset", headers=headers)
    assert response.status_code == 403


def test_the_request_log_answers_what_a_test_asks(shop: Shop) -> None:
    shop.stock("MUG", 5)
    shop.refused("GET", f"{ORDERS}/none", status=404)
    found = shop.controlled("GET", "requests", operation="getFulfillmentOrder")["requests"]
    assert [(each["status"], each["operation"].rpartition(".")[2]) for each in found] == [(404, "getFulfillmentOrder")]
    assert found[0]["path"] == f"{ORDERS}/none"
    assert "none" in found[0]["reason"]
    everything = shop.controlled("GET", "requests")["requests"]
    assert [each["id"] for each in everything] == sorted((each["id"] for each in everything), reverse=True)
    assert shop.controlled("GET", "requests", since=everything[0]["id"])["requests"] == []


def test_events_are_read_from_where_one_stopped_and_as_a_stream(shop: Shop) -> None:
    shop.stock("MUG", 5)
    first = shop.events()
    assert [each["type"] for each in first] == ["inventory.item_created", "inventory.received"]
    shop.order("O-1", {"MUG": 1})
    more = shop.controlled("GET", "events", since=first[-1]["id"])["events"]
    assert [each["type"] for each in more] == ["inventory.reserved", "fulfillment_outbound.order_created"]
    url, accept = "/_tradepost/v1/events", {"accept": "text/event-stream"}
    with shop.http.stream("GET", url, params={"world": shop.world}, headers=accept) as stream:
        lines = (line for line in stream.iter_lines() if line.startswith("event:"))
        assert [next(lines) for _ in range(4)] == [f"event: {each['type']}" for each in first + more]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "requests?operation=%00", None, 400),
        ("DELETE", "faults/%00", None, 404),
        ("POST", "buyers/orders", {"items": [{"sku": "A\0", "quantity": 1}]}, 400),
        ("POST", "sellers", {"name": "a\0b"}, 400),
    ],
)
def test_a_character_that_is_no_text_is_refused(shop: Shop, method: str, path: str, body: object, status: int) -> None:
    response = shop.http.request(method, f"/_tradepost/v1/{path}", json=body)
    code = "NotFound" if status == 404 else "InvalidInput"
    assert (response.status_code, response.json()["errors"][0]["code"]) == (status, code)


class TestStart:
    """When the clock of a world begins."""

    def test_a_world_begins_when_it_is_told(self, shop: Shop) -> None:
        made = shop.controlled("POST", "worlds", {"startAt": "2031-12-31T23:59:58Z"})["world"]
        now = shop.controlled("GET", "clock", world=made)["now"]
        assert "2031-12-31T23:59:58" <= now < "2032-01-01T00:01"

    def test_what_is_reset_begins_anew_when_it_is_told(self, shop: Shop) -> None:
        shop.controlled("POST", "reset", {"startAt": "2024-02-29T12:00:00+01:00"})
        assert shop.now().startswith("2024-02-29T11:0")

    def test_the_past_of_a_scenario_ends_there(self, shop: Shop) -> None:
        shop.controlled("POST", "reset", {"scenario": "starter", "startAt": "2025-07-01T12:00:00Z"})
        shop.log_in()
        found = shop.ok("GET", "/orders/v0/orders", MarketplaceIds=US, CreatedAfter="2025-01-01T00:00:00Z")
        dates = [each["PurchaseDate"] for each in found["payload"]["Orders"]]
        assert dates
        assert "2025-05-01" < min(dates) <= max(dates) < "2025-07-02"

    @pytest.mark.parametrize(
        ("wish", "said"),
        [
            ({"startAt": "2026-01-01T00:00:00"}, "names no time zone"),
            ({"startAt": "1999-01-01T00:00:00Z"}, "before 2010"),
            ({"startAt": "9999-01-01T00:00:00Z"}, "leads past it"),
            ({"startAt": "2026-01-01T00:00:00Z", "from": "first"}, "at the time of that snapshot"),
        ],
    )
    def test_a_beginning_that_no_clock_has_is_refused(self, shop: Shop, wish: Json, said: str) -> None:
        shop.controlled("POST", "snapshots", {"name": "first"})
        before = shop.controlled("GET", "worlds")
        answer = shop.control("POST", "worlds", wish)
        assert (answer.status_code, said in answer.text) == (400, True), answer.text
        assert shop.controlled("GET", "worlds") == before

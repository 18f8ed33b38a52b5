"""A clock that is moved far and a scenario that is loaded: told of, ended, and in nobody's way."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.shop import ORDERS, US, Json, Shop

BUSY = {"days": 700, "skus": 5, "ordersPerDay": 200, "until": "2026-05-10T00:00:00Z"}


@pytest.fixture
def crowded(shop: Shop) -> Shop:
    """A shop to which so many buyers come that a month of theirs would take hours."""
    shop.list_product("MUG", quantity=5)
    shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 1_000_000})
    return shop


class Told:
    """What a caller hears who asked for events."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()

    def __iter__(self) -> Iterator[tuple[str, Json]]:
        name = ""
        for line in self._lines:
            field, _, value = line.partition(": ")
            if field == "event":
                name = value
            elif field == "data":
                yield name, json.loads(value)

    def next(self) -> tuple[str, Json]:
        return next(iter(self))


@contextmanager
def listening(shop: Shop, path: str, body: Json) -> Iterator[Told]:
    with httpx.stream(
        "POST",
        f"{shop.url}/_tradepost/v1/{path}",
        json=body,
        params={"world": shop.world},
        headers={"accept": "text/event-stream"},
        timeout=60,
    ) as response:
        assert response.status_code == 200
        yield Told(response)


class Asking(threading.Thread):
    """A caller who waits for an answer."""

    def __init__(self, shop: Shop, path: str, body: Json) -> None:
        super().__init__(daemon=True)
        self._args: tuple[str, str, Json] = (shop.url, path, body)
        self._world = shop.world
        self._answer: httpx.Response | None = None
        self.start()

    def run(self) -> None:
        url, path, body = self._args
        self._answer = httpx.post(f"{url}/_tradepost/v1/{path}", json=body, params={"world": self._world}, timeout=60)

    def answer(self) -> httpx.Response:
        self.join(60)
        assert self._answer is not None
        return self._answer


def later(shop: Shop, than: str) -> str:
    """The time of a world, once it has moved on."""
    while (now := shop.now()) == than:
        continue
    return now


def instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


class TestTelling:
    def test_an_advance_tells_how_far_it_is_and_comes_to_its_end(self, shop: Shop) -> None:
        shop.stock("MUG", 10)
        shop.order("O-1", {"MUG": 1})
        begun = instant(shop.now())
        with listening(shop, "clock/advance", {"by": "P30D"}) as told:
            heard = list(told)
        assert [name for name, _ in heard] == ["progress"] * (len(heard) - 1) + ["done"]
        first, last = heard[0][1], heard[-1][1]
        assert first.keys() == {"since", "now", "to", "transitions"}
        assert instant(first["since"]) == instant(first["now"]) == begun
        assert instant(first["to"]) == instant(last["now"]) == begun + timedelta(days=30)
        assert last.keys() == {"now", "frozen", "rate", "transitions"}
        assert last["transitions"] > 3
        assert shop.status("O-1") == "Complete"

    def test_what_is_refused_is_told_too(self, shop: Shop) -> None:
        before = shop.now()
        with listening(shop, "clock/advance", {"to": "2001-01-01T00:00:00Z"}) as told:
            name, refusal = told.next()
        assert name == "refused"
        assert "cannot go back" in refusal["errors"][0]["message"]
        assert shop.now() == before

    def test_times_come_closer_as_an_advance_goes_on(self, crowded: Shop) -> None:
        with listening(crowded, "clock/advance", {"by": "P30D"}) as told:
            heard = [told.next()[1] for _ in range(3)]
            times = [instant(each["now"]) for each in heard]
            assert times == sorted(set(times))
            assert [each["transitions"] for each in heard] == sorted(each["transitions"] for each in heard)
            crowded.controlled("POST", "clock/stop")


class TestEnding:
    @pytest.mark.parametrize(
        ("path", "body", "cause"),
        [
            ("clock/stop", {}, "it was asked to end"),
            ("clock/freeze", {}, "the clock was frozen"),
            ("snapshots", {"name": "midway"}, "a snapshot was made"),
        ],
    )
    def test_the_world_stays_at_the_time_that_it_has_come_to(
        self, crowded: Shop, path: str, body: Json, cause: str
    ) -> None:
        begun = crowded.now()
        target = instant(begun) + timedelta(days=30)
        advancing = Asking(crowded, "clock/advance", {"by": "P30D"})
        later(crowded, begun)
        crowded.controlled("POST", path, body)
        reached = crowded.now()
        assert instant(begun) < instant(reached) < target
        answer = advancing.answer()
        [error] = answer.json()["errors"]
        assert (answer.status_code, error["code"]) == (409, "Conflict")
        assert error["message"] == f"Advancing the clock was ended before its end: {cause}."
        assert instant(reached).isoformat() in error["details"]
        assert crowded.now() == reached
        crowded.advance("PT1S")
        assert instant(crowded.now()) == instant(reached) + timedelta(seconds=1)

    def test_a_snapshot_holds_the_time_at_which_the_advance_was_ended(self, crowded: Shop) -> None:
        begun = crowded.now()
        advancing = Asking(crowded, "clock/advance", {"by": "P30D"})
        later(crowded, begun)
        crowded.controlled("POST", "snapshots", {"name": "midway"})
        reached = crowded.now()
        assert advancing.answer().status_code == 409
        advancing = Asking(crowded, "clock/advance", {"by": "P30D"})
        later(crowded, reached)
        crowded.controlled("POST", "snapshots/midway/restore")
        assert advancing.answer().json()["errors"][0]["message"].endswith("a snapshot was restored.")
        assert crowded.now() == reached

    def test_a_call_that_is_refused_ends_nothing(self, crowded: Shop) -> None:
        crowded.controlled("POST", "snapshots", {"name": "taken"})
        with listening(crowded, "clock/advance", {"by": "P30D"}) as told:
            assert told.next()[0] == "progress"
            assert crowded.control("POST", "snapshots", {"name": "taken"}).status_code == 409
            assert crowded.control("POST", "snapshots/missing/restore").status_code == 404
            assert crowded.control("POST", "reset", {"scenario": "missing"}).status_code == 400
            assert [told.next()[0] for _ in range(2)] == ["progress"] * 2
            crowded.controlled("POST", "clock/stop")

    def test_a_reset_ends_an_advance_and_leaves_an_empty_world(self, crowded: Shop) -> None:
        begun = crowded.now()
        advancing = Asking(crowded, "clock/advance", {"by": "P30D"})
        later(crowded, begun)
        crowded.controlled("POST", "reset")
        assert advancing.answer().json()["errors"][0]["message"].endswith("the world was reset.")
        assert crowded.controlled("GET", "traffic") == {"traffic": {}}
        assert crowded.events() == []
        crowded.controlled("POST", "clock/freeze")
        assert crowded.advance("P30D")["transitions"] == 0

    def test_a_world_can_be_deleted_while_its_clock_is_moved(self, crowded: Shop) -> None:
        begun = crowded.now()
        advancing = Asking(crowded, "clock/advance", {"by": "P30D"})
        later(crowded, begun)
        assert crowded.control("DELETE", f"worlds/{crowded.world}", world="main").status_code == 204
        assert advancing.answer().status_code == 409
        assert crowded.control("GET", "clock").status_code == 404

    def test_it_ends_when_who_waits_for_its_answer_leaves(self, crowded: Shop) -> None:
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(
                f"{crowded.url}/_tradepost/v1/clock/advance",
                json={"by": "P30D"},
                params={"world": crowded.world},
                timeout=httpx.Timeout(20, read=0.3),
            )
        crowded.advance("PT1S")  # waits until nobody else moves the clock
        assert crowded.advance("PT1S")["transitions"] < 100

    def test_it_ends_when_who_listens_leaves(self, crowded: Shop) -> None:
        with listening(crowded, "clock/advance", {"by": "P30D"}) as told:
            told.next()
        crowded.advance("PT1S")
        assert crowded.advance("PT1S")["transitions"] < 100

    def test_nothing_to_end_is_no_mistake(self, shop: Shop) -> None:
        before = shop.controlled("GET", "clock")
        assert shop.controlled("POST", "clock/stop") == before

    def test_two_who_advance_at_once_both_come_to_their_end(self, shop: Shop) -> None:
        begun = instant(shop.now())
        both = [Asking(shop, "clock/advance", {"by": "P1D"}) for _ in range(2)]
        assert [each.answer().status_code for each in both] == [200, 200]
        assert instant(shop.now()) == begun + timedelta(days=2)


class TestCompany:
    def test_callers_of_the_same_world_and_of_others_are_served_meanwhile(
        self, crowded: Shop, new_shop: Callable[..., Shop]
    ) -> None:
        other = new_shop()
        for each in (crowded, other):
            each.stock("TEAPOT", 100)
        with listening(crowded, "clock/advance", {"by": "P30D"}) as told:
            told.next()
            for number in range(20):
                for each in (crowded, other):
                    each.order(f"O-{number}", {"TEAPOT": 1})
                    assert each.call("GET", f"{ORDERS}/O-{number}").status_code == 200
            assert other.reserved("TEAPOT") == 20
            other.advance("P10D")
            assert other.status("O-0") == "Complete"
            assert told.next()[0] == "progress"
            crowded.controlled("POST", "clock/stop")

    def test_what_is_scheduled_meanwhile_happens_in_its_turn(self, shop: Shop) -> None:
        """Orders come in while the clock is moved: each goes its way at the times that it would have had alone."""
        shop.stock("TEAPOT", 100)
        shop.list_product("MUG", quantity=5)
        shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 100_000})
        with listening(shop, "clock/advance", {"by": "P30D"}) as told:
            told.next()
            for number in range(40):
                shop.order(f"O-{number}", {"TEAPOT": 1})
            shop.controlled("POST", "clock/stop")
        shop.controlled("PUT", "traffic", {"marketplaceId": US, "ordersPerDay": 0})
        shop.advance("P10D")
        assert {shop.status(f"O-{number}") for number in range(40)} == {"Complete"}
        found = shop.controlled("GET", "doctor")
        assert found["failingTransitions"] == []
        ways: dict[str, list[tuple[int, str]]] = {}
        for each in shop.events():
            ways.setdefault(each["subject"], []).append((each["id"], each["occurredAt"]))
        assert all([at for _, at in way] == sorted(at for _, at in way) for way in ways.values())


class TestScenario:
    def test_it_is_ended_and_leaves_what_has_happened_by_then(self, shop: Shop) -> None:
        with listening(shop, "scenarios", {"name": "busy-shop", "options": BUSY}) as told:
            for name, stage in told:
                if name == "progress" and stage["done"] == 2:
                    shop.controlled("POST", "clock/stop")
                    break
            [(name, refusal)] = [each for each in told if each[0] != "progress"]
        assert name == "refused"
        assert refusal["errors"][0]["message"] == (
            "Loading scenario busy-shop was ended before its end: it was asked to end."
        )
        clock = shop.controlled("GET", "clock")
        assert clock["frozen"]
        assert "2024-06-" in clock["now"]
        assert shop.controlled("GET", "traffic") == {"traffic": {}}
        query = {"MarketplaceIds": US, "CreatedAfter": "2020-01-01T00:00:00Z"}
        assert len(shop.ok("GET", "/orders/v0/orders", **query)["payload"]["Orders"]) == 100
        assert shop.controlled("GET", "snapshots") == {"snapshots": []}
        assert shop.control("POST", "scenarios", {"name": "starter"}).status_code == 409

    def test_a_reset_ends_one_and_can_load_another(self, shop: Shop) -> None:
        with listening(shop, "scenarios", {"name": "busy-shop", "options": BUSY}) as told:
            told.next()
            shop.controlled("POST", "reset", {"scenario": "starter"})
            heard = list(told)
        assert heard[-1][1]["errors"][0]["message"].endswith("the world was reset.")
        assert shop.fulfillable("TEAPOT") == 33

    def test_two_at_once_do_not_mix(self, shop: Shop) -> None:
        both = [Asking(shop, "scenarios", {"name": "starter"}) for _ in range(2)]
        assert sorted(each.answer().status_code for each in both) == [201, 409]
        assert shop.fulfillable("TEAPOT") == 33

    def test_a_world_that_nobody_waits_for_any_more_is_not_made(self, shop: Shop) -> None:
        name = f"{shop.world}-more"
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(
                f"{shop.url}/_tradepost/v1/worlds",
                json={"name": name, "scenario": "busy-shop", "options": BUSY},
                timeout=httpx.Timeout(20, read=1),
            )
        while name in shop.controlled("GET", "worlds")["worlds"]:
            continue
        assert shop.control("GET", "clock", world=name).status_code == 404


class TestEndOfTime:
    END = "9997-12-31T23:59:59.999000Z"

    @pytest.mark.parametrize(
        "wish",
        [
            {"to": "9998-01-01T00:00:00Z"},
            {"to": "9999-12-31T23:59:59-12:00"},
            {"by": "P4000000D"},
            {"by": "P999999999999D"},
            {"by": "P9" + "9" * 400 + "D"},
        ],
    )
    def test_past_the_calendar_is_refused_and_nothing_moves(self, shop: Shop, wish: dict[str, Any]) -> None:
        shop.stock("MUG", 10)
        shop.order("O-1", {"MUG": 1})
        before = shop.controlled("GET", "clock"), shop.events(), shop.status("O-1")
        answer = shop.control("POST", "clock/advance", wish)
        [error] = answer.json()["errors"]
        assert answer.status_code == 400
        assert "calendar" in error["details"] or self.END[:19] in error["message"]
        assert (shop.controlled("GET", "clock"), shop.events(), shop.status("O-1")) == before

    def test_the_last_day_is_a_day_like_others(self, shop: Shop) -> None:
        shop.list_product("MUG")
        shop.controlled("POST", "clock/advance", {"to": self.END})
        assert shop.now() == self.END
        shop.stock("TEAPOT", 10)
        shop.order("O-1", {"TEAPOT": 1})
        assert (shop.status("O-1"), shop.reserved("TEAPOT")) == ("New", 1)
        wish = {"marketplaceId": US, "items": [{"sku": "MUG", "quantity": 1}]}
        bought = shop.controlled("POST", "buyers/orders", wish)["orderId"]
        assert shop.ok("GET", f"/orders/v0/orders/{bought}")["payload"]["PurchaseDate"] == "9997-12-31T23:59:59Z"
        assert shop.control("POST", "clock/advance", {"by": "PT1S"}).status_code == 400
        assert shop.now() == self.END

    def test_a_clock_that_runs_comes_to_its_end_and_stays(self, shop: Shop) -> None:
        shop.controlled("POST", "clock/advance", {"to": "9997-12-31T23:00:00Z"})
        shop.controlled("POST", "clock/resume", {"rate": 1_000_000})
        while shop.now() != self.END:
            continue
        assert shop.ok("GET", "/sellers/v1/marketplaceParticipations")["payload"]
        assert shop.controlled("POST", "clock/freeze") == {"now": self.END, "frozen": True, "rate": 1_000_000.0}

    @pytest.mark.parametrize("until", ["9999-06-01T00:00:00Z", "0001-01-01T00:00:00Z"])
    def test_a_scenario_stays_within_the_calendar(self, shop: Shop, until: str) -> None:
        before = shop.controlled("GET", "clock")
        answer = shop.control("POST", "scenarios", {"name": "busy-shop", "options": {"days": 2, "until": until}})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["details"].startswith("options.until: ")
        assert shop.controlled("GET", "clock") == before
        assert shop.events() == []

"""What is measured of company: calls of one world while long work goes on in two others."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from benchmarks import servers
from benchmarks.filling import Account
from benchmarks.latency import NUMBER
from benchmarks.wire import Figure, Measurement

_READERS = 2


class Calls:
    """Reads and creations in the world ``main``, by a process of its own."""

    def __init__(self, port: int, account: Account, name: str) -> None:
        read = account.get("/fba/outbound/2020-07-01/fulfillmentOrders/ORDER-1")
        create = account.creation(f"{name}-{NUMBER.decode()}")
        wish = {"port": port, "kinds": {"read": [read] * _READERS, "create": [create]}}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.latency"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(wish) + "\n")
        self._process.stdin.flush()

    def end(self) -> dict[str, list[float]]:
        """The seconds that each call took, sorted. Raises RuntimeError when one of them failed."""
        told, _ = self._process.communicate("")
        found: dict[str, Any] = json.loads(told)
        if found["failed"]:
            raise RuntimeError(f"{found['failed']} calls failed")
        return {kind: sorted(taken) for kind, taken in found["taken"].items()}


def mixed(
    folder: Path, rounds: int, orders: int, *, seconds: float = 4.0, open_orders: int = 10_000
) -> Iterator[Figure]:
    """Reads and creations in one world, while a scenario is loaded in another and 30 days go by in a third."""
    [port] = servers.free_ports(1)
    open_orders = min(open_orders, orders)
    options = {"days": 30, "ordersPerDay": max(1, open_orders / 100)}
    with servers.started(servers.tradepost(folder / "data", port), port, "/_tradepost/health"):
        account = Account(port)
        account.prepare(units=10_000_000)
        account.create("ORDER-1")
        _world_with(port, account, "month", open_orders)
        quiet, busy = [], []
        for number in range(min(rounds, 3)):
            calls = Calls(port, account, f"Q{number}")
            time.sleep(seconds)
            quiet.append(calls.end())
            account.http.post("/_tradepost/v1/worlds", json={"name": f"busy-{number}", "seed": str(number)})
            calls = Calls(port, account, f"B{number}")
            _meanwhile(
                port,
                ("/_tradepost/v1/clock/advance?world=month", {"by": "P30D"}),
                (f"/_tradepost/v1/scenarios?world=busy-{number}", {"name": "busy-shop", "options": options}),
            )
            busy.append(calls.end())
            account.http.post("/_tradepost/v1/snapshots/open/restore?world=month").raise_for_status()
    yield from _figures(quiet, busy)


def _world_with(port: int, account: Account, name: str, open_orders: int) -> None:
    """A world with a frozen clock, open orders, and a snapshot of both."""
    made = account.http.post("/_tradepost/v1/worlds", json={"name": name}).raise_for_status().json()
    account.http.post(f"/_tradepost/v1/clock/freeze?world={name}").raise_for_status()
    other = Account(port, made, world=name)
    other.prepare(units=10 * open_orders)
    for number in range(open_orders):
        other.create(f"O-{number}")
    account.http.post(f"/_tradepost/v1/snapshots?world={name}", json={"name": "open"}).raise_for_status()


def _meanwhile(port: int, *works: tuple[str, dict[str, Any]]) -> None:
    """Starts long works at once, and waits for the end of them all. Raises where one was refused."""
    answers: list[httpx.Response] = []

    def work(path: str, body: dict[str, Any]) -> None:
        answers.append(httpx.post(f"http://127.0.0.1:{port}{path}", json=body, timeout=1200))

    threads = [threading.Thread(target=work, args=each) for each in works]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for answer in answers:
        answer.raise_for_status()


def _figures(quiet: list[dict[str, list[float]]], busy: list[dict[str, list[float]]]) -> Iterator[Figure]:
    for kind, goal in (("read", "at most 20"), ("create", "at most 20")):
        medians = [_at(each[kind], 0.5) for each in quiet]
        longest = [_at(each[kind], 0.99) for each in busy]
        ratios = [one / other for one, other in zip(longest, medians, strict=True)]
        yield f"{kind} under mixed load: 99th percentile / median of quiet times", goal, ratios
        usual = [_at(each[kind], 0.99) for each in quiet]
        calmed = [one / other for one, other in zip(longest, usual, strict=True)]
        yield f"{kind} under mixed load / in quiet times: 99th percentiles", "", calmed
        yield f"{kind} in quiet times: median in ms", "", [1000 * each for each in medians]
        yield f"{kind} in quiet times: 99th percentile in ms", "", [1000 * each for each in usual]
        yield f"{kind} under mixed load: median in ms", "", [1000 * _at(each[kind], 0.5) for each in busy]
        yield f"{kind} under mixed load: 99th percentile in ms", "", [1000 * each for each in longest]
        yield f"{kind} under mixed load: longest in ms", "", [1000 * each[kind][-1] for each in busy]


def _at(taken: list[float], share: float) -> float:
    return taken[min(len(taken) - 1, int(share * len(taken)))]


MEASUREMENTS: dict[str, Measurement] = {"mixed": mixed}

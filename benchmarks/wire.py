"""What is measured over the wire: a read, a write, a page, the start, the memory."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import filling, servers
from benchmarks.filling import ORDERS, Account
from tradepost.store.sqlite import connect

Figure = tuple[str, str, list[float]]
Measurement = Callable[[Path, int, int], Iterator[Figure]]
_PORT, _OTHER, _THIRD = servers.free_ports(3)


def read(folder: Path, rounds: int, orders: int, *, seconds: float = 2.0, different: int = 2000) -> Iterator[Figure]:
    """An authenticated, throttled, validated read of one order against a bare application that sends the same bytes.

    Then of ``different`` orders in turn, more than the server keeps answers of. The servers are loaded one after
    another in each round, so that what else the machine does concerns all of them alike.
    """
    answer = folder / "answer.json"
    with servers.started(servers.tradepost(folder / "data", _PORT), _PORT, "/_tradepost/health") as (ours, _):
        account = Account(_PORT)
        account.prepare(units=1000 + different)
        for number in range(different + 1):
            account.create(f"ORDER-{number}")
        one = [account.get(f"{ORDERS}/ORDER-0")]
        many = [account.get(f"{ORDERS}/ORDER-{number + 1}") for number in range(different)]
        answer.write_bytes(account.http.get(f"{ORDERS}/ORDER-0").content)
        with (
            servers.started(servers.bare(_OTHER, answer), _OTHER, "/") as (same, _),
            servers.started(servers.granian(_THIRD, answer), _THIRD, "/") as (granian, _),
        ):
            ways = ((_PORT, ours, one), (_PORT, ours, many), (_OTHER, same, one), (_THIRD, granian, one))
            found = [
                [_rate_and_cost(port, process.pid, requests, seconds) for port, process, requests in ways]
                for _ in range(rounds)
            ]
        memory = servers.resident_megabytes(ours)
    rates = [[each[way][0] for each in found] for way in range(len(ways))]
    costs = [[each[way][1] for each in found] for way in range(len(ways))]
    for label, way, goals in (("read of one order", 0, ("0.6", "0.4")), ("reads of different orders", 1, ("", ""))):
        for bare, other, goal in (("same server program", 2, goals[0]), ("Granian", 3, goals[1])):
            yield f"{label} / bare ASGI application, {bare}", goal, _ratios(rates[way], rates[other])
            yield f"{label} / bare ASGI application, {bare}, by processor time", "", _ratios(costs[other], costs[way])
    yield "processor time of a read of one order on this machine, in microseconds", "", costs[0]
    yield "reads per second on this machine", "", rates[0]
    yield "memory of the server after that, in MB", "at most 100", [memory]


def _rate_and_cost(port: int, pid: int, requests: list[str], seconds: float) -> tuple[float, float]:
    """Requests answered per second, and the microseconds of processor time that each took."""
    before = servers.processor_seconds(pid)
    rate, count = servers.answered(port, requests, seconds)
    return rate, (servers.processor_seconds(pid) - before) * 1e6 / count


def create(
    folder: Path, rounds: int, orders: int, *, seconds: float = 1.5, to_create: int = 20_000
) -> Iterator[Figure]:
    """Creating orders against raw commits of one row, of the same durability."""
    with servers.started(servers.tradepost(folder / "data", _PORT), _PORT, "/_tradepost/health"):
        account = Account(_PORT)
        account.prepare(units=2_000_000)
        ratios, rates = [], []
        for number in range(rounds):
            requests = [account.creation(f"O-{number}-{each}") for each in range(to_create)]
            rate = servers.load(_PORT, requests, seconds)
            rates.append(rate)
            ratios.append(rate / raw_commits(folder / f"raw-{number}.db", seconds))
    yield "creating orders / raw commits of one row", "0.6", ratios
    yield "orders created per second on this machine", "", rates


def raw_commits(path: Path, seconds: float = 1.0) -> float:
    """Commits of one row per second, on a database that is opened as a world's is."""
    connection: sqlite3.Connection = connect(path)
    connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)")
    count, ends = 0, time.perf_counter() + seconds
    while time.perf_counter() < ends:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO rows (text) VALUES ('a row of some forty characters, no more ')")
        connection.execute("COMMIT")
        count += 1
    connection.close()
    return count / seconds


def page(folder: Path, rounds: int, orders: int, *, seconds: float = 1.0, few: int = 1000) -> Iterator[Figure]:
    """A page of orders with a thousand and with many orders in the database."""
    rates: list[list[float]] = []
    for number, count in enumerate((few, orders)):
        data = folder / f"data-{number}"
        with servers.started(servers.tradepost(data, _PORT), _PORT, "/_tradepost/health"):
            account = Account(_PORT)
            account.prepare(units=10)
            account.create("ORDER-1")
        filling.copies(data / "worlds" / "main.db", count)
        with servers.started(servers.tradepost(data, _PORT), _PORT, "/_tradepost/health"):
            account = Account(_PORT)
            path = f"{ORDERS}?queryStartDate=2020-01-01T00:00:00Z"
            rates.append([servers.load(_PORT, [account.get(path)], seconds) for _ in range(rounds)])
    yield f"a page of orders out of {orders:,} / out of {few:,}", "1 within 20%", _ratios(rates[1], rates[0])


def start(folder: Path, rounds: int, orders: int) -> Iterator[Figure]:
    """Until it answers: Tradepost against the bare application on the same server program."""
    answer = folder / "answer.json"
    answer.write_bytes(b"{}")
    with servers.started(servers.tradepost(folder / "data", _PORT), _PORT, "/_tradepost/health"):
        pass
    ours, same = [], []
    for _ in range(rounds):
        with servers.started(servers.tradepost(folder / "data", _PORT), _PORT, "/_tradepost/health") as (_, seconds):
            ours.append(seconds)
        with servers.started(servers.bare(_OTHER, answer), _OTHER, "/") as (_, seconds):
            same.append(seconds)
    yield "start until ready / bare server", "at most 2", _ratios(ours, same)
    yield "start until ready on this machine, in seconds", "0.5", ours


def _ratios(some: list[float], others: list[float]) -> list[float]:
    return [one / other for one, other in zip(some, others, strict=True)]


MEASUREMENTS: dict[str, Measurement] = {"read": read, "create": create, "page": page, "start": start}

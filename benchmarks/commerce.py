"""What is measured of commerce: a page of orders among many, a day of many buyers, a shop that is loaded."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks import servers
from benchmarks.filling import US, Account
from benchmarks.wire import Figure, Measurement, raw_commits

_SMALL_PORT, _LARGE_PORT = servers.free_ports(2)
_SHOP = {"days": 10, "skus": 50, "until": "2026-05-10T00:00:00Z"}
_QUERIES = {
    "the first page since a day": "CreatedAfter=2026-05-09T00:00:00Z",
    "the first page of all": "CreatedAfter=2000-01-01T00:00:00Z",
    "unshipped ones of a day": "CreatedAfter=2026-05-09T00:00:00Z&OrderStatuses=Unshipped",
    "what has changed in an hour": "LastUpdatedAfter=2026-05-09T23:00:00Z",
}


def orders(folder: Path, rounds: int, many: int, *, seconds: float = 2.0, few: int = 1_000) -> Iterator[Figure]:
    """A page of ``getOrders`` among many orders against one among a thousand, those of ten days."""
    small = servers.started(servers.tradepost(folder / "few", _SMALL_PORT), _SMALL_PORT, "/_tradepost/health")
    large = servers.started(servers.tradepost(folder / "many", _LARGE_PORT), _LARGE_PORT, "/_tradepost/health")
    with small, large:
        accounts = [Account(port) for port in (_SMALL_PORT, _LARGE_PORT)]
        for account in accounts:
            body = {"scenario": "busy-shop", "options": {**_SHOP, "ordersPerDay": few * 11 // 100}}
            account.http.post("/_tradepost/v1/reset", json=body, timeout=600).raise_for_status()
            account.http.post("/_tradepost/v1/clock/freeze")
        copied(folder / "many" / "worlds" / "main.db", many)
        for said, query in _QUERIES.items():
            path = f"/orders/v0/orders?MarketplaceIds={US}&MaxResultsPerPage=20&{query}"
            ratios = []
            for _ in range(rounds):
                rates = [
                    servers.load(port, [account.get(path)], seconds)
                    for port, account in zip((_SMALL_PORT, _LARGE_PORT), accounts, strict=True)
                ]
                ratios.append(rates[1] / rates[0])
            yield f"getOrders, {said}: {many:,} orders / {few:,} orders", "0.7", ratios


def copied(path: Path, many: int, apart: int = 10 * 86_400_000) -> None:
    """Fills a database up to so many orders: the shop's own, over and over, each so many milliseconds older."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        names = [row[1] for row in connection.execute("PRAGMA table_info(orders)")]
        own = connection.execute("SELECT COUNT(*) FROM orders").fetchone()[0]
        changed = {
            "order_id": "substr(order_id, 1, 4) || printf('%07d', $copy) || substr(order_id, 12)",
            "purchased_at": f"purchased_at - $copy * {apart}",
            "updated_at": f"updated_at - $copy * {apart}",
            "document": "replace(document, order_id, substr(order_id, 1, 4) || printf('%07d', $copy)"
            " || substr(order_id, 12))",
        }
        chosen = ", ".join(changed.get(name, name) for name in names)
        connection.execute("CREATE TEMPORARY TABLE shop AS SELECT * FROM orders")
        for copy in range(1, many // own):
            connection.execute(f"INSERT INTO orders SELECT {chosen} FROM shop", {"copy": copy})


def day(folder: Path, rounds: int, many: int, *, seconds: float = 1.0, orders_a_day: int = 10_000) -> Iterator[Figure]:
    """A simulated day of ten thousand orders, in transitions per raw commit, and the loading of a shop's past."""
    with servers.started(servers.tradepost(folder / "day", _SMALL_PORT), _SMALL_PORT, "/_tradepost/health"):
        account = Account(_SMALL_PORT)
        speeds, loads = [], []
        for number in range(min(rounds, 3)):
            commits = raw_commits(folder / f"raw-{number}.db", seconds)
            options = {"days": 1, "ordersPerDay": orders_a_day, "skus": 100, "until": f"2026-05-1{number}T00:00:00Z"}
            body = {"scenario": "busy-shop", "options": {**options, "traffic": True}}
            begin = time.perf_counter()
            account.http.post("/_tradepost/v1/reset", json=body, timeout=600).raise_for_status()
            loads.append(orders_a_day / (time.perf_counter() - begin) / commits)
            account.http.post("/_tradepost/v1/clock/freeze")
            begin = time.perf_counter()
            answer = account.http.post("/_tradepost/v1/clock/advance", json={"by": "P1D"}, timeout=600).json()
            speeds.append(answer["transitions"] / (time.perf_counter() - begin) / commits)
    yield f"a day of {orders_a_day:,} orders: transitions / raw commits", "", speeds
    yield "loading a busy shop: orders / raw commits", "", loads


MEASUREMENTS: dict[str, Measurement] = {"orders": orders, "day": day}

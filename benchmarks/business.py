"""What is measured of worlds and time: a new world, a restored snapshot, a month over many open orders."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import servers
from benchmarks.filling import Account
from benchmarks.wire import Figure, Measurement, raw_commits

(_PORT,) = servers.free_ports(1)


def month(
    folder: Path, rounds: int, orders: int, *, seconds: float = 1.0, open_orders: int = 10_000
) -> Iterator[Figure]:
    """Thirty days over ten thousand open orders, in transitions per raw commit; and snapshots of such a world."""
    with servers.started(servers.tradepost(folder / "data", _PORT), _PORT, "/_tradepost/health"):
        account = Account(_PORT)
        account.prepare(units=10 * open_orders)
        account.http.post("/_tradepost/v1/clock/freeze")
        for number in range(open_orders):
            account.create(f"O-{number}")
        account.http.post("/_tradepost/v1/snapshots", json={"name": "open"}).raise_for_status()
        speeds, restores, worlds = [], [], []
        for number in range(min(rounds, 3)):
            commits = raw_commits(folder / f"raw-{number}.db", seconds)
            begin = time.perf_counter()
            answer = account.http.post("/_tradepost/v1/clock/advance", json={"by": "P30D"}, timeout=600).json()
            speeds.append(answer["transitions"] / (time.perf_counter() - begin) / commits)
            restores.append(_timed(account, "/_tradepost/v1/snapshots/open/restore", {}) * commits)
            worlds.append(_timed(account, "/_tradepost/v1/worlds", {}) * commits)
    yield f"30 days over {open_orders:,} open orders: transitions / raw commits", "0.25", speeds
    yield f"restoring a snapshot with {open_orders:,} orders, in raw commits", "", restores
    yield "a new world, in raw commits", "", worlds


def _timed(account: Account, path: str, body: dict[str, str]) -> float:
    begin = time.perf_counter()
    account.http.post(path, json=body).raise_for_status()
    return time.perf_counter() - begin


MEASUREMENTS: dict[str, Measurement] = {"month": month}

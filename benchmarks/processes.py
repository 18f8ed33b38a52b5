"""What is measured of several processes on one PostgreSQL: calls through one and through two, and what quotas cost.

The load, the processes and PostgreSQL share the machine's cores: on two of them a second process finds none free, and
what it brings shows on four or more.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path

from benchmarks import servers, statements
from benchmarks.filling import ORDERS, Account
from benchmarks.wire import Figure, Measurement
from benchmarks.worlds import postgresql_address
from tradepost.store.postgres_worlds import PostgresWorlds

_CONNECTIONS = 16


def processes(
    folder: Path, rounds: int, orders: int, *, seconds: float = 2.0, created: int = 20_000
) -> Iterator[Figure]:
    """Reads and creates by one process, and by two at once, as ratios to PostgreSQL alone with the same statements."""
    ports = servers.free_ports(2)
    with ExitStack() as stack:
        database = stack.enter_context(postgresql_address(folder))
        asked = asyncio.run(statements.of_calls(folder / "data", database))
        for port in ports:
            command = [*servers.tradepost(folder / "data", port), "--database", database]
            stack.enter_context(servers.started(command, port, "/_tradepost/health"))
        account = Account(ports[0])
        account.create("ORDER-1")
        numbers = count()
        calls: dict[str, Callable[[], list[str]]] = {
            "read": lambda: [account.get(f"{ORDERS}/ORDER-1")] * _CONNECTIONS,
            "create": lambda: [account.creation(f"ORDER-{round(time.time())}-{next(numbers)}") for _ in range(created)],
        }
        for name, requests in calls.items():
            alone, one, two = [], [], []
            with ThreadPoolExecutor(2) as pool:
                for _ in range(rounds):
                    alone.append(statements.sent(database, asked[name], seconds))
                    one.append(servers.load(ports[0], requests(), seconds))
                    both = [pool.submit(servers.load, port, requests(), seconds) for port in ports]
                    two.append(sum(each.result() for each in both))
            yield f"{name}s by one process / their statements sent to PostgreSQL alone", "", _ratios(one, alone)
            yield f"{name}s by two processes / their statements sent to PostgreSQL alone", "", _ratios(two, alone)
            yield f"{name}s by two processes / by one", "", _ratios(two, one)


def _ratios(some: list[float], others: list[float]) -> list[float]:
    return [a / b for a, b in zip(some, others, strict=True)]


def quotas(folder: Path, rounds: int, orders: int, *, calls: int = 2000) -> Iterator[Figure]:
    """A request taken from a bucket of a usage plan, as a ratio to a look-up of a client id in a transaction."""
    with postgresql_address(folder) as database:
        looked_up, taken = asyncio.run(_takes(database, rounds, calls))
    yield (
        "a request taken from a bucket in PostgreSQL, of an empty query",
        "",
        [a / b for a, b in zip(taken, looked_up, strict=True)],
    )


async def _takes(database: str, rounds: int, calls: int) -> tuple[list[float], list[float]]:
    """Seconds that so many look-ups took in each round, and so many takes."""
    store = await PostgresWorlds.connect(database)
    looked_up: list[float] = []
    taken: list[float] = []
    assert store.buckets is not None
    for _ in range(rounds):
        begin = time.perf_counter()
        for _ in range(calls):
            await store.find_client("")
        between = time.perf_counter()
        for _ in range(calls):
            await store.buckets.take("world", "bucket", 1e6, 1e6)
        looked_up.append(between - begin)
        taken.append(time.perf_counter() - between)
    await store.close()
    return looked_up, taken


MEASUREMENTS: dict[str, Measurement] = {"processes": processes, "quotas": quotas}

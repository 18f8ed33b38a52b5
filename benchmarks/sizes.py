"""What is measured of sizes: what a listing, an order and a call take of the database, and the memory of a process."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, nullcontext
from functools import partial
from pathlib import Path

import httpx

from benchmarks import servers
from benchmarks.filling import US, Account
from benchmarks.wire import Figure, Measurement
from benchmarks.worlds import postgresql_address

(_PORT,) = servers.free_ports(1)
#: Counts the rows of a table, or says how many bytes a world takes where the table is "".
_Looking = Callable[[str, str], int]


def sizes(
    folder: Path,
    rounds: int,
    orders: int,
    *,
    days: int = 10,
    orders_a_day: int = 1_000,
    skus: int = 500,
    calls: int = 2_000,
) -> Iterator[Figure]:
    """Bytes of what a world holds, on both databases, and megabytes of the process that serves it on SQLite.

    They hardly differ from one round to the next, so that there is one. An order is one of a busy shop, with all that
    comes of it: events, shipments, returns, charges, settlements.
    """
    for said, engine in (("SQLite", _sqlite), ("PostgreSQL", postgresql_address)):
        with engine(folder) as address:
            command = servers.tradepost(folder / said, _PORT) + (["--database", address] if address else [])
            looking = partial(_look_at_postgresql, address) if address else partial(_look_at_sqlite, folder / said)
            with servers.started(command, _PORT, "/_tradepost/health") as (process, _):
                if not address:
                    memory = [servers.resident_megabytes(process)]
                    yield "memory of a process that has just started, in MB", "", memory
                yield f"a world that is empty on {said}, in bytes", "", [looking("main", "")]
                _make("quiet", days, skus, 1)
                yield f"a listing on {said}, in bytes", "", [_each(looking, "listings", "main", "quiet")]
                _make("busy", days, skus, orders_a_day)
                order = _each(looking, "orders", "quiet", "busy")
                yield f"an order on {said}, with all that comes of it, in bytes", "", [order]
                yield f"a call in the request log of {said}, in bytes", "", [_of_a_call(looking, calls)]
            if not address:
                with servers.started(command, _PORT, "/_tradepost/health") as (process, _):
                    _read_orders(calls)
                    memory = [servers.resident_megabytes(process)]
                    yield f"... that serves a world of {looking('busy', 'orders'):,} orders, in MB", "", memory


def _sqlite(_: Path) -> AbstractContextManager[str]:
    return nullcontext("")


def _make(world: str, days: int, skus: int, orders_a_day: int) -> None:
    """Makes a world with a busy shop's past."""
    shop = {"days": days, "ordersPerDay": orders_a_day, "skus": skus, "until": "2026-05-10T00:00:00Z"}
    body = {"name": world, "scenario": "busy-shop", "options": shop, "frozen": True}
    url = f"http://127.0.0.1:{_PORT}/_tradepost/v1/worlds"
    httpx.post(url, json=body, timeout=1_200).raise_for_status()


def _of_a_call(looking: _Looking, calls: int) -> float:
    """The bytes of one call in the request log: of a read, with its headers and its answer."""
    account = Account(_PORT)
    log = "/_tradepost/v1/requests"
    account.http.get(log, params={"limit": 1}).raise_for_status()  # has what waits written
    before, known = looking("main", ""), looking("main", "requests")
    for _ in range(calls):
        account.http.get("/sellers/v1/account").raise_for_status()
    account.http.get(log, params={"limit": 1}).raise_for_status()
    return (looking("main", "") - before) / (looking("main", "requests") - known)


def _each(looking: _Looking, table: str, less: str, more: str) -> float:
    """The bytes of a row of a table, with all that comes of it, by two worlds of which one has more of them."""
    return (looking(more, "") - looking(less, "")) / (looking(more, table) - looking(less, table))


def _read_orders(calls: int) -> None:
    """Reads pages of orders, as a program does that keeps up with them."""
    url = f"http://127.0.0.1:{_PORT}/_tradepost/v1/credentials"
    account = Account(_PORT, httpx.get(url, params={"world": "busy"}).json(), "busy")
    for _ in range(calls // 10):
        query = {"MarketplaceIds": US, "CreatedAfter": "2026-05-08T00:00:00Z", "MaxResultsPerPage": "100"}
        account.http.get("/orders/v0/orders", params=query).raise_for_status()


def _look_at_sqlite(folder: Path, world: str, table: str) -> int:
    with closing(sqlite3.connect(folder / "worlds" / f"{world}.db")) as connection:
        if table:
            return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
        pages, free, size = (
            connection.execute(f"PRAGMA {each}").fetchone()[0] for each in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)


def _look_at_postgresql(address: str, world: str, table: str) -> int:
    return asyncio.run(_looked(address, world, table))


async def _looked(address: str, world: str, table: str) -> int:
    import asyncpg

    connection = await asyncpg.connect(address)
    try:
        schema = await connection.fetchval("SELECT schema FROM tradepost.worlds WHERE name = $1", world)
        if table:
            return int(await connection.fetchval(f'SELECT count(*) FROM "{schema}".{table}'))
        return int(
            await connection.fetchval(
                "SELECT sum(pg_total_relation_size(c.oid)) FROM pg_class c JOIN pg_namespace n"
                " ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relkind = 'r'",
                schema,
            )
        )
    finally:
        await connection.close()


MEASUREMENTS: dict[str, Measurement] = {"sizes": sizes}

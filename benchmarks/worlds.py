"""What is measured of making worlds: ten one after another and ten at once, on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import httpx

from benchmarks import servers
from benchmarks.wire import Figure, Measurement

(_PORT,) = servers.free_ports(1)
_TEN = 10
_WORLDS = "/_tradepost/v1/worlds"
#: The address of a PostgreSQL database to use instead of one that is made for it.
_DATABASE = "BENCH_DATABASE"


def worlds(folder: Path, rounds: int, orders: int, *, rest: float = 3.0) -> Iterator[Figure]:
    """Milliseconds until a new world with an account is there, after a rest in which the server can prepare itself."""
    for said, engine in (("SQLite", _sqlite), ("PostgreSQL", _postgresql)):
        with engine(folder) as options:
            command = servers.tradepost(folder / said, _PORT) + options
            with servers.started(command, _PORT, "/_tradepost/health"), _client() as http:
                make = partial(_make, http)
                in_a_row, at_once, all_at_once = [], [], []
                for _ in range(rounds):
                    time.sleep(rest)
                    made = [make(number) for number in range(_TEN)]
                    in_a_row += [took for _, took in made]
                    time.sleep(rest)
                    with ThreadPoolExecutor(_TEN) as threads:
                        begin = time.perf_counter()
                        burst = list(threads.map(make, range(_TEN)))
                        all_at_once.append((time.perf_counter() - begin) * 1000 / _TEN)
                    at_once += [took for _, took in burst]
                    for name, _ in made + burst:
                        http.delete(f"{_WORLDS}/{name}").raise_for_status()
        yield f"a new world on {said}, {_TEN} in a row: ms each", "at most 15", in_a_row
        yield f"a new world on {said}, {_TEN} at once: ms until each is there", "", at_once
        yield f"a new world on {said}, {_TEN} at once: ms of all together / {_TEN}", "at most 15", all_at_once


def _client() -> httpx.Client:
    return httpx.Client(base_url=f"http://127.0.0.1:{_PORT}", timeout=60)


def _make(http: httpx.Client, _: int) -> tuple[str, float]:
    """Makes a world: its name, and the milliseconds until its credentials are there."""
    begin = time.perf_counter()
    answer = http.post(_WORLDS, json={})
    took = (time.perf_counter() - begin) * 1000
    return answer.raise_for_status().json()["world"], took


@contextmanager
def _sqlite(_: Path) -> Iterator[list[str]]:
    yield []


@contextmanager
def _postgresql(folder: Path) -> Iterator[list[str]]:
    with postgresql_address(folder) as address:
        yield ["--database", address]


@contextmanager
def postgresql_address(folder: Path) -> Iterator[str]:
    """The address of a PostgreSQL database that holds nothing yet."""
    from tests.postgres import postgresql

    if address := os.environ.get(_DATABASE):
        yield address
        return
    with postgresql(folder, "bench") as address:
        yield address


MEASUREMENTS: dict[str, Measurement] = {"worlds": worlds}

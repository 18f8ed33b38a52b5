"""What a call asks of PostgreSQL, written down once and sent again by connections that do nothing else."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from benchmarks.filling import ORDERS, Account
from tradepost.serving import Settings, running
from tradepost.store.postgres import Connection

_WAYS = ("execute", "executemany", "fetch", "fetchrow", "fetchval")
#: The order that is created while statements are written down: each time that they are sent, it has another number.
_CREATED = "ORDER-WRITTEN-DOWN"
_CONNECTIONS = 16
#: Where a statement has a number that no other row may have.
_NUMBERED = {"INSERT INTO stock_movements": 4}
#: The task that serves a call is the one that looks its token up: others do at the same time what is nobody's call.
_TOKEN = "FROM access_tokens"

#: A way of ``_WAYS``, the statement, its values.
Statement = tuple[str, str, list[Any]]


async def of_calls(folder: Path, database: str) -> dict[str, list[Statement]]:
    """The statements of reading an order and of creating one, in the first world of a database."""
    async with running(Settings(port=0, data=folder, database=database, scenario="none")) as server:
        account = await asyncio.to_thread(Account, server.port)
        await asyncio.to_thread(account.prepare, 10_000_000)
        await asyncio.to_thread(account.create, "FIRST")
        with _written_down() as created:
            await asyncio.to_thread(account.create, _CREATED)
        with _written_down() as read:
            await asyncio.to_thread(account.http.get, f"{ORDERS}/{_CREATED}")
    return {"read": _of_the_call(read), "create": _of_the_call(created)}


@contextmanager
def _written_down() -> Iterator[dict[str, list[Statement]]]:
    """Writes down what each task asks the store's connections for, as long as the block lasts."""
    statements: dict[str, list[Statement]] = defaultdict(list)

    def writing(way: str) -> Callable[..., Any]:
        original = getattr(asyncpg.Connection, way)

        async def asked(self: Any, sql: str, *values: Any, **options: Any) -> Any:
            given = [list(map(list, values[0]))] if way == "executemany" else list(values)
            task = asyncio.current_task()
            statements[task.get_name() if task is not None else ""].append((way, sql, given))
            return await original(self, sql, *values, **options)

        return asked

    for way in _WAYS:
        setattr(Connection, way, writing(way))
    try:
        yield statements
    finally:
        for way in _WAYS:
            delattr(Connection, way)


def _of_the_call(found: dict[str, list[Statement]]) -> list[Statement]:
    """Its first step is made before it has a task of its own."""
    [statements] = [each for each in found.values() if any(_TOKEN in sql for _, sql, _ in each)]
    return found["request"] + statements


def _anew(statement: Statement, number: int) -> Statement:
    """A statement as another call sends it, with an order of another number."""
    way, sql, values = statement
    values = json.loads(json.dumps(values).replace(_CREATED, f"ORDER-{number}"))
    for start, place in _NUMBERED.items():
        if sql.startswith(start):
            values[place] = number
    return way, sql, values


def sent(database: str, statements: list[Statement], seconds: float) -> float:
    """How often a second these statements are answered, sent by as many connections as call a server, in a process."""
    wish = json.dumps({"database": database, "statements": statements, "seconds": seconds})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.statements"], input=wish, capture_output=True, text=True, check=True
    )
    return float(done.stdout)


async def _send(database: str, statements: list[Statement], seconds: float) -> float:
    connections = [await asyncpg.connect(database) for _ in range(_CONNECTIONS)]
    number, start = time.time_ns(), time.perf_counter()
    end, count = start + seconds, 0

    async def send(connection: Any) -> None:
        nonlocal number, count
        while time.perf_counter() < end:
            number += 1
            for way, sql, values in [_anew(each, number) for each in statements]:
                await getattr(connection, way)(sql, *values)
            count += 1

    await asyncio.gather(*(send(each) for each in connections))
    took = time.perf_counter() - start
    for each in connections:
        await each.close()
    return count / took


if __name__ == "__main__":
    import uvloop

    wanted = json.load(sys.stdin)
    print(uvloop.run(_send(wanted["database"], wanted["statements"], wanted["seconds"])))

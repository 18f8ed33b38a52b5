"""A server on this machine whose queue of callers is full for a moment."""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import pytest

from tradepost.store.postgres import connected

pytestmark = pytest.mark.anyio


@pytest.fixture
def full(stack: ExitStack) -> Iterator[tuple[Path, socket.socket, int]]:
    """The folder of a server that takes nobody yet, the server, and how many wait already: as many as may."""
    with tempfile.TemporaryDirectory() as folder:  # the path of a socket has to be short
        server = stack.enter_context(socket.socket(socket.AF_UNIX))
        server.bind(f"{folder}/.s.PGSQL.5432")
        server.listen(1)
        waiting = 0
        while True:
            one = stack.enter_context(socket.socket(socket.AF_UNIX))
            one.setblocking(False)
            try:
                one.connect(f"{folder}/.s.PGSQL.5432")
            except BlockingIOError:
                break
            waiting += 1
        yield Path(folder), server, waiting


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as found:
        yield found


async def test_who_finds_the_queue_full_asks_again(full: tuple[Path, socket.socket, int]) -> None:
    folder, server, waiting = full
    asking = asyncio.create_task(connected(host=str(folder), port=5432, user="tradepost", timeout=10, ssl=False))
    await asyncio.sleep(0.1)
    assert not asking.done()
    for _ in range(waiting):
        server.accept()[0].close()
    caller, _ = await asyncio.to_thread(server.accept)
    assert b"tradepost" in caller.recv(1000)
    caller.close()
    with pytest.raises(asyncpg.PostgresConnectionError):
        await asking

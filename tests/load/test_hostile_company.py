"""A whole server in bad company: it stays up, others are served, and its memory stays bounded."""

from __future__ import annotations

import resource
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest

CONNECTIONS = 1500
#: What others may wait at most in bad company, in medians of a quiet server. Some 2 are usual.
WORST_RATIO = 25
MOST_GROWTH_MB = 120


class Served(NamedTuple):
    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory_mb(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server in a process of its own."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from tradepost.cli import main; main()", "serve", "--port", str(port)]
    process = subprocess.Popen([*command, "--data", str(tmp_path / "data")], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline()
    server = Served(port, process)
    for _ in range(200):
        try:
            httpx.get(f"{server.url}/_tradepost/health")
            break
        except httpx.TransportError:
            time.sleep(0.05)
    yield server
    process.terminate()
    process.wait(30)


def token_of(server: Served) -> str:
    httpx.put(f"{server.url}/_tradepost/v1/usage-plans", json={"scale": 100_000}).raise_for_status()
    made = httpx.get(f"{server.url}/_tradepost/v1/credentials").json()
    form = {"grant_type": "refresh_token", **{n: made[n] for n in ("refresh_token", "client_id", "client_secret")}}
    return str(httpx.post(f"{server.url}/auth/o2/token", data=form).json()["access_token"])


def median_seconds(server: Served, token: str, calls: int = 300) -> float:
    found = []
    with httpx.Client(base_url=server.url, headers={"x-amz-access-token": token}) as client:
        for _ in range(calls):
            began = time.perf_counter()
            assert client.get("/sellers/v1/account").status_code == 200
            found.append(time.perf_counter() - began)
    return statistics.median(found)


HABITS = (
    b"",  # says nothing
    b"GET /sellers/v1/account HTTP/1.1\r\nHost: x\r\nX-Slow: ",  # never ends its head
    b"POST /auth/o2/token HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n{",  # never ends its body
    b"POST /auth/o2/token HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",  # nor its chunks
    b"GET /_tradepost/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n",  # takes nothing of a large answer
    b"GET /sellers/v1/account HTTP/1.1\r\nHost: x\r\n\r\n" * 20,  # pipelines
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 8,  # speaks TLS
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: b\r\n" * 300 + b"\r\n",  # too many headers
)


def test_bad_company_does_not_keep_others_from_being_served(served: Served) -> None:
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    connections = min(CONNECTIONS, soft // 2)
    token = token_of(served)
    httpx.get(f"{served.url}/_tradepost/openapi.json")  # made once, and then kept
    quiet, before = median_seconds(served, token), served.memory_mb()
    with ExitStack() as stack:
        sockets = []
        for number in range(connections):
            sockets.append(stack.enter_context(socket.create_connection(("127.0.0.1", served.port), timeout=10)))
            habit = HABITS[number % len(HABITS)] if number % 40 else HABITS[4]
            if number % len(HABITS) == 4 and number % 40:
                habit = HABITS[1]  # a large answer that nobody takes is kept for a few only
            sockets[-1].sendall(habit)
        for each in sockets[::3]:
            try:
                each.sendall(b"x")
            except OSError:  # was closed already
                continue
        busy = median_seconds(served, token)
        for each in sockets[::5]:
            if _open(each):
                each.shutdown(socket.SHUT_WR)
        grown = served.memory_mb() - before
        assert median_seconds(served, token) < WORST_RATIO * quiet
    assert busy < WORST_RATIO * quiet
    assert grown < MOST_GROWTH_MB
    assert served.process.poll() is None
    assert httpx.get(f"{served.url}/_tradepost/health").json()["status"] == "ok"


def _open(connection: socket.socket) -> bool:
    try:
        connection.getpeername()
    except OSError:
        return False
    return True

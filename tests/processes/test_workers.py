"""The processes of one server with ``--workers``: one that dies is replaced, and all end together."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import psutil
import pytest

from tests.cli.test_commands import tradepost
from tests.deliveries.test_embedded import PROGRAM
from tests.metrics.test_metrics import scraped
from tests.postgres import another
from tests.processes.serving import eventually
from tests.shop import PLAIN, Json

READY = "/_tradepost/ready"


class WorkingServer:
    """A server of several processes, and what its log says."""

    def __init__(self, folder: Path, database: str, *more: str) -> None:
        command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--data", str(folder), "--scenario", "none"]
        command += ["--database", database, "--log-format", "json", *more]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        self.url = str(self.logged()["url"])
        self.parent = psutil.Process(self.process.pid)

    def logged(self) -> Json:
        """The next line of its log that is of no call."""
        assert self.process.stderr is not None
        while True:
            line: Json = json.loads(self.process.stderr.readline())
            if line["logger"] != "tradepost.access":
                return line

    def workers(self) -> list[int]:
        """The processes that serve."""
        found = self.parent.children()
        return [each.pid for each in found if each.status() != psutil.STATUS_ZOMBIE]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@pytest.fixture
def database(postgresql_url: str) -> Iterator[str]:
    with another(postgresql_url, "workers") as found:
        yield found


def answers(url: str) -> int:
    return httpx.get(url + READY, verify=PLAIN, timeout=30).status_code


def test_a_process_that_dies_is_started_again_after_a_pause_that_grows(database: str, tmp_path: Path) -> None:
    server = WorkingServer(tmp_path, database, "--workers", "2")
    eventually(lambda: len(server.workers()), 2)
    victim, other = server.workers()
    for pause in ("0.1", "0.2", "0.4"):
        os.kill(victim, signal.SIGKILL)
        line = server.logged()
        assert (line["level"], line["message"]) == (
            "WARNING",
            f"process {victim} of the server has ended (SIGKILL); another one is started in {pause} seconds",
        )
        assert [answers(server.url) for _ in range(3)] == [200] * 3
        eventually(lambda: len(server.workers()), 2)
        [victim] = set(server.workers()) - {other}
    os.kill(other, signal.SIGKILL)
    assert answers(server.url) == 200  # by one of those that were started again: nobody else is left
    assert server.stop() == 0
    assert not [each for each in (victim, other) if psutil.pid_exists(each)]


def test_processes_whose_parent_is_killed_end_and_leave_the_port(database: str, tmp_path: Path) -> None:
    server = WorkingServer(tmp_path, database, "--workers", "2")
    eventually(lambda: len(server.workers()), 2)
    workers = server.workers()
    port = int(server.url.rpartition(":")[2])
    server.process.kill()
    server.process.wait()
    eventually(lambda: [each for each in workers if psutil.pid_exists(each)], [])
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_each_process_shows_its_figures_on_a_port_of_its_own(database: str, tmp_path: Path) -> None:
    first = two_free_ports()
    server = WorkingServer(tmp_path, database, "--workers", "2", "--metrics-port", str(first))
    urls = [f"http://127.0.0.1:{first + number}" for number in range(2)]
    eventually(lambda: [listens(url) for url in urls], [True, True])
    for _ in range(5):
        httpx.get(f"{server.url}/sellers/v1/account", verify=PLAIN)
    found = [scraped(url) for url in urls]
    key = ("tradepost_calls_total", "sellers.getAccount", "403")
    assert sum(each.get(key, 0) for each in found) == 5
    assert sum(each["tradepost_tended_worlds",] for each in found) == 1
    assert server.stop() == 0


def two_free_ports() -> int:
    """The first of two neighbors that nobody listens on, and that the system gives to nobody who asks for any port."""
    while True:
        first = random.randrange(20_000, 32_000)
        with suppress(OSError):
            for port in (first, first + 1):
                socket.create_server(("127.0.0.1", port)).close()
            return first


def listens(url: str) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", int(url.rpartition(":")[2]))) == 0


def test_what_keeps_the_first_process_from_starting_is_named_in_one_line(tmp_path: Path, database: str) -> None:
    away = "postgresql://nobody@127.0.0.1:9/none"
    done = tradepost("serve", "--port", "0", "--data", str(tmp_path), "--workers", "2", "--database", away)
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert done.stderr.startswith("tradepost: the database does not answer")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        command = ["serve", "--port", "0", "--data", str(tmp_path), "--workers", "2", "--database", database]
        done = tradepost(*command, "--metrics-port", port)
    assert done.stderr == f"tradepost: port {port} on 127.0.0.1 is taken; choose another one with --metrics-port\n"
    assert done.returncode == 1
    done = tradepost(*command, "--metrics-port", "65535")
    assert done.stderr == "tradepost: --metrics-port 65535: 2 ports from there on lead past 65535\n"

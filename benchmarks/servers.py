"""The servers that are measured: Tradepost, and bare applications that send the same bytes."""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

#: Servers start as they do where they are installed: from compiled files, whatever this shell says of writing them.
_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
_ENVIRONMENT["PYTHONPATH"] = os.pathsep.join(filter(None, ["src", os.environ.get("PYTHONPATH", "")]))


#: Ports that the system gives to nobody who asks for any port, so that what is free now is free later.
_ASKED_FOR_BY_NAME = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Ports of this machine that nobody listens on now."""
    found: list[int] = []
    while len(found) < count:
        port = random.choice(_ASKED_FOR_BY_NAME)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            found += [port] if port not in found else []
    return found


@contextmanager
def started(command: list[str], port: int, health: str) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """A server process, and the seconds until it answered."""
    asking = httpx.Client(timeout=1, verify=False)
    begin = time.perf_counter()
    process = subprocess.Popen(command, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                asking.get(f"http://127.0.0.1:{port}{health}")
                break
            except httpx.TransportError:
                if process.poll() is not None:
                    raise RuntimeError(f"{command} ended") from None
                time.sleep(0.003)
        yield process, time.perf_counter() - begin
    finally:
        asking.close()
        process.terminate()
        process.wait(20)


def tradepost(folder: Path, port: int) -> list[str]:
    """The command of a Tradepost server."""
    program = "from tradepost.cli import main; main()"
    return [sys.executable, "-c", program, "serve", "--port", str(port), "--data", str(folder), "--scenario", "none"]


def bare(port: int, answer: Path) -> list[str]:
    """The command of a bare ASGI application on Tradepost's own server program."""
    _ENVIRONMENT["BARE_ANSWER"] = str(answer)
    return [sys.executable, "-m", "benchmarks.bare", str(port)]


def granian(port: int, answer: Path) -> list[str]:
    """The command of the same application on Granian."""
    _ENVIRONMENT["BARE_ANSWER"] = str(answer)
    target = "benchmarks.bare:application"
    return [
        sys.executable, "-m", "granian", "--interface", "asginl", "--loop", "uvloop", "--port", str(port),
        "--no-access-log", target,
    ]  # fmt: skip


def load(port: int, requests: list[str], seconds: float = 2.0) -> float:
    """Requests per second of that server, by a process of its own. Raises when one of them failed."""
    return answered(port, requests, seconds)[0]


def answered(port: int, requests: list[str], seconds: float = 2.0) -> tuple[float, int]:
    """Requests per second of that server, and how many it answered. Raises when one of them failed."""
    wish = json.dumps({"port": port, "requests": requests, "seconds": seconds})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.load"], input=wish.encode(), capture_output=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    if found["failed"]:
        raise RuntimeError(f"{found['failed']} requests failed")
    return float(found["rate"]), int(found["answered"])


def processor_seconds(pid: int) -> float:
    """The processor time that a process has taken so far, with that of its workers, in seconds."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(processor_seconds(int(each)) for each in workers)


def resident_megabytes(process: subprocess.Popen[bytes]) -> float:
    """The memory of a process, in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    line = next(each for each in status.splitlines() if each.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

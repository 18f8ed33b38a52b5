"""Queues of our own, where none were set: a server of moto's, in a process of its own, started when first needed.

Its port is there from the beginning: the first connection to it starts the process, which takes that connection. It
ends with this one, however this one ends, and what is in its queues ends with it.
"""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from importlib.util import find_spec

_PATIENCE_SECONDS = 5


def available() -> bool:
    """Whether the extra is there that brings moto."""
    return find_spec("moto") is not None and find_spec("aiobotocore") is not None


class Embedded:
    """A socket that listens, and the process behind it once somebody has come."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._socket.setblocking(False)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._lifeline: int | None = None

    @property
    def url(self) -> str:
        """Its address, for SQS and EventBridge alike."""
        return f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def watch(self) -> None:
        """Waits for the first connection."""
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._socket.fileno(), self.start)

    @property
    def waits(self) -> bool:
        """Whether nobody has come yet."""
        return self._process is None

    def fileno(self) -> int:
        """What becomes readable when somebody comes, for who waits without an event loop."""
        return self._socket.fileno()

    def start(self) -> None:
        """Somebody has come: starts the process."""
        if self._loop is not None:
            self._loop.remove_reader(self._socket.fileno())
        reading, self._lifeline = os.pipe()  # nobody writes to it: its end is the end of this process
        listening = self._socket.fileno()
        program = [sys.executable, "-m", "tradepost.deliveries.embedded_server", str(listening), str(reading)]
        self._process = subprocess.Popen(program, pass_fds=(listening, reading), stdin=subprocess.DEVNULL)
        os.close(reading)

    def forget(self) -> None:
        """In a process that was forked: the queues belong to the other one, and are to end with that one."""
        if self._lifeline is not None:
            os.close(self._lifeline)
        self._socket.close()

    def close(self) -> None:
        """Ends the process, and takes no more connections."""
        if self._loop is not None and self._process is None:
            self._loop.remove_reader(self._socket.fileno())
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_PATIENCE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._lifeline is not None:
            os.close(self._lifeline)
        self._socket.close()

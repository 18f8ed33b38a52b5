"""A server for tests: one for all processes of a test run, which ends when the last of them does."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

import msgspec

from tradepost.control.calling import ControlError
from tradepost.intercept.credentials import credentials_environment
from tradepost.testing.in_place import in_place
from tradepost.testing.worlds import ClockWish, Tradepost, World

ALIVE_FILE: Final = "alive"
ADDRESS_FILE: Final = "server.json"
_LOG_FILE: Final = "server.log"
_STARTING_FILE: Final = "starting"

#: What usage plans of a test's world are multiplied by, unless it says otherwise: they do not get in the way.
GENEROUS: Final = 1000.0


class Server(Tradepost):
    """A running server, and the environment in which calls to Amazon's hosts arrive at it."""

    def __init__(self, url: str, environment: Mapping[str, str]) -> None:
        super().__init__(url, admin_token=os.environ.get("TRADEPOST_ADMIN_TOKEN"))
        self.environment = dict(environment)
        self._filled: dict[str, World] = {}

    def close(self) -> None:
        """Removes what was kept for the tests, and closes its connections."""
        for world in self._filled.values():
            with suppress(ControlError):  # the server may be gone before
                self.worlds.delete(world.name)
        super().close()

    def environment_of(self, world: World) -> dict[str, str]:
        """The variables by which programs find the server, trust it, and act as the world's first seller."""
        credentials = msgspec.structs.asdict(world.credentials())
        credentials["marketplace_ids"] = list(credentials["marketplace_ids"])
        own = {"TRADEPOST_URL": self.url, "TRADEPOST_WORLD": world.name}
        return {**self.environment, **credentials_environment(credentials), **own}

    @contextmanager
    def new_world(
        self, *, seed: str | int | None = None, scenario: str | None = None, options: Mapping[str, Any] | None = None,
        snapshot: str | None = None, clock: ClockWish = "frozen", scale: float = GENEROUS,
    ) -> Iterator[World]:  # fmt: skip
        """A world for one test: while the block lasts, calls to Amazon by this process and by those it starts go there.

        It is removed afterwards. The fields are those of ``worlds.make``; here the clock stands still unless something
        else is said, and usage plans do not get in the way. Raises Refused.
        """
        if scenario is not None:
            self._keep(scenario, options, seed)
        world = self.worlds.make(
            seed=seed, scenario=scenario, options=options, snapshot=snapshot, clock=clock, scale=scale
        )
        try:
            with in_place(self.environment_of(world)):
                yield world
        finally:
            self.worlds.delete(world.name)

    def _keep(self, scenario: str, options: Mapping[str, Any] | None, seed: str | int | None) -> None:
        """Makes a world like this that stays: the server keeps with it what a scenario comes to, and copies that."""
        wish = json.dumps([scenario, options, seed], default=str)
        if wish not in self._filled:
            self._filled[wish] = self.worlds.make(scenario=scenario, options=options, seed=seed)


@contextmanager
def serving(url: str | None = None, *, offline: bool = False) -> Iterator[Server]:
    """A server that lives as long as the block, or with ``url`` one that runs already.

    With ``offline`` calls to hosts that are not Amazon's are refused. Raises ControlError where it does not start.
    """
    with (
        tempfile.TemporaryDirectory(prefix="tradepost-") as folder,
        shared(Path(folder), url, offline=offline) as server,
    ):
        yield server


@contextmanager
def shared(folder: Path, url: str | None = None, *, offline: bool = False) -> Iterator[Server]:
    """The server of this folder: the first process that asks starts it, and it ends when the last one leaves.

    With ``url`` or ``TRADEPOST_URL`` it is one that runs already, and under ``tradepost run`` that of the run. Raises
    ControlError where it does not start or answer.
    """
    if url is None and os.environ.get("TRADEPOST_TLS_PORT"):
        with Server(os.environ["TRADEPOST_URL"], {}) as server:
            yield server
        return
    folder.mkdir(parents=True, exist_ok=True)
    process = None
    with (folder / ALIVE_FILE).open("a") as alive:
        with (folder / _STARTING_FILE).open("a") as starting:
            fcntl.flock(starting, fcntl.LOCK_EX)
            fcntl.flock(alive, fcntl.LOCK_SH)
            found = _running(folder)
            if found is None:
                process = _start(folder, url or os.environ.get("TRADEPOST_URL"), offline)
                found = _told(folder)
        with Server(found["url"], found["environment"]) as server:
            yield server
    if process is not None:
        process.wait()


def _told(folder: Path) -> dict[str, Any]:
    """What a server of this folder has written. Raises FileNotFoundError where there is none."""
    found: dict[str, Any] = json.loads((folder / ADDRESS_FILE).read_text())
    return found


def _running(folder: Path) -> dict[str, Any] | None:
    """The same, if the server answers."""
    try:
        found = _told(folder)
        with Server(found["url"], {}) as server:
            server.worlds.names()
    except (FileNotFoundError, ControlError):
        return None
    return found


def _start(folder: Path, url: str | None, offline: bool) -> subprocess.Popen[bytes]:
    """Starts the process of ``tradepost.testing.host``, and waits until it is ready. Raises ControlError."""
    (folder / ADDRESS_FILE).unlink(missing_ok=True)
    program = [sys.executable, "-m", "tradepost.testing.host", str(folder)]
    program += ["--url", url] if url else []
    program += ["--offline"] if offline else []
    with (folder / _LOG_FILE).open("wb") as log:
        process = subprocess.Popen(  # a session of its own: Ctrl-C ends the tests, and they end it
            program, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log, start_new_session=True
        )
    assert process.stdout is not None
    with process.stdout as said:
        if said.readline() == b"ready\n":
            return process
    process.wait()
    last = (folder / _LOG_FILE).read_text(errors="replace").strip().splitlines()[-1:]
    raise ControlError(f"the server for the tests did not start: {''.join(last)}")

"""Several servers, each a process of its own, on one PostgreSQL."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tests.deliveries.test_embedded import PROGRAM
from tests.shop import PLAIN, Json, Shop

LONGEST = 30.0


class Servers:
    """Servers on one database and one data folder, which are started at once and killed one by one."""

    def __init__(self, folder: Path, database: str, *more: str) -> None:
        self._folder, self._options = folder, ["--database", database, *more]
        self._processes: list[subprocess.Popen[str]] = []
        self.urls: list[str] = []
        self._http = httpx.Client(timeout=LONGEST, verify=PLAIN)

    def start(self, number: int, *more: str) -> None:
        """Starts so many at once; comes back when all of them answer."""
        began = [self._begin(*more) for _ in range(number)]
        for process in began:
            assert process.stdout is not None
            self._processes.append(process)
            self.urls.append(process.stdout.readline().split()[-1])

    def _begin(self, *more: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", PROGRAM, "serve", "--port", "0", "--data", str(self._folder)]
        command += ["--scenario", "none", *self._options, *more]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "NO_COLOR": "1"})

    def kill(self, place: int) -> None:
        """Ends one as ``kill -9`` does."""
        process = self._processes.pop(place)
        self.urls.pop(place)
        process.kill()
        process.wait()

    def ask_to_stop(self, place: int) -> subprocess.Popen[str]:
        """Asks one to stop; it is none of the servers any more."""
        process = self._processes.pop(place)
        self.urls.pop(place)
        process.terminate()
        return process

    def stop(self) -> None:
        """Ends all of them; each comes to its end by itself."""
        for each in self._processes:
            each.terminate()
        codes = [each.wait(LONGEST) for each in self._processes]
        self._http.close()
        assert codes == [0] * len(codes)

    # What is asked of one of them

    def control(
        self, place: int, method: str, path: str, body: object = None, world: str = "main", **query: Any
    ) -> httpx.Response:
        url = f"{self.urls[place % len(self.urls)]}/_tradepost/v1/{path}"
        return self._http.request(method, url, json=body, params={"world": world, **query})

    def controlled(
        self, place: int, method: str, path: str, body: object = None, world: str = "main", **query: Any
    ) -> Json:
        answer = self.control(place, method, path, body, world, **query)
        assert answer.status_code < 300, answer.text
        found: Json = answer.json() if answer.content else {}
        return found

    def sellers(self, world: str = "main") -> list[Shop]:
        """The first selling partner of a world as a client of each server, with one token."""
        made = [Shop(url, world, self.controlled(0, "GET", "credentials", world=world)) for url in self.urls]
        token = made[0].log_in()
        for each in made:
            each.token = token
        return made


def eventually(what: Any, wanted: Any, seconds: float = LONGEST) -> None:
    """Asks until the answer is the one that is wanted, for as long as it may take others to notice."""
    end, found = time.monotonic() + seconds, None
    while time.monotonic() < end:
        found = what()
        if found == wanted:
            return
        time.sleep(0.02)
    raise AssertionError(f"{found!r} is not {wanted!r} after {seconds:g} seconds")

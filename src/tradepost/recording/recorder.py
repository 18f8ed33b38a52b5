"""Writes down what a program calls: one JSON object a line, masked as the request log masks it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from tradepost.control.calling import call

_EVERY_SECONDS = 1.0
_AT_A_TIME = 1000


class Recorded(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """One call and its answer. Tokens, secrets and personal data are masked in both.

    ``operation`` is empty where no operation has the path. ``answer`` is the body as text.
    """

    operation: str
    method: str
    path: str
    status: int
    seller_id: str = ""
    query: str = ""
    headers: list[tuple[str, str]] = []
    body: str = ""
    answer: str = ""


class Recorder:
    """Follows the request log of one world from where it stands, until it is left."""

    def __init__(self, file: Path, url: str, world: str, admin_token: str | None) -> None:
        self._file, self._url, self._world, self._admin_token = file, url, world, admin_token
        self._since = 0
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Recorder:
        """Empties the file. Raises ControlError, and OSError where it cannot be written."""
        self._file.write_bytes(b"")
        newest = await self._asked(limit=1)
        self._since = newest[0]["id"] if newest else 0
        self._task = asyncio.create_task(self._follow())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Writes what came last."""
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task])
        await self._write()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(_EVERY_SECONDS)
            await self._write()

    async def _write(self) -> None:
        came = await self._asked(since=self._since, limit=_AT_A_TIME)
        if not came:
            return
        lines = [msgspec.json.encode(_recorded(each)) for each in reversed(came)]
        with self._file.open("ab") as file:
            file.write(b"\n".join(lines) + b"\n")
        self._since = came[0]["id"]

    async def _asked(self, **query: int) -> list[dict[str, Any]]:
        wish = "&".join(f"{name}={value}" for name, value in query.items())
        told = await asyncio.to_thread(
            call, "GET", self._url, f"requests?{wish}", world=self._world, admin_token=self._admin_token
        )
        return list(told["requests"])


def _recorded(logged: dict[str, Any]) -> Recorded:
    return Recorded(
        operation=logged["operation"],
        method=logged["method"],
        path=logged["path"],
        status=logged["status"],
        seller_id=logged["sellerId"],
        query=logged["query"],
        headers=[(name, value) for name, value in logged["requestHeaders"]],
        body=logged["requestBody"],
        answer=logged["responseBody"],
    )


def read(file: Path) -> list[Recorded]:
    """What a file holds. Raises msgspec.DecodeError for one that is no recording, and OSError."""
    decoder = msgspec.json.Decoder(Recorded)
    return [decoder.decode(line) for line in file.read_bytes().splitlines() if line.strip()]

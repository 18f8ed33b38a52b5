"""Bodies that are still arriving: one that is handed on piece by piece, and what all others together may take."""

from __future__ import annotations

import asyncio
from typing import Protocol

#: So many bytes wait for the application before the client is no longer read from.
MOST_WAITING = 262_144


class Flow(Protocol):
    """The connection that a body comes by."""

    def look_again(self) -> None:
        """Something has changed by which reading may go on, or must end."""


class ArrivingBody:
    """The body of one request, in pieces: the reader puts them in, the application takes them out."""

    __slots__ = ("_changed", "_flow", "_pieces", "_size", "broken", "complete", "wanted")

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._pieces: list[bytes] = []
        self._size = 0
        self._changed = asyncio.Event()
        self.complete = self.broken = self.wanted = False

    @property
    def full(self) -> bool:
        """Whether so much waits for the application that the client should wait, too."""
        return self._size >= MOST_WAITING

    def feed(self, piece: bytes) -> None:
        """A piece has come."""
        self._pieces.append(piece)
        self._size += len(piece)
        self._changed.set()

    def finish(self) -> None:
        """The last piece has come."""
        self.complete = True
        self._changed.set()

    def break_off(self) -> None:
        """No more will come, though it is not complete; what waits is let go."""
        if not self.complete:
            self.broken = True
            self._pieces, self._size = [], 0
            self._changed.set()

    async def take(self) -> tuple[bytes, bool] | None:
        """What has come since, and whether more will come; waits for it. None if the body broke off."""
        self.wanted = True
        while not (self._pieces or self.complete or self.broken):
            self._flow.look_again()
            self._changed.clear()
            await self._changed.wait()
        if self.broken:
            return None
        taken, was_full = b"".join(self._pieces), self.full
        self._pieces, self._size = [], 0
        if was_full:
            self._flow.look_again()
        return taken, not self.complete


class Holder(Protocol):
    """Who holds a body that has not arrived in whole."""

    def give_up(self) -> None:
        """Refuses the request and lets go of its body: there is no room for it."""


class Unfinished:
    """The bodies of a server that have not arrived in whole, and what they may take together, in bytes.

    Nobody has to show a token to send a body, so what can be held in this way has to be bounded for all clients
    together. Where it is too much, the largest body is given up: whoever sends little is served on (our choice).
    """

    __slots__ = ("_held", "_most", "total")

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: dict[Holder, int] = {}
        self.total = 0

    def hold(self, holder: Holder, size: int) -> None:
        """So much of the holder's body is there by now. Gives up the largest bodies while all are too much."""
        self.total += size - self._held.get(holder, 0)
        self._held[holder] = size
        while self.total > self._most:
            largest = max(self._held, key=self._held.__getitem__)
            self.release(largest)
            largest.give_up()

    def release(self, holder: Holder) -> None:
        """The holder's body is complete, or gone."""
        self.total -= self._held.pop(holder, 0)

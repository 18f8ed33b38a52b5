"""How long work and those who wait for an answer share one event loop: in short turns, one at a time, requests first.

Whatever takes long goes in pieces, and between two of them gives way once its turn is over. Where several do so, one
turn is taken at a time, so that a caller waits for one turn at most, however much goes on.
"""

from __future__ import annotations

import asyncio
from collections import deque

from tradepost.simulation.clock import monotonic_seconds

#: How long a piece of work may have the loop to itself.
TURN_SECONDS = 0.001
#: How long requests may hold up the next turn: under any load, work has a fifth of the time.
PATIENCE_SECONDS = 0.004
#: The loop has gone round in less than this, twice: nobody else had anything to do.
_IDLE_SECONDS = 0.00005
_ROUNDS = 2


class Turns:
    """The turns that the work of one process takes."""

    def __init__(self) -> None:
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._rounds = 0
        self._looked_at = self._latest = 0.0

    async def next_turn(self) -> None:
        """Waits until requests are served and others have had their turns."""
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(mine)
        if len(self._waiting) == 1:
            self._begin_to_look()
        await mine

    def _begin_to_look(self) -> None:
        self._rounds, self._looked_at = 0, monotonic_seconds()
        self._latest = self._looked_at + PATIENCE_SECONDS
        asyncio.get_running_loop().call_soon(self._look)

    def _look(self) -> None:
        """Once in each round of the loop, as long as somebody waits for a turn."""
        now = monotonic_seconds()
        idle = now - self._looked_at < _IDLE_SECONDS
        self._rounds, self._looked_at = (self._rounds + 1 if idle else 0), now
        if self._rounds < _ROUNDS and now < self._latest:
            asyncio.get_running_loop().call_soon(self._look)
            return
        mine = self._waiting.popleft()
        if not mine.done():  # who waited may have been cancelled
            mine.set_result(None)
        if self._waiting:
            self._begin_to_look()

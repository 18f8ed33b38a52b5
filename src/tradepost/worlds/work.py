"""Long work: how far it is, how it gives way to others, and how it is ended.

A clock that is moved, a scenario that is loaded: whatever takes more than a moment is a ``Work``. It goes in pieces,
each with a transaction of its own, and says ``go_on`` between them. There it gives way to those who wait for an answer,
and there it ends when it was asked to. What is done by then stays done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import msgspec

from tradepost.errors import ApiError
from tradepost.simulation.clock import ClockState, monotonic_seconds
from tradepost.worlds.turns import TURN_SECONDS, Turns


class Stage(msgspec.Struct, frozen=True):
    """How far work is that goes in steps: so many of how many, and what it is at."""

    done: int
    steps: int
    doing: str


class OnTheWay(msgspec.Struct, frozen=True):
    """How far a clock is that is moved: since when, the time it has come to, where to, and what it has carried out."""

    since: datetime
    now: datetime
    to: datetime
    transitions: int


Progress = Stage | OnTheWay


class Stopped(ApiError):
    """409: long work was ended before its end. What was done by then stays done."""

    status, code = 409, "Conflict"

    def __init__(self, doing: str, cause: str, state: str = "") -> None:
        super().__init__(f"{doing} was ended before its end: {cause}.", state or "What was done by then stays done.")
        self.cause = cause


class Work:
    """Something that takes long in a world. ``doing`` says what, as in "The scenario busy-shop".

    ``clock`` is how the work itself has set the world's clock, and None for work that does not move it. ``hear`` is
    told how far the work is; ``progress`` keeps what was told last.
    """

    def __init__(self, doing: str, turns: Turns, hear: Callable[[Progress], None] | None = None) -> None:
        self.doing = doing
        self.progress: Progress | None = None
        self.clock: ClockState | None = None
        self.carried_out = 0
        self._turns = turns
        self._hear = hear
        self._cause: str | None = None
        self._turn_ends = 0.0

    def stop(self, cause: str) -> None:
        """Asks the work to end, with a cause such as "the clock was frozen"; it does when its present piece is done."""
        if self._cause is None:
            self._cause = cause

    def tell(self, progress: Progress) -> None:
        """Says how far the work is."""
        self.progress = progress
        if self._hear is not None:
            self._hear(progress)

    def check(self) -> None:
        """Raises Stopped where the work was asked to end."""
        if self._cause is not None:
            raise Stopped(self.doing, self._cause)

    async def go_on(self) -> None:
        """Stands between two pieces, outside of transactions: gives way once the turn is over. Raises Stopped."""
        self.check()
        if monotonic_seconds() >= self._turn_ends:
            await self._turns.next_turn()
            self._turn_ends = monotonic_seconds() + TURN_SECONDS
            self.check()

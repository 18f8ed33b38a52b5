"""The clock of a world. Nothing else in the program reads the system's clock.

Two times exist. **Virtual time** is what business happens in: it can be frozen, moved ahead and run at any rate.
**Real time** guards the connection (tokens, throttling, page tokens), because clients measure that by their own clocks.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import msgspec

from tradepost.errors import InvalidInput
from tradepost.store.database import Transaction

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
#: The last time that a clock shows (our choice): what business derives from it, a year ahead, is still in the calendar.
END_OF_TIME = datetime(9997, 12, 31, 23, 59, 59, 999_000, tzinfo=UTC)


def real_milliseconds() -> int:
    """Real time, in milliseconds since 1970 in UTC."""
    return time.time_ns() // 1_000_000


def monotonic_seconds() -> float:
    """Real time that never jumps, in seconds from an arbitrary start: for throttling and durations."""
    return time.monotonic()


def to_milliseconds(instant: datetime) -> int:
    """An instant as the database keeps it."""
    return (instant - EPOCH) // MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """An instant as the database kept it, in UTC."""
    return EPOCH + timedelta(milliseconds=milliseconds)


_LAST = to_milliseconds(END_OF_TIME)


class ClockState(msgspec.Struct, frozen=True):
    """How virtual time follows real time: at ``real_at`` it was ``virtual_at``, and it runs ``rate`` times as fast.

    A clock that comes to ``END_OF_TIME`` stays there.
    """

    virtual_at: int
    real_at: int
    rate: float = 1.0
    frozen: bool = False

    def now(self, real: int | None = None) -> int:
        """Virtual time in milliseconds, now or at the real time given."""
        if self.frozen:
            return min(self.virtual_at, _LAST)
        elapsed = (real_milliseconds() if real is None else real) - self.real_at
        return min(self.virtual_at + (elapsed if self.rate == 1.0 else int(elapsed * self.rate)), _LAST)

    def at(self, virtual: int) -> ClockState:
        """The same clock, set to this virtual time."""
        return ClockState(virtual, real_milliseconds(), self.rate, self.frozen)

    def stopped(self) -> ClockState:
        """The same clock, frozen at its present time."""
        return ClockState(self.now(), real_milliseconds(), self.rate, True)

    def running(self, rate: float | None = None) -> ClockState:
        """The same clock, running from its present time on."""
        return ClockState(self.now(), real_milliseconds(), self.rate if rate is None else rate, False)

    def real_until(self, virtual: int) -> float | None:
        """Real seconds until that virtual time, or None when the clock will not reach it by itself."""
        if self.frozen or self.rate <= 0 or virtual > _LAST:
            return None
        return max(0.0, (virtual - self.now()) / self.rate / 1000)

    def real_since(self, virtual: int) -> float:
        """Real seconds for which that virtual time has been past; 0 where it is ahead, or the clock stands still."""
        return 0.0 if self.frozen or self.rate <= 0 else max(0.0, (self.now() - virtual) / self.rate / 1000)


class ClockMovesForward(InvalidInput):
    """400: a clock was asked to go back."""

    def __init__(self, target: datetime, now: datetime) -> None:
        super().__init__(
            f"The clock cannot go back: {target.isoformat()} is before {now.isoformat()}.",
            "A snapshot brings back an earlier state.",
        )


class PastEndOfTime(InvalidInput):
    """400: a clock was asked to go further than the calendar."""

    def __init__(self, wish: str) -> None:
        super().__init__(
            f"The clock ends at {END_OF_TIME.isoformat(timespec='milliseconds')}: {wish} leads past it.",
            "Nothing has moved.",
        )


def later(now: int, by: timedelta) -> datetime:
    """The instant that comes so long after a time in milliseconds. Raises PastEndOfTime."""
    try:
        target = from_milliseconds(now) + by
    except OverflowError:
        raise PastEndOfTime(f"{by.days} days ahead") from None
    return checked(target)


def checked(target: datetime) -> datetime:
    """The instant itself. Raises PastEndOfTime for one that a clock does not show."""
    if target > END_OF_TIME:
        raise PastEndOfTime(target.isoformat())
    return target


async def load(tx: Transaction) -> tuple[ClockState, str]:
    """The clock of this world and the seed of its chance."""
    row = await tx.one("SELECT virtual_at, real_at, rate, frozen, seed FROM clock WHERE id = 1")
    if row is None:
        raise LookupError("this world has no clock")
    return ClockState(row[0], row[1], row[2], bool(row[3])), row[4]


async def create(tx: Transaction, state: ClockState, seed: str) -> None:
    """Gives a new world its clock and its seed, in place of any it had."""
    await tx.run("DELETE FROM clock")
    await tx.run(
        "INSERT INTO clock (id, seed, virtual_at, real_at, rate, frozen) VALUES (1, $1, $2, $3, $4, $5)",
        seed,
        state.virtual_at,
        state.real_at,
        state.rate,
        int(state.frozen),
    )


async def replace(tx: Transaction, before: ClockState, state: ClockState) -> bool:
    """Sets the clock anew, where it is still set as before; false where somebody else has set it."""
    changed = await tx.run(
        "UPDATE clock SET virtual_at = $1, real_at = $2, rate = $3, frozen = $4"
        " WHERE id = 1 AND virtual_at = $5 AND real_at = $6 AND rate = $7 AND frozen = $8",
        state.virtual_at,
        state.real_at,
        state.rate,
        int(state.frozen),
        before.virtual_at,
        before.real_at,
        before.rate,
        int(before.frozen),
    )
    return changed == 1


async def save(tx: Transaction, state: ClockState) -> None:
    """Keeps the clock's new setting."""
    await tx.run(
        "UPDATE clock SET virtual_at = $1, real_at = $2, rate = $3, frozen = $4 WHERE id = 1",
        state.virtual_at,
        state.real_at,
        state.rate,
        int(state.frozen),
    )

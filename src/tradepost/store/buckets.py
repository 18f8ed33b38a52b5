"""Token buckets that several processes take from (see ``accounts.usage_plans``)."""

from __future__ import annotations

from typing import Protocol


class Buckets(Protocol):
    """The buckets of all worlds of a database. Those of SQLite are in the memory of its one process instead.

    They are counted by the clock of whoever keeps them, so that those of several machines need not agree.
    """

    async def take(self, world: str, bucket: str, rate: float, burst: float) -> bool:
        """Takes one request from a bucket of a world; false, and nothing taken, when it is empty.

        A bucket that is not known is full. Raises Unavailable.
        """

    async def fill(self, world: str) -> None:
        """Every bucket of a world is full again. Raises Unavailable."""

    async def prune(self) -> None:
        """Forgets buckets that have become full. Raises Unavailable."""

    async def stop(self) -> None:
        """Lets go of its connections."""

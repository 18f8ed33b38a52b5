"""What the processes of one database hold against each other, and what they tell each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Protocol

Hearing = Callable[[str], None]


class Peers(Protocol):
    """One process among those that serve the same database. A process that serves its database alone has none."""

    async def hold(self, names: Iterable[str]) -> set[str]:
        """Takes the locks of these names; says which ones were free, and are this process's now.

        They are held until they are let go, or until the process has ended or has lost its connection. Raises
        Unavailable.
        """

    async def let_go(self, name: str) -> None:
        """Gives a lock back; nothing happens where it was lost meanwhile."""

    def tell(self, what: str, whom: str) -> None:
        """Tells all others of a kind of thing, and which one; within some hundredths of a second, and not for sure."""

    async def ask(self, what: str) -> None:
        """Has all others do a kind of thing, and waits until they have; not longer than a second."""

    def when(self, what: str, hear: Hearing) -> None:
        """Has somebody hear of a kind of thing that others tell."""

    def when_asked(self, what: str, answer: Callable[[], Awaitable[None]]) -> None:
        """Has a coroutine function do what others ask for."""

    def when_lost(self, hear: Callable[[], None]) -> None:
        """Has somebody hear that the connection was lost, and with it all that was held."""

    async def connected(self) -> None:
        """Connects again where the connection was lost. Raises Unavailable."""

    async def stop(self) -> None:
        """Lets everything go."""

"""Calls counted in memory, for the metrics: how many there were, how long they took, what they were refused for.

On a call's way this is a few changed numbers; what they are shown as is made when somebody asks (see ``metrics``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from tradepost.gateway.request_log import Note

#: How a call is named that no operation has the path of.
UNKNOWN = "unknown"
#: The upper bounds of durations that are counted together, in seconds; above the last one is one more.
BOUNDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Answered:
    """How many calls of one operation were answered with one status, and the seconds of all of them together.

    ``counts`` has one for each of ``BOUNDS``, and one more.
    """

    __slots__ = ("counts", "seconds")

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0

    def add(self, other: Answered) -> None:
        """Counts what another one has counted."""
        self.counts = [mine + more for mine, more in zip(self.counts, other.counts, strict=True)]
        self.seconds += other.seconds


class Tally:
    """What one process has counted since it began."""

    def __init__(self) -> None:
        self.answered: dict[tuple[str, int], Answered] = {}  # by operation and status
        self.refusals: dict[tuple[str, str], int] = defaultdict(int)  # by operation and code

    def count(self, note: Note) -> None:
        """Counts one call that is over."""
        exchange = note.exchange
        name = (exchange.key or UNKNOWN, note.response.status)
        answered = self.answered.get(name)
        if answered is None:
            answered = self.answered[name] = Answered()
        answered.counts[bisect_left(BOUNDS, note.seconds)] += 1
        answered.seconds += note.seconds
        if exchange.code:
            self.refusals[name[0], exchange.code] += 1

    def by_operation(self) -> dict[str, Answered]:
        """The calls of each operation, whatever they were answered with."""
        found: dict[str, Answered] = defaultdict(Answered)
        for (operation, _), answered in self.answered.items():
            found[operation].add(answered)
        return found

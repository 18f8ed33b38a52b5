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


class Durations:
    """How many calls of one operation took how long, and the seconds of all of them together."""

    __slots__ = ("counts", "seconds")

    def __init__(self) -> None:
        self.counts = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0


class Tally:
    """What one process has counted since it began."""

    def __init__(self) -> None:
        self.calls: dict[tuple[str, int], int] = defaultdict(int)  # by operation and status
        self.refusals: dict[tuple[str, str], int] = defaultdict(int)  # by operation and code
        self.durations: dict[str, Durations] = defaultdict(Durations)  # by operation

    def count(self, note: Note) -> None:
        """Counts one call that is over."""
        exchange = note.exchange
        operation = exchange.key or UNKNOWN
        self.calls[operation, note.response.status] += 1
        durations = self.durations[operation]
        durations.counts[bisect_left(BOUNDS, note.seconds)] += 1
        durations.seconds += note.seconds
        if exchange.code:
            self.refusals[operation, exchange.code] += 1

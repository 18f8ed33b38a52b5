"""What waits in the worlds that a process tends, read from their databases when somebody asks for the metrics."""

from __future__ import annotations

import asyncio
from collections import Counter

import msgspec

from tradepost.domains.exchange.jobs import records as jobs
from tradepost.domains.exchange.notifications.outgoing import records as outgoing
from tradepost.installation.installation import Installation
from tradepost.simulation import clock as clocks
from tradepost.simulation import due
from tradepost.store.errors import StoreError, WorldClosed
from tradepost.worlds.world import World

_LONGEST_ANSWER = 2.0
_LONGEST_SECONDS = 5.0


class Backlog(msgspec.Struct):
    """What waits, in all worlds together.

    ``late`` is for how many real seconds the transition has been due that has been so for the longest time, in the
    world where that is worst.
    """

    notifications: Counter[str] = msgspec.field(default_factory=Counter)
    jobs: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    scheduled: int = 0
    failing: int = 0
    late: float = 0.0


async def is_up(installation: Installation) -> bool:
    """Whether the database answers within two seconds."""
    try:
        async with asyncio.timeout(_LONGEST_ANSWER):
            await installation.store.names()
    except (TimeoutError, StoreError):
        return False
    return True


async def read(installation: Installation) -> Backlog | None:
    """The backlog of the worlds that this process tends, or None where it could not be read in five seconds.

    Of several processes each tends its own worlds, so that the sum over all of them counts everything once.
    """
    found = Backlog()
    try:
        async with asyncio.timeout(_LONGEST_SECONDS):
            for world in installation.tended():
                await _add(world, found)
    except (TimeoutError, StoreError):
        return None
    return found


async def _add(world: World, found: Backlog) -> None:
    try:
        async with world.database.apart() as tx:
            found.notifications.update(await outgoing.open_by_state(tx))
            found.jobs.update(await jobs.open_by_kind(tx))
            totals = await due.totals(tx)
            clock, _ = await clocks.load(tx)
    except WorldClosed:  # removed meanwhile
        return
    found.scheduled += totals.scheduled
    found.failing += totals.failing
    if totals.earliest is not None:
        found.late = max(found.late, clock.real_since(totals.earliest))

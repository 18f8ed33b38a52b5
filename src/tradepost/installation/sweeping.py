"""What an installation clears away by itself, once an hour: documents that are past, and buckets that are full."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable
from contextlib import suppress

from tradepost.documents.sweeping import sweep
from tradepost.simulation.clock import from_milliseconds
from tradepost.store.buckets import Buckets
from tradepost.store.errors import Unavailable
from tradepost.worlds.world import World

logger = logging.getLogger("tradepost.installation")

_SECONDS = 3600


async def sweep_hourly(worlds: Callable[[], Iterable[World]], buckets: Buckets | None) -> None:
    """Removes what nobody needs any more from the worlds that there are then, until it is cancelled."""
    while True:
        await asyncio.sleep(_SECONDS)
        for world in tuple(worlds()):
            try:
                await sweep(world.database, world.documents, from_milliseconds(world.clock.now()))
            except Exception:
                logger.exception("the documents of world %s could not be swept", world.name)
        if buckets is not None:
            with suppress(Unavailable):  # in an hour, then
                await buckets.prune()

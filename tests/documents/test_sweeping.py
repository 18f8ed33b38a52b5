"""What nobody refers to any more is removed; what is referred to, and what is just being written, stays."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from tests.simulation.conftest import OpenWorld
from tradepost.documents import documents
from tradepost.documents.sweeping import UNDER_WAY, sweep
from tradepost.simulation.clock import from_milliseconds
from tradepost.worlds.world import World


def test_sweeping_leaves_what_is_used_and_what_is_young(open_world: OpenWorld) -> None:
    async def paths(world: World) -> list[str]:
        return await world.objects.older_than(world.documents.folder, timedelta(0))

    async def scene() -> None:
        async with open_world() as world:
            now = from_milliseconds(world.clock.now())
            kept, lost = [await world.documents.write(body) for body in (b"kept", b"lost")]
            async with world.database.writing("A1") as tx:
                await documents.keep(tx, "A1", "one", "report", kept, content_type="text/plain", now=now)
            assert await sweep(world.database, world.documents, now, UNDER_WAY) == 0
            assert await sweep(world.database, world.documents, now, timedelta(0)) == 1
            assert await paths(world) == [f"{world.documents.folder}/{kept.key}"]
            assert lost.key != kept.key
            later = now + documents.KEPT + timedelta(seconds=1)
            assert await sweep(world.database, world.documents, later, timedelta(0)) == 1
            assert await paths(world) == []

    asyncio.run(scene())

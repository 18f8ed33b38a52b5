"""Snapshots of worlds: the state of one put aside, with its documents, and brought back."""

from __future__ import annotations

import msgspec

from tradepost.accounts.keys import InstallationKey
from tradepost.documents.objects import Objects
from tradepost.domains.exchange.notifications.outgoing import records as outgoing
from tradepost.simulation import clock as clocks
from tradepost.simulation.clock import real_milliseconds
from tradepost.store.errors import AlreadyExists, NoSuchSnapshot
from tradepost.store.worlds import Snapshot, Worlds, checked_name
from tradepost.worlds.world import World

#: Who may call and who is told, and what was called, is not business: it outlives a reset and a restored snapshot.
KEPT_TABLES = frozenset(
    {
        "world_identity",
        "applications",
        "application_secrets",
        "selling_partners",
        "grants",
        "authorization_codes",
        "access_tokens",
        "settings",
        "requests",
        "notification_destinations",
        "notification_subscriptions",
    }
)


class Snapshots:
    """The snapshots of an installation's worlds."""

    def __init__(self, store: Worlds, objects: Objects, key: InstallationKey) -> None:
        self._store = store
        self._objects = objects
        self._key = key

    async def has(self, world: World, name: str) -> bool:
        """Whether there is such a snapshot; asked before work is ended for it."""
        return any(each.name == name for each in await self._store.snapshots(world.name))

    async def take(self, world: World, name: str) -> Snapshot:
        """Puts the state of a world aside, once work that goes on in it is ended. Raises AlreadyExists."""
        if await self.has(world, name):
            raise AlreadyExists("snapshot", name)
        async with world.at_rest("a snapshot was made"):
            return await self.put_aside(world, name)

    async def put_aside(self, world: World, name: str) -> Snapshot:
        """Does so in a world that is at rest. Raises AlreadyExists."""
        await world.change_clock(lambda clock: clock.at(clock.now()))
        made = await self._store.snapshot(world.name, name)
        await self._objects.copy_folder(folder_of(world.name), folder_of(world.name, name))
        return made

    async def restore(self, world: World, name: str) -> None:
        """Brings a world back to a snapshot: its business and its time, under the accounts and keys of today.

        Work that goes on in the world is ended; notifications that were on their way then are not sent again. Raises
        NoSuchSnapshot.
        """
        if not await self.has(world, name):
            raise NoSuchSnapshot(world.name, checked_name(name))
        async with world.at_rest("a snapshot was restored"):
            await self.put_back(world, name)
        world.woken()

    async def put_back(self, world: World, name: str) -> None:
        """Does so in a world that is at rest. Raises NoSuchSnapshot."""
        await self._objects.copy_folder(folder_of(world.name, name), folder_of(world.name))
        await self._store.restore(world.name, name, keep=KEPT_TABLES)
        async with world.database.writing("") as tx:
            state, _ = await clocks.load(tx)
            await clocks.save(tx, msgspec.structs.replace(state, real_at=real_milliseconds()))
            await outgoing.forget_open(tx)
        await world.load(self._key)
        await world.fill_buckets()

    async def delete(self, world: World, name: str) -> None:
        """Removes a snapshot, with its documents. Raises NoSuchSnapshot."""
        await self._store.delete_snapshot(world.name, name)
        await self._objects.remove_folder(folder_of(world.name, name))


def folder_of(world: str, snapshot: str | None = None) -> str:
    """Where the documents of a world are, or of a snapshot of it."""
    return f"worlds/{world}" if snapshot is None else f"snapshots/{world}/{snapshot}"

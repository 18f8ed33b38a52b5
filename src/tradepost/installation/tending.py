"""Who moves a world and sends its notifications: this process, or another one that serves the same database.

A process that serves its installation alone tends all its worlds. Among several, the one that holds a world's lease
does (docs/decisions/0010): whoever opens the world first, and within two seconds another one when that one has ended.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from tradepost import scenarios
from tradepost.deliveries.channels import Channels
from tradepost.deliveries.sender import Sender
from tradepost.store.errors import Unavailable, WorldClosed
from tradepost.store.peers import Peers
from tradepost.worlds.scheduler import Scheduler
from tradepost.worlds.work import Stopped
from tradepost.worlds.world import World

logger = logging.getLogger("tradepost.installation")

#: How often a process looks whether a world has nobody who tends it.
LOOK_SECONDS = 1.0


def _lease(world: World) -> str:
    return f"lease {world.uid}"


class Tended:
    """What tends one world; ``here`` says whether it does, or whether another process does."""

    def __init__(self, world: World, channels: Channels) -> None:
        self.world = world
        self.scheduler = Scheduler(world)
        self.sender = Sender(world, channels)
        self.here = False
        self.ending: asyncio.Task[None] | None = None

    @property
    def free(self) -> bool:
        """Whether this process may begin to tend it: it does not, and has come to an end with what it did before."""
        return not self.here and (self.ending is None or self.ending.done())


class Tending:
    """The worlds of an installation that are open in this process, and what each needs that nobody calls for."""

    def __init__(self, channels: Channels, peers: Peers | None) -> None:
        self._channels = channels
        self._peers = peers
        self._all: dict[str, Tended] = {}
        self._leasing = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        if peers is not None:
            peers.when("due", lambda uid: self._of(uid, lambda it: it.scheduler.wake()))
            peers.when("mail", lambda uid: self._of(uid, lambda it: it.sender.wake()))
            peers.when("rest", self._rest)
            peers.when_lost(self._lost)

    def _of(self, uid: str, do: Callable[[Tended], None]) -> None:
        for each in self._all.values():
            if each.world.uid == uid and each.here:
                do(each)

    def _rest(self, whom: str) -> None:
        """Another process needs a world at rest."""
        uid, _, cause = whom.partition(" ")
        for each in self._all.values():
            if each.world.uid == uid:
                each.world.end_works(cause)

    # Which worlds

    async def take(self, world: World) -> None:
        """Has a world tended that was opened: here, or by whoever does already."""
        tended = self._all[world.name] = Tended(world, self._channels)
        if self._peers is None:
            self._begin(tended)
            return
        world.woken = lambda: self._tell("due", tended, tended.scheduler.wake)
        world.mail = lambda: self._tell("mail", tended, tended.sender.wake)
        with suppress(Unavailable):  # looked for again in a second
            await self._lease([tended])

    def _tell(self, what: str, tended: Tended, wake: Callable[[], None]) -> None:
        if tended.here:
            wake()
        elif self._peers is not None:
            self._peers.tell(what, tended.world.uid)

    def tends(self, world: World) -> bool:
        """Whether it is this process that tends a world."""
        tended = self._all.get(world.name)
        return tended is not None and tended.here

    def sender(self, world: World) -> Sender:
        """What sends the notifications of a world, when it is asked to."""
        return self._all[world.name].sender

    async def release(self, name: str, cause: str) -> None:
        """Tends a world no longer, for a cause such as "the world was deleted"; what goes on in it here is ended."""
        tended = self._all.pop(name)
        await self._end(tended, cause)
        if self._peers is not None and tended.here:
            tended.here = False
            await self._peers.let_go(_lease(tended.world))

    async def stop(self, cause: str) -> None:
        """Tends nothing any more; others may, at once."""
        for each in tuple(self._tasks):
            each.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for name in list(self._all):
            await self.release(name, cause)

    # Leases

    async def look(self) -> None:
        """Takes the leases that nobody holds. Raises Unavailable."""
        await self._lease([each for each in self._all.values() if each.free])

    async def _lease(self, wanted: list[Tended]) -> None:
        if self._peers is None or not wanted:
            return
        async with self._leasing:  # PostgreSQL gives a lock twice to who holds it
            free = {_lease(each.world): each for each in wanted if each.free and self._all.get(each.world.name)}
            for name in await self._peers.hold(free):
                tended = free[name]
                if self._all.get(tended.world.name) is not tended:
                    await self._peers.let_go(name)
                    continue
                self._begin(tended)

    def _begin(self, tended: Tended) -> None:
        tended.here = True
        tended.scheduler.start()
        tended.sender.start()
        if self._peers is not None:
            self._in_background(self._break_silence(tended.world))

    async def _break_silence(self, world: World) -> None:
        """Has everybody be notified again where a process died while it loaded a scenario."""
        try:
            async with world.working(world.work("Taking over")):
                await scenarios.silence(world, False)
        except (Stopped, WorldClosed):
            return
        except Exception:
            logger.warning("world %s was taken over, and could not be looked at", world.name, exc_info=True)

    def _lost(self) -> None:
        """The connection is gone, and all leases with it: others may tend the worlds already."""
        for tended in self._all.values():
            if tended.here:
                tended.here = False
                tended.world.end_works("the connection to the database was lost")
                tended.ending = self._in_background(self._end(tended, "the connection to the database was lost"))

    async def _end(self, tended: Tended, cause: str) -> None:
        await tended.scheduler.stop(cause)
        await tended.sender.stop()

    def _in_background(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

"""What other processes that serve the same database have made and removed, and whose worlds nobody tends any more."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tradepost.installation.tending import LOOK_SECONDS, Tending
from tradepost.store.database import Database
from tradepost.store.errors import NoSuchWorld, StoreError, Unavailable
from tradepost.store.peers import Peers
from tradepost.store.worlds import Worlds

logger = logging.getLogger("tradepost.installation")


class Together:
    """An installation among several processes: it keeps up with the others.

    ``opened``, ``open_world`` and ``forget`` are the installation's.
    """

    def __init__(
        self,
        store: Worlds,
        peers: Peers,
        tending: Tending,
        opened: Callable[[], Mapping[str, Database]],
        open_world: Callable[[str], Awaitable[Any]],
        forget: Callable[[str, str], Awaitable[Any]],
    ) -> None:
        self._store = store
        self._peers = peers
        self._tending = tending
        self._opened = opened
        self._open = open_world
        self._forget = forget
        self._unfinished: set[str] = set()
        self._told = asyncio.Event()
        self._looking = asyncio.Lock()
        peers.when("worlds", lambda _: self._told.set())

    def tell(self) -> None:
        """Tells the others that there is a world more, or one fewer."""
        self._peers.tell("worlds", "")

    async def look(self) -> None:
        """Opens the worlds that others have made, and lets go of those that they have removed. Raises Unavailable."""
        async with self._looking:
            for name in await self._store.gone(self._opened()):
                await self._forget(name, "the world was deleted")
            for name in await self._store.names():
                if name not in self._unfinished:
                    await self._open_if_finished(name)

    async def _open_if_finished(self, name: str) -> None:
        try:
            await self._open(name)
        except Unavailable:
            raise
        except NoSuchWorld:  # removed meanwhile
            return
        except (LookupError, StoreError) as fault:
            self._unfinished.add(name)
            logger.warning("world %s cannot be opened: %s", name, fault)

    async def stay(self) -> None:
        """Keeps up with the others until it is cancelled, also where the database is away for a while."""
        reached = True
        while True:
            try:
                await self._peers.connected()
                await self.look()
                await self._tending.look()
                reached = True
            except Unavailable as fault:
                if reached:
                    logger.warning("other processes cannot be heard: %s", fault)
                reached = False
            except Exception:
                logger.exception("what other processes have done could not be looked at")
            self._told.clear()
            try:
                await asyncio.wait_for(self._told.wait(), LOOK_SECONDS)
            except TimeoutError:
                continue

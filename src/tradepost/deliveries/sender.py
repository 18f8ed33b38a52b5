"""The sender of a world: what is to be sent next, to each destination at its own pace, and what has become of it.

Of a subscription and a subject one message is sent after the other; a destination that fails stops nothing else. What
was claimed by a process that died is sent again once its lease is over: at least once, never lost.
"""

from __future__ import annotations

import asyncio
import logging

from tradepost.deliveries.channels import Channels
from tradepost.deliveries.failure import UndeliverableError
from tradepost.domains.exchange.notifications import records as known
from tradepost.domains.exchange.notifications.destination import Destination
from tradepost.domains.exchange.notifications.outgoing import records
from tradepost.domains.exchange.notifications.outgoing.delivery import MOST_ATTEMPTS, Delivery, pause_after
from tradepost.simulation.clock import real_milliseconds
from tradepost.store.errors import WorldClosed
from tradepost.worlds.world import World

logger = logging.getLogger("tradepost.deliveries")

_LEASE_MS = 60_000
_AT_ONCE = 10
_POLL_SECONDS = 5.0
_PATIENCE_SECONDS = 2.0
_LONGEST_REASON = 1000
_GONE = "the destination was deleted"


class Sender:
    """Sends what one world has to send, for as long as the server runs."""

    def __init__(self, world: World, channels: Channels) -> None:
        self.world = world
        self.channels = channels
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._serving: dict[str, asyncio.Task[None]] = {}
        self._opened: set[str] = set()
        self._opening = asyncio.Lock()
        world.mail = self.wake

    def wake(self) -> None:
        """Has it look for what is to be sent."""
        self._wake.set()

    def start(self) -> None:
        """Begins to look for what is to be sent."""
        self._task = asyncio.create_task(self._watch(), name=f"sender of {self.world.name}")

    async def stop(self) -> None:
        """Stops; what is being sent has a moment to be finished, and is sent again later where it is not."""
        watching, self._task = {self._task} if self._task is not None else set(), None
        for each in watching:
            each.cancel()
        serving = set(self._serving.values())
        if serving:
            await asyncio.wait(serving, timeout=_PATIENCE_SECONDS)
        for each in serving:
            each.cancel()
        await asyncio.gather(*watching, *serving, return_exceptions=True)

    async def send_now(self) -> None:
        """Tries everything that waits, once, and comes back when that is done: what pauses, and what is held, too."""
        await self.open_event_sources()
        async with self.world.database.writing("") as tx:
            await records.let_go(tx)
            now = real_milliseconds()
            await records.hurry(tx, now)
        while True:
            async with self.world.database.reading() as tx:
                waiting = await records.waiting(tx, now)
            if not waiting and not self._serving:
                return
            for each in waiting:
                self._serve(each)
            await asyncio.wait(set(self._serving.values()))

    async def open_event_sources(self) -> None:
        """Has the event sources of all event buses appear that were not opened yet."""
        async with self._opening:
            async with self.world.database.reading() as tx:
                found = await known.of_kind(tx, "eventBridge")
            for each in found:
                if each.id not in self._opened:
                    await self.channels.open_event_source(each)
                    self._opened.add(each.id)

    async def _watch(self) -> None:
        taken_over = False
        while True:
            self._wake.clear()
            try:
                if not taken_over:
                    await self._take_over()
                    taken_over = True
                pause = await self._look()
            except WorldClosed:  # another process has removed it
                return
            except Exception:
                logger.exception("the sender of world %s could not read its database", self.world.name)
                pause = _POLL_SECONDS
            try:
                await asyncio.wait_for(self._wake.wait(), pause)
            except TimeoutError:
                continue

    async def _take_over(self) -> None:
        """Frees what was in hand when the server was killed, or the process that sent before this one."""
        async with self.world.database.reading() as tx:
            left = await records.has_leases(tx)
        if left:
            async with self.world.database.writing("") as tx:
                await records.end_leases(tx)

    async def _look(self) -> float | None:
        """Sets to work for each destination that something waits for; real seconds until there may be more."""
        await self.open_event_sources()
        now = real_milliseconds()
        async with self.world.database.reading() as tx:
            for each in await records.waiting(tx, now):
                self._serve(each)
            upcoming = await records.next_time(tx)
        if self._serving or upcoming is None:  # who serves wakes us when he is done
            return _POLL_SECONDS if self.world.shared else None
        pause = max(0.05, (upcoming - now) / 1000)
        return min(_POLL_SECONDS, pause) if self.world.shared else pause

    def _serve(self, destination_id: str) -> None:
        if destination_id in self._serving:
            return
        task = asyncio.create_task(self._send_to(destination_id), name=f"sender to {destination_id}")
        self._serving[destination_id] = task

        def done(_: asyncio.Task[None]) -> None:
            self._serving.pop(destination_id, None)
            self._wake.set()

        task.add_done_callback(done)

    async def _send_to(self, destination_id: str) -> None:
        try:
            while await self._send_some(destination_id):
                pass
        except Exception:
            logger.exception("the sender of world %s failed", self.world.name)
            await asyncio.sleep(_POLL_SECONDS)

    async def _send_some(self, destination_id: str) -> bool:
        """Sends a few messages at once; false where there were none."""
        async with self.world.database.writing("", lasting=False) as tx:
            claimed = await records.claim(tx, destination_id, real_milliseconds(), _LEASE_MS, _AT_ONCE)
            destination = await known.any_destination(tx, destination_id) if claimed else None
        if not claimed:
            return False
        reasons = await asyncio.gather(*(self._try(destination, each) for each in claimed))
        async with self.world.database.writing("", lasting=False) as tx:
            for delivery, reason in zip(claimed, reasons, strict=True):
                now = real_milliseconds()
                attempts = delivery.attempts + 1
                if reason is None:
                    await records.note(tx, delivery.id, "delivered", attempts=attempts, at=now)
                elif destination is None or attempts >= MOST_ATTEMPTS:
                    await records.note(tx, delivery.id, "dead", attempts=attempts, reason=reason)
                else:
                    pause = pause_after(attempts)
                    await records.note(
                        tx, delivery.id, "failing", attempts=attempts, reason=reason, next_at=now + pause
                    )
            await records.prune(tx)
        return True

    async def _try(self, destination: Destination | None, delivery: Delivery) -> str | None:
        """Sends one message; why it was not taken, or None."""
        if destination is None:
            return _GONE
        try:
            await self.channels.send(destination, delivery)
        except UndeliverableError as fault:
            return _kept(str(fault))
        except Exception as fault:
            logger.exception("delivery %s failed", delivery.id)
            return _kept(f"{type(fault).__name__}: {fault}")
        return None


def _kept(reason: str) -> str:
    """A reason as a database keeps it: what others answer may be long, and have any character."""
    return reason.replace("\0", " ")[:_LONGEST_REASON]

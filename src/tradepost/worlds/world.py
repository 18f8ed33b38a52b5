"""A world: everything that belongs together, as one server holds it in memory. The truth is in its database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import msgspec

from tradepost.accounts import records
from tradepost.accounts.keys import InstallationKey
from tradepost.accounts.usage_plans import UsagePlans, UsagePlanSettings
from tradepost.documents.documents import Documents
from tradepost.documents.objects import Objects
from tradepost.domains.context import Context
from tradepost.simulation import clock as clocks
from tradepost.simulation import faults
from tradepost.simulation.clock import ClockState
from tradepost.simulation.faults import SetFault
from tradepost.simulation.seed import Seed
from tradepost.store.buckets import Buckets
from tradepost.store.database import Database, Transaction
from tradepost.store.peers import Peers
from tradepost.worlds.turns import Turns
from tradepost.worlds.work import Progress, Work

#: Seconds after which it is asked again whether another process moves a world's time still.
_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.005, 0.1


class World:
    """One world. Its clock, seed and usage plans are copies of what the database says, to be dropped at any moment.

    ``shared`` says that other processes work on the same database: its ``peers``. Then the clock is read anew in each
    transaction, one process at a time moves it, and quotas are taken from the ``buckets`` that they share.
    """

    def __init__(
        self,
        name: str,
        database: Database,
        objects: Objects,
        turns: Turns,
        *,
        peers: Peers | None = None,
        buckets: Buckets | None = None,
    ) -> None:
        self.name = name
        self.database = database
        self.objects = objects
        self.peers = peers
        self.buckets = buckets
        self.shared = peers is not None
        self.works: list[Work] = []
        self.woken: Callable[[], None] = _nobody
        self.mail: Callable[[], None] = _nobody
        self.uid: str
        self.clock: ClockState
        self.seed: Seed
        self.documents: Documents
        self.page_key: bytes
        self.usage_plans: UsagePlans
        self.faults: tuple[SetFault, ...]
        self._plans_text: str | None
        self._turns = turns
        self._moving = asyncio.Lock()

    async def load(self, key: InstallationKey) -> None:
        """Reads what this world remembers of itself."""
        await self._wait_for_identity()
        async with self.database.reading() as tx:
            self.uid = await records.identity(tx) or ""
            self.clock, seed = await clocks.load(tx)
            self.faults = await faults.load(tx)
            self._set_plans(await records.setting(tx, "usage_plans"))
        self.seed = Seed(seed)
        self.page_key = key.page_key(self.uid)
        self.documents = Documents(self.objects, self.name, self.uid, key.document_key(self.uid))

    def _set_plans(self, text: str | None) -> None:
        settings = UsagePlanSettings() if text is None else msgspec.json.decode(text, type=UsagePlanSettings)
        self._plans_text, self.usage_plans = text, UsagePlans(settings)

    async def fill_buckets(self) -> None:
        """Every caller has the whole quota again."""
        self.usage_plans = UsagePlans(self.usage_plans.settings)
        if self.buckets is not None:
            await self.buckets.fill(self.uid)

    async def _wait_for_identity(self) -> None:
        """Another process may be making this world. Raises LookupError when it does not come to an end."""
        for _ in range(100):
            async with self.database.reading() as tx:
                if await records.identity(tx) is not None:
                    return
            await asyncio.sleep(0.05)
        raise LookupError(f"world {self.name} was never finished")

    async def reload_clock(self, tx: Transaction) -> None:
        """Reads the clock again, where another process may have moved it."""
        self.clock, _ = await clocks.load(tx)

    async def reload_clock_now(self) -> None:
        """Does so in a transaction of its own. Raises WorldClosed where another process has removed this world."""
        async with self.database.reading() as tx:
            await self.reload_clock(tx)

    async def change_clock(self, change: Callable[[ClockState], ClockState]) -> None:
        """Sets the clock anew. Another process may be moving it, and ends that when it finds it set."""
        state: ClockState | None = None
        while state is None:
            async with self.database.writing("") as tx:
                before, _ = await clocks.load(tx)
                wanted = change(before)
                if await clocks.replace(tx, before, wanted):
                    state = wanted
        self.clock = state

    async def reload_settings(self) -> None:
        """Reads usage plans and faults again, after they have been changed."""
        async with self.database.reading() as tx:
            await self.read_settings(tx)

    async def read_settings(self, tx: Transaction) -> None:
        """Does so in a transaction that there is, where another process may have changed them."""
        self.faults = await faults.load(tx)
        text = await records.setting(tx, "usage_plans")
        if text != self._plans_text:
            self._set_plans(text)

    # Long work

    def work(self, doing: str, hear: Callable[[Progress], None] | None = None) -> Work:
        """Work that is to be done in this world; see ``Work``."""
        return Work(doing, self._turns, hear)

    @property
    def under_way(self) -> Work | None:
        """The work that goes on and tells how far it is, or None."""
        return next((each for each in self.works if each.progress is not None), None)

    @contextmanager
    def known(self, work: Work) -> Iterator[Work]:
        """Has work among those of this world, for as long as the block lasts: ``at_rest`` ends it."""
        self.works.append(work)
        try:
            yield work
        finally:
            self.works.remove(work)

    @asynccontextmanager
    async def working(self, work: Work) -> AsyncIterator[Work]:
        """Waits until the work may move the world's time: one does so at once. Raises Stopped."""
        with self.known(work):
            async with self._moving, self._moved_here(work.check):
                work.check()
                yield work

    @asynccontextmanager
    async def at_rest(self, cause: str) -> AsyncIterator[None]:
        """Ends all work of this world, and keeps its time from being moved for as long as the block lasts.

        The work ends when the transaction that it is at is committed, in whichever process. Its callers hear of the
        cause, which is worded like "the clock was frozen".
        """
        async with self.at_rest_here(cause), self._moved_here(lambda: self._tell_rest(cause)):
            yield

    @asynccontextmanager
    async def at_rest_here(self, cause: str) -> AsyncIterator[None]:
        """What ``at_rest`` does, for the work of this process alone."""
        self.end_works(cause)
        async with self._moving:
            yield

    def end_works(self, cause: str) -> None:
        """Asks all work of this process to end."""
        for each in self.works:
            each.stop(cause)

    def _tell_rest(self, cause: str) -> None:
        if self.peers is not None:
            self.peers.tell("rest", f"{self.uid} {cause}")

    @asynccontextmanager
    async def _moved_here(self, while_waiting: Callable[[], None]) -> AsyncIterator[None]:
        """Keeps other processes from moving this world's time; waits for the one that does. Raises Unavailable."""
        if self.peers is None:
            yield
            return
        lock, pause = f"time of {self.uid}", _SHORTEST_PAUSE
        while not await self.peers.hold([lock]):
            while_waiting()
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, 2 * pause)
        try:
            yield
        finally:
            await self.peers.let_go(lock)

    def committed(self, ctx: Context) -> None:
        """Hears of a transaction that was committed, so that what it scheduled happens, and what it made is sent."""
        if ctx.scheduled:
            self.woken()
        if ctx.outgoing:
            self.mail()


def _nobody() -> None:
    return None

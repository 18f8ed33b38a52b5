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
from tradepost.store.database import Database, Transaction
from tradepost.worlds.turns import Turns
from tradepost.worlds.work import Progress, Work


class World:
    """One world. Its clock, seed and usage plans are copies of what the database says, to be dropped at any moment.

    ``shared`` says that other processes work on the same database, so that the clock is read anew in each transaction.
    """

    def __init__(self, name: str, database: Database, objects: Objects, turns: Turns, *, shared: bool) -> None:
        self.name = name
        self.database = database
        self.objects = objects
        self.shared = shared
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

    async def reload_settings(self) -> None:
        """Reads usage plans and faults again, where another process may have changed them."""
        async with self.database.reading() as tx:
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
            async with self._moving:
                work.check()
                yield work

    @asynccontextmanager
    async def at_rest(self, cause: str) -> AsyncIterator[None]:
        """Ends all work of this world, and keeps its time from being moved for as long as the block lasts.

        The work ends when the transaction that it is at is committed. Its callers hear of the cause, which is worded
        like "the clock was frozen".
        """
        for each in self.works:
            each.stop(cause)
        async with self._moving:
            yield

    def committed(self, ctx: Context) -> None:
        """Hears of a transaction that was committed, so that what it scheduled happens, and what it made is sent."""
        if ctx.scheduled:
            self.woken()
        if ctx.outgoing:
            self.mail()


def _nobody() -> None:
    return None

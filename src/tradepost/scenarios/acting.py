"""How a scenario acts: for one selling partner, in transactions like those of calls, at times that it moves through."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import datetime, timedelta

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract.operation import Operation
from tradepost.domains.context import Context
from tradepost.domains.handling import handler_of
from tradepost.domains.hearing import settle
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import (
    END_OF_TIME,
    EPOCH,
    ClockState,
    from_milliseconds,
    real_milliseconds,
    to_milliseconds,
)
from tradepost.store.database import Transaction
from tradepost.worlds import scheduler
from tradepost.worlds.work import Stage, Stopped, Work
from tradepost.worlds.world import World


class Seller:
    """The selling partner that a scenario or somebody else acts for, and his world."""

    def __init__(self, world: World, seller_id: str, cause: str = "scenario") -> None:
        self.world = world
        self.seller_id = seller_id
        self.cause = cause

    @property
    def now(self) -> datetime:
        """Virtual time."""
        return from_milliseconds(self.world.clock.now())

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[Context]:
        """A transaction in which the seller acts, or a buyer of his."""
        async with self.world.database.writing(self.seller_id, lasting=False) as tx:
            ctx = self._context(tx)
            yield ctx
            await settle(ctx)
        self.world.committed(ctx)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Context]:
        """A transaction in which the seller looks, and changes nothing."""
        async with self.world.database.reading() as tx:
            yield self._context(tx)

    def _context(self, tx: Transaction) -> Context:
        return Context(
            tx=tx,
            seller_id=self.seller_id,
            now=self.now,
            seed=self.world.seed,
            documents=self.world.documents,
            marketplaces=frozenset(MARKETPLACES),
            request_id=self.cause,
            page_key=self.world.page_key,
            world_uid=self.world.uid,
        )

    async def call(self, operation: Operation, body: object) -> None:
        """Calls an operation as the seller would, without the gateway around it."""
        handler = handler_of(operation)
        assert handler is not None
        async with self.acting() as ctx:
            await handler.function(ctx, operation.request(body=body))


class Player(Seller):
    """A seller whose part a scenario plays. The work gives way to others, and is ended, between two transactions."""

    def __init__(self, world: World, seller_id: str, work: Work) -> None:
        super().__init__(world, seller_id)
        self.work = work

    @property
    def now(self) -> datetime:
        """Virtual time, as the scenario has moved it."""
        return super().now if self.work.clock is None else from_milliseconds(self.work.clock.now())

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[Context]:
        """See ``Seller``. Raises Stopped where the scenario is to end."""
        await self.work.go_on()
        async with super().acting() as ctx:
            yield ctx

    def ending(self) -> AbstractAsyncContextManager[Context]:
        """A transaction for what is left to be done also where the scenario is ended."""
        return super().acting()

    def tell(self, done: int, steps: int, doing: str) -> None:
        """Says how far the scenario is: so many steps of how many, and what it is at."""
        self.work.tell(Stage(done, steps, doing))

    @asynccontextmanager
    async def past(self, since: timedelta, until: datetime | None = None) -> AsyncIterator[datetime]:
        """Goes back in time while nothing has happened yet, and yields the time that the world is to come to.

        That is its present, or ``until``. Meanwhile the clock stands still but for the steps of ``wait_until``;
        afterwards, and also where the scenario was ended on the way, it runs or stands as it did before, from the time
        that it has come to. Raises InvalidInput for an ``until`` that no clock shows.
        """
        before = await scheduler.take_clock(self.world, self.work)
        end = until or from_milliseconds(before.now())
        if not EPOCH + since <= end <= END_OF_TIME:
            raise InvalidInput(
                "Invalid Input",
                f"options.until: {end.isoformat()} is not between {(EPOCH + since).isoformat()} and"
                f" {END_OF_TIME.isoformat(timespec='milliseconds')}",
            )
        await self._set(before.at(to_milliseconds(end - since)).stopped())
        try:
            yield end
            await self.wait_until(end)
        finally:
            with suppress(Stopped):  # another process has set the clock
                reached = (await scheduler.take_clock(self.world, self.work)).now()
                await self._set(ClockState(reached, real_milliseconds(), before.rate, before.frozen))

    async def wait_until(self, time: datetime) -> int:
        """Lets time go by until then; says how many transitions it brought. Raises Stopped."""
        return await scheduler.move(self.world, max(time, self.now), self.work)

    async def wait(self, duration: timedelta) -> int:
        """Lets time go by. Raises Stopped."""
        return await self.wait_until(self.now + duration)

    async def _set(self, state: ClockState) -> None:
        await scheduler.set_clock(self.world, self.work, state)

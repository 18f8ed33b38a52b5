"""How a scenario acts: for one selling partner, in transactions like those of calls, at times that it moves through."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract.operation import Operation
from tradepost.domains.context import Context
from tradepost.domains.handling import handler_of
from tradepost.domains.hearing import settle
from tradepost.simulation import clock as clocks
from tradepost.simulation.clock import ClockState, from_milliseconds, to_milliseconds
from tradepost.store.database import Transaction
from tradepost.worlds import scheduler
from tradepost.worlds.world import World


class Stage(msgspec.Struct, frozen=True):
    """How far a scenario is: so many steps of how many, and what it is at."""

    done: int
    steps: int
    doing: str


Progress = Callable[[Stage], None]


def unheard(stage: Stage) -> None:
    """For who does not want to hear of it."""


class Seller:
    """The selling partner that a scenario acts for, and his world."""

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

    @asynccontextmanager
    async def past(self, since: timedelta, until: datetime | None = None) -> AsyncIterator[datetime]:
        """Goes back in time while nothing has happened yet, and yields the time that the world is to come to.

        That is its present, or ``until``. Meanwhile the clock stands still but for the steps of ``wait_until``;
        afterwards it is at that time, and runs or stands as it did before.
        """
        before = self.world.clock
        end = until or from_milliseconds(before.now())
        await self._set(before.at(to_milliseconds(end - since)).stopped())
        yield end
        await self.wait_until(end)
        now = self.world.clock.now()
        await self._set(ClockState(now, clocks.real_milliseconds(), before.rate, before.frozen))

    async def wait_until(self, time: datetime) -> int:
        """Lets time go by until then; says how many transitions it brought."""
        return await scheduler.advance(self.world, max(time, self.now))

    async def wait(self, duration: timedelta) -> int:
        """Lets time go by."""
        return await self.wait_until(self.now + duration)

    async def _set(self, state: ClockState) -> None:
        async with self.world.advancing:
            async with self.world.database.writing("") as tx:
                await clocks.save(tx, state)
            self.world.clock = state

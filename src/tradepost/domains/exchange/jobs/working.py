"""How an area says what its jobs do: ``@works("feeds")``. The work runs in pieces, each a transaction of its own.

Nothing is held open between pieces, and others get their turn. What a piece changed and how far the work has come are
committed together, so that after a crash it goes on from there; work that only reads begins again.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import msgspec

from tradepost.domains.areas import areas
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records
from tradepost.domains.exchange.jobs.job import Ending, Job, read_body
from tradepost.domains.handling import Surroundings
from tradepost.domains.hearing import settle

T = TypeVar("T")


class End(msgspec.Struct, frozen=True):
    """How the work ended. ``commit`` is called in the transaction that ends the job, to keep what came of it."""

    ending: Ending
    commit: Callable[[Context, Job], Awaitable[None]] | None = None


class JobStoppedError(Exception):
    """Somebody has ended the job while it was worked on."""


class Work:
    """A job at work, and what it works with."""

    def __init__(self, job: Job, around: Surroundings) -> None:
        self.job = job
        self.around = around

    def body(self, type: type[T]) -> T:
        """What its area put into it."""
        return read_body(self.job, type)

    def cursor(self, type: type[T]) -> T | None:
        """Where an earlier run of it came to, or None at its beginning."""
        return None if self.job.cursor is None else msgspec.convert(self.job.cursor, type)

    @asynccontextmanager
    async def changing(self) -> AsyncIterator[Context]:
        """A piece that changes things, in a transaction of its own."""
        async with self.around.database.writing(self.around.seller_id, lasting=False) as tx:
            ctx = self.around.context(tx)
            yield ctx
            await settle(ctx)
        self.around.committed(ctx)
        await self.around.pause()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Context]:
        """One consistent state to read through, for as long as it takes."""
        async with self.around.database.apart() as tx:
            yield self.around.context(tx)

    async def pause(self) -> None:
        """Lets others have their turn, where it is time. Raises Interrupted where the work is to stop."""
        await self.around.pause()

    async def reached(self, ctx: Context, cursor: Any, done: int) -> None:
        """Keeps how far the work has come, in the transaction of a piece; JobStoppedError undoes the piece."""
        job = await records.find(ctx.tx, ctx.seller_id, self.job.kind, self.job.id)
        if job is None or job.state != "in_progress":
            raise JobStoppedError
        job.cursor, job.done, job.total = msgspec.to_builtins(cursor), done, self.job.total
        await records.save(ctx.tx, ctx.seller_id, job)
        self.job = job


DoWork = Callable[[Work], Awaitable[End]]
DoWorkT = TypeVar("DoWorkT", bound=DoWork)
WORKS: dict[str, DoWork] = {}


def works(kind: str) -> Callable[[DoWorkT], DoWorkT]:
    """Marks what does the jobs of a kind, which is the name of its area; it stands in the area's ``lifecycle``.

    It is called for a job with a fate as well: how it ends is decided then, what is left behind is the area's.
    """

    def register(function: DoWorkT) -> DoWorkT:
        if kind in WORKS:
            raise ValueError(f"jobs of {kind} are done twice")
        WORKS[kind] = function
        return function

    return register


def work_of(kind: str) -> DoWork:
    """What does the jobs of a kind. Raises LookupError."""
    if kind not in WORKS and kind in areas():
        areas()[kind].load("lifecycle")
    found = WORKS.get(kind)
    if found is None:
        raise LookupError(f"no area does the jobs of {kind!r}")
    return found

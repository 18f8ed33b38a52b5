"""What time does: due transitions are carried out in their order, exactly once, each in its own transaction.

A transition sees the virtual time it was due at, also when the program was down then. One that fails is undone, noted
and tried again later; it stops no other.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime

from tradepost.domains.handling import Surroundings, long_transition_of, transition_of
from tradepost.domains.hearing import settle
from tradepost.simulation import clock as clocks
from tradepost.simulation import due as schedule
from tradepost.simulation.clock import ClockMovesForward, from_milliseconds, monotonic_seconds, to_milliseconds
from tradepost.simulation.due import DueTransition
from tradepost.worlds.world import World

logger = logging.getLogger("tradepost.scheduler")

_TURN_SECONDS = 0.02
_POLL_SECONDS = 1.0
_PATIENCE_SECONDS = 2.0
_FIRST_RETRY_MS = 60_000
_LONGEST_RETRY_MS = 86_400_000


async def advance(world: World, target: datetime) -> int:
    """Moves a world's clock to a later time and carries out all that falls due on the way; says how much that was.

    What the transitions themselves schedule before the target is carried out too. Raises ClockMovesForward.
    """
    async with world.advancing:
        now = world.clock.now()
        goal = to_milliseconds(target)
        if goal < now:
            raise ClockMovesForward(target, from_milliseconds(now))
        done = await _run_until(world, goal, moving=True)
        async with world.database.writing("") as tx:
            state = world.clock.at(max(goal, world.clock.now()))
            await clocks.save(tx, state)
        world.clock = state
    world.woken()
    return done


async def run_due(world: World) -> int:
    """Carries out what is due by the world's own time; says how much that was."""
    async with world.advancing:
        if world.shared:
            async with world.database.reading() as tx:
                await world.reload_clock(tx)
        return await _run_until(world, world.clock.now(), moving=False)


async def _run_until(world: World, goal: int, *, moving: bool) -> int:
    done, turn_ends = 0, monotonic_seconds() + _TURN_SECONDS
    while True:
        async with world.database.reading() as tx:
            next_one = await schedule.next_due(tx, goal)
        if next_one is None:
            return done
        done += await _run(world, next_one, moving)
        if monotonic_seconds() > turn_ends:  # other callers get their turn while a month goes by
            await asyncio.sleep(0)
            turn_ends = monotonic_seconds() + _TURN_SECONDS


async def _run(world: World, transition: DueTransition, moving: bool) -> bool:
    """Carries out one transition, and moves the clock along with it when it is being moved."""
    state = world.clock.at(max(transition.due_at, world.clock.now())) if moving else world.clock
    around = _surroundings(world, transition)
    try:
        long = long_transition_of(transition.kind)
        finish = None if long is None else await long(around, transition.subject)
        async with world.database.writing(transition.seller_id, lasting=False) as tx:
            if not await schedule.claim(tx, transition):
                return False
            ctx = around.context(tx)
            if finish is None:
                await transition_of(transition.kind)(ctx, transition.subject)
            else:
                await finish(ctx)
            await settle(ctx)
            if moving:
                await clocks.save(tx, state)
    except Exception as fault:
        logger.exception("transition %s of %s failed", transition.kind, transition.subject)
        await _postpone(world, transition, state.now(), fault)
        return False
    world.clock = state
    if ctx.outgoing:
        world.mail()
    return True


def _surroundings(world: World, transition: DueTransition) -> Surroundings:
    return Surroundings(
        database=world.database,
        seller_id=transition.seller_id,
        now=from_milliseconds(transition.due_at),
        seed=world.seed,
        documents=world.documents,
        world_uid=world.uid,
        pause=_let_others_go_first,
        committed=world.committed,
    )


async def _let_others_go_first() -> None:
    await asyncio.sleep(0)


async def _postpone(world: World, transition: DueTransition, now: int, fault: Exception) -> None:
    delay = min(_LONGEST_RETRY_MS, _FIRST_RETRY_MS << min(transition.attempts, 12))
    async with world.database.writing(transition.seller_id) as tx:
        await schedule.postpone(tx, transition, max(now, transition.due_at) + delay, f"{type(fault).__name__}: {fault}")


class Scheduler:
    """Keeps one world moving as its clock runs."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False
        world.woken = self._wake.set

    def start(self) -> None:
        """Begins to watch the clock."""
        self._task = asyncio.create_task(self._watch(), name=f"scheduler of {self.world.name}")

    async def stop(self) -> None:
        """Stops watching; a transition that is being carried out is finished first."""
        if self._task is None:
            return
        self._stopping = True
        self._wake.set()
        await asyncio.wait({self._task}, timeout=_PATIENCE_SECONDS)  # a query that is cut off costs its connection
        async with self.world.advancing:
            self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    async def _watch(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                await run_due(self.world)
                pause = await self._pause()
            except Exception:
                logger.exception("the scheduler of world %s could not read its database", self.world.name)
                pause = _POLL_SECONDS
            try:
                await asyncio.wait_for(self._wake.wait(), pause)
            except TimeoutError:
                continue

    async def _pause(self) -> float | None:
        """Real seconds until there is something to do; None when only a call can bring it about."""
        async with self.world.database.reading() as tx:
            upcoming = await schedule.next_time(tx)
        pause = None if upcoming is None else self.world.clock.real_until(upcoming)
        if self.world.shared:
            return _POLL_SECONDS if pause is None else min(_POLL_SECONDS, pause)
        return pause

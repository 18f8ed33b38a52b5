"""What time does: due transitions are carried out in their order, exactly once, each in its own transaction.

A transition sees the virtual time it was due at, also when the program was down then. One that fails is undone, noted
and tried again later; it stops no other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from tradepost.domains.handling import Finish, LongTransition, Surroundings, long_transition_of, transition_of
from tradepost.domains.hearing import settle
from tradepost.simulation import clock as clocks
from tradepost.simulation import due as schedule
from tradepost.simulation.clock import (
    ClockMovesForward,
    ClockState,
    from_milliseconds,
    monotonic_seconds,
    to_milliseconds,
)
from tradepost.simulation.due import DueTransition
from tradepost.store.database import Transaction
from tradepost.store.errors import WorldClosed
from tradepost.worlds.work import OnTheWay, Progress, Stopped, Work
from tradepost.worlds.world import World

logger = logging.getLogger("tradepost.scheduler")

_POLL_SECONDS = 1.0
_PATIENCE_SECONDS = 2.0
_FIRST_RETRY_MS = 60_000
_LONGEST_RETRY_MS = 86_400_000
#: How often, in real seconds, a clock that is moved tells how far it is.
_TELL_SECONDS = 0.2


async def advance(world: World, target: datetime | timedelta, work: Work | None = None) -> int:
    """Moves a world's clock to a later time, or ahead by a duration, and carries out all that falls due on the way.

    What the transitions themselves schedule before the target is carried out too. Says how many transitions there were.
    Raises ClockMovesForward, PastEndOfTime; Stopped when it was ended on the way: the clock then stands at the time
    that it had come to.
    """
    work = work or advancing(world)
    async with world.working(work):
        now = (await take_clock(world, work)).now()
        goal = clocks.later(now, target) if isinstance(target, timedelta) else target
        try:
            return await move(world, goal, work, telling=True)
        except Stopped as end:
            raise Stopped(work.doing, end.cause, _state(work, now)) from None


def advancing(world: World, hear: Callable[[Progress], None] | None = None) -> Work:
    """The work that ``advance`` is, for who wants to end it or to hear how far it is."""
    return world.work("Advancing the clock", hear)


def _state(work: Work, begun: int) -> str:
    reached = from_milliseconds(begun if work.clock is None else work.clock.now()).isoformat()
    return f"It has come to {reached}; {work.carried_out} transitions were carried out."


async def move(world: World, target: datetime, work: Work, *, telling: bool = False) -> int:
    """What ``advance`` does, for work that may move the world's time already (see ``World.working``)."""
    goal, before = to_milliseconds(clocks.checked(target)), work.carried_out
    clock = await take_clock(world, work)
    if goal < clock.now():
        raise ClockMovesForward(target, from_milliseconds(clock.now()))
    since, told_at = from_milliseconds(clock.now()), 0.0
    while True:
        clock = work.clock or clock
        if telling and monotonic_seconds() - told_at >= _TELL_SECONDS:
            work.tell(OnTheWay(since, from_milliseconds(clock.now()), target, work.carried_out - before))
            told_at = monotonic_seconds()
        await work.go_on()
        async with world.database.reading() as tx:
            next_one = await schedule.next_due(tx, goal)
        if next_one is None:  # or is it still being committed?
            async with world.database.settled() as tx:
                next_one = await schedule.next_due(tx, goal)
        if next_one is None:
            break
        work.carried_out += await _run(world, next_one, work)
    await set_clock(world, work, clock.at(max(goal, clock.now())))
    world.woken()
    return work.carried_out - before


async def run_due(world: World) -> int:
    """Carries out what is due by the world's own time; says how much that was. Raises Stopped."""
    work = world.work("What was due")
    async with world.working(work):
        if world.shared:
            async with world.database.reading() as tx:
                await world.reload_clock(tx)
        goal = world.clock.now()
        while True:
            await work.go_on()
            async with world.database.reading() as tx:
                next_one = await schedule.next_due(tx, goal)
            if next_one is None:
                return work.carried_out
            work.carried_out += await _run(world, next_one, work)


async def take_clock(world: World, work: Work) -> ClockState:
    """The clock as the work has set it last or, at first, as it finds it."""
    if work.clock is None:
        if world.shared:
            async with world.database.reading() as tx:
                world.clock, _ = await clocks.load(tx)
                work.clock = world.clock
        else:
            work.clock = world.clock
    return work.clock


async def set_clock(world: World, work: Work, state: ClockState) -> None:
    """Sets the clock of a world, for work that has taken it. Raises Stopped where another process has set it since."""
    async with world.database.writing("") as tx:
        await _keep_clock(tx, work, state)
    work.clock = world.clock = state


async def _keep_clock(tx: Transaction, work: Work, state: ClockState) -> None:
    if work.clock is not None and not await clocks.replace(tx, work.clock, state):
        work.stop("another process has set the clock")
        work.check()


async def _run(world: World, transition: DueTransition, work: Work) -> bool:
    """Carries out one transition, and moves the clock along with it where the work has taken the clock."""
    clock = work.clock
    state = world.clock if clock is None else clock.at(max(transition.due_at, clock.now()))
    around = _surroundings(world, transition, work)
    try:
        long = long_transition_of(transition.kind)
        finish = None if long is None else await _carry_out_at_length(world, long, transition, work, state)
        async with world.database.writing(transition.seller_id, lasting=False) as tx:
            if await schedule.next_due(tx, transition.due_at) != transition:  # an earlier one was committed since
                return False
            if not await schedule.claim(tx, transition):
                return False
            ctx = around.context(tx)
            if finish is None:
                await transition_of(transition.kind)(ctx, transition.subject)
            else:
                await finish(ctx)
            await settle(ctx)
            await _keep_clock(tx, work, state)
    except Stopped:
        raise
    except Exception as fault:
        logger.exception("transition %s of %s failed", transition.kind, transition.subject)
        await _postpone(world, transition, state.now(), fault)
        return False
    if clock is not None:
        work.clock = world.clock = state
    if ctx.outgoing:
        world.mail()
    return True


async def _carry_out_at_length(
    world: World, long: LongTransition, transition: DueTransition, work: Work, state: ClockState
) -> Finish:
    """The pieces of a transition that takes long; the world has come to its time when they begin."""
    if work.clock is not None:
        await set_clock(world, work, state)
    return await long(_surroundings(world, transition, work), transition.subject)


def _surroundings(world: World, transition: DueTransition, work: Work) -> Surroundings:
    return Surroundings(
        database=world.database,
        seller_id=transition.seller_id,
        now=from_milliseconds(transition.due_at),
        seed=world.seed,
        documents=world.documents,
        world_uid=world.uid,
        pause=work.go_on,
        committed=world.committed,
    )


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
        world.woken = self.wake

    def wake(self) -> None:
        """Has it look at the schedule again."""
        self._wake.set()

    def start(self) -> None:
        """Begins to watch the clock; again, too, once it was stopped."""
        self._stopping = False
        self._task = asyncio.create_task(self._watch(), name=f"scheduler of {self.world.name}")

    async def stop(self, cause: str) -> None:
        """Ends the world's work in this process, with a cause such as "the server was stopped"; watches no longer."""
        async with self.world.at_rest_here(cause):
            task, self._task = self._task, None
            self._stopping = True
            self._wake.set()
        if task is not None:
            await asyncio.wait({task}, timeout=_PATIENCE_SECONDS)  # a query that is cut off costs its connection
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _watch(self) -> None:
        while not self._stopping:
            self._wake.clear()
            try:
                if not self.world.shared or await self._is_due():
                    await run_due(self.world)
                pause = await self._pause()
            except Stopped:  # the rest comes once whoever asked has what he wanted
                continue
            except WorldClosed:  # another process has removed it
                return
            except Exception:
                logger.exception("the scheduler of world %s could not read its database", self.world.name)
                pause = _POLL_SECONDS
            try:
                await asyncio.wait_for(self._wake.wait(), pause)
            except TimeoutError:
                continue

    async def _is_due(self) -> bool:
        """Whether there is something to do; asked first, since doing it takes a lock that all processes share."""
        async with self.world.database.reading() as tx:
            await self.world.reload_clock(tx)
            return await schedule.next_due(tx, self.world.clock.now()) is not None

    async def _pause(self) -> float | None:
        """Real seconds until there is something to do; None when only a call can bring it about."""
        async with self.world.database.reading() as tx:
            upcoming = await schedule.next_time(tx)
        pause = None if upcoming is None else self.world.clock.real_until(upcoming)
        if self.world.shared:
            return _POLL_SECONDS if pause is None else min(_POLL_SECONDS, pause)
        return pause

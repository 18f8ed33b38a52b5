"""Running a coroutine without a task as long as it does not wait, and as a task from there on.

Most requests are answered without waiting for anything, and a task costs them as much as parsing does. A coroutine need
not know that it runs outside a task: until it waits, ``asyncio.current_task()`` is a stand-in, which passes what it is
told on to the task that takes over. So ``asyncio.timeout`` and task groups begun before the first wait work after it.
"""

from __future__ import annotations

import asyncio
from asyncio.tasks import _enter_task, _leave_task  # for makers of tasks: "Extending" in asyncio's documentation
from collections.abc import Awaitable, Callable, Coroutine, Generator
from contextvars import Context, copy_context
from types import coroutine
from typing import Any, TypeVar

T = TypeVar("T")


class StandIn:
    """What ``asyncio.current_task()`` is until there is a task."""

    __slots__ = ("__weakref__", "_cancelled", "_kept", "_task")

    def __init__(self) -> None:
        self._task: asyncio.Task[Any] | None = None
        self._kept: asyncio.Task[Any] | None = None
        self._cancelled = 0

    def keep(self, task: asyncio.Task[Any]) -> None:
        """Holds the task, of which an event loop has but a weak reference."""
        self._kept = task

    def become(self, task: asyncio.Task[Any]) -> None:
        """From now on everything concerns this task, which runs already."""
        self._task = task
        for _ in range(self._cancelled):
            task.cancel()

    def cancel(self, msg: object = None) -> bool:
        """Cancels the task. Before it runs, this is noted: a task cancelled unstarted would not tell its coroutine."""
        if self._task is not None:
            return self._task.cancel(msg)
        self._cancelled += 1
        return True

    def uncancel(self) -> int:
        """Takes one cancellation back; says how many are left."""
        if self._task is not None:
            return self._task.uncancel()
        self._cancelled = max(0, self._cancelled - 1)
        return self._cancelled

    def cancelling(self) -> int:
        """How many cancellations are under way."""
        return self._cancelled if self._task is None else self._task.cancelling()

    def cancelled(self) -> bool:
        """Whether the task ended by being cancelled."""
        return self._task is not None and self._task.cancelled()

    def done(self) -> bool:
        """Whether the task has ended."""
        return self._task is not None and self._task.done()

    def get_name(self) -> str:
        """The task's name."""
        return "request" if self._task is None else self._task.get_name()

    def add_done_callback(self, callback: Callable[[Any], object]) -> None:
        """Calls back when the task ends. Raises RuntimeError before there is one."""
        if self._task is None:
            raise RuntimeError("this request has no task yet")
        self._task.add_done_callback(callback)


class Started:
    """A coroutine that waits for something: its context, its stand-in, and what it waits for."""

    __slots__ = ("_awaited", "_context", "_stand_in", "_work")

    def __init__(self, work: Coroutine[Any, Any, T], awaited: Any, context: Context, stand_in: StandIn) -> None:
        self._work, self._awaited, self._context, self._stand_in = work, awaited, context, stand_in

    def go_on(
        self, loop: asyncio.AbstractEventLoop, finish: Callable[[Awaitable[Any]], Coroutine[Any, Any, None]]
    ) -> StandIn:
        """Makes the task: ``finish`` with the rest of the coroutine to await. What is returned can cancel it."""
        rest = _rest(self._work, self._awaited, self._stand_in)
        task = loop.create_task(finish(rest), context=self._context)
        self._stand_in.keep(task)
        return self._stand_in


class FirstStep:
    """Takes the first step of coroutines on one event loop, one after another."""

    __slots__ = ("_loop", "_stand_in")

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._stand_in: Any = StandIn()

    def take(self, work: Coroutine[Any, Any, T]) -> T | Started:
        """Runs ``work`` until it ends or waits. Raises what it raises. Must not be called from within a task."""
        context = copy_context()
        stand_in = self._stand_in
        _enter_task(self._loop, stand_in)
        try:
            awaited = context.run(work.send, None)
        except StopIteration as done:
            result: T = done.value
            return result
        finally:
            _leave_task(self._loop, stand_in)
            if stand_in._cancelled:
                self._stand_in = StandIn()
        self._stand_in = StandIn()
        return Started(work, awaited, context, stand_in)


@coroutine
def _rest(work: Coroutine[Any, Any, T], awaited: Any, stand_in: StandIn) -> Generator[Any, Any, T]:
    """What is left of a coroutine that has been started. The future that it waits for already is awaited first."""
    task = asyncio.current_task()
    assert task is not None
    stand_in.become(task)
    while True:
        fault: BaseException | None = None
        sent = None
        try:
            sent = yield awaited
        except BaseException as raised:
            fault = raised
        try:
            awaited = work.send(sent) if fault is None else work.throw(fault)
        except StopIteration as done:
            result: T = done.value
            return result

"""A server and its worlds, for programs that wait for each answer and for those that await it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Generic, Literal, Self, TypeAlias

import msgspec

from tradepost.testing.answers import Credentials
from tradepost.testing.asking import Ask, Awaited, Direct, Part, Steps, Way, call, given, path, query
from tradepost.testing.parts import (
    Buyers,
    Clock,
    Deliveries,
    Events,
    Faults,
    Jobs,
    Plans,
    Requests,
    Snapshots,
)
from tradepost.testing.ways import Awaiting, Waiting

#: How the clock of a new world stands: still, running, or still at a time from 2010 on.
ClockWish: TypeAlias = Literal["frozen", "running"] | datetime


class WorldOf(Part[Way]):
    """One world: everything in it is its own. ``World`` waits for answers, ``AsyncWorld`` awaits them."""

    def __init__(self, way: Way, name: str, known: Credentials | None = None) -> None:
        super().__init__(way, name)
        self.name, self.url, self._known = name, way.url, known
        self.clock: Clock[Way] = Clock(way, name)
        self.buyers: Buyers[Way] = Buyers(way, name)
        self.faults: Faults[Way] = Faults(way, name)
        self.requests: Requests[Way] = Requests(way, name)
        self.jobs: Jobs[Way] = Jobs(way, name)
        self.events: Events[Way] = Events(way, name)
        self.deliveries: Deliveries[Way] = Deliveries(way, name)
        self.usage_plans: Plans[Way] = Plans(way, name)
        self.snapshots: Snapshots[Way] = Snapshots(way, name)

    def __repr__(self) -> str:
        return f"<world {self.name} of {self.url}>"

    @call
    def credentials(self, /) -> Steps[Credentials]:
        """What a client needs to act as the world's first seller; asked for once."""
        if self._known is None:
            self._known = msgspec.convert((yield Ask("GET", "credentials")), Credentials)
        return self._known

    @call
    def add_seller(self, /, **wish: object) -> Steps[Credentials]:
        """One more seller, with an application of its own: ``name``, ``marketplace_ids``, ``region``, ``roles``."""
        return msgspec.convert((yield Ask("POST", "sellers", given(**wish))), Credentials)

    @call
    def load(self, /, scenario: str, options: Mapping[str, Any] | None = None) -> Steps[None]:
        """Fills the world, which must be empty."""
        yield Ask("POST", "scenarios", given(name=scenario, options=options))

    @call
    def reset(self, /, scenario: str | None = None, options: Mapping[str, Any] | None = None) -> Steps[None]:
        """Empties the world, and fills it where a scenario is named; its credentials stay."""
        yield Ask("POST", "reset", given(scenario=scenario, options=options))

    @call
    def call(self, /, method: str, path: str, body: object = None, **parameters: object) -> Steps[Any]:
        """Any other call of the control API, by what comes after ``/_tradepost/v1/``; its answer as it is."""
        return (yield Ask(method, path, body, query(**parameters)))


class WorldsOf(Part[Way]):
    """The worlds of a server."""

    @call
    def names(self, /) -> Steps[list[str]]:
        """What they are called."""
        return msgspec.convert((yield Ask("GET", "worlds"))["worlds"], list[str])

    @call
    def make(
        self, /, name: str | None = None, *, seed: str | int | None = None, scenario: str | None = None,
        options: Mapping[str, Any] | None = None, snapshot: str | None = None, clock: ClockWish = "running",
        scale: float | None = None,
    ) -> Steps[WorldOf[Way]]:  # fmt: skip
        """A new world: filled by a ``scenario``, or begun from a ``snapshot`` (``WORLD/NAME``), and otherwise empty.

        ``clock`` is ``frozen``, ``running``, or a date-time at which it begins and stands still. ``scale`` multiplies
        the usage plans. Where one of these is refused, there is no world.
        """
        start_at = clock.isoformat() if isinstance(clock, datetime) else None
        wish = given(
            name=name, seed=seed, scenario=scenario, options=options, start_at=start_at, frozen=clock != "running",
            scale=scale,
        ) | given(**{"from": snapshot})  # fmt: skip
        made = yield Ask("POST", "worlds", wish)
        return WorldOf(self._way, made["world"], msgspec.convert(made, Credentials))

    @call
    def delete(self, /, name: str) -> Steps[None]:
        """Removes a world and everything in it."""
        yield Ask("DELETE", path("worlds", name))


class _Server(Generic[Way]):
    """A running server, by its address."""

    def __init__(self, way: Way) -> None:
        self.url = way.url
        self._way = way
        self.worlds: WorldsOf[Way] = WorldsOf(way, "main")

    def world(self, name: str = "main") -> WorldOf[Way]:
        """One of its worlds, by name. Nothing is asked: whether there is one shows with the first call."""
        return WorldOf(self._way, name)


class Tradepost(_Server[Direct]):
    """A running server, for a program that waits for each answer."""

    def __init__(self, url: str = "http://127.0.0.1:8008", *, admin_token: str | None = None) -> None:
        self._waiting = Waiting(url, admin_token)
        super().__init__(self._waiting)

    def close(self) -> None:
        """Closes its connections; the server runs on."""
        self._waiting.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncTradepost(_Server[Awaited]):
    """A running server, for a program that awaits each answer, in one event loop."""

    def __init__(self, url: str = "http://127.0.0.1:8008", *, admin_token: str | None = None) -> None:
        self._awaiting = Awaiting(url, admin_token)
        super().__init__(self._awaiting)

    async def close(self) -> None:
        """Closes its connections; the server runs on."""
        await self._awaiting.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()


World: TypeAlias = WorldOf[Direct]
AsyncWorld: TypeAlias = WorldOf[Awaited]

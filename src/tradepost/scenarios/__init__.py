"""Scenarios: what a world can be filled with.

They act as sellers and buyers do, through the same functions as the API, and at times in the past: a scenario is loaded
into a world where nothing has happened yet, and its clock comes from there to the present.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module
from typing import Any

import msgspec

import tradepost
from tradepost.accounts import records as accounts
from tradepost.domains.areas import areas
from tradepost.domains.exchange.notifications.switches import SILENT
from tradepost.errors import ApiError, InvalidInput
from tradepost.events import outbox
from tradepost.scenarios.acting import Player
from tradepost.store.aside import aside
from tradepost.store.migrations import fingerprint
from tradepost.worlds.work import Work
from tradepost.worlds.world import World

__all__ = [
    "EMPTY",
    "NOTHING",
    "SCENARIOS",
    "Filling",
    "NotEmpty",
    "check",
    "check_empty",
    "load",
    "prepare",
    "scenario",
    "silence",
]

EMPTY = "none"


class NoSuchScenario(InvalidInput):
    """400: there is no scenario of this name."""

    def __init__(self, name: str) -> None:
        super().__init__("Invalid Input", f"scenario: '{name[:60]}' is not one of {', '.join(sorted(SCENARIOS))}")


class NotEmpty(ApiError):
    """409: something has happened in the world already, and a scenario's past cannot come after it."""

    status, code = 409, "Conflict"

    def __init__(self, world: str, name: str) -> None:
        super().__init__(
            f"World {world} is not empty.",
            f"Scenario '{name}' brings a past of its own: POST reset with this scenario, or make a new world with it.",
        )


class Scenario(msgspec.Struct, frozen=True):
    """What fills a world, and the form of its options."""

    fill: Callable[[Player, Any], Awaitable[None]]
    options: type


#: The module of each scenario. One is loaded when it is first asked for: a server that starts needs none of them.
SCENARIOS: dict[str, str] = {
    EMPTY: "nothing",
    "empty": "nothing",
    "starter": "starter",
    "busy-shop": "busy_shop",
    "services": "services",
}


#: What takes a tenth of a second each when it is loaded: the check of listings, and the names of people.
_SLOW_TO_LOAD = ("tradepost.domains.selling.definitions.keywords", "faker")


def scenario(name: str) -> Scenario:
    """The scenario of this name. Raises NoSuchScenario."""
    if name not in SCENARIOS:
        raise NoSuchScenario(name)
    module = import_module(f"tradepost.scenarios.{SCENARIOS[name]}")
    return Scenario(module.fill, module.Options)


async def prepare(name: str) -> None:
    """Loads what a scenario needs in a thread: for the first one that is some hundred milliseconds, and others call."""
    if name in SCENARIOS and SCENARIOS[name] != SCENARIOS[EMPTY]:
        await aside(partial(_load, name))


def _load(name: str) -> None:
    scenario(name)
    for each in _SLOW_TO_LOAD:
        import_module(each)
    for area in areas().values():
        for part in ("lifecycle", "hearing"):
            area.load(part)


def check(name: str, options: dict[str, Any] | None = None) -> Any:
    """The options of a scenario in their form. Raises NoSuchScenario, InvalidInput."""
    chosen = scenario(name)
    try:
        return msgspec.convert(options or {}, chosen.options, strict=False)
    except msgspec.ValidationError as fault:
        raise InvalidInput("Invalid Input", f"options: {fault}") from None


class Filling(msgspec.Struct, frozen=True):
    """What a world is to be filled with: a scenario, its options, and whether subscribers are notified of its past."""

    scenario: str = EMPTY
    options: dict[str, Any] = {}
    notify: bool = False

    @property
    def is_nothing(self) -> bool:
        """Whether this fills a world with nothing."""
        return SCENARIOS[self.scenario] == SCENARIOS[EMPTY]

    def check(self) -> Any:
        """The options in their form. Raises NoSuchScenario, InvalidInput."""
        return check(self.scenario, self.options)

    def snapshot(self, seed: str) -> str:
        """The name under which what this brings about with a seed is kept, for this version of the program."""
        told = (self.scenario, self.check(), seed, fingerprint(), tradepost.__version__)
        digest = hashlib.blake2b(msgspec.json.encode(told), digest_size=6).hexdigest()
        return f"scenario-{self.scenario}-{digest}"


NOTHING = Filling()


async def check_empty(world: World, name: str) -> None:
    """Raises NotEmpty where something has happened in the world already."""
    async with world.database.reading() as tx:
        if await outbox.last_id(tx):
            raise NotEmpty(world.name, name)


async def load(world: World, filling: Filling, seller_id: str, work: Work) -> None:
    """Fills a world with a scenario, for one of its selling partners, as work that may move the world's time.

    Nobody is notified of what happens in its past, unless the filling says so. Raises NoSuchScenario, InvalidInput,
    NotEmpty; Stopped when it was ended: the world then holds what has happened by the time that it had come to.
    """
    chosen = check(filling.scenario, filling.options)
    await check_empty(world, filling.scenario)
    await silence(world, not filling.notify)
    try:
        await scenario(filling.scenario).fill(Player(world, seller_id, work), chosen)
    finally:
        await silence(world, False)


async def silence(world: World, silent: bool) -> None:
    """Has nobody be notified of anything in a world, or everybody again."""
    async with world.database.reading() as tx:
        if bool(await accounts.setting(tx, SILENT)) == silent:
            return
    async with world.database.writing("") as tx:
        await accounts.save_setting(tx, SILENT, "yes" if silent else "")

"""Scenarios: what a world can be filled with.

They act as sellers and buyers do, through the same functions as the API, and at times in the past: a scenario is loaded
into a world where nothing has happened yet, and its clock comes from there to the present.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any

import msgspec

import tradepost
from tradepost.errors import ApiError, InvalidInput
from tradepost.events import outbox
from tradepost.scenarios.acting import Progress, Seller, Stage, unheard
from tradepost.store.migrations import fingerprint
from tradepost.worlds.world import World

__all__ = [
    "EMPTY",
    "NOTHING",
    "SCENARIOS",
    "Filling",
    "NotEmpty",
    "Progress",
    "Stage",
    "check",
    "check_empty",
    "load",
    "scenario",
    "unheard",
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

    fill: Callable[[Seller, Any, Progress], Awaitable[None]]
    options: type


#: The module of each scenario. One is loaded when it is first asked for: a server that starts needs none of them.
SCENARIOS: dict[str, str] = {
    EMPTY: "nothing",
    "empty": "nothing",
    "starter": "starter",
    "busy-shop": "busy_shop",
    "services": "services",
}


def scenario(name: str) -> Scenario:
    """The scenario of this name. Raises NoSuchScenario."""
    if name not in SCENARIOS:
        raise NoSuchScenario(name)
    module = import_module(f"tradepost.scenarios.{SCENARIOS[name]}")
    return Scenario(module.fill, module.Options)


def check(name: str, options: dict[str, Any] | None = None) -> Any:
    """The options of a scenario in their form. Raises NoSuchScenario, InvalidInput."""
    chosen = scenario(name)
    try:
        return msgspec.convert(options or {}, chosen.options, strict=False)
    except msgspec.ValidationError as fault:
        raise InvalidInput("Invalid Input", f"options: {fault}") from None


class Filling(msgspec.Struct, frozen=True):
    """What a world is to be filled with: a scenario, and its options."""

    scenario: str = EMPTY
    options: dict[str, Any] = {}

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


async def load(
    world: World, name: str, seller_id: str, options: dict[str, Any] | None = None, progress: Progress = unheard
) -> None:
    """Fills a world with a scenario, for one of its selling partners. Raises NoSuchScenario, InvalidInput, NotEmpty."""
    chosen = check(name, options)
    await check_empty(world, name)
    await scenario(name).fill(Seller(world, seller_id), chosen, progress)

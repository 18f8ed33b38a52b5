"""Scenarios: what a world can be filled with.

They act as sellers and buyers do, through the same functions as the API, and at times in the past: a scenario is loaded
into a world where nothing has happened yet, and its clock comes from there to the present.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

import tradepost
from tradepost.errors import ApiError, InvalidInput
from tradepost.events import outbox
from tradepost.simulation.scenarios import busy_shop, starter
from tradepost.simulation.scenarios.acting import Progress, Seller, Stage, unheard
from tradepost.simulation.world import World
from tradepost.store.migrations import fingerprint

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


class NoOptions(msgspec.Struct, forbid_unknown_fields=True):
    """A scenario that has none."""


async def _nothing(seller: Seller, options: NoOptions, progress: Progress) -> None:
    """Nothing but the account."""


class Scenario(msgspec.Struct, frozen=True):
    """What fills a world, and the form of its options."""

    fill: Callable[[Seller, Any, Progress], Awaitable[None]]
    options: type


SCENARIOS: dict[str, Scenario] = {
    EMPTY: Scenario(_nothing, NoOptions),
    "empty": Scenario(_nothing, NoOptions),
    "starter": Scenario(starter.fill, NoOptions),
    "busy-shop": Scenario(busy_shop.fill, busy_shop.Options),
}


def check(name: str, options: dict[str, Any] | None = None) -> Any:
    """The options of a scenario in their form. Raises NoSuchScenario, InvalidInput."""
    if name not in SCENARIOS:
        raise NoSuchScenario(name)
    try:
        return msgspec.convert(options or {}, SCENARIOS[name].options, strict=False)
    except msgspec.ValidationError as fault:
        raise InvalidInput("Invalid Input", f"options: {fault}") from None


class Filling(msgspec.Struct, frozen=True):
    """What a world is to be filled with: a scenario, and its options."""

    scenario: str = EMPTY
    options: dict[str, Any] = {}

    @property
    def is_nothing(self) -> bool:
        """Whether this fills a world with nothing."""
        return SCENARIOS[self.scenario].fill is _nothing

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
    await SCENARIOS[name].fill(Seller(world, seller_id), chosen, progress)

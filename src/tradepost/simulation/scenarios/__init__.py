"""Scenarios: what a world can be filled with.

They act as sellers and buyers do, through the same functions as the API, and at times in the past: a scenario is loaded
into a world where nothing has happened yet, and its clock comes from there to the present.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

from tradepost.errors import ApiError, InvalidInput
from tradepost.simulation.scenarios import busy_shop, starter
from tradepost.simulation.scenarios.acting import Progress, Seller, Stage, unheard
from tradepost.simulation.world import World

__all__ = ["EMPTY", "SCENARIOS", "NotEmpty", "Progress", "Stage", "check", "load", "unheard"]

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


async def load(
    world: World, name: str, seller_id: str, options: dict[str, Any] | None = None, progress: Progress = unheard
) -> None:
    """Fills a world with a scenario, for one of its selling partners. Raises NoSuchScenario, InvalidInput, NotEmpty."""
    chosen = check(name, options)
    if SCENARIOS[name].fill is _nothing:
        return
    seller = Seller(world, seller_id)
    if not await seller.is_first():
        raise NotEmpty(world.name, name)
    await SCENARIOS[name].fill(seller, chosen, progress)

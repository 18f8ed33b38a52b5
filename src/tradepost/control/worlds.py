"""Worlds and their snapshots: made, reset, put aside, brought back, removed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Final

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost import scenarios
from tradepost.accounts.founding import Credentials
from tradepost.control.calls import Call, answer
from tradepost.control.long_work import attended
from tradepost.errors import InvalidInput
from tradepost.scenarios import Filling
from tradepost.simulation.clock import checked, to_milliseconds

#: The earliest time that a clock may begin at (our choice): the API itself is younger, orders may be older.
FIRST_TIME: Final = datetime(2010, 1, 1, tzinfo=UTC)


class NewWorld(msgspec.Struct, forbid_unknown_fields=True, rename={"snapshot": "from", "start_at": "startAt"}):
    """A world to be made. ``from`` names a snapshot, of ``main`` or, written ``world/snapshot``, of another world.

    ``startAt`` is the virtual time at which its clock begins: the real one without it.
    With ``frozen`` it stands still from the beginning; ``scale`` multiplies its usage plans.
    """

    name: str | None = None
    seed: str | int | None = None
    snapshot: str | None = None
    scenario: str = scenarios.EMPTY
    options: dict[str, Any] = {}
    start_at: datetime | None = None
    frozen: bool = False
    scale: Annotated[float, Meta(ge=0.0001, le=1_000_000)] | None = None


class Emptying(msgspec.Struct, forbid_unknown_fields=True, rename={"start_at": "startAt"}):
    """What a world is to be filled with once it is empty, and when its clock begins."""

    scenario: str = scenarios.EMPTY
    options: dict[str, Any] = {}
    start_at: datetime | None = None


class NewSnapshot(msgspec.Struct, forbid_unknown_fields=True):
    """A snapshot to be made."""

    name: str


def beginning(start_at: datetime | None) -> int | None:
    """When a clock is to begin, in milliseconds. Raises InvalidInput for a time without zone, or out of bounds."""
    if start_at is None:
        return None
    if start_at.tzinfo is None:
        raise InvalidInput(f"startAt: {start_at.isoformat()} names no time zone; put Z behind it for UTC.")
    if start_at < FIRST_TIME:
        raise InvalidInput(f"startAt: {start_at.isoformat()} is before {FIRST_TIME:%Y}, when no clock begins.")
    return to_milliseconds(checked(start_at))


def shown(credentials: Credentials) -> dict[str, object]:
    """Credentials as the control API shows them."""
    return msgspec.structs.asdict(credentials)


async def names(call: Call) -> Response:
    """``GET worlds``."""
    return answer({"worlds": await call.installation.store.names()})


async def make(call: Call) -> Response:
    """``POST worlds``: 201, with the credentials of its first selling partner."""
    wish = await call.body(NewWorld)
    origin, start = None, beginning(wish.start_at)
    if wish.snapshot is not None:
        owner, _, name = wish.snapshot.rpartition("/")
        origin = (owner or call.request.query_params.get("world", "main"), name)
        if start is not None:
            raise InvalidInput("startAt: a world that is made from a snapshot goes on at the time of that snapshot.")
    seed = None if wish.seed is None else str(wish.seed)
    filling = Filling(wish.scenario, wish.options)
    await scenarios.prepare(wish.scenario)
    filling.check()
    work = call.installation.filling_work(filling)
    created = call.installation.create(
        wish.name, seed=seed, snapshot=origin, filling=filling, work=work, start=start, frozen=wish.frozen
    )
    world, credentials = await attended(call, work, created)
    if wish.scale is not None:
        plans = msgspec.structs.replace(world.usage_plans.settings, scale=wish.scale)
        await call.installation.set_usage_plans(world, plans)
    return answer({"world": world.name, **shown(credentials)}, 201)


async def delete(call: Call) -> Response:
    """``DELETE worlds/NAME``: 204."""
    await call.installation.delete(call.request.path_params["name"])
    return Response(status_code=204)


async def reset(call: Call) -> Response:
    """``POST reset``: an empty world again, or one with a scenario, with the same credentials."""
    wish, world = await call.body(Emptying), await call.world()
    filling = Filling(wish.scenario, wish.options)
    await scenarios.prepare(wish.scenario)
    filling.check()
    work = call.installation.filling_work(filling)
    await attended(call, work, call.installation.reset(world, filling, work, beginning(wish.start_at)))
    return answer({"world": world.name, **shown(await call.installation.credentials(world))})


async def snapshots(call: Call) -> Response:
    """``GET snapshots``."""
    return answer({"snapshots": await call.installation.store.snapshots((await call.world()).name)})


async def make_snapshot(call: Call) -> Response:
    """``POST snapshots``: 201."""
    world, wish = await call.world(), await call.body(NewSnapshot)
    return answer(await call.installation.snapshots.take(world, wish.name), 201)


async def restore(call: Call) -> Response:
    """``POST snapshots/NAME/restore``."""
    world = await call.world()
    await call.installation.snapshots.restore(world, call.request.path_params["name"])
    return answer({"world": world.name, "snapshot": call.request.path_params["name"]})


async def delete_snapshot(call: Call) -> Response:
    """``DELETE snapshots/NAME``: 204."""
    world = await call.world()
    await call.installation.snapshots.delete(world, call.request.path_params["name"])
    return Response(status_code=204)

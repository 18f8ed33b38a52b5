"""Worlds and their snapshots: made, reset, put aside, brought back, removed."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta
from starlette.responses import Response

from tradepost import scenarios
from tradepost.accounts.founding import Credentials
from tradepost.control.calls import Call, answer
from tradepost.control.long_work import attended
from tradepost.scenarios import Filling


class NewWorld(msgspec.Struct, forbid_unknown_fields=True, rename={"snapshot": "from"}):
    """A world to be made. ``from`` names a snapshot, of ``main`` or, written ``world/snapshot``, of another world.

    With ``frozen`` its clock stands still from the beginning; ``scale`` multiplies its usage plans.
    """

    name: str | None = None
    seed: str | int | None = None
    snapshot: str | None = None
    scenario: str = scenarios.EMPTY
    options: dict[str, Any] = {}
    frozen: bool = False
    scale: Annotated[float, Meta(ge=0.0001, le=1_000_000)] | None = None


class Emptying(msgspec.Struct, forbid_unknown_fields=True):
    """What a world is to be filled with once it is empty."""

    scenario: str = scenarios.EMPTY
    options: dict[str, Any] = {}


class NewSnapshot(msgspec.Struct, forbid_unknown_fields=True):
    """A snapshot to be made."""

    name: str


def shown(credentials: Credentials) -> dict[str, object]:
    """Credentials as the control API shows them."""
    return msgspec.structs.asdict(credentials)


async def names(call: Call) -> Response:
    """``GET worlds``."""
    return answer({"worlds": await call.installation.store.names()})


async def make(call: Call) -> Response:
    """``POST worlds``: 201, with the credentials of its first selling partner."""
    wish = await call.body(NewWorld)
    origin = None
    if wish.snapshot is not None:
        owner, _, name = wish.snapshot.rpartition("/")
        origin = (owner or call.request.query_params.get("world", "main"), name)
    seed = None if wish.seed is None else str(wish.seed)
    filling = Filling(wish.scenario, wish.options)
    await scenarios.prepare(wish.scenario)
    filling.check()
    work = call.installation.filling_work(filling)
    created = call.installation.create(wish.name, seed=seed, snapshot=origin, filling=filling, work=work)
    world, credentials = await attended(call, work, created)
    if wish.scale is not None:
        plans = msgspec.structs.replace(world.usage_plans.settings, scale=wish.scale)
        await call.installation.set_usage_plans(world, plans)
    if wish.frozen:
        await call.installation.set_clock(world, "freeze")
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
    await attended(call, work, call.installation.reset(world, filling, work))
    return answer({"world": world.name, **shown(await call.installation.credentials(world))})


async def snapshots(call: Call) -> Response:
    """``GET snapshots``."""
    return answer({"snapshots": await call.installation.store.snapshots((await call.world()).name)})


async def make_snapshot(call: Call) -> Response:
    """``POST snapshots``: 201."""
    world, wish = await call.world(), await call.body(NewSnapshot)
    return answer(await call.installation.snapshot(world, wish.name), 201)


async def restore(call: Call) -> Response:
    """``POST snapshots/NAME/restore``."""
    world = await call.world()
    await call.installation.restore(world, call.request.path_params["name"])
    return answer({"world": world.name, "snapshot": call.request.path_params["name"]})


async def delete_snapshot(call: Call) -> Response:
    """``DELETE snapshots/NAME``: 204."""
    world = await call.world()
    await call.installation.delete_snapshot(world, call.request.path_params["name"])
    return Response(status_code=204)

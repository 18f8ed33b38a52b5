"""Scenarios and traffic: what a world is filled with, and how buyers come to it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import msgspec
from starlette.responses import Response

from tradepost import scenarios
from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.control.calls import Call, answer, is_streamed, stream
from tradepost.control.long_work import attended, told
from tradepost.domains.selling.buyers import records, traffic
from tradepost.domains.selling.buyers.records import Traffic
from tradepost.errors import InvalidInput
from tradepost.scenarios import Filling
from tradepost.scenarios.acting import Seller
from tradepost.worlds.work import Progress, Work
from tradepost.worlds.world import World


class NewScenario(msgspec.Struct, forbid_unknown_fields=True):
    """A scenario to be loaded, with its options. With ``notify`` subscribers hear of what happens in its past."""

    name: str
    options: dict[str, Any] = {}
    notify: bool = False


class NewTraffic(Traffic, kw_only=True):
    """How buyers are to come to a seller in a marketplace: to the world's first seller without ``sellerId``."""

    marketplace_id: str
    seller_id: str | None = None


async def listed(call: Call) -> Response:
    """``GET scenarios``."""
    found = [
        {"name": name, "description": " ".join((scenarios.scenario(name).fill.__doc__ or "").split())}
        for name in scenarios.SCENARIOS
    ]
    return answer({"scenarios": found})


async def load(call: Call) -> Response:
    """``POST scenarios``: fills an empty world; where ``text/event-stream`` is asked for, telling how far it is."""
    wish, world = await call.body(NewScenario), await call.world()
    filling = Filling(wish.name, wish.options, notify=wish.notify)
    await scenarios.prepare(wish.name)
    filling.check()
    if is_streamed(call):
        return stream(told(partial(_load, call, world, filling)))
    work, done = _load(call, world, filling)
    return answer(await attended(call, work, done), 201)


def _load(
    call: Call, world: World, filling: Filling, hear: Callable[[Progress], None] | None = None
) -> tuple[Work, Coroutine[Any, Any, dict[str, str]]]:
    work = call.installation.filling_work(filling, hear)

    async def carried_out() -> dict[str, str]:
        await call.installation.fill(world, filling, work)
        return {"world": world.name, "scenario": filling.scenario}

    return work, carried_out()


async def read_traffic(call: Call) -> Response:
    """``GET traffic``: how buyers come, by marketplace."""
    world = await call.world()
    seller_id = await _seller(call, world, call.request.query_params.get("sellerId"))
    async with world.database.reading() as tx:
        found = await records.all_of(tx, seller_id)
    return answer({"traffic": {place: msgspec.to_builtins(each) for place, each in found.items()}})


async def set_traffic(call: Call) -> Response:
    """``PUT traffic``: buyers come from now on; with ``ordersPerDay`` 0 they do not any more."""
    wish, world = await call.body(NewTraffic), await call.world()
    if wish.marketplace_id not in MARKETPLACES:
        raise InvalidInput("Invalid Input", f"marketplaceId: '{wish.marketplace_id[:60]}' is no marketplace")
    if not 0 <= wish.orders_per_day <= 1_000_000:
        raise InvalidInput("Invalid Input", f"ordersPerDay: {wish.orders_per_day} is not from 0 to 1000000")
    for name in ("return_rate", "cancel_rate", "business_share"):
        if not 0 <= getattr(wish, name) <= 1:
            raise InvalidInput("Invalid Input", f"{name}: {getattr(wish, name)} is not from 0 to 1")
    wanted = Traffic(**{name: getattr(wish, name) for name in Traffic.__struct_fields__})
    seller = Seller(world, await _seller(call, world, wish.seller_id))
    async with seller.acting() as ctx:
        await traffic.set_traffic(ctx, wish.marketplace_id, wanted)
    return answer({"marketplaceId": wish.marketplace_id, **msgspec.to_builtins(wanted)})


async def _seller(call: Call, world: World, asked: str | None) -> str:
    return asked or (await call.installation.credentials(world)).seller_id

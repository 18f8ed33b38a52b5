"""The operation itself: one transaction of the caller's world, and what it leaves behind."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import Any

from tradepost.accounts.marketplaces import in_region
from tradepost.domains.context import Context
from tradepost.domains.handling import Handler
from tradepost.domains.hearing import settle
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.refusals import NotImplementedYet
from tradepost.server.messages import base_url_of
from tradepost.simulation.clock import from_milliseconds
from tradepost.store.database import Transaction
from tradepost.worlds.world import World

#: Calls of the same millisecond have the same time, and so have all calls of a world whose clock stands still.
_instant = lru_cache(maxsize=8)(from_milliseconds)


def described(exchange: Exchange) -> None:
    """Raises NotImplementedYet where Amazon has the operation and the contract does not."""
    route = exchange.route
    assert route is not None
    if route.operation is None:
        raise NotImplementedYet(route.key)


def implemented(exchange: Exchange) -> None:
    """Raises NotImplementedYet where Amazon has the operation and no area answers it."""
    route = exchange.route
    assert route is not None
    if route.handler is None:
        raise NotImplementedYet(route.key)


async def handle(exchange: Exchange) -> Any:
    """Runs the handler. What it changed, its events and what it scheduled are committed together."""
    route, world = exchange.route, exchange.world
    assert route is not None
    assert route.handler is not None
    assert world is not None
    if not route.handler.changes:
        async with world.database.reading() as tx:
            if world.shared:
                await world.reload_clock(tx)
            return await route.handler.function(_context(exchange, world, tx), exchange.arguments)
    return await _change(exchange, world, route.handler)


async def _change(exchange: Exchange, world: World, handler: Handler) -> Any:
    assert exchange.caller is not None
    async with world.database.writing(exchange.caller.seller_id) as tx:
        if world.shared:
            await world.reload_clock(tx)
        ctx = _context(exchange, world, tx)
        answer = await handler.function(ctx, exchange.arguments)
        await settle(ctx)
    world.committed(ctx)
    return answer


def _context(exchange: Exchange, world: World, tx: Transaction) -> Context:
    caller, region = exchange.caller, exchange.host.region
    assert caller is not None
    return Context(
        tx=tx,
        seller_id=caller.seller_id,
        now=_instant(world.clock.now()),
        seed=world.seed,
        documents=world.documents,
        application_id=caller.application_id,
        roles=caller.roles,
        region=region,
        marketplaces=caller.marketplaces & in_region(region) if region else caller.marketplaces,
        data_elements=exchange.data_elements,
        request_id=exchange.request_id,
        link_base=partial(base_url_of, exchange.request),
        page_key=world.page_key,
        world_uid=world.uid,
        token=exchange.token,
    )

"""``busy-shop``: a shop with a past, which stocked itself by shipments, and in which buyers have come for days."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Annotated

import msgspec
from msgspec import Meta

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.selling.buyers import traffic
from tradepost.domains.selling.buyers.records import Traffic
from tradepost.domains.selling.listings import submitting
from tradepost.errors import InvalidInput
from tradepost.scenarios import assortment, stocking
from tradepost.scenarios.acting import Player
from tradepost.scenarios.assortment import Good

_SPARE = 30
Share = Annotated[float, Meta(ge=0, le=1)]


class Options(msgspec.Struct, forbid_unknown_fields=True, rename="camel", kw_only=True):
    """How busy the shop is. ``marketplaces`` are countries or ids; ``until`` is the time that its past ends at."""

    skus: Annotated[int, Meta(ge=1, le=100_000)] = 50
    orders_per_day: Annotated[float, Meta(ge=0, le=100_000)] = 40
    days: Annotated[int, Meta(ge=1, le=730)] = 30
    marketplaces: list[str] = msgspec.field(default_factory=lambda: ["US"])
    return_rate: Share = 0.05
    cancel_rate: Share = 0.02
    fba_share: Share = 0.5
    business_share: Share = 0.08
    traffic: bool = False
    until: datetime | None = None


async def fill(seller: Player, options: Options) -> None:
    """A shop with a past: so many products and orders a day, some days long, with returns, refunds and settlements.

    Options: skus (50), ordersPerDay (40), days (30), marketplaces (US), returnRate (0.05), cancelRate (0.02), fbaShare
    (0.5), businessShare (0.08), traffic (whether buyers keep coming), until (when its past ends: now).
    """
    places = [_marketplace(each) for each in dict.fromkeys(options.marketplaces)]
    per_place = options.orders_per_day / len(places)
    goods = [assortment.drawn(seller.world.seed, number + 1, options.fba_share) for number in range(options.skus)]
    units = math.ceil(per_place * options.days * 3 / options.skus) + _SPARE
    steps = options.days + 1
    async with seller.past(timedelta(days=options.days, hours=1) + stocking.TAKES, options.until) as end:
        seller.tell(0, steps, f"{options.skus} products")
        for place in places:
            await stocked(seller, place, goods, units)
        opened = end - timedelta(days=options.days)
        await seller.wait_until(opened)
        wanted = Traffic(
            orders_per_day=per_place,
            return_rate=options.return_rate,
            cancel_rate=options.cancel_rate,
            business_share=options.business_share,
            ships=True,
        )
        try:
            async with seller.acting() as ctx:
                await _open(ctx, places, wanted)
            for day in range(options.days):
                seller.tell(day + 1, steps, f"day {day + 1} of {options.days}")
                await seller.wait_until(opened + timedelta(days=day + 1))
        finally:  # nobody comes any more, also where the scenario was ended
            if not options.traffic:
                async with seller.ending() as ctx:
                    await _open(ctx, places, msgspec.structs.replace(wanted, orders_per_day=0))
    seller.tell(steps, steps, "done")


async def stocked(seller: Player, marketplace_id: str, goods: list[Good], units: int) -> None:
    """Lists goods in a marketplace, waits until they can be bought, and sends to the network what it keeps."""
    for good in goods:
        async with seller.acting() as ctx:
            await put(ctx, marketplace_id, good, units)
    await seller.wait(submitting.PROCESSING)
    await stocking.send_in(seller, marketplace_id, [each.sku for each in goods if each.fba], units)


async def put(ctx: Context, marketplace_id: str, good: Good, units: int) -> None:
    """Lists one product, as its seller would. Raises ValueError where its definition does not accept it."""
    said = assortment.attributes(good, marketplace_id, units)
    outcome = await submitting.put(ctx, marketplace_id, good.sku, good.product_type, "LISTING", said)
    if outcome.status != "ACCEPTED":
        raise ValueError(f"{good.sku} in {marketplace_id}: {outcome.issues}")


async def _open(ctx: Context, places: list[str], wanted: Traffic) -> None:
    for place in places:
        await traffic.set_traffic(ctx, place, wanted)


def _marketplace(named: str) -> str:
    """A marketplace by its id or its country. Raises InvalidInput."""
    for id, each in MARKETPLACES.items():
        if named in (id, each.country):
            return id
    raise InvalidInput("Invalid Input", f"options.marketplaces: there is no marketplace '{named[:60]}'")

"""Sales ranks: drawn by the ASIN until something is sold, and by what was sold from then on."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from tests.domains.selling.catalog.selling import product, shown
from tests.shop import US, Shop
from tests.simulation.conftest import OpenWorld

from tradepost.contract import catalog_items_2022_04_01 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handler_of
from tradepost.domains.hearing import settle
from tradepost.domains.selling.catalog import products
from tradepost.worlds.world import World

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_a_product_that_sold_nothing_has_a_rank_by_its_asin(shop: Shop) -> None:
    asin = product(shop)
    found = shown(shop, asin, "salesRanks")
    [category], [department] = found["classificationRanks"], found["displayGroupRanks"]
    assert (category["classificationId"], category["title"]) == ("211311011", "Cups & Mugs")
    assert category["link"] == "https://www.amazon.com/gp/bestsellers/kitchen/211311011"
    assert (department["websiteDisplayGroup"], department["title"]) == (
        "kitchen_display_on_website",
        "Kitchen & Dining",
    )
    assert department["link"] == "https://www.amazon.com/gp/bestsellers/kitchen"
    assert 5_000 < category["rank"] <= 20_000
    assert 100_000 < department["rank"] <= 400_000
    assert shown(shop, asin, "salesRanks") == found
    assert shown(shop, product(shop), "salesRanks") != found


class Market:
    """A world in which sellers are ordered from, day by day."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.today = BEGIN

    def context(self, tx: object, seller_id: str) -> Context:
        return Context(tx=tx, seller_id=seller_id, now=self.today, seed=self.world.seed, documents=self.world.documents)  # type: ignore[arg-type]

    async def product(self) -> str:
        async with self.world.database.writing("S1") as tx:
            ctx = self.context(tx, "S1")
            return await products.contribute(ctx, US, "LAMP", {"item_name": [{"value": "Lamp"}]})

    async def order(self, asin: str, units: int, seller_id: str = "S1") -> None:
        async with self.world.database.writing(seller_id) as tx:
            ctx = self.context(tx, seller_id)
            line = {"orderItemId": "1", "sellerSku": "LAMP", "asin": asin, "quantity": units}
            ctx.record("orders.created", "O-1", {"orderId": "O-1", "marketplaceId": US, "items": [line]})
            await settle(ctx)

    async def rank(self, asin: str) -> int:
        handler = handler_of(api.get_catalog_item)
        assert handler is not None
        asked = api.GetCatalogItemArguments(asin=asin, marketplace_ids=[US], included_data=["salesRanks"])
        async with self.world.database.reading() as tx:
            item: api.Item = await handler.function(self.context(tx, "S2"), asked)
        [found] = item.sales_ranks or []
        assert found.display_group_ranks
        return found.display_group_ranks[0].rank


def told(open_world: OpenWorld, story: Callable[[Market], Awaitable[None]]) -> None:
    async def tell() -> None:
        async with open_world() as world:
            await story(Market(world))

    asyncio.run(tell())


def test_what_sells_more_ranks_before_what_sells_less(open_world: OpenWorld) -> None:
    async def story(market: Market) -> None:
        asins = [await market.product() for _ in range(6)]
        for units, asin in enumerate(asins):
            if units:
                await market.order(asin, units)
        ranks = [await market.rank(asin) for asin in asins]
        assert ranks == sorted(ranks, reverse=True)
        assert len(set(ranks)) == 6
        assert ranks[0] > 100_000 >= ranks[1]

    told(open_world, story)


def test_the_orders_of_all_sellers_count(open_world: OpenWorld) -> None:
    async def story(market: Market) -> None:
        ours, shared = await market.product(), await market.product()
        await market.order(ours, 2)
        await market.order(shared, 2)
        await market.order(shared, 1, "S2")
        assert await market.rank(shared) < await market.rank(ours)

    told(open_world, story)


def test_a_sale_counts_for_thirty_days(open_world: OpenWorld) -> None:
    async def story(market: Market) -> None:
        asin = await market.product()
        unsold = await market.rank(asin)
        await market.order(asin, 5)
        first = await market.rank(asin)
        assert first < unsold
        market.today = BEGIN + timedelta(days=10)
        assert await market.rank(asin) == first
        await market.order(asin, 5)
        assert await market.rank(asin) < first
        market.today = BEGIN + timedelta(days=30)
        assert await market.rank(asin) == first
        market.today = BEGIN + timedelta(days=40)
        assert await market.rank(asin) == unsold

    told(open_world, story)

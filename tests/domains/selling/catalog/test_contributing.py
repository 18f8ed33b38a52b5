"""Who may say what of a product: its maker may change it, everybody else adds what is missing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from tests.domains.selling.catalog.selling import asins, named, numbered, product, searched, shown, spoken
from tests.shop import DE, US, Shop
from tests.simulation.conftest import OpenWorld

from tradepost.domains.context import Context
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.catalog.model import Product
from tradepost.worlds.world import World

EAN = "4006381333931"
Json = dict[str, Any]


class Sellers:
    """Sellers of one world, who tell of their products."""

    def __init__(self, world: World) -> None:
        self.world = world

    def _context(self, tx: object, seller_id: str) -> Context:
        now = datetime(2026, 3, 1, tzinfo=UTC)
        return Context(tx=tx, seller_id=seller_id, now=now, seed=self.world.seed, documents=self.world.documents)  # type: ignore[arg-type]

    async def tell(self, seller_id: str, attributes: Json, place: str = US, **more: Any) -> tuple[str, list[str]]:
        """The ASIN of what a seller tells of, and the events that came of it."""
        async with self.world.database.writing(seller_id) as tx:
            ctx = self._context(tx, seller_id)
            ctx.events = []
            asin = await products.contribute(ctx, place, "LAMP", attributes, **more)
            return asin, [each.type for each in ctx.events]

    async def see(self, asin: str, place: str = US) -> Product:
        async with self.world.database.reading() as tx:
            found = await products.find(self._context(tx, "S9"), place, asin)
        assert found is not None
        return found

    async def look_up(self, type: str, value: str, place: str = US) -> list[str]:
        async with self.world.database.reading() as tx:
            return await products.asins_of(self._context(tx, "S9"), place, type, value)


def told(open_world: OpenWorld, story: Callable[[Sellers], Awaitable[None]]) -> None:
    async def tell() -> None:
        async with open_world() as world:
            await story(Sellers(world))

    asyncio.run(tell())


def test_the_maker_changes_what_it_says_and_others_add_what_is_missing(open_world: OpenWorld) -> None:
    async def story(sellers: Sellers) -> None:
        asin, events = await sellers.tell("S1", {**named("Lamp"), **numbered("ean", EAN)})
        assert events == ["catalog.product_created"]
        other = {**named("Lamp, the best of all"), **numbered("ean", EAN), "color": spoken("Teal")}
        assert await sellers.tell("S2", other) == (asin, ["catalog.product_changed"])
        assert await sellers.tell("S2", other) == (asin, [])
        found = await sellers.see(asin)
        assert (found.title, found.text("color"), found.contributor) == ("Lamp", "Teal", "S1")
        assert await sellers.tell("S1", named("Desk lamp"), asin=asin) == (asin, ["catalog.product_changed"])
        found = await sellers.see(asin)
        assert (found.title, found.text("color")) == ("Desk lamp", "Teal")

    told(open_world, story)


def test_a_barcode_that_is_told_of_later_finds_the_product(open_world: OpenWorld) -> None:
    async def story(sellers: Sellers) -> None:
        asin, _ = await sellers.tell("S1", named("Lamp"))
        assert await sellers.look_up("EAN", EAN) == []
        await sellers.tell("S1", numbered("ean", EAN), asin=asin)
        assert await sellers.look_up("EAN", EAN) == await sellers.look_up("ASIN", asin) == [asin]
        assert await sellers.look_up("EAN", EAN, DE) == await sellers.look_up("ASIN", asin, DE) == []

    told(open_world, story)


def test_a_sku_has_one_asin_however_often_and_wherever_it_is_told_of(open_world: OpenWorld) -> None:
    async def story(sellers: Sellers) -> None:
        mine, _ = await sellers.tell("S1", named("Lamp"), key=("S1", "LAMP"))
        again, _ = await sellers.tell("S1", named("Lampe", DE), DE, key=("S1", "LAMP"))
        other, _ = await sellers.tell("S2", named("Lamp"), key=("S2", "LAMP"))
        assert mine == again != other
        assert ((await sellers.see(mine)).title, (await sellers.see(mine, DE)).title) == ("Lamp", "Lampe")

    told(open_world, story)


def test_a_product_has_a_packed_size_and_a_list_price(open_world: OpenWorld) -> None:
    async def story(sellers: Sellers) -> None:
        sides = {"length": (10, "inches"), "width": (100, "millimeters"), "height": (0.5, "feet")}
        attributes = {
            **named("Lamp"),
            "item_package_dimensions": [{side: {"value": of, "unit": unit} for side, (of, unit) in sides.items()}],
            "item_package_weight": [{"value": 2, "unit": "pounds"}],
            "list_price": [{"value": 19.99, "currency": "USD"}],
        }
        found = await sellers.see((await sellers.tell("S1", attributes))[0])
        assert (found.package.length_cm, found.package.width_cm, found.package.height_cm) == (
            Decimal("25.4000"),
            Decimal("10.0000"),
            Decimal("15.2400"),
        )
        assert (found.package.weight_kg, found.list_price) == (Decimal("0.9072"), Decimal("19.99"))
        bare = await sellers.see((await sellers.tell("S1", named("Bare lamp")))[0])
        assert 6 <= bare.package.length_cm <= 45
        assert bare.package.weight_kg >= Decimal("0.05")
        assert bare.list_price is None

    told(open_world, story)


def test_what_is_one_sellers_own_does_not_reach_the_catalog(open_world: OpenWorld) -> None:
    async def story(sellers: Sellers) -> None:
        attributes = {
            **named("Lamp"),
            "purchasable_offer": [{"currency": "USD"}],
            "condition_type": [{"value": "new_new"}],
            "child_parent_sku_relationship": [{"parent_sku": "SECRET"}],
        }
        found = await sellers.see((await sellers.tell("S1", attributes))[0])
        assert set(found.attributes) == {"item_name"}

    told(open_world, story)


def test_whoever_tells_more_of_a_product_with_nothing_but_a_name_makes_it(shop: Shop) -> None:
    shop.stock("MUG", 1)
    asin = shop.summary("MUG")["asin"]
    assert product(shop, asin=asin, attributes=named("Amber cup")) == asin
    assert shown(shop, asin, "summaries")["itemName"] == "Amber cup"
    assert shown(shop, asin, "productTypes")["productType"] == "DRINKING_CUP"
    assert asins(searched(shop, keywords="product mug")) == []
    assert [each["type"] for each in shop.events()] == [
        "inventory.item_created",
        "inventory.received",
        "catalog.product_changed",
    ]

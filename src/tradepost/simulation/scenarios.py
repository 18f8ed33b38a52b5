"""Scenarios: what a world can be filled with. They act as a seller does, through the operations themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import fba_inventory
from tradepost.contract import fulfillment_outbound_2020_07_01 as fba_outbound
from tradepost.contract.operation import Operation
from tradepost.domains.context import Context
from tradepost.domains.handling import handler_of
from tradepost.domains.hearing import settle
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import from_milliseconds
from tradepost.simulation.world import World

EMPTY = "none"

_PRODUCTS = (
    ("MUG-BLUE", "Stoneware mug, blue", 120),
    ("MUG-GREEN", "Stoneware mug, green", 80),
    ("TEAPOT", "Glass teapot, 1.2 l", 35),
    ("TOWEL-SET", "Kitchen towels, set of 4", 200),
    ("LAMP-DESK", "Desk lamp, warm light", 18),
    ("LAST-ONE", "Cutting board, oak", 1),
)
_SOLD_IN = ("ATVPDKIKX0DER", "A1PA6795UKMFR9")


class NoSuchScenario(InvalidInput):
    """400: there is no scenario of this name."""

    def __init__(self, name: str) -> None:
        super().__init__("Invalid Input", f"scenario: '{name[:60]}' is not one of {', '.join(sorted(SCENARIOS))}")


class Seller:
    """The selling partner that a scenario acts for."""

    def __init__(self, world: World, seller_id: str) -> None:
        self.world = world
        self.seller_id = seller_id

    async def call(self, operation: Operation, body: object) -> None:
        """Calls an operation as the seller would, without the gateway around it."""
        handler = handler_of(operation)
        assert handler is not None
        async with self.world.database.writing(self.seller_id) as tx:
            ctx = Context(
                tx=tx,
                seller_id=self.seller_id,
                now=from_milliseconds(self.world.clock.now()),
                seed=self.world.seed,
                marketplaces=frozenset(MARKETPLACES),
                request_id="scenario",
                page_key=self.world.page_key,
                world_uid=self.world.uid,
            )
            await handler.function(ctx, operation.request(body=body))
            await settle(ctx)
        self.world.committed(ctx)


async def _starter(seller: Seller) -> None:
    """Six products with stock in the US and in Germany, an order that is on its way, and one on hold."""
    for marketplace_id in _SOLD_IN:
        for sku, name, units in _PRODUCTS:
            await seller.call(
                fba_inventory.create_inventory_item,
                fba_inventory.CreateInventoryItemRequest(
                    seller_sku=sku, marketplace_id=marketplace_id, product_name=name
                ),
            )
            line = fba_inventory.InventoryItem(seller_sku=sku, marketplace_id=marketplace_id, quantity=units)
            await seller.call(fba_inventory.add_inventory, fba_inventory.AddInventoryRequest(inventory_items=[line]))
    await seller.call(fba_outbound.create_fulfillment_order, _order(seller, "STARTER-1", "TEAPOT", "Ship"))
    await seller.call(fba_outbound.create_fulfillment_order, _order(seller, "STARTER-2", "LAMP-DESK", "Hold"))


def _order(
    seller: Seller, order_id: str, sku: str, action: fba_outbound.FulfillmentAction
) -> fba_outbound.CreateFulfillmentOrderRequest:
    now = from_milliseconds(seller.world.clock.now())
    return fba_outbound.CreateFulfillmentOrderRequest(
        marketplace_id=_SOLD_IN[0],
        seller_fulfillment_order_id=order_id,
        displayable_order_id=order_id,
        displayable_order_date=now - timedelta(minutes=5),
        displayable_order_comment="Thank you for your order.",
        shipping_speed_category="Standard",
        fulfillment_action=action,
        destination_address=fba_outbound.Address(
            name="Robin Berger",
            address_line1="12 Harbour Street",
            city="Portland",
            state_or_region="OR",
            postal_code="97204",
            country_code="US",
        ),
        items=[
            fba_outbound.CreateFulfillmentOrderItem(seller_sku=sku, seller_fulfillment_order_item_id="1", quantity=2)
        ],
    )


async def _nothing(seller: Seller) -> None:
    """Nothing but the account."""


SCENARIOS: dict[str, Callable[[Seller], Awaitable[None]]] = {
    EMPTY: _nothing,
    "empty": _nothing,
    "starter": _starter,
}


def check(name: str) -> None:
    """Raises NoSuchScenario."""
    if name not in SCENARIOS:
        raise NoSuchScenario(name)


async def load(world: World, name: str, seller_id: str) -> None:
    """Fills a world with a scenario, for one of its selling partners. Raises NoSuchScenario."""
    check(name)
    await SCENARIOS[name](Seller(world, seller_id))

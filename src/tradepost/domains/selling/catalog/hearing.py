"""What the catalog follows: products that sellers bring to the fulfillment network, and orders."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.hearing import hears
from tradepost.domains.selling.catalog import products
from tradepost.events.outbox import Event


@hears("inventory.item_created")
async def stock_item(ctx: Context, event: Event) -> None:
    """A product that a seller made in the fulfillment network is in the catalog under its ASIN, with its name."""
    await products.stand_in(ctx, event.body["marketplaceId"], event.body["asin"], event.body["productName"])


@hears("orders.created")
async def ordered(ctx: Context, event: Event) -> None:
    """Ranks follow what buyers order."""
    for item in event.body["items"]:
        await products.note_sale(ctx, event.body["marketplaceId"], item["asin"], item["quantity"])


@hears("orders.canceled")
async def called_off(ctx: Context, event: Event) -> None:
    """What was called off was no sale."""
    for item in event.body["items"]:
        await products.note_sale(ctx, event.body["marketplaceId"], item["asin"], -item["quantity"])

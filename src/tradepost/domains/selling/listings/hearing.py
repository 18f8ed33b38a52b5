"""What listings follow: stock that comes and goes, for that is when somebody can buy."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import merchant, stock
from tradepost.domains.hearing import hears
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.listings import processing, records
from tradepost.domains.shipping.supply_sources import finding as supply_sources
from tradepost.events.outbox import Event
from tradepost.simulation.clock import to_milliseconds

_SOLD_FROM = {"AMAZON": "fulfillable", "MERCHANT": "available"}


@hears(
    "inventory.received",
    "inventory.reserved",
    "inventory.released",
    "inventory.returned",
    "inventory.removed",
    "inventory.merchant_reserved",
    "inventory.merchant_released",
    "inventory.merchant_returned",
    "inventory.merchant_raised",
    "inventory.merchant_lowered",
)
async def moved(ctx: Context, event: Event) -> None:
    """A listing is buyable while there are units; what is sold out is not, and is again when units come."""
    marketplace_id, sku = event.body["marketplaceId"], event.subject
    known = await records.units_of(ctx.tx, ctx.seller_id, marketplace_id, sku)
    if known is None:
        return
    channel, before, sellable = known
    if _SOLD_FROM[channel] not in (event.body["from"], event.body["to"]):
        return
    ledger = stock.available if channel == "AMAZON" else merchant.available
    units = (await ledger(ctx, marketplace_id, [sku]))[sku]
    if units == before:
        return
    await records.note_units(ctx.tx, ctx.seller_id, marketplace_id, sku, units)
    if sellable and (units == 0) != (before == 0):
        await records.touch(ctx.tx, ctx.seller_id, marketplace_id, sku, to_milliseconds(ctx.now))
        listing = await records.find(ctx.tx, ctx.seller_id, marketplace_id, sku)
        assert listing is not None
        body = {"sku": sku, "asin": listing.asin, "marketplaceId": marketplace_id, "status": listing.status}
        ctx.record("listings.status_changed", sku, body)


@hears("supply_sources.changed")
async def closed(ctx: Context, event: Event) -> None:
    """What a supply source that is not active has is not for sale, until its quantity is said again (our choice)."""
    if event.body["status"] != "Active":
        await merchant.close(ctx, event.body["supplySourceCode"])


@hears("inventory.merchant_released", "inventory.merchant_returned")
async def came_back(ctx: Context, event: Event) -> None:
    """What comes back to a supply source that is not active is not for sale either."""
    location = event.body.get("location", "")
    if location and location not in {each.code for each in await supply_sources.active(ctx)}:
        await merchant.close(ctx, location)


@hears("restrictions.changed")
async def approved(ctx: Context, event: Event) -> None:
    """The seller may list a brand now, or may not any more: his listings of it are judged again."""
    brand = event.body["brand"].casefold()
    for listing in await records.of_seller(ctx.tx, ctx.seller_id, event.body["marketplaceId"]):
        product = await products.find(ctx, listing.marketplace_id, listing.asin) if listing.asin else None
        if product is not None and product.brand.casefold() == brand:
            await processing.judge_again(ctx, listing)

"""Offers as other areas see them: what can be bought, from whom, at which price."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import merchant, stock
from tradepost.domains.selling.listings import offering, records
from tradepost.domains.selling.listings.listing import Channel, Listing
from tradepost.domains.selling.listings.offering import Tier


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """What a seller asks for a product. ``quantity`` can be bought just now.

    ``price`` is in force now, a sale's included; ``regular_price`` is the one without. ``business_price`` and
    ``quantity_tiers`` are for businesses.
    """

    seller_id: str
    marketplace_id: str
    seller_sku: str
    asin: str
    product_type: str
    title: str
    condition: str
    condition_note: str
    currency: str
    price: Decimal
    regular_price: Decimal
    shipping: Decimal
    channel: Channel
    handling_days: int
    quantity: int
    max_order_quantity: int | None
    business_price: Decimal | None
    quantity_tiers: tuple[Tier, ...]
    buyable: bool
    changed_at: datetime


async def offer(ctx: Context, marketplace_id: str, seller_sku: str) -> Offer | None:
    """The caller's offer of a SKU, with the units that are there this very moment; None where there is none."""
    found = await records.find(ctx.tx, ctx.seller_id, marketplace_id, seller_sku)
    if found is None or not found.asin:
        return None
    ledger = stock.available if found.channel == "AMAZON" else merchant.available
    found.units = (await ledger(ctx, marketplace_id, [seller_sku]))[seller_sku]
    return _offer(found, ctx.now)


async def offers_of_asin(ctx: Context, marketplace_id: str, asin: str) -> list[Offer]:
    """The offers of a product by every seller of this world, those that nobody can buy just now included."""
    found = await records.of_asin(ctx.tx, marketplace_id, asin)
    return [each for each in (_offer(listing, ctx.now) for listing in found) if each is not None]


async def has_rivals(ctx: Context, marketplace_id: str, seller_sku: str) -> bool:
    """Whether somebody else's offer of the product behind a SKU of the caller can be bought just now."""
    return await records.has_rivals(ctx.tx, ctx.seller_id, marketplace_id, seller_sku)


async def buyable_skus(ctx: Context, marketplace_id: str, most: int = 1000) -> list[str]:
    """The caller's SKUs that can be bought just now, those first that were listed first."""
    return await records.buyable(ctx.tx, ctx.seller_id, marketplace_id, most)


async def skus_of_asin(ctx: Context, marketplace_id: str, asin: str) -> list[str]:
    """The caller's SKUs of a product."""
    found = await records.of_asin(ctx.tx, marketplace_id, asin)
    return [each.seller_sku for each in found if each.seller_id == ctx.seller_id]


def _offer(listing: Listing, now: datetime) -> Offer | None:
    """A listing as an offer; None where it names no price that is in force."""
    attributes = listing.document.attributes
    prices = offering.prices(attributes, now)
    if prices is None:
        return None
    marketplace = MARKETPLACES[listing.marketplace_id]
    return Offer(
        seller_id=listing.seller_id,
        marketplace_id=listing.marketplace_id,
        seller_sku=listing.seller_sku,
        asin=listing.asin,
        product_type=listing.document.product_type,
        title=listing.document.title or listing.seller_sku,
        condition=offering.condition(attributes),
        condition_note=offering.condition_note(attributes),
        currency=prices.currency or marketplace.currency,
        price=prices.price,
        regular_price=prices.regular,
        shipping=Decimal(0),
        channel=listing.channel,
        handling_days=offering.handling_days(attributes),
        quantity=listing.units,
        max_order_quantity=offering.most_at_once(attributes),
        business_price=prices.business,
        quantity_tiers=prices.tiers,
        buyable=listing.buyable,
        changed_at=listing.updated_at,
    )

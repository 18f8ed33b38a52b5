"""Simulated competitors: other sellers of the marketplace, who list products by the rules by which anybody does."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import stock
from tradepost.domains.selling.catalog import products
from tradepost.domains.selling.definitions import examples, terms
from tradepost.domains.selling.listings import offers, processing, submitting
from tradepost.domains.selling.listings.listing import Channel
from tradepost.domains.selling.listings.offers import Offer
from tradepost.domains.selling.pricing import market, records
from tradepost.domains.selling.pricing.model import Bid
from tradepost.domains.selling.pricing.refusals import NotListed, UnknownAsin
from tradepost.domains.selling.restrictions import rules

_OFFER_ONLY: Final = "LISTING_OFFER_ONLY"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_SKU = "{asin}-{condition}"


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What a competitor offers: a product in a condition, so many units at a price in the marketplace's currency."""

    marketplace_id: str
    asin: str
    price: Decimal
    quantity: int
    condition: str = "new_new"
    channel: Channel = "MERCHANT"


async def newcomer(ctx: Context, marketplace_id: str, asin: str, condition: str) -> str:
    """The first simulated seller who does not offer this yet. The same world always has the same ones."""
    taken = {each.seller_id for each in await offers.offers_of_asin(ctx, marketplace_id, asin)}
    number = 1
    while (found := "A" + ctx.seed.letters(_LETTERS, 13, "competitor", number)) in taken:
        number += 1
    return found


async def offer(ctx: Context, entry: Entry) -> Offer:
    """The caller, who is a competitor, offers a product, or changes what he offers. Raises UnknownAsin, NotListed.

    Competitors have every approval that there is.
    """
    product = await products.find(ctx, entry.marketplace_id, entry.asin)
    if product is None:
        raise UnknownAsin(entry.asin, entry.marketplace_id)
    if product.brand:
        await rules.approve(ctx, entry.marketplace_id, product.brand)
    sku = sku_of(entry.asin, entry.condition)
    outcome = await submitting.put(
        ctx, entry.marketplace_id, sku, product.product_type, _OFFER_ONLY, _attributes(product.product_type, entry)
    )
    if outcome.status == "INVALID":
        raise NotListed(entry.asin, "; ".join(each.message for each in outcome.issues))
    await _processed(ctx, entry.marketplace_id, sku)
    if entry.channel == "AMAZON":
        await _stock(ctx, entry.marketplace_id, sku, entry.quantity)
    await records.enter(ctx.tx, ctx.seller_id, entry.marketplace_id, sku)
    found = await offers.offer(ctx, entry.marketplace_id, sku)
    assert found is not None
    return found


async def withdraw(ctx: Context, marketplace_id: str, sku: str) -> None:
    """The caller, who is a competitor, takes an offer back."""
    await submitting.delete(ctx, marketplace_id, sku)
    await _processed(ctx, marketplace_id, sku)
    await records.leave(ctx.tx, ctx.seller_id, marketplace_id, sku)


async def bid(ctx: Context, marketplace_id: str, sku: str) -> Bid | None:
    """What a competitor offers just now, with what buyers think of him."""
    found = await offers.offer(ctx, marketplace_id, sku)
    return None if found is None else (await market.bids_of(ctx, [found], "Consumer"))[0]


def sku_of(asin: str, condition: str) -> str:
    """The SKU under which a competitor offers a product in a condition."""
    return _SKU.format(asin=asin, condition=condition)


async def _processed(ctx: Context, marketplace_id: str, sku: str) -> None:
    """What was submitted is processed at once: whoever makes a competitor wants to see him."""
    await ctx.unschedule(submitting.PROCESS, submitting.subject(marketplace_id, sku))
    await processing.process(ctx, marketplace_id, sku)


async def _stock(ctx: Context, marketplace_id: str, sku: str, quantity: int) -> None:
    there = (await stock.available(ctx, marketplace_id, [sku]))[sku]
    if quantity > there:
        await stock.receive(ctx, marketplace_id, sku, quantity - there, "competitor")
    elif quantity < there:
        await stock.remove(ctx, marketplace_id, sku, there - quantity, "fulfillable", "competitor")


def _attributes(product_type: str, entry: Entry) -> dict[str, Any]:
    marketplace_id = entry.marketplace_id
    where = {"marketplace_id": marketplace_id}
    schedule = [{"schedule": [{"value_with_tax": float(entry.price)}]}]
    own = {"fulfillment_channel_code": "DEFAULT", "quantity": entry.quantity}
    network = {"fulfillment_channel_code": terms.fulfillment_channels(marketplace_id)[1]}
    found = {
        **examples.attributes(product_type, marketplace_id, _OFFER_ONLY),
        "merchant_suggested_asin": [{"value": entry.asin, **where}],
        "condition_type": [{"value": entry.condition, **where}],
        "purchasable_offer": [
            {"audience": "ALL", "currency": MARKETPLACES[marketplace_id].currency, "our_price": schedule, **where}
        ],
        "fulfillment_availability": [network if entry.channel == "AMAZON" else own],
    }
    for name in ("list_price", "max_order_quantity"):
        found.pop(name, None)
    return found

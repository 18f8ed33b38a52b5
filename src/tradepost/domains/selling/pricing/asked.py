"""What a caller asks about: an ASIN of the catalog, or a SKU of his own."""

from __future__ import annotations

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.selling.catalog import skus
from tradepost.domains.selling.pricing import market
from tradepost.domains.selling.pricing.market import Market
from tradepost.domains.selling.pricing.model import Customer
from tradepost.domains.selling.pricing.refusals import ForeignMarketplace, UnknownAsin, UnknownMarketplace, UnknownSku


async def by_asin(ctx: Context, marketplace_id: str, asin: str, customer: Customer) -> Market:
    """The market of an ASIN. Raises UnknownAsin."""
    found = await market.of_asin(ctx, marketplace_id, asin, customer)
    if found is None:
        raise UnknownAsin(asin, marketplace_id)
    return found


async def by_sku(ctx: Context, marketplace_id: str, sku: str, customer: Customer) -> tuple[str, Market]:
    """A SKU of the caller and the market of its product. Raises UnknownSku."""
    name = await skus.spelled(ctx, marketplace_id, sku)
    asin = (await skus.asins_of(ctx, marketplace_id, [name])).get(name)
    found = await market.of_asin(ctx, marketplace_id, asin, customer) if asin else None
    if found is None:
        raise UnknownSku(sku, marketplace_id)
    return name, found


def check_marketplace(ctx: Context, marketplace_id: str) -> None:
    """Whether an item of a batch may be of this marketplace. Raises UnknownMarketplace, ForeignMarketplace."""
    if marketplace_id not in MARKETPLACES:
        raise UnknownMarketplace(marketplace_id)
    if marketplace_id not in ctx.marketplaces:
        raise ForeignMarketplace(marketplace_id)

"""Which ASIN a seller's SKU stands for: answered by the areas that know SKUs, which the catalog does not.

Areas that say ``KNOWS_SKUS`` are asked first, in their ``skus.py``; what a seller has in the fulfillment network has
an ASIN too.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from urllib.parse import unquote, unquote_plus

from tradepost.domains.areas import areas
from tradepost.domains.context import Context
from tradepost.domains.fba.inventory import records as inventory

Reader = Callable[[Context, str, Sequence[str]], Awaitable[dict[str, str]]]


async def _in_the_network(ctx: Context, marketplace_id: str, skus: Sequence[str]) -> dict[str, str]:
    found = await inventory.items_named(ctx.tx, ctx.seller_id, marketplace_id, list(skus))
    return {each.seller_sku: each.asin for each in found}


_readers: list[Reader] = [_in_the_network]


def answers_skus(reader: Reader) -> Reader:
    """Marks a function that knows ASINs by SKU, of the caller in a marketplace; the one marked last is asked first."""
    _readers.insert(0, reader)
    return reader


async def asins_of(ctx: Context, marketplace_id: str, skus: Sequence[str]) -> dict[str, str]:
    """The ASINs of the caller's SKUs in a marketplace, by SKU; a SKU that nobody knows is left out."""
    for area in areas().values():
        if area.knows_skus:
            area.load("skus")
    found: dict[str, str] = {}
    for reader in _readers:
        missing = [sku for sku in dict.fromkeys(skus) if sku not in found]
        if missing:
            found.update(await reader(ctx, marketplace_id, missing))
    return found


async def spelled(ctx: Context, marketplace_id: str, sku: str) -> str:
    """The caller's SKU that a path means: one with a ``%`` or a slash in it may come encoded twice (published guide),
    and some clients write a space as ``+`` then. What nobody knows in any spelling is left as it is."""
    if "%" not in sku and "+" not in sku:
        return sku
    spellings = (sku, unquote(sku), unquote_plus(sku))
    known = await asins_of(ctx, marketplace_id, spellings)
    return next((each for each in spellings if each in known), sku)

"""The ASINs of SKUs, for the catalog."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.domains.context import Context
from tradepost.domains.selling.catalog.skus import answers_skus
from tradepost.domains.selling.listings import records


@answers_skus
async def asins_of(ctx: Context, marketplace_id: str, skus: Sequence[str]) -> dict[str, str]:
    """The ASINs that listings have in a marketplace, by SKU."""
    return await records.asins(ctx.tx, ctx.seller_id, marketplace_id, skus)

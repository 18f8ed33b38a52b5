"""What is read around products before they are shown: their families, and what was sold of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from tradepost.contract import catalog_items_2022_04_01 as api
from tradepost.domains.context import Context
from tradepost.domains.selling.catalog import records, views
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.catalog.products import day_of
from tradepost.domains.selling.catalog.ranks import WINDOW_DAYS, units_in_window
from tradepost.domains.selling.catalog.views import Surroundings


async def surrounded(
    ctx: Context,
    marketplace_id: str,
    shown: Sequence[Product],
    data: Collection[str],
    skus: Mapping[str, list[str]] | None = None,
) -> list[tuple[Product, Surroundings]]:
    """Products of a marketplace with what these data sets show of them besides."""
    sold = await units_sold(ctx, marketplace_id, shown) if "salesRanks" in data else {}
    found = []
    for each in shown:
        around = Surroundings(units_sold=sold.get(each.asin, 0), skus=(skus or {}).get(each.asin, []))
        if "relationships" in data or "variations" in data:
            around.children, around.theme = await family(ctx, each)
        found.append((each, around))
    return found


async def units_sold(ctx: Context, marketplace_id: str, shown: Sequence[Product]) -> dict[str, int]:
    """The units sold of products in the days that ranks look at, by ASIN."""
    today = day_of(ctx)
    rows = await records.sales(ctx.tx, marketplace_id, [each.asin for each in shown], today - WINDOW_DAYS)
    return {asin: units_in_window(sold, today) for asin, sold in rows.items()}


async def family(ctx: Context, product: Product) -> tuple[list[str], str | None]:
    """The children of a parent, and the theme of a child's family, which its parent says."""
    children = await records.children(ctx.tx, product.marketplace_id, product.asin)
    if product.parent_asin is None:
        return children, product.variation_theme
    known = await records.find(ctx.tx, ctx.seed, product.marketplace_id, [product.parent_asin])
    parent = known.get(product.parent_asin)
    return children, product.variation_theme or (parent.variation_theme if parent else None)


def item(
    ctx: Context, shown: Sequence[tuple[Product, Surroundings]], data: Collection[str], locale: str | None
) -> api.Item:
    """An item as it is shown to the caller."""
    return views.item(shown, data, locale, ctx.seed, ctx.base_url)

"""Restrictions as other areas ask for them: why the caller cannot list a product."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.selling.catalog.model import Product
from tradepost.domains.selling.restrictions import model, records
from tradepost.domains.selling.restrictions.model import Reason


async def is_gated(ctx: Context, product: Product) -> bool:
    """Whether the caller needs an approval for the brand of a product, and has none."""
    brand = product.brand.casefold()
    if not brand:
        return False
    gated = brand in model.GATED_BRANDS or await records.is_gated(ctx.tx, product.marketplace_id, brand)
    return gated and not await records.is_approved(ctx.tx, ctx.seller_id, product.marketplace_id, brand)


async def reasons(ctx: Context, product: Product, condition: str) -> list[Reason]:
    """Why the caller cannot list a product in a condition; nothing where he can."""
    return model.reasons(product, condition, gated=await is_gated(ctx, product))


async def approve(ctx: Context, marketplace_id: str, brand: str) -> None:
    """The caller may list a brand from now on."""
    await records.approve(ctx.tx, ctx.seller_id, marketplace_id, brand.casefold())
    ctx.record("restrictions.changed", brand, {"marketplaceId": marketplace_id, "brand": brand, "approved": True})


async def withdraw(ctx: Context, marketplace_id: str, brand: str) -> bool:
    """The caller may not list a brand any more; false where he had no approval."""
    gone = await records.withdraw(ctx.tx, ctx.seller_id, marketplace_id, brand.casefold())
    if gone:
        body = {"marketplaceId": marketplace_id, "brand": brand, "approved": False}
        ctx.record("restrictions.changed", brand, body)
    return gone

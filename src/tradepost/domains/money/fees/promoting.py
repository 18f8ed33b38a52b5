"""Granting fee promotions, and finding those that are in force."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from tradepost.domains.context import Context
from tradepost.domains.money.fees import records
from tradepost.domains.money.fees.promotion import PromotedFee, Promotion
from tradepost.domains.selling.listings import offers
from tradepost.errors import InvalidInput


class NothingToPromote(InvalidInput):
    """400: the seller offers no such SKU in the marketplace, so that selling it has no fees."""

    def __init__(self, seller_sku: str, marketplace_id: str) -> None:
        super().__init__("Invalid Input", f"sku: '{seller_sku[:60]}' is not offered in marketplace {marketplace_id}")


async def grant(
    ctx: Context,
    marketplace_id: str,
    seller_sku: str,
    fee_type: PromotedFee,
    percent: Decimal,
    least_price: Decimal,
    span: tuple[datetime, datetime],
) -> Promotion:
    """Lets the seller off a share of a fee of what he offers by a SKU; it counts from the first instant to the last.

    It lessens what Product Fees estimates and what sales are charged. Raises NothingToPromote.
    """
    offer = await offers.offer(ctx, marketplace_id, seller_sku)
    if offer is None:
        raise NothingToPromote(seller_sku, marketplace_id)
    number = await records.how_many(ctx.tx, ctx.seller_id)
    promotion = Promotion(
        id=ctx.seed.uuid("fee promotion", ctx.seller_id, number),
        marketplace_id=marketplace_id,
        seller_sku=seller_sku,
        asin=offer.asin,
        title=offer.title,
        fee_type=fee_type,
        percent=percent,
        least_price=least_price,
        starts_at=span[0],
        ends_at=span[1],
    )
    await records.add(ctx.tx, ctx.seller_id, promotion)
    ctx.record(
        "fees.promotion_granted",
        promotion.id,
        {
            "marketplaceId": marketplace_id,
            "sku": seller_sku,
            "asin": offer.asin,
            "feeType": fee_type,
            "percent": str(percent),
        },
    )
    return promotion


async def running(ctx: Context, marketplace_id: str) -> list[Promotion]:
    """The promotions that the seller has just now in a marketplace."""
    return await records.at(ctx.tx, ctx.seller_id, marketplace_id, ctx.now)

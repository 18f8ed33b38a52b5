"""What time does to Amazon Shipping."""

from __future__ import annotations

from decimal import Decimal

from tradepost.domains.context import Context
from tradepost.domains.handling import due
from tradepost.domains.measures.amounts import text
from tradepost.domains.shipping.amazon_shipping import aftercare, purchasing, records
from tradepost.domains.shipping.parcels import records as parcels


@due(purchasing.FORGET)
async def forget(ctx: Context, token: str) -> None:
    """Rates that expired a day ago are not remembered any more."""
    await records.forget_quote(ctx.tx, ctx.seller_id, token)


@due(aftercare.SETTLE)
async def settle_claim(ctx: Context, claim_id: str) -> None:
    """A claim is granted. A refund is posted by finances, which hear it; a certificate of fact moves no money."""
    claim = await records.claim(ctx.tx, ctx.seller_id, claim_id)
    if claim is None or claim.status != "OPEN":
        return
    parcel = await parcels.find(ctx.tx, ctx.seller_id, claim.parcel_id)
    assert parcel is not None
    claim.status = "GRANTED"
    await records.save_claim(ctx.tx, ctx.seller_id, claim)
    amount = claim.amount if claim.settlement == "REFUND" else Decimal(0)
    body = {
        "claimId": claim.id,
        "parcelId": parcel.id,
        "trackingNumber": parcel.tracking_number,
        "marketplaceId": parcel.marketplace_id,
        "orderId": parcel.order_id,
        "reason": claim.reason,
        "settlementType": claim.settlement,
        "currencyCode": claim.currency,
        "amount": text(amount, claim.currency),
    }
    ctx.record("amazon_shipping.claim_granted", claim.id, body)

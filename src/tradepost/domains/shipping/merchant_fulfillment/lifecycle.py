"""What time does to shipments of Merchant Fulfillment."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.handling import due
from tradepost.domains.shipping.merchant_fulfillment import purchasing, records
from tradepost.domains.shipping.parcels import records as parcels


@due(purchasing.DECIDE)
async def decide(ctx: Context, shipment_id: str) -> None:
    """A carrier decides whether the money for a label is given back."""
    shipment = await records.find(ctx.tx, ctx.seller_id, shipment_id)
    parcel = await parcels.find(ctx.tx, ctx.seller_id, shipment_id)
    if shipment is not None and parcel is not None and shipment.status == "RefundPending":
        await purchasing.decide(ctx, shipment, parcel)

"""What time does: an invoice that has come is looked at."""

from __future__ import annotations

from tradepost.domains.brazil.shipment_invoicing import records, taking
from tradepost.domains.context import Context
from tradepost.domains.handling import due


@due(taking.VALIDATE)
async def validate(ctx: Context, shipment_id: str) -> None:
    """An invoice was looked at."""
    shipment = await records.find(ctx.tx, ctx.seller_id, shipment_id)
    if shipment is not None and shipment.status == "Processing" and not shipment.called_off:
        await taking.validate(ctx, shipment)

"""What other areas may know of shipments that wait for their seller's invoice."""

from __future__ import annotations

from tradepost.domains.brazil.shipment_invoicing import records
from tradepost.domains.context import Context


async def is_sellers_own(ctx: Context, shipment_id: str) -> bool:
    """Whether the caller invoices this shipment himself."""
    return await records.find(ctx.tx, ctx.seller_id, shipment_id) is not None

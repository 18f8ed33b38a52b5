"""What time does to parcels."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.handling import due
from tradepost.domains.shipping.parcels import moving, records


@due(moving.MOVE)
async def move(ctx: Context, parcel_id: str) -> None:
    """The next thing happens to a parcel on its way."""
    parcel = await records.find(ctx.tx, ctx.seller_id, parcel_id)
    if parcel is not None and not parcel.ended:
        await moving.move(ctx, parcel)

"""What time does to Amazon Shipping."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.handling import due
from tradepost.domains.shipping.amazon_shipping import purchasing, records


@due(purchasing.FORGET)
async def forget(ctx: Context, token: str) -> None:
    """Rates that expired a day ago are not remembered any more."""
    await records.forget_quote(ctx.tx, ctx.seller_id, token)

"""What time brings to listings: submissions are processed."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.handling import due
from tradepost.domains.selling.listings import processing
from tradepost.domains.selling.listings.submitting import PROCESS, REPRICE


@due(PROCESS)
async def process(ctx: Context, subject: str) -> None:
    """A submission is processed: its product is found, its stock noted, its status set."""
    marketplace_id, _, seller_sku = subject.partition("/")
    await processing.process(ctx, marketplace_id, seller_sku)


@due(REPRICE)
async def reprice(ctx: Context, subject: str) -> None:
    """A sale begins or ends."""
    marketplace_id, _, seller_sku = subject.partition("/")
    await processing.reprice(ctx, marketplace_id, seller_sku)

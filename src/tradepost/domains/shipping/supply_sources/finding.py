"""What other areas may read of supply sources."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.shipping.supply_sources import records
from tradepost.domains.shipping.supply_sources.source import SupplySource


async def find(ctx: Context, id_or_code: str) -> SupplySource | None:
    """The caller's supply source of an id, or of the code that he has given it; None where there is none."""
    found = await records.find(ctx.tx, ctx.seller_id, id_or_code)
    return found if found is not None else await records.of_code(ctx.tx, ctx.seller_id, id_or_code)


async def active(ctx: Context) -> list[SupplySource]:
    """The caller's supply sources that are active, those first that were created first."""
    return await records.active(ctx.tx, ctx.seller_id)

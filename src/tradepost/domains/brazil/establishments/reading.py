"""The establishment that a seller has: what was said of it, or else what the seed draws."""

from __future__ import annotations

from tradepost.accounts import records as accounts
from tradepost.domains.brazil.establishments import records
from tradepost.domains.brazil.establishments.establishment import Establishment, drawn
from tradepost.domains.context import Context


async def current(ctx: Context) -> Establishment:
    """The caller's establishment in Brazil."""
    found = await records.find(ctx.tx, ctx.seller_id)
    if found is not None:
        return found
    partner = await accounts.partner(ctx.tx, ctx.seller_id)
    return drawn(ctx.seed, ctx.seller_id, partner.name if partner else ctx.seller_id)

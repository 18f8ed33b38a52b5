"""How a seller's account stands: normal, at risk, or deactivated (published notification ACCOUNT_STATUS_CHANGED).

It is said by the control API, and told in a notification; it stops nobody from selling (our choice).
"""

from __future__ import annotations

from typing import Literal

from tradepost.domains.account.sellers import records
from tradepost.domains.context import Context

AccountStatus = Literal["NORMAL", "AT_RISK", "DEACTIVATED"]


async def set_status(ctx: Context, marketplace_id: str, status: AccountStatus) -> str:
    """Gives the caller's account a status in a marketplace, and says so; the one before."""
    before = await records.status(ctx.tx, ctx.seller_id, marketplace_id)
    if before != status:
        await records.set_status(ctx.tx, ctx.seller_id, marketplace_id, status)
        body = {"marketplaceId": marketplace_id, "from": before, "to": status}
        ctx.record("sellers.account_status_changed", ctx.seller_id, body)
    return before

"""What time brings of buyers: they come, think again, and send back; and what is shipped for a seller."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.handling import due
from tradepost.domains.selling.buyers import traffic


@due(traffic.ARRIVE)
async def arrive(ctx: Context, marketplace_id: str) -> None:
    """A buyer comes."""
    await traffic.arrive(ctx, marketplace_id)


@due(traffic.CALL_OFF)
async def call_off(ctx: Context, order_id: str) -> None:
    """A buyer calls an order off."""
    await traffic.call_off(ctx, order_id)


@due(traffic.DISPATCH)
async def dispatch(ctx: Context, order_id: str) -> None:
    """An order of the seller's own is shipped for him."""
    await traffic.dispatch(ctx, order_id)


@due(traffic.SEND_BACK)
async def send_back(ctx: Context, order_id: str) -> None:
    """A buyer sends an order back."""
    await traffic.send_back(ctx, order_id)


@due(traffic.GO_ELSEWHERE)
async def go_elsewhere(ctx: Context, subject: str) -> None:
    """A buyer orders from a competitor."""
    await traffic.go_elsewhere(ctx, subject)

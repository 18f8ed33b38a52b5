"""What time does to notifications: windows end, hours end, and packages reach milestones."""

from __future__ import annotations

from collections.abc import Iterable

from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications import making, records
from tradepost.domains.exchange.notifications.messages import hourly, offers, tracking
from tradepost.domains.exchange.notifications.messages.message import Message
from tradepost.domains.handling import due


@due(making.SUMMARIZE)
async def summarize(ctx: Context, subject: str) -> None:
    """A window is over in which something happened: what is so by now is told, and the next window begins."""
    subscription_id, marketplace_id, asin = subject.split("/")
    subscription = await records.subscription(ctx.tx, ctx.seller_id, subscription_id)
    if subscription is not None:
        for message in await offers.state_of_market(ctx, marketplace_id, asin, ctx.now):
            await making.tell(ctx, subscription, message, ctx.now)


@due(hourly.CLOSE_HOUR)
async def close_hour(ctx: Context, type: str) -> None:
    """An hour is over in which something happened: its figures are told."""
    await _tell(ctx, type, await hourly.OF_HOUR[type](ctx, ctx.now))


@due(tracking.REACH_MILESTONE)
async def reach_milestone(ctx: Context, subject: str) -> None:
    """A package has come a step further."""
    await _tell(ctx, "SHIPMENT_TRACKING_MILESTONE_CHANGED", await tracking.milestone_reached(ctx, subject))


async def _tell(ctx: Context, type: str, messages: Iterable[Message]) -> None:
    wanting = [each for each in await records.of_seller(ctx.tx, ctx.seller_id) if each.type == type]
    for message in messages:
        for subscription in wanting:
            await making.tell(ctx, subscription, message, ctx.now)

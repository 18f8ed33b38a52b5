"""What notifications follow: events that make them, in the transaction that recorded the event.

Where nobody has subscribed, this costs one look at an empty table for each transaction.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from importlib import import_module
from typing import Any, cast

import msgspec

from tradepost.accounts import records as accounts
from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications import messages, records
from tradepost.domains.exchange.notifications.making import tell
from tradepost.domains.exchange.notifications.messages.message import Message
from tradepost.domains.exchange.notifications.messages.table import BY_EVENT, KINDS, Kind
from tradepost.domains.exchange.notifications.subscription import Subscription
from tradepost.domains.exchange.notifications.switches import SILENT
from tradepost.domains.hearing import hears
from tradepost.events.outbox import Event
from tradepost.simulation.clock import real_milliseconds

Maker = Callable[[Context, Event], Awaitable[Sequence[Message]]]

_SUBSCRIBED = "notifications.subscribed"


@hears(*BY_EVENT)
async def happened(ctx: Context, event: Event) -> None:
    """Something has happened of which somebody may want to hear."""
    for type in BY_EVENT[event.type]:
        kind = KINDS[type]
        wanting = await _subscribed(ctx, kind)
        if wanting:
            await _tell(ctx, kind, event, wanting)


async def _subscribed(ctx: Context, kind: Kind) -> list[Subscription]:
    """The subscriptions to a type that an event of this seller may be for, read once in a transaction."""
    key = f"{_SUBSCRIBED} {kind.type if kind.market else ''}"
    found: list[Subscription] | None = ctx.kept.get(key)
    if found is None:
        known = await (records.of_type(ctx.tx, kind.type) if kind.market else records.of_seller(ctx.tx, ctx.seller_id))
        found = [each for each in known if await _allowed(ctx, each)]
        if found and await accounts.setting(ctx.tx, SILENT):
            found = []
        ctx.kept[key] = found
    return [each for each in found if each.type == kind.type]


async def _allowed(ctx: Context, subscription: Subscription) -> bool:
    """Whether the seller still lets the application act for him: what was revoked is not told of."""
    now = real_milliseconds()
    grant = await accounts.live_grant(ctx.tx, subscription.seller_id, subscription.application_id, now)
    return grant is not None


async def _tell(ctx: Context, kind: Kind, event: Event, wanting: Sequence[Subscription]) -> None:
    """Makes the messages for each seller once, and tells his subscriptions."""
    for seller_id in dict.fromkeys(each.seller_id for each in wanting):
        heard = ctx if seller_id == ctx.seller_id else msgspec.structs.replace(ctx, seller_id=seller_id)
        for message in await maker_of(kind)(heard, event):
            for subscription in wanting:
                if subscription.seller_id == seller_id:
                    await tell(heard, subscription, message, event.occurred_at)
        ctx.outgoing, ctx.scheduled = ctx.outgoing or heard.outgoing, ctx.scheduled or heard.scheduled


def maker_of(kind: Kind) -> Maker:
    """What makes the messages of a type."""
    module, _, name = kind.maker.partition(".")
    found: Any = getattr(import_module(f"{messages.__name__}.{module}"), name)
    return cast(Maker, found)

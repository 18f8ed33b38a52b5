"""From a message to notifications on their way: filters, windows, the envelope, and the rules that upset them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.exchange.notifications import records
from tradepost.domains.exchange.notifications.messages.message import Message, Payload, stamp, without
from tradepost.domains.exchange.notifications.messages.table import KINDS, Kind
from tradepost.domains.exchange.notifications.outgoing import records as outgoing
from tradepost.domains.exchange.notifications.outgoing.records import NewDelivery
from tradepost.domains.exchange.notifications.subscription import Subscription
from tradepost.domains.exchange.notifications.switches import CALM, Upset, together

SUMMARIZE = "notifications.summarize"
_SENT = "notifications.sent"


async def tell(ctx: Context, subscription: Subscription, message: Message, event_time: datetime) -> None:
    """Puts a message on its way to a subscription, if it passes its filters and no window is open.

    The same message twice in one transaction is one: it says what is so at its end.
    """
    if not subscription.wants(message):
        return
    told = ctx.kept.setdefault(_SENT, set())
    key = (subscription.id, msgspec.json.encode(message.payload))
    if key in told:
        return
    told.add(key)
    if subscription.period is not None and await _waits(ctx, subscription, message):
        return
    await _make(ctx, subscription, message, event_time)


async def _waits(ctx: Context, subscription: Subscription, message: Message) -> bool:
    """Whether a subscription that wants few notifications waits for the next one of this thing.

    The first one is sent at once; what comes in the window after it is summed up at its end (published model).
    """
    assert subscription.period is not None
    ends_at = await records.open_window(ctx.tx, subscription, message.subject, ctx.now)
    if ends_at is None:
        await records.begin_window(ctx.tx, subscription, message.subject, ctx.now + subscription.period)
        return False
    await ctx.schedule(SUMMARIZE, f"{subscription.id}/{message.marketplace_id}/{message.subject}", ends_at)
    return True


async def _make(ctx: Context, subscription: Subscription, message: Message, event_time: datetime) -> None:
    rules = [each for each in await records.switches(ctx.tx) if each.concerns(subscription.type)]
    for each in rules:
        await records.count_switch(ctx.tx, each.id)
    upset = together(rules)
    number = await records.count_made(ctx.tx, subscription.seller_id, subscription.id)
    await send(ctx, subscription, message, event_time, number, upset)


async def send(
    ctx: Context,
    subscription: Subscription,
    message: Message,
    event_time: datetime,
    number: int,
    upset: Upset = CALM,
) -> None:
    """Puts a message on its way in its envelope, upset as rules want it; ``number`` makes its id."""
    kind = KINDS[subscription.type]
    payload = without(message.payload, kind.optional) if upset.leave_out else message.payload
    made = NewDelivery(
        seller_id=subscription.seller_id,
        application_id=subscription.application_id,
        subscription_id=subscription.id,
        destination_id=subscription.destination_id,
        type=kind.type,
        subject=message.subject,
        made_at=ctx.now,
        body=msgspec.json.encode(envelope(ctx, kind, subscription, payload, event_time, number)).decode(),
        state="held" if upset.out_of_order else "pending",
        delay_ms=int(upset.delay_seconds * 1000),
    )
    for _ in range(1 + upset.duplicates):
        await outgoing.add(ctx.tx, made)
    if not upset.out_of_order:
        await outgoing.let_go(ctx.tx, subscription.id)
    ctx.outgoing = True


def envelope(
    ctx: Context, kind: Kind, subscription: Subscription, payload: Payload, event_time: datetime, number: int
) -> dict[str, Any]:
    """What is around a payload, with keys in the case of the type (published examples)."""
    said = {
        "notificationVersion": kind.notification_version(subscription.payload_version),
        "notificationType": kind.type,
        "payloadVersion": subscription.payload_version,
        "eventTime": stamp(event_time),
        "payload": payload,
        "notificationMetadata": {
            "applicationId": subscription.application_id,
            "subscriptionId": subscription.id,
            "publishTime": stamp(ctx.now),
            "notificationId": ctx.seed.uuid("notification", subscription.id, number),
        },
    }
    if kind.camel:
        return said
    metadata = said["notificationMetadata"]
    assert isinstance(metadata, dict)
    said["notificationMetadata"] = {_capital(name): value for name, value in metadata.items()}
    return {_capital(name): value for name, value in said.items()}


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]

"""Posting events: into the ledger, and into the settlement group that is open in their currency."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES, in_region
from tradepost.domains.context import Context
from tradepost.domains.money.finances import records
from tradepost.domains.money.finances.event import EventType, FinancialEvent, ItemLines, Line
from tradepost.domains.money.finances.model import INVOICE_DAYS
from tradepost.domains.money.finances.settlement import PERIOD, Group

CLOSE_GROUP = "finances.close_group"
COMPLETE_TRANSFER = "finances.complete_transfer"
RELEASE = "finances.release"
CHARGE_SUBSCRIPTION = "finances.charge_subscription"

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def new_event(ctx: Context, type: EventType, marketplace_id: str, *key: str) -> FinancialEvent:
    """An event of now, without lines; ``key`` says what it is about, so that it is posted once."""
    return FinancialEvent(
        id=ctx.seed.letters(_ALPHABET, 43, "transaction", ctx.seller_id, type, marketplace_id, *key),
        type=type,
        posted_at=ctx.now,
        marketplace_id=marketplace_id,
        currency=MARKETPLACES[marketplace_id].currency,
    )


async def post(ctx: Context, event: FinancialEvent) -> bool:
    """Posts an event; false, and nothing has changed, when it was posted before.

    One that is deferred waits for its release. Any other counts in the group that is open in its currency; the first
    one of a seller opens it.
    """
    if event.status == "DEFERRED":
        return await _defer(ctx, event)
    if await records.event(ctx.tx, ctx.seller_id, event.id) is not None:
        return False
    group = await _open_group(ctx, event)
    event.group_id = group.id
    await records.add(ctx.tx, ctx.seller_id, event)
    group.total += event.total
    await records.save_group(ctx.tx, ctx.seller_id, group)
    _tell(ctx, event)
    return True


async def note_transfer(ctx: Context, event: FinancialEvent) -> None:
    """Keeps a transfer among the transactions; it belongs to its group and does not count in it."""
    await records.add(ctx.tx, ctx.seller_id, event)
    _tell(ctx, event)


def defer(event: FinancialEvent, reason: str, until: datetime) -> None:
    """Has an event wait until then, before it is posted."""
    event.status, event.deferral_reason, event.matures_at = "DEFERRED", reason, until


def invoice_due(now: datetime) -> datetime:
    """When a buyer who is billed now has to have paid."""
    return now + timedelta(days=INVOICE_DAYS)


async def release(ctx: Context, deferred: FinancialEvent) -> None:
    """Posts a deferred event for good, as an event of now."""
    key = new_event(ctx, deferred.type, deferred.marketplace_id, "release", deferred.id)
    event = msgspec.structs.replace(
        deferred,
        id=key.id,
        posted_at=ctx.now,
        status="RELEASED",
        deferral_reason="",
        matures_at=None,
        counterpart=deferred.id,
    )
    deferred.status, deferred.counterpart = "DEFERRED_RELEASED", event.id
    await records.released(ctx.tx, ctx.seller_id, deferred)
    await post(ctx, event)


async def adjust(
    ctx: Context,
    marketplace_id: str,
    about: str,
    amount: Decimal,
    *key: str,
    items: list[ItemLines] | None = None,
    order_id: str = "",
    reason: str = "",
) -> bool:
    """Posts an adjustment of a published type, such as ``FBAInventoryReimbursement``; ``key`` says what it is for.

    ``reason`` is why, as reports and transactions tell it."""
    event = new_event(ctx, "Adjustment", marketplace_id, about, *key)
    event.about, event.order_id, event.description = about, order_id, reason
    if items:
        event.items = items
    else:
        event.lines = [Line(about, amount)]
    return await post(ctx, event)


async def open_next(ctx: Context, currency: str, beginning: Decimal) -> Group:
    """Opens a group now, and schedules its end."""
    started_at = ctx.now.astimezone(UTC)
    group = Group(
        id=ctx.seed.letters(_ALPHABET, 43, "event group", ctx.seller_id, currency, started_at.isoformat()),
        currency=currency,
        started_at=started_at,
        beginning=beginning,
        total=beginning,
    )
    await records.add_group(ctx.tx, ctx.seller_id, group)
    await ctx.schedule(CLOSE_GROUP, group.id, started_at + PERIOD)
    ctx.record("finances.group_opened", group.id, {"currencyCode": currency, "beginningBalance": str(beginning)})
    return group


def next_month(now: datetime) -> datetime:
    """The same day and time of the next month; the 28th at the latest, so that every month has it."""
    year, month = divmod(now.year * 12 + now.month, 12)
    return now.replace(year=year, month=month + 1, day=min(now.day, 28))


async def _open_group(ctx: Context, event: FinancialEvent) -> Group:
    found = await records.open_group(ctx.tx, ctx.seller_id, event.currency)
    if found is not None:
        return found
    region = in_region(MARKETPLACES[event.marketplace_id].region)
    if not await records.active_in(ctx.tx, ctx.seller_id, sorted(region)):
        await ctx.schedule(CHARGE_SUBSCRIPTION, event.marketplace_id, next_month(ctx.now))
    return await open_next(ctx, event.currency, Decimal(0))


async def _defer(ctx: Context, event: FinancialEvent) -> bool:
    if event.matures_at is None or not await records.add(ctx.tx, ctx.seller_id, event):
        return False
    await ctx.schedule(RELEASE, event.id, event.matures_at)
    _tell(ctx, event)
    return True


def _tell(ctx: Context, event: FinancialEvent) -> None:
    ctx.record(
        "finances.event_posted",
        event.id,
        {
            "type": event.type,
            "status": event.status,
            "marketplaceId": event.marketplace_id,
            "orderId": event.order_id,
            "groupId": event.group_id,
            "currencyCode": event.currency,
            "amount": str(event.total),
        },
    )

"""What time does to money: periods close, transfers arrive, deferred money is released, subscriptions are charged."""

from __future__ import annotations

from decimal import Decimal

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.context import Context
from tradepost.domains.handling import due
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.tariffs import level_of, tariff_of
from tradepost.domains.money.finances import posting, records, storing
from tradepost.domains.money.finances.event import Line
from tradepost.domains.money.finances.settlement import RESERVED_FOR, TRANSFER_TIME, Group, closing

_DIGITS = "0123456789"


@due(posting.CLOSE_GROUP)
async def close_group(ctx: Context, group_id: str) -> None:
    """A settlement period ends: something may be held back, the rest is transferred, and the next period begins."""
    group = await records.group(ctx.tx, ctx.seller_id, group_id)
    if group is None or group.ended_at is not None:
        return
    marketplace_id = await records.marketplace_of(ctx.tx, ctx.seller_id, group_id, group.currency)
    recent = await records.earned_since(ctx.tx, ctx.seller_id, group_id, ctx.now - RESERVED_FOR)
    how = closing(group.total, recent)
    if how.reserved:
        await posting.adjust(ctx, marketplace_id, "ReserveEvent", -how.reserved, group_id)
        group.total -= how.reserved
    group.ended_at = ctx.now
    group.transferred = how.transferred
    if how.transferred:
        await _transfer(ctx, group, marketplace_id)
    await records.save_group(ctx.tx, ctx.seller_id, group)
    ctx.record(
        "finances.group_closed",
        group_id,
        {
            "currencyCode": group.currency,
            "total": str(group.total),
            "transferred": str(how.transferred),
            "carriedOn": str(how.carried),
        },
    )
    await posting.open_next(ctx, group.currency, how.carried)


async def _transfer(ctx: Context, group: Group, marketplace_id: str) -> None:
    group.transfer_status = "Processing"
    group.trace_id = ctx.seed.letters(_DIGITS, 15, "trace", ctx.seller_id, group.id)
    group.account_tail = ctx.seed.letters(_DIGITS, 3, "bank account", ctx.seller_id, group.currency)
    transfer = posting.new_event(ctx, "Transfer", marketplace_id, group.id)
    transfer.group_id, transfer.description = group.id, "Transfer to bank account"
    transfer.about = "FundTransfer"
    transfer.lines = [Line("FundTransfer", group.transferred)]
    await posting.note_transfer(ctx, transfer)
    await ctx.schedule(posting.COMPLETE_TRANSFER, group.id, ctx.now + TRANSFER_TIME)


@due(posting.COMPLETE_TRANSFER)
async def complete_transfer(ctx: Context, group_id: str) -> None:
    """The money of a period has reached the seller's bank."""
    group = await records.group(ctx.tx, ctx.seller_id, group_id)
    if group is not None and group.transfer_status == "Processing":
        group.transfer_status = "Succeeded"
        await records.save_group(ctx.tx, ctx.seller_id, group)
        ctx.record("finances.transfer_completed", group_id, {"amount": str(group.transferred)})


@due(posting.RELEASE)
async def release(ctx: Context, event_id: str) -> None:
    """Money that was deferred is released."""
    deferred = await records.event(ctx.tx, ctx.seller_id, event_id)
    if deferred is not None and deferred.status == "DEFERRED":
        await posting.release(ctx, deferred)


@due(storing.CHARGE_STORAGE)
async def charge_storage(ctx: Context, subject: str) -> None:
    """A month of storage in the network is charged."""
    marketplace_id, month = subject.split("/")
    await storing.charge(ctx, marketplace_id, month)


@due(posting.CHARGE_SUBSCRIPTION)
async def charge_subscription(ctx: Context, marketplace_id: str) -> None:
    """A professional seller's month is charged, once for all marketplaces of a region."""
    currency = MARKETPLACES[marketplace_id].currency
    fee = posting.new_event(ctx, "ServiceFee", marketplace_id, "Subscription", f"{ctx.now:%Y-%m}")
    amount = rounded(tariff_of(marketplace_id).subscription * level_of(marketplace_id), currency)
    fee.about, fee.description = "Subscription", "Subscription Fee"
    fee.lines = [Line("Subscription", Decimal(0) - amount)]
    await posting.post(ctx, fee)
    await ctx.schedule(posting.CHARGE_SUBSCRIPTION, marketplace_id, posting.next_month(ctx.now))

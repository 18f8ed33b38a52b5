"""Finances 2024-06-19: what a seller's accounts hold, and what a period brought."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.contract import finances_2024_06_19 as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.money.finances import balances, records, summaries
from tradepost.domains.money.finances.balances import BALANCE_TYPES, BalanceType, Holding
from tradepost.domains.money.finances.event import FinancialEvent
from tradepost.domains.money.finances.model import INVOICE_DAYS
from tradepost.domains.money.finances.records import Window
from tradepost.domains.money.finances.refusals import (
    BeginningNeeded,
    HalfAnIdentifier,
    NotAfter,
    NotYet,
    PeriodNeeded,
    UnknownName,
)
from tradepost.domains.money.finances.settlement import RESERVED_FOR, Group
from tradepost.domains.money.finances.summaries import Sums
from tradepost.domains.money.finances.transactions import ACCOUNT
from tradepost.simulation.clock import from_milliseconds, to_milliseconds

_BATCH = 500
_DAY = timedelta(days=1)
#: Days before and after these are taken for them (our choice): around others there is no calendar to count in.
_FIRST, _LAST = date(1970, 1, 10), date(9999, 12, 20)


@handles(api.list_balances)
async def list_balances(ctx: Context, request: api.ListBalancesArguments) -> api.ListBalancesResponse:
    """Shows what the seller's accounts hold now, or held when a day ended.

    There is one account a currency, booked in the marketplace of its first event, and shown for each marketplace of
    that currency (our choice). A day ends at midnight there; today has not ended, and is shown as it is now (our
    choice). Money on its way to the bank is in no balance. All accounts fit a page.
    """
    if request.next_token:
        ctx.page_position(("balances",), request.next_token, parameter="nextToken")
    if request.balance_type is not None and request.balance_type not in BALANCE_TYPES:
        raise UnknownName("balanceType", request.balance_type, BALANCE_TYPES)
    day = request.as_of_date
    if day is not None and day > (ctx.now + _DAY).date():
        raise NotYet("asOfDate", day)
    day = None if day is None else _counted(day)
    wanted = _currencies(request.marketplace_ids)
    kind: BalanceType = next((each for each in BALANCE_TYPES if each == request.balance_type), "TOTAL")
    found = []
    if request.account_type in (None, ACCOUNT):
        for currency, marketplace_id in await _accounts(ctx):
            if not wanted or currency in wanted:
                held = await _holding(ctx, currency, marketplace_id, day)
                found.append(balances.shown(held, kind, ctx.seller_id))
    return api.ListBalancesResponse(balances=found)


@handles(api.list_summary)
async def list_summary(ctx: Context, request: api.ListSummaryArguments) -> api.SummaryResponse:
    """Sums up what a period of days brought, both days included, or a settlement period, account by account.

    A ``SETTLEMENT_ID`` is the id of a financial event group (our choice); one that is not the seller's finds nothing.
    Days are those of each event's marketplace. What is deferred counts when it is released; transfers and reserves are
    no proceeds. All accounts fit a page.
    """
    if request.next_token:
        ctx.page_position(("summaries",), request.next_token, parameter="nextToken")
    settlement, start, end = _asked(ctx, request)
    sums: dict[str, Sums] = {}
    if request.account_type in (None, ACCOUNT):
        window = Window(
            to_milliseconds(_midnight(start - _DAY, ZoneInfo("UTC"))),
            to_milliseconds(_midnight(end + 2 * _DAY, ZoneInfo("UTC"))),
            group_id=settlement,
            status="RELEASED",
        )
        wanted = _currencies(request.marketplace_ids)
        async for event in _events(ctx, window):
            if (not wanted or event.currency in wanted) and summaries.counts(event) and _within(event, start, end):
                sums.setdefault(event.currency, Sums()).add(event)
    group = await records.group(ctx.tx, ctx.seller_id, settlement) if settlement else None
    return api.SummaryResponse(
        summaries=[await _summary(ctx, currency, sums[currency], (start, end), group) for currency in sorted(sums)]
    )


def _currencies(marketplace_ids: Sequence[str] | None) -> set[str]:
    return {MARKETPLACES[each].currency for each in marketplace_ids or ()}


async def _accounts(ctx: Context) -> list[tuple[str, str]]:
    """The currencies in which the seller has an account, and the marketplaces that these are booked in."""
    now = to_milliseconds(ctx.now) + 1
    currencies = {each.currency for each in await records.groups_at(ctx.tx, ctx.seller_id, now)}
    currencies |= {each.currency for each in await _deferred(ctx, now)}
    return [(each, await records.marketplace_of(ctx.tx, ctx.seller_id, "", each)) for each in sorted(currencies)]


async def _deferred(ctx: Context, at: int) -> list[FinancialEvent]:
    since = at - timedelta(days=INVOICE_DAYS + 1) // timedelta(milliseconds=1)
    return await records.deferred_at(ctx.tx, ctx.seller_id, at, since)


async def _holding(ctx: Context, currency: str, marketplace_id: str, day: date | None) -> Holding:
    """What an account holds now, or held at the end of a day."""
    zone = ZoneInfo(MARKETPLACES[marketplace_id].time_zone)
    now = to_milliseconds(ctx.now) + 1
    day_end = None if day is None else _midnight(day + _DAY, zone)
    at = now if day_end is None else min(now, to_milliseconds(day_end))
    deferred = sum((each.total for each in await _deferred(ctx, at) if each.currency == currency), Decimal(0))
    groups = await records.groups_at(ctx.tx, ctx.seller_id, at)
    group = next((each for each in groups if each.currency == currency), None)
    total = recent = Decimal(0)
    if group is not None:
        begun = to_milliseconds(group.started_at)
        since = to_milliseconds(from_milliseconds(at) - RESERVED_FOR)
        total = group.beginning + await records.total_between(ctx.tx, ctx.seller_id, group.id, begun, at)
        recent = await records.earned_between(ctx.tx, ctx.seller_id, group.id, since, at)
    return Holding(
        marketplace_id=marketplace_id,
        currency=currency,
        amounts=balances.amounts(total, recent, deferred),
        now=ctx.now.astimezone(zone),
        day_end=day_end,
    )


def _asked(ctx: Context, request: api.ListSummaryArguments) -> tuple[str, date, date]:
    """The settlement that is asked for, or an empty text, and the first and last day. Raises what does not fit."""
    name, settlement = request.related_identifier_name, request.related_identifier_value
    if (name is None) != (settlement is None):
        raise HalfAnIdentifier("relatedIdentifierName" if name is None else "relatedIdentifierValue")
    if name not in (None, "SETTLEMENT_ID"):
        raise UnknownName("relatedIdentifierName", name or "", ("SETTLEMENT_ID",))
    start, end = request.period_start, request.period_end
    if start is None and end is not None:
        raise BeginningNeeded("periodEnd", "periodStart")
    if start is None and not settlement:
        raise PeriodNeeded
    if start is not None and end is not None and end < start:
        raise NotAfter("periodEnd", end, "periodStart", start)
    return settlement or "", _counted(start or date(2000, 1, 1)), _counted(end or (ctx.now + _DAY).date())


async def _summary(
    ctx: Context, currency: str, sums: Sums, days: tuple[date, date], group: Group | None
) -> api.Summary:
    marketplace_id = await records.marketplace_of(ctx.tx, ctx.seller_id, "", currency)
    zone = ZoneInfo(MARKETPLACES[marketplace_id].time_zone)
    period = (_midnight(days[0], zone), _midnight(days[1] + _DAY, zone) - timedelta(seconds=1))
    if group is not None:
        period = (group.started_at, group.ended_at or ctx.now)
    return summaries.shown(sums, ctx.seller_id, marketplace_id, currency, period, group.id if group else "")


async def _events(ctx: Context, window: Window) -> AsyncIterator[FinancialEvent]:
    """The events of a window, read in batches."""
    after: tuple[int, str] | None = None
    while batch := await records.page(ctx.tx, ctx.seller_id, window, after, _BATCH):
        for each in batch:
            yield each
        after = (to_milliseconds(batch[-1].posted_at), batch[-1].id)


def _within(event: FinancialEvent, start: date, end: date) -> bool:
    """Whether an event was posted on one of the days, by the calendar of its marketplace."""
    return start <= event.posted_at.astimezone(ZoneInfo(MARKETPLACES[event.marketplace_id].time_zone)).date() <= end


def _counted(day: date) -> date:
    return min(max(day, _FIRST), _LAST)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)

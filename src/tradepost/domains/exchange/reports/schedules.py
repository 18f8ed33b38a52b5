"""When schedules make their reports: every published period, counted from the time that was said or from now."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.exchange.reports import records
from tradepost.domains.exchange.reports.kinds import KINDS
from tradepost.domains.exchange.reports.records import Schedule
from tradepost.domains.exchange.reports.report import Report
from tradepost.domains.exchange.reports.requesting import request
from tradepost.simulation.clock import MILLISECOND

CREATE: Final = "reports.create"
_PERIODS: Final[dict[str, timedelta]] = {
    **{f"PT{minutes}M": timedelta(minutes=minutes) for minutes in (5, 15, 30)},
    **{f"PT{hours}H": timedelta(hours=hours) for hours in (1, 2, 4, 8, 12, 84)},
    **{f"P{days}D": timedelta(days=days) for days in (1, 2, 3, 7, 14, 15, 18, 30)},
}
_MONTH: Final = "P1M"
_TWINS: Final[dict[str, str]] = {
    "GET_ORDER_REPORT_DATA_SHIPPING": "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING",
    "GET_FLAT_FILE_ORDER_REPORT_DATA_SHIPPING": "GET_ORDER_REPORT_DATA_SHIPPING",
}
#: The first report of a schedule of orders goes so far back (published guide).
FIRST_ORDERS: Final = timedelta(days=38)


def after(at: datetime, period: str) -> datetime:
    """The time that follows one by a period; of months that are too short, the last day that all have is taken."""
    if period != _MONTH:
        return at + _PERIODS[period]
    year, month = divmod(at.year * 12 + at.month, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, 28))


async def twin_of(ctx: Context, report_type: str) -> Schedule | None:
    """The schedule of the same report in its other form: of order reports only one form is scheduled (published)."""
    other = _TWINS.get(report_type)
    found = await records.schedules(ctx.tx, ctx.seller_id, [other]) if other else []
    return next(iter(found), None)


async def keep(ctx: Context, made: Schedule) -> None:
    """Keeps a schedule in place of one of the same type and marketplaces, if there is such (published model).

    One with other report options is another schedule, and stands beside it (our choice; the published model does not
    speak of options).
    """
    same = await records.same_schedule(ctx.tx, ctx.seller_id, made.type, made.marketplace_ids, made.options)
    if same is not None:
        await stop(ctx, same)
    await records.add_schedule(ctx.tx, ctx.seller_id, made)
    await ctx.schedule(CREATE, made.id, made.next_at)


async def stop(ctx: Context, known: Schedule) -> None:
    """Ends a schedule; the reports that it has made stay."""
    await records.remove_schedule(ctx.tx, ctx.seller_id, known.id)
    await ctx.unschedule(CREATE, known.id)


async def make(ctx: Context, schedule_id: str) -> None:
    """A schedule makes its report, of what has been since the last one, and waits for the next time.

    The first one goes back by its period; one of orders 38 days (published guide).
    """
    found = await records.schedule(ctx.tx, ctx.seller_id, schedule_id)
    if found is None:
        return
    kind = KINDS[found.type]
    first = FIRST_ORDERS if "ORDER" in found.type else after(ctx.now, found.period) - ctx.now
    reach = min(first, kind.longest or first)
    since = ctx.now - reach if found.last_at is None else found.last_at + MILLISECOND
    report = Report(
        marketplace_ids=found.marketplace_ids,
        start=max(since, ctx.now - reach),
        end=ctx.now,
        options=found.options,
        application_id=found.application_id,
        schedule_id=found.id,
    )
    await request(ctx, found.type, report)
    found.last_at, found.next_at = ctx.now, after(ctx.now, found.period)
    await records.save_schedule(ctx.tx, ctx.seller_id, found)
    await ctx.schedule(CREATE, found.id, found.next_at)

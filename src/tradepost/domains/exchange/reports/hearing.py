"""What reports follow: settlements that close, which are reported on by themselves (published guide)."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.exchange.reports.making.settlements import TYPES
from tradepost.domains.exchange.reports.report import Report
from tradepost.domains.exchange.reports.requesting import request
from tradepost.domains.hearing import hears
from tradepost.domains.money.finances import records
from tradepost.events.outbox import Event


@hears("finances.group_closed")
async def closed(ctx: Context, event: Event) -> None:
    """A settlement has closed: its reports are made, one in each form."""
    group = await records.group(ctx.tx, ctx.seller_id, event.subject)
    if group is None:
        return
    marketplace_id = await records.marketplace_of(ctx.tx, ctx.seller_id, group.id, group.currency)
    for report_type in TYPES:
        report = Report(
            marketplace_ids=(marketplace_id,), start=group.started_at, end=group.ended_at, group_id=group.id
        )
        await request(ctx, report_type, report)

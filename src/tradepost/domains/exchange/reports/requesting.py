"""Queueing reports: for whoever asks, for a schedule, or for a settlement that has closed."""

from __future__ import annotations

from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import queueing, records
from tradepost.domains.exchange.jobs.job import Job
from tradepost.domains.exchange.reports.report import Report

KIND: Final = "reports"
_FIRST: Final = 510_000_000_000


async def request(ctx: Context, report_type: str, report: Report) -> Job:
    """Queues a report; its id has twelve digits."""
    number = await records.next_number(ctx.tx, ctx.seller_id, KIND)
    drawn = ctx.seed.number("report", ctx.seller_id, number) % 1_000
    report_id = str(_FIRST + 1_000 * number + drawn)
    return await queueing.queue(ctx, KIND, report_type, report_id, report, labels=report.marketplace_ids)

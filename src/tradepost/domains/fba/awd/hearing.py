"""What AWD follows: its own jobs, when they begin."""

from __future__ import annotations

from tradepost.domains.context import Context
from tradepost.domains.fba.awd import asking, operations
from tradepost.domains.hearing import hears
from tradepost.events.outbox import Event

__all__ = ["operations"]


@hears("jobs.begun")
async def job_begun(ctx: Context, event: Event) -> None:
    """A check or the work of a warehouse begins."""
    if event.body["kind"] == asking.KIND:
        await asking.begun(ctx, event.subject)

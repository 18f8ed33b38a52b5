"""Pages of jobs, newest first, as feeds, reports and exports list theirs; a token goes on with its own query."""

from __future__ import annotations

import msgspec

from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import records
from tradepost.domains.exchange.jobs.job import Job
from tradepost.domains.exchange.jobs.records import Wanted
from tradepost.errors import InvalidInput
from tradepost.simulation.clock import to_milliseconds


class OthersBesideToken(InvalidInput):
    """400: a page token comes alone; it goes on with the query that it came from (published model)."""

    def __init__(self, names: list[str]) -> None:
        super().__init__("Invalid Input", f"nextToken: must be the only parameter; {', '.join(names)} came with it")


async def first_page(ctx: Context, kind: str, wanted: Wanted, size: int) -> tuple[list[Job], str | None]:
    """The newest jobs that are wanted, and the token of the next page, or None."""
    return await _page(ctx, kind, wanted, size, None)


async def next_page(ctx: Context, kind: str, token: str) -> tuple[list[Job], str | None]:
    """The page that a token stands for. Raises InvalidPageToken."""
    kept, size, at, job_id = ctx.page_position((kind,), token)
    return await _page(ctx, kind, msgspec.convert(kept, Wanted), size, (at, job_id))


async def _page(
    ctx: Context, kind: str, wanted: Wanted, size: int, before: tuple[int, str] | None
) -> tuple[list[Job], str | None]:
    found = await records.newest(ctx.tx, ctx.seller_id, kind, wanted, before, size + 1)
    return ctx.page((kind,), found, size, lambda last: [wanted, size, to_milliseconds(last.created_at), last.id])

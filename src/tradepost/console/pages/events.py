"""Events: everything that happens to the seller, live."""

from __future__ import annotations

from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.events import outbox
from tradepost.events.outbox import StoredEvent

_MOST_SHOWN = 100


async def listed(visit: Visit) -> Response:
    """The newest events, or all of one thing where ``?subject=`` names it."""
    subject = visit.asked("subject")
    async with visit.reading() as ctx:
        if subject:
            found = list(reversed(await outbox.about(ctx.tx, ctx.seller_id, subject, _MOST_SHOWN)))
        else:
            found = await outbox.newest(ctx.tx, ctx.seller_id, _MOST_SHOWN)
        newest = await outbox.last_id(ctx.tx)
    return visit.page("events.html", "events", events=found, newest=newest, subject=subject, most=_MOST_SHOWN)


async def newer(visit: Visit) -> Response:
    """Events since then: rows for the top of the list; 204 where there are none."""
    since = visit.asked("since", "0")
    async with visit.reading() as ctx:
        found: list[StoredEvent] = await outbox.newest(
            ctx.tx, ctx.seller_id, _MOST_SHOWN, int(since) if since.isdecimal() and len(since) < 18 else 0
        )
    if not found:
        return visit.nothing()
    return visit.page("events_rows.html", "events", events=found, newest=found[0].id, subject="")

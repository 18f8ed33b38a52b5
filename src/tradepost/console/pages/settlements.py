"""Settlements: every period with its balance, and the events that one comes of."""

from __future__ import annotations

from decimal import Decimal

from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.domains.money.finances import records
from tradepost.domains.money.finances.settlement import PERIOD
from tradepost.errors import NotFound

_MOST_GROUPS = 100
_MOST_EVENTS = 100
_ALWAYS = 1 << 52


async def listed(visit: Visit) -> Response:
    """Settlement periods, newest first."""
    async with visit.reading() as ctx:
        groups = await records.groups(ctx.tx, ctx.seller_id, 0, _ALWAYS, None, _MOST_GROUPS)
    return visit.page("settlements.html", "settlements", groups=groups, period=PERIOD)


async def show(visit: Visit) -> Response:
    """One period: what it comes to, by the kind of event, and its last events."""
    async with visit.reading() as ctx:
        group = await records.group(ctx.tx, ctx.seller_id, visit.named("id"))
        if group is None:
            raise NotFound(
                "The specified resource does not exist.", f"There is no settlement {visit.named('id')[:60]}."
            )
        totals = await records.totals(ctx.tx, ctx.seller_id, group.id)
        events = await records.last(ctx.tx, ctx.seller_id, group.id, _MOST_EVENTS)
    earned = sum((total for type, _, total in totals if type != "Transfer"), Decimal(0))
    return visit.page(
        "settlement.html",
        "settlements",
        group=group,
        period=PERIOD,
        totals=[each for each in totals if each[0] != "Transfer"],
        sum=group.beginning + earned,
        events=events,
    )

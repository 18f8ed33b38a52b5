"""The overview: the clock, and how business is."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from starlette.responses import Response

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.console import charts
from tradepost.console.pages import work
from tradepost.console.visit import Visit
from tradepost.domains.context import Context
from tradepost.domains.measures.amounts import smallest_coin
from tradepost.domains.money.finances import records as finances
from tradepost.domains.money.finances.settlement import PERIOD
from tradepost.domains.selling.catalog import records as catalog
from tradepost.domains.selling.catalog.products import day_of
from tradepost.domains.selling.listings import records as listings
from tradepost.domains.selling.orders import reading, records
from tradepost.domains.selling.orders.reading import Chosen
from tradepost.events import outbox
from tradepost.scenarios import Filling
from tradepost.simulation.durations import read_duration
from tradepost.worlds import scheduler

_DAYS = 14
_EVENTS = 8
_GROUPS = 6
_FEW_UNITS = 3
_STEPS = {"PT1H": "1 hour", "P1D": "1 day", "P14D": "14 days"}


async def show(visit: Visit) -> Response:
    """The overview."""
    async with visit.reading() as ctx:
        statuses = await records.by_status(ctx.tx, ctx.seller_id)
        found = {
            "statuses": statuses,
            "waiting": statuses.get("Unshipped", 0) + statuses.get("PartiallyShipped", 0),
            "today": [each for place in visit.marketplaces if (each := await _today(ctx, place)) is not None],
            "chart": await _chart(ctx),
            "stock": await listings.stock_levels(ctx.tx, ctx.seller_id, _FEW_UNITS),
            "groups": await finances.open_groups(ctx.tx, ctx.seller_id, _GROUPS),
            "events": await outbox.newest(ctx.tx, ctx.seller_id, _EVENTS),
        }
    going_on = visit.world.under_way
    if going_on is not None and going_on.progress is not None:
        found |= {
            "work": going_on,
            "share": work.share(going_on.progress),
            "state": work.state(going_on.progress),
        }
    return visit.page("overview.html", "overview", steps=_STEPS, period=PERIOD, **found)


async def move_clock(visit: Visit) -> Response:
    """Moves the clock ahead, freezes it or lets it run. Raises InvalidInput."""
    form = await visit.form()
    wish = form.get("by", "")
    if wish in ("freeze", "resume"):
        await visit.installation.set_clock(visit.world, wish)
        return visit.go(done="The clock stands still." if wish == "freeze" else "The clock runs.")
    advancing = scheduler.advance(visit.world, read_duration(wish))
    return await work.carry_out(
        visit, advancing, lambda done: f"{_STEPS.get(wish, wish)} later: {done:,} things happened."
    )


async def fill(visit: Visit) -> Response:
    """Brings a scenario's past into an empty world."""
    name = (await visit.form()).get("scenario", "")
    filling = visit.installation.fill(visit.world, Filling(name))
    return await work.carry_out(visit, filling, lambda _: f"Scenario {name} is loaded.")


async def _today(ctx: Context, marketplace_id: str) -> dict[str, Any] | None:
    """What was sold today, by the marketplace's own day; None where nothing was."""
    start = _midnight(ctx.now, marketplace_id)
    sold = await reading.sold_between(ctx, Chosen(marketplace_id=marketplace_id), start, ctx.now + timedelta(seconds=1))
    if not sold.orders:
        return None
    currency = MARKETPLACES[marketplace_id].currency
    return {
        "place": marketplace_id,
        "currency": currency,
        "sold": sold,
        "amount": sold.amount * smallest_coin(currency),
    }


async def _chart(ctx: Context) -> Any:
    """Units a day in UTC, all marketplaces together; nothing where none was sold."""
    today = day_of(ctx)
    sold = await catalog.sold_by_day(ctx.tx, ctx.seller_id, today - _DAYS + 1)
    days = []
    for day in range(today - _DAYS + 1, today + 1):
        at, units = date(1970, 1, 1) + timedelta(days=day), max(0, sold.get(day, 0))
        days.append((f"{at:%d %b}", units, f"{at:%A, %d %B}: {units} units"))
    return charts.bars(days, f"Units ordered in the last {_DAYS} days") if any(each[1] for each in days) else ""


def _midnight(now: datetime, marketplace_id: str) -> datetime:
    local = now.astimezone(ZoneInfo(MARKETPLACES[marketplace_id].time_zone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0)

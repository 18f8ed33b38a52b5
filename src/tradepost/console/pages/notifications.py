"""Notifications: what was subscribed to, what is on its way or has come, and the same again."""

from __future__ import annotations

import msgspec
from starlette.responses import Response

from tradepost.console.visit import Visit
from tradepost.domains.exchange.notifications import records as known
from tradepost.domains.exchange.notifications.outgoing import records
from tradepost.domains.exchange.notifications.outgoing.delivery import STATES, Delivery
from tradepost.errors import NotFound
from tradepost.simulation.clock import real_milliseconds

_MOST_SHOWN = 100


async def listed(visit: Visit) -> Response:
    """The seller's subscriptions, and the newest deliveries, in one state or in all."""
    state = visit.asked("state") if visit.asked("state") in STATES else ""
    async with visit.reading() as ctx:
        subscriptions = await known.every_subscription(ctx.tx, ctx.seller_id)
        destinations = {each.id: each for each in await known.of_kind(ctx.tx, "")}
        found = await records.newest(ctx.tx, _MOST_SHOWN, seller_id=ctx.seller_id, state=state)
        counts = await records.counts(ctx.tx, ctx.seller_id)
    return visit.page(
        "notifications.html",
        "notifications",
        subscriptions=subscriptions,
        destinations=destinations,
        deliveries=found,
        counts=counts,
        state=state,
        states=STATES,
        ways=visit.installation.channels,
    )


async def show(visit: Visit) -> Response:
    """One delivery: what became of it, and all that it says."""
    found = await _load(visit)
    body = msgspec.json.format(found.body.encode(), indent=2).decode()
    return visit.page("notification.html", "notifications", delivery=found, body=body)


async def redeliver(visit: Visit) -> Response:
    """Sends a delivery again, whatever became of it."""
    found = await _load(visit)
    async with visit.world.database.writing("") as tx:
        await records.send_again(tx, found.id, real_milliseconds())
    visit.world.mail()
    return visit.go("notifications", str(found.id), done="It is on its way again.")


async def _load(visit: Visit) -> Delivery:
    id = int(visit.request.path_params["id"])
    async with visit.reading() as ctx:
        found = await records.find(ctx.tx, id) if id < 1 << 62 else None
    if found is None or found.seller_id != visit.seller_id:
        raise NotFound("The specified resource does not exist.", f"There is no delivery {id}.")
    return found

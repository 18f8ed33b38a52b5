"""Notifications on their way: looked at, tried at once, sent again."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.responses import Response

from tradepost.control.calls import MOST_DIGITS, Call, answer
from tradepost.domains.exchange.notifications.outgoing import records
from tradepost.domains.exchange.notifications.outgoing.delivery import STATES, Delivery
from tradepost.errors import InvalidInput, NotFound
from tradepost.simulation.clock import from_milliseconds, real_milliseconds

_MOST = 1000


async def listed(call: Call) -> Response:
    """``GET deliveries``: the newest first; ``state``, ``type``, ``subscriptionId``, ``sellerId`` narrow them down."""
    world, limit, query = await call.world(), call.number("limit", 100, most=_MOST), call.request.query_params
    state = query.get("state", "")
    if state and state not in STATES:
        raise InvalidInput("Invalid Input", f"state: '{state[:60]}' is none of {', '.join(STATES)}")
    async with world.database.reading() as tx:
        found = await records.newest(
            tx,
            limit,
            seller_id=query.get("sellerId", ""),
            state=state,
            type=query.get("type", ""),
            subscription_id=query.get("subscriptionId", ""),
        )
        counts = await records.counts(tx)
    return answer({"deliveries": [_shown(each) for each in found], "counts": counts})


async def read(call: Call) -> Response:
    """``GET deliveries/ID``. Raises NotFound."""
    world, id = await call.world(), _id(call)
    async with world.database.reading() as tx:
        found = await records.find(tx, id)
    if found is None:
        raise _unknown(id)
    return answer(_shown(found))


async def send(call: Call) -> Response:
    """``POST deliveries/send``: tries at once whatever waits, pauses or is held, and answers when that is done."""
    world = await call.world()
    await call.installation.sender(world).send_now()
    async with world.database.reading() as tx:
        return answer({"counts": await records.counts(tx)})


async def redeliver(call: Call) -> Response:
    """``POST deliveries/ID/redeliver``: sends it again, whatever became of it. Raises NotFound."""
    world, id = await call.world(), _id(call)
    async with world.database.writing("") as tx:
        known = await records.send_again(tx, id, real_milliseconds())
        found = await records.find(tx, id)
    if not known or found is None:
        raise _unknown(id)
    world.mail()
    return answer(_shown(found))


def _id(call: Call) -> int:
    text = str(call.request.path_params["id"])
    if not text.isdecimal() or len(text) > MOST_DIGITS:
        raise NotFound("The specified resource does not exist.", f"there is no delivery '{text[:60]}'")
    return int(text)


def _unknown(id: int) -> NotFound:
    return NotFound("The specified resource does not exist.", f"there is no delivery {id}")


def _shown(delivery: Delivery) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(delivery)
    for name in ("nextAt", "deliveredAt"):
        said[name] = msgspec.to_builtins(from_milliseconds(said[name])) if said[name] else None
    return {**said, "body": msgspec.Raw(delivery.body.encode())}

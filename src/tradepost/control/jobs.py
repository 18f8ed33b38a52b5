"""Jobs: looked at, held, released, made to end; and rules that steer the ones to come."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Literal

import msgspec
from starlette.responses import Response

from tradepost.control.calls import Call, answer
from tradepost.domains.context import Context
from tradepost.domains.exchange.jobs import queueing, records
from tradepost.domains.exchange.jobs.job import Fate, Job
from tradepost.domains.exchange.jobs.steering import Rule, SetRule
from tradepost.errors import InvalidInput, NotFound
from tradepost.scenarios.acting import Seller

_MOST = 1000


class FateWish(msgspec.Struct, forbid_unknown_fields=True):
    """How a job is to end, and the reason that it is to give."""

    ending: Literal["cancelled", "fatal"]
    reason: str = ""


async def listed(call: Call) -> Response:
    """``GET jobs``: the jobs of every seller, newest first; ``kind``, ``type`` and ``state`` narrow them down."""
    world, limit = await call.world(), call.number("limit", 100, most=_MOST)
    wanted = {name: call.request.query_params.get(name) for name in ("kind", "type", "state")}
    async with world.database.reading() as tx:
        found = await records.of_every_seller(tx, _MOST)
    shown = [_shown(seller_id, job) for seller_id, job in found]
    fitting = [each for each in shown if all(value in (None, each[name]) for name, value in wanted.items())]
    return answer({"jobs": fitting[:limit]})


async def read(call: Call) -> Response:
    """``GET jobs/KIND/ID``."""
    seller, job = await _find(call)
    return answer(_shown(seller.seller_id, job))


async def hold(call: Call) -> Response:
    """``POST jobs/KIND/ID/hold``: it stays in its state until it is released. Raises JobEnded."""
    return await _change(call, queueing.hold)


async def release(call: Call) -> Response:
    """``POST jobs/KIND/ID/release``: it goes on at once, whether it was held or only waited. Raises JobEnded."""
    return await _change(call, queueing.release)


async def end(call: Call) -> Response:
    """``POST jobs/KIND/ID/end``: it is made to end like this, at once. Raises JobEnded."""
    wish = await call.body(FateWish)

    async def doom(ctx: Context, job: Job) -> None:
        await queueing.doom(ctx, job, Fate(wish.ending, wish.reason))

    return await _change(call, doom)


async def _change(call: Call, change: Callable[[Context, Job], Awaitable[None]]) -> Response:
    seller, found = await _find(call)
    async with seller.acting() as ctx:
        job = await records.find(ctx.tx, seller.seller_id, found.kind, found.id)
        assert job is not None
        await change(ctx, job)
    return answer(_shown(seller.seller_id, job))


async def _find(call: Call) -> tuple[Seller, Job]:
    world, path = await call.world(), call.request.path_params
    async with world.database.reading() as tx:
        found = await records.of_any_seller(tx, path["kind"], path["id"])
    if found is None:
        raise NotFound("The specified resource does not exist.", f"there is no job '{path['id'][:60]}'")
    seller_id, job = found
    return Seller(world, seller_id, "control"), job


async def rules(call: Call) -> Response:
    """``GET jobs/rules``: each with how many jobs it has met."""
    world = await call.world()
    async with world.database.reading() as tx:
        return answer({"rules": [_rule(each) for each in await records.rules(tx)]})


async def add_rule(call: Call) -> Response:
    """``POST jobs/rules``: 201; it steers jobs that are queued from now on. Raises InvalidInput."""
    world, rule = await call.world(), await call.body(Rule)
    _check(rule)
    async with world.database.writing("") as tx:
        return answer(_rule(await records.add_rule(tx, rule)), 201)


async def remove_rules(call: Call) -> Response:
    """``DELETE jobs/rules``: jobs are not steered any more."""
    world = await call.world()
    async with world.database.writing("") as tx:
        await records.remove_rules(tx, None)
    return Response(status_code=204)


async def remove_rule(call: Call) -> Response:
    """``DELETE jobs/rules/ID``. Raises NotFound."""
    world, text = await call.world(), call.request.path_params["id"]
    removed = 0
    if text.isdecimal() and len(text) <= 18:
        async with world.database.writing("") as tx:
            removed = await records.remove_rules(tx, int(text))
    if not removed:
        raise NotFound("The specified resource does not exist.", f"there is no rule '{text[:60]}'")
    return Response(status_code=204)


def _check(rule: Rule) -> None:
    for name, value in (("queuedSeconds", rule.queued_seconds), ("workingSeconds", rule.working_seconds)):
        if value is not None and not 0 <= value <= 1e8:
            raise InvalidInput("Invalid Input", f"{name}: {value:g} is not between 0 and 100000000")
    if rule.after < 0 or (rule.times is not None and rule.times < 1):
        raise InvalidInput("Invalid Input", f"times: {rule.times}, after: {rule.after}: at least 1, and at least 0")
    if rule.stuck_in not in (None, "queued", "in_progress"):
        raise InvalidInput("Invalid Input", f"stuckIn: '{rule.stuck_in}' is neither queued nor in_progress")


def _rule(each: SetRule) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(each.rule)
    return {"id": each.id, **said, "met": each.met}


def _shown(seller_id: str, job: Job) -> dict[str, Any]:
    return {
        "sellerId": seller_id,
        "kind": job.kind,
        "id": job.id,
        "type": job.type,
        "state": job.state,
        "createdAt": job.created_at,
        "startedAt": job.started_at,
        "endedAt": job.ended_at,
        "stuckIn": job.stuck_in,
        "done": job.done,
        "total": job.total,
        "reason": job.fate.reason if job.fate else "",
    }

"""Whether the caller still has quota for this operation (see ``accounts.usage_plans``)."""

from __future__ import annotations

from collections.abc import Awaitable

from tradepost.accounts.usage_plans import Plan
from tradepost.gateway.exchange import Exchange
from tradepost.gateway.refusals import QuotaExceeded
from tradepost.simulation.clock import monotonic_seconds
from tradepost.store.buckets import Buckets


def throttle(exchange: Exchange) -> Awaitable[None] | None:
    """Takes one request from the caller's bucket. Raises QuotaExceeded when it is empty.

    Where several processes share the buckets, that is what the caller waits for.
    """
    route, caller, world, host = exchange.route, exchange.caller, exchange.world, exchange.host
    assert route is not None
    assert caller is not None
    assert world is not None
    plans = world.usage_plans
    plan = plans.plan_of(route.key, route.rate, route.burst, host.sandbox, caller.application_id, caller.seller_id)
    bucket = (caller.application_id, caller.seller_id, host.region, host.sandbox, route.bucket)
    if world.buckets is not None:
        return _take_among_many(exchange, world.buckets, plan, "|".join(map(str, bucket)))
    if not plans.take(bucket, plan, monotonic_seconds()):
        raise QuotaExceeded(route.key, plan.rate, plan.burst)
    exchange.plan_rate = plan.header
    return None


async def _take_among_many(exchange: Exchange, buckets: Buckets, plan: Plan, bucket: str) -> None:
    assert exchange.route is not None
    assert exchange.world is not None
    if not await buckets.take(exchange.world.uid, bucket, plan.rate, plan.burst):
        raise QuotaExceeded(exchange.route.key, plan.rate, plan.burst)
    exchange.plan_rate = plan.header

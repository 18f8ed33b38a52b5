"""Whether the caller still has quota for this operation (see ``accounts.usage_plans``)."""

from __future__ import annotations

from tradepost.gateway.exchange import Exchange
from tradepost.gateway.refusals import QuotaExceeded
from tradepost.simulation.clock import monotonic_seconds


def throttle(exchange: Exchange) -> None:
    """Takes one request from the caller's bucket. Raises QuotaExceeded when it is empty."""
    route, caller, world, host = exchange.route, exchange.caller, exchange.world, exchange.host
    assert route is not None
    assert caller is not None
    assert world is not None
    plans = world.usage_plans
    plan = plans.plan_of(route.key, route.rate, route.burst, host.sandbox, caller.application_id, caller.seller_id)
    bucket = (caller.application_id, caller.seller_id, host.region, host.sandbox, f"{route.method} {route.key}")
    if not plans.take(bucket, plan, monotonic_seconds()):
        raise QuotaExceeded(route.key, plan.rate, plan.burst)
    exchange.plan_rate = plan.header

"""What is left of a resource's time."""

from __future__ import annotations

from datetime import timedelta

from tradepost.domains.context import Context
from tradepost.domains.problems import Unknown
from tradepost.domains.services.service_jobs.capacity import records, rules
from tradepost.domains.services.service_jobs.capacity.resource import Resource
from tradepost.domains.services.service_jobs.capacity.rules import Amount, Availability, Level, Slot, Span
from tradepost.simulation.clock import to_milliseconds


async def load(ctx: Context, resource_id: str, marketplace_id: str = "", parameter: str = "resourceId") -> Resource:
    """The caller's resource of this id, which works in this marketplace. Raises Unknown."""
    found = await records.find(ctx.tx, ctx.seller_id, resource_id)
    if found is None or marketplace_id not in ("", found.marketplace_id):
        where = f" in {marketplace_id}" if marketplace_id else ""
        raise Unknown(parameter, resource_id, f"a store or technician of yours{where}")
    return found


async def reserved(ctx: Context, resource_id: str, within: Span, but: str = "") -> list[Amount]:
    """What reservations take of a resource in a time, without one of them."""
    since = to_milliseconds(within.start)
    found = await records.reservations(ctx.tx, ctx.seller_id, resource_id, since)
    return rules.amounts((each.availability for each in found if each.id != but), within)


async def levels(
    ctx: Context,
    resource: Resource,
    within: Span,
    *,
    wanted: Availability | None = None,
    but_reservation: str = "",
    but_appointment: str = "",
) -> list[Level]:
    """What there is of a resource in a time, and what of it is taken, without a reservation or an appointment."""
    return rules.levels(
        rules.amounts(resource.schedule, within),
        await records.bookings(ctx.tx, ctx.seller_id, resource.id, within, but_appointment),
        await reserved(ctx, resource.id, within, but_reservation),
        within,
        () if wanted is None else rules.amounts([wanted], within),
    )


async def slots(
    ctx: Context, store: Resource, minutes: int, within: Span, *, real_time: bool = True, but_appointment: str = ""
) -> list[Slot]:
    """The slots of a store for a service of this length that begin in a time, the full ones too.

    Those of a service that is not scheduled in real time are the store's working hours, as if nothing was taken.
    """
    looked_at = Span(within.start, within.end + timedelta(minutes=minutes))
    if real_time:
        found = await levels(ctx, store, looked_at, but_appointment=but_appointment)
    else:
        found = rules.levels(rules.amounts(store.schedule, looked_at), [], [], looked_at, ())
    return rules.slots(store.schedule, found, minutes, within)

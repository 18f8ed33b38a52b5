"""Keeping time of a resource for something else: travel, breaks, training. It ends by the clock."""

from __future__ import annotations

from typing import Final

from tradepost.domains.context import Context
from tradepost.domains.problems import Unknown
from tradepost.domains.services.service_jobs.capacity import reading, records, rules
from tradepost.domains.services.service_jobs.capacity.resource import Reservation, Resource
from tradepost.domains.services.service_jobs.capacity.rules import Availability, Span
from tradepost.domains.services.service_jobs.refusals import NotEnoughCapacity, NothingScheduled

END_RESERVATION: Final = "service_jobs.end_reservation"


async def load(ctx: Context, reservation_id: str, marketplace_id: str) -> Reservation:
    """The caller's reservation of this id that holds; one that was called off or is over is gone. Raises Unknown."""
    found = await records.find_reservation(ctx.tx, ctx.seller_id, reservation_id)
    if found is None or found.status != "ACTIVE" or found.marketplace_id != marketplace_id:
        raise Unknown("reservationId", reservation_id, f"a reservation of yours that holds in {marketplace_id}")
    return found


async def check(ctx: Context, resource: Resource, wanted: Availability, but: str = "") -> None:
    """Raises NotEnoughCapacity or NothingScheduled where the resource has not so much left, at any time of it.

    Appointments that were agreed on are not pushed aside by a reservation (our choice).
    """
    within = Span(wanted.start, wanted.ends_at)
    found = await reading.levels(ctx, resource, within, wanted=wanted, but_reservation=but)
    excess = rules.first_excess(found)
    if excess is not None:
        raise NotEnoughCapacity(resource.id, wanted.capacity, excess.available, excess.span.start, excess.span.end)
    if not any(each.wanted for each in found):
        raise NothingScheduled(resource.id)


async def put(ctx: Context, reservation: Reservation, happened: str) -> None:
    """Keeps a reservation, which holds until its time is over."""
    await records.put_reservation(ctx.tx, ctx.seller_id, reservation)
    await ctx.schedule(END_RESERVATION, reservation.id, reservation.availability.ends_at)
    _say(ctx, reservation, happened)


async def cancel(ctx: Context, reservation: Reservation) -> None:
    """Gives the time back."""
    reservation.status = "CANCELLED"
    await records.put_reservation(ctx.tx, ctx.seller_id, reservation)
    await ctx.unschedule(END_RESERVATION, reservation.id)
    _say(ctx, reservation, "canceled")


async def end(ctx: Context, reservation: Reservation) -> None:
    """Its time is over."""
    reservation.status = "ENDED"
    await records.put_reservation(ctx.tx, ctx.seller_id, reservation)
    _say(ctx, reservation, "ended")


def _say(ctx: Context, reservation: Reservation, happened: str) -> None:
    body = {
        "reservationId": reservation.id,
        "resourceId": reservation.resource_id,
        "type": reservation.type,
        "change": happened,
        "startTime": reservation.availability.start,
        "endTime": reservation.availability.ends_at,
        "capacity": reservation.availability.capacity,
    }
    ctx.record("service_jobs.reservation_changed", reservation.id, body)

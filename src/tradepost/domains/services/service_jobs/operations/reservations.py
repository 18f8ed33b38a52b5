"""Reservations: time of a resource that its seller keeps for something else."""

from __future__ import annotations

from tradepost.contract import services as api
from tradepost.domains.context import Context
from tradepost.domains.handling import handles
from tradepost.domains.problems import Faulty, Problem, refuse
from tradepost.domains.services.service_jobs import asked, views
from tradepost.domains.services.service_jobs import records as jobs
from tradepost.domains.services.service_jobs.capacity import reading, reserving
from tradepost.domains.services.service_jobs.capacity.resource import Reservation


@handles(api.create_reservation)
async def create_reservation(ctx: Context, request: api.CreateReservationArguments) -> api.CreateReservationResponse:
    """Keeps capacity of a resource for something else than appointments, as far as it is not taken yet.

    With a ``reservationId`` in it, it changes that reservation (published model).
    """
    wanted, marketplace_id = request.body, asked.marketplace(request.marketplace_ids)
    if wanted.reservation.reservation_id is not None:
        before = await reserving.load(ctx, wanted.reservation.reservation_id, marketplace_id)
        changed = await _changed(ctx, before, wanted.resource_id, wanted.reservation)
        return api.CreateReservationResponse(payload=api.CreateReservationRecord(reservation=changed))
    availability = asked.availability(wanted.reservation.availability)
    refuse(asked.problems_of(availability, "reservation.availability", marketplace_id, ctx.now))
    resource = await reading.load(ctx, wanted.resource_id, marketplace_id)
    await reserving.check(ctx, resource, availability)
    number = await jobs.next_number(ctx.tx, ctx.seller_id, "reservations")
    made = Reservation(
        id=ctx.seed.uuid("service reservation", ctx.seller_id, number),
        resource_id=resource.id,
        marketplace_id=marketplace_id,
        type=wanted.reservation.type,
        availability=availability,
        created_at=ctx.now,
    )
    await reserving.put(ctx, made, "created")
    return api.CreateReservationResponse(payload=api.CreateReservationRecord(reservation=views.reservation(made)))


@handles(api.update_reservation)
async def update_reservation(ctx: Context, request: api.UpdateReservationArguments) -> api.UpdateReservationResponse:
    """Gives a reservation another time, capacity, type or resource; where that cannot be had, it stays as it was."""
    before = await reserving.load(ctx, request.reservation_id, asked.marketplace(request.marketplace_ids))
    named = request.body.reservation.reservation_id
    if named not in (None, before.id):
        rule = f"must be the reservation of the path, {before.id}"
        raise Faulty([Problem("reservation.reservationId", str(named), rule)])
    changed = await _changed(ctx, before, request.body.resource_id, request.body.reservation)
    return api.UpdateReservationResponse(payload=api.UpdateReservationRecord(reservation=changed))


async def _changed(ctx: Context, found: Reservation, resource_id: str, wanted: api.Reservation) -> api.Reservation:
    availability = asked.availability(wanted.availability)
    refuse(asked.problems_of(availability, "reservation.availability", found.marketplace_id, ctx.now))
    resource = await reading.load(ctx, resource_id, found.marketplace_id)
    await reserving.check(ctx, resource, availability, but=found.id)
    found.resource_id, found.type, found.availability = resource.id, wanted.type, availability
    await reserving.put(ctx, found, "updated")
    return views.reservation(found)


@handles(api.cancel_reservation)
async def cancel_reservation(ctx: Context, request: api.CancelReservationArguments) -> None:
    """Gives back the time that was kept."""
    await reserving.cancel(
        ctx, await reserving.load(ctx, request.reservation_id, asked.marketplace(request.marketplace_ids))
    )

"""The SQL of resources, their reservations and bookings."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.domains.services.service_jobs.capacity.resource import Reservation, Resource, ResourceKind
from tradepost.domains.services.service_jobs.capacity.rules import Amount, Span
from tradepost.simulation.clock import from_milliseconds, to_milliseconds
from tradepost.store.database import Transaction

_RESOURCE = msgspec.json.Decoder(Resource)
_RESERVATION = msgspec.json.Decoder(Reservation)


async def find(tx: Transaction, seller_id: str, resource_id: str) -> Resource | None:
    """One resource, by its primary key."""
    row = await tx.one(
        "SELECT document FROM service_resources WHERE seller_id = $1 AND resource_id = $2", seller_id, resource_id
    )
    return None if row is None else _RESOURCE.decode(row[0])


async def every(tx: Transaction, seller_id: str, kind: ResourceKind | None = None) -> list[Resource]:
    """The resources of a seller, or those of a kind, by their ids."""
    rows = await tx.all(
        "SELECT document FROM service_resources WHERE seller_id = $1 ORDER BY kind, resource_id", seller_id
    )
    found = [_RESOURCE.decode(row[0]) for row in rows]
    return [each for each in found if kind in (None, each.kind)]


async def put(tx: Transaction, seller_id: str, resource: Resource) -> None:
    """Keeps a resource as it is now, whether it is new or not."""
    await tx.run(
        "INSERT INTO service_resources (seller_id, resource_id, kind, document) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (seller_id, resource_id) DO UPDATE SET document = $4",
        seller_id,
        resource.id,
        resource.kind,
        msgspec.json.encode(resource).decode(),
    )


async def find_reservation(tx: Transaction, seller_id: str, reservation_id: str) -> Reservation | None:
    """One reservation, by its primary key."""
    row = await tx.one(
        "SELECT document FROM service_reservations WHERE seller_id = $1 AND reservation_id = $2",
        seller_id,
        reservation_id,
    )
    return None if row is None else _RESERVATION.decode(row[0])


async def put_reservation(tx: Transaction, seller_id: str, reservation: Reservation) -> None:
    """Keeps a reservation as it is now, whether it is new or not."""
    await tx.run(
        "INSERT INTO service_reservations (seller_id, reservation_id, resource_id, status, ends_at, document)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (seller_id, reservation_id)"
        " DO UPDATE SET resource_id = $3, status = $4, ends_at = $5, document = $6",
        seller_id,
        reservation.id,
        reservation.resource_id,
        reservation.status,
        to_milliseconds(reservation.availability.ends_at),
        msgspec.json.encode(reservation).decode(),
    )


async def reservations(tx: Transaction, seller_id: str, resource_id: str, since_ms: int) -> list[Reservation]:
    """The reservations of a resource that hold, and end after a time (by ``service_reservations_by_resource``)."""
    rows = await tx.all(
        "SELECT document FROM service_reservations"
        " WHERE seller_id = $1 AND resource_id = $2 AND status <> 'CANCELLED' AND ends_at > $3 ORDER BY reservation_id",
        seller_id,
        resource_id,
        since_ms,
    )
    return [_RESERVATION.decode(row[0]) for row in rows]


async def bookings(tx: Transaction, seller_id: str, resource_id: str, within: Span, but: str = "") -> list[Amount]:
    """What appointments take of a resource in a time, without one of them (by ``service_bookings_by_time``)."""
    rows = await tx.all(
        "SELECT starts_at, ends_at FROM service_bookings"
        " WHERE seller_id = $1 AND resource_id = $2 AND ends_at > $3 AND starts_at < $4 AND appointment_id <> $5",
        seller_id,
        resource_id,
        to_milliseconds(within.start),
        to_milliseconds(within.end),
        but,
    )
    return [Amount(Span(from_milliseconds(row[0]), from_milliseconds(row[1])), 1) for row in rows]


async def booked_until(tx: Transaction, seller_id: str, resource_id: str) -> datetime:
    """When the last appointment of a resource ends; long ago where there is none."""
    row = await tx.one(
        "SELECT MAX(ends_at) FROM service_bookings WHERE seller_id = $1 AND resource_id = $2", seller_id, resource_id
    )
    assert row is not None
    return from_milliseconds(row[0] or 0)


async def book(tx: Transaction, seller_id: str, resource_id: str, appointment_id: str, span: Span) -> None:
    """Notes that an appointment takes a resource's time."""
    await tx.run(
        "INSERT INTO service_bookings (seller_id, resource_id, appointment_id, starts_at, ends_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        seller_id,
        resource_id,
        appointment_id,
        to_milliseconds(span.start),
        to_milliseconds(span.end),
    )


async def unbook(tx: Transaction, seller_id: str, appointment_id: str, resource_id: str | None = None) -> None:
    """An appointment takes the time of a resource no more; without one, of none at all."""
    if resource_id is None:
        await tx.run(
            "DELETE FROM service_bookings WHERE seller_id = $1 AND appointment_id = $2", seller_id, appointment_id
        )
    else:
        await tx.run(
            "DELETE FROM service_bookings WHERE seller_id = $1 AND resource_id = $2 AND appointment_id = $3",
            seller_id,
            resource_id,
            appointment_id,
        )

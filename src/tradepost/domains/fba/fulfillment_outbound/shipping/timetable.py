"""When an order moves on, from the moment that it may ship."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from tradepost.domains.places.calendar import Promise, Speed
from tradepost.simulation.seed import Seed

#: Published model: an order on hold is cancelled by itself after that time.
HOLD_LIFETIME: Final = timedelta(days=14)

#: Published model: what FillAll still waits for after that time will not ship.
BACKORDER_LIFETIME: Final = timedelta(hours=24)

#: Our choice, the published model gives no default: how far back a list of orders goes that names no start.
LIST_REACH: Final = timedelta(hours=36)


class Pace(msgspec.Struct, frozen=True):
    """How long each stage takes: validation, hand-over to planning, planning, and at least from picking to the door."""

    validation: timedelta
    handover: timedelta
    planning: timedelta
    picking: timedelta


def _pace(handover: int, planning: int, picking: int) -> Pace:
    return Pace(*(timedelta(minutes=minutes) for minutes in (1, handover, planning, picking)))


#: Our choice: the faster the service, the sooner nothing can be cancelled any more.
PACES: Final[dict[Speed, Pace]] = {
    "Standard": _pace(60, 120, 180),
    "Expedited": _pace(30, 60, 120),
    "Priority": _pace(10, 20, 60),
    "ScheduledDelivery": _pace(60, 120, 180),
}

#: Our choice: picking begins that long before the truck leaves, unless planning takes longer.
PICKING_LEAD: Final = timedelta(hours=8)

#: Trucks leave within so much time from the earliest promised moment on.
DEPARTURES: Final = timedelta(hours=8)


class Timetable(msgspec.Struct, frozen=True):
    """The moments at which an order changes, each not before the one above it."""

    received_at: datetime
    planning_at: datetime
    processing_at: datetime
    ships_at: datetime


def timetable(speed: Speed, released_at: datetime, departs_at: datetime) -> Timetable:
    """The moments of an order that was created, or whose hold was lifted, at ``released_at``.

    ``departs_at`` is when its shipment should leave by the promise; it leaves later where the stages take longer.
    """
    pace = PACES[speed]
    received_at = released_at + pace.validation
    planning_at = received_at + pace.handover
    processing_at = max(planning_at + pace.planning, departs_at - PICKING_LEAD)
    return Timetable(received_at, planning_at, processing_at, max(departs_at, processing_at + pace.picking))


def received_at(speed: Speed, created_at: datetime) -> datetime:
    """When a new order has been validated; one on hold, too."""
    return created_at + PACES[speed].validation


def hold_ends_at(created_at: datetime) -> datetime:
    """When an order that is still on hold is cancelled by itself."""
    return created_at + HOLD_LIFETIME


def backorder_ends_at(released_at: datetime) -> datetime:
    """When units that still wait for stock are given up."""
    return released_at + BACKORDER_LIFETIME


def departs_at(seed: Seed, promised: Promise, *key: str | int) -> datetime:
    """When a shipment's truck should leave: within the first hours of what was promised. Our choice."""
    span = min(promised.latest_ship - promised.earliest_ship, DEPARTURES)
    return promised.earliest_ship + timedelta(minutes=int(seed.share("departs", *key) * (span.total_seconds() // 60)))

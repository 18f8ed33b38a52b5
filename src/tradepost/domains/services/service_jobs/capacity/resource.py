"""What performs services, as it is kept: stores and technicians, and the reservations of their time."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

from tradepost.domains.services.service_jobs.capacity.rules import Availability

ResourceKind = Literal["store", "technician"]
LocationType = Literal["IN_HOME", "IN_STORE", "ONLINE"]
ReservationType = Literal["APPOINTMENT", "TRAVEL", "VACATION", "BREAK", "TRAINING"]
ReservationStatus = Literal["ACTIVE", "CANCELLED", "ENDED"]


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What can be bought of a store: how long it takes, in minutes, what it needs and what it costs.

    One that is not scheduled in ``real_time`` has the store's working hours as its slots, whatever else is agreed on in
    them; it takes nothing of the capacity (published model of the types of slots).
    """

    asin: str
    title: str
    minutes: int
    price: Decimal
    currency: str
    skills: tuple[str, ...] = ()
    location_type: LocationType = "IN_HOME"
    real_time: bool = True


class Resource(msgspec.Struct, kw_only=True):
    """A store, which takes as many appointments at once as its schedule has capacity; or a technician, who takes one.

    Services are sold by stores alone.
    """

    id: str
    kind: ResourceKind
    marketplace_id: str
    name: str
    schedule: list[Availability] = []
    services: list[Service] = []

    def service(self, asin: str) -> Service | None:
        """The service of this ASIN, if it is sold here."""
        return next((each for each in self.services if each.asin == asin), None)


class Reservation(msgspec.Struct, kw_only=True):
    """Time of a resource that the seller keeps for something else."""

    id: str
    resource_id: str
    marketplace_id: str
    type: ReservationType
    availability: Availability
    status: ReservationStatus = "ACTIVE"
    created_at: datetime

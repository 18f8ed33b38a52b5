"""A service job as it is kept: what was bought, by whom and for what, and its appointments."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

import msgspec

from tradepost.domains.selling.orders.order import Address
from tradepost.domains.services.service_jobs.capacity.resource import LocationType, Service
from tradepost.domains.services.service_jobs.capacity.rules import Span
from tradepost.domains.services.service_jobs.model import JobStatus

AppointmentStatus = Literal["ACTIVE", "CANCELLED", "COMPLETED"]
ItemStatus = Literal["ACTIVE", "CANCELLED", "SHIPPED", "DELIVERED"]


class Technician(msgspec.Struct, frozen=True):
    """Who performs a service."""

    id: str
    name: str


class Fulfillment(msgspec.Struct, kw_only=True):
    """What a seller says of an appointment: the expected arrival, when the work began and ended, who did it, and the
    ids of the documents that prove it."""

    arrival: Span | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    technicians: list[Technician] = []
    documents: list[str] = []
    proved_at: datetime | None = None


class Appointment(msgspec.Struct, kw_only=True):
    """A time that was agreed on. ``rescheduled_as`` is the appointment that took its place."""

    id: str
    start: datetime
    minutes: int
    status: AppointmentStatus = "ACTIVE"
    technicians: list[Technician] = []
    rescheduled_as: str = ""
    late: bool = False
    fulfillment: Fulfillment = msgspec.field(default_factory=Fulfillment)

    @property
    def span(self) -> Span:
        """From its start to its end."""
        return Span(self.start, self.start + timedelta(minutes=self.minutes))


class BoughtItem(msgspec.Struct, kw_only=True):
    """A product that the service is for, of an order of the same seller."""

    order_id: str
    order_item_id: str
    asin: str
    title: str
    quantity: int
    status: ItemStatus = "ACTIVE"
    earliest_delivery: datetime
    latest_delivery: datetime


class LinkedAsset(msgspec.Struct, frozen=True):
    """Something of the buyer's that the service is performed on, such as a car."""

    type: str
    name: str
    attributes: dict[str, str] = {}


class ServiceBuyer(msgspec.Struct, kw_only=True):
    """Who has bought a service, and where it is performed unless that is in the store or online."""

    id: str
    name: str
    phone: str
    prime: bool
    address: Address


class ServiceJob(msgspec.Struct, kw_only=True):
    """What a buyer has bought of a store's services, from the order on until it is done or will never be."""

    id: str
    order_id: str
    marketplace_id: str
    store_id: str
    status: JobStatus
    created_at: datetime
    updated_at: datetime
    service: Service
    quantity: int
    total: Decimal
    instrument: str
    buyer: ServiceBuyer
    preferred: list[datetime] = []
    items: list[BoughtItem] = []
    assets: list[LinkedAsset] = []
    tracking_ids: list[str] = []
    appointments: list[Appointment] = []
    cancellation_reason: str = ""

    @property
    def location_type(self) -> LocationType:
        """Where it is performed."""
        return self.service.location_type

    @property
    def active(self) -> Appointment | None:
        """The appointment that is to be kept, if there is one."""
        return next((each for each in self.appointments if each.status == "ACTIVE"), None)

    @property
    def minutes(self) -> int:
        """How long an appointment takes: the service's time, for each that was bought (our choice)."""
        return self.service.minutes * self.quantity

    @property
    def product_order_ids(self) -> list[str]:
        """The orders of its products."""
        return list(dict.fromkeys(each.order_id for each in self.items))

    def appointment(self, appointment_id: str) -> Appointment | None:
        """The appointment of this id, whatever became of it."""
        return next((each for each in self.appointments if each.id == appointment_id), None)

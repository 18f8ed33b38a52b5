"""Inbound orders and their shipments, as they are kept. An order has one shipment once it is confirmed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Final, Literal

import msgspec

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.carriage.zones import Stop, zone
from tradepost.domains.fba.awd import centers
from tradepost.domains.fba.awd.packages import boxes
from tradepost.domains.fba.inbound.sending import carriers
from tradepost.domains.steps import Steps

OrderTrigger = Literal["update", "updated", "confirm", "close", "expire", "cancel"]
ShipmentTrigger = Literal["send", "move", "deliver", "receive", "close", "cancel"]

#: The published states of an order; that a confirmed one can be cancelled until it has left is our choice.
ORDER_STEPS: Final[Steps[api.InboundStatus, OrderTrigger]] = Steps(
    "AWD inbound order",
    [
        ("DRAFT", "update", "VALIDATING"),
        ("VALIDATING", "updated", "DRAFT"),
        ("DRAFT", "confirm", "CONFIRMED"),
        ("DRAFT", "expire", "EXPIRED"),
        ("DRAFT", "cancel", "CANCELLED"),
        ("CONFIRMED", "cancel", "CANCELLED"),
        ("CONFIRMED", "close", "CLOSED"),
    ],
)
#: The published states of a shipment, in the order that their descriptions tell.
SHIPMENT_STEPS: Final[Steps[api.InboundShipmentStatus, ShipmentTrigger]] = Steps(
    "AWD inbound shipment",
    [
        ("CREATED", "send", "SHIPPED"),
        ("SHIPPED", "move", "IN_TRANSIT"),
        ("IN_TRANSIT", "deliver", "DELIVERED"),
        ("DELIVERED", "receive", "RECEIVING"),
        ("RECEIVING", "close", "CLOSED"),
        ("CREATED", "cancel", "CANCELLED"),
    ],
)
#: How long a draft can be confirmed, and by when a confirmed shipment is to leave. Our choice.
UNCONFIRMED: Final = timedelta(days=30)
SHIP_WITHIN: Final = timedelta(days=30)


class InboundOrder(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An order to bring boxes in. ``shipment_id`` and ``center_id`` once it is confirmed."""

    id: str
    status: api.InboundStatus = "DRAFT"
    created_at: datetime
    updated_at: datetime
    origin: api.Address
    packages: list[api.DistributionPackageQuantity]
    preferred_region: str = ""
    external_reference_id: str = ""
    shipment_id: str = ""
    center_id: str = ""

    def take(self, trigger: OrderTrigger, now: datetime) -> None:
        """Goes on to the state that a trigger leads to. Raises IllegalStepError."""
        self.status, self.updated_at = ORDER_STEPS.after(self.status, trigger), now


class Paper(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Something that is made for a shipment by a job: how far it is, and the document that came of it."""

    status: Literal["GENERATING", "GENERATED", "GENERATION_FAILED"] = "GENERATING"
    document_id: str = ""


class InboundShipment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Boxes on their way to a distribution center. ``received`` counts boxes by lot; ``lost_boxes`` never arrive."""

    id: str
    order_id: str
    center_id: str
    status: api.InboundShipmentStatus = "CREATED"
    created_at: datetime
    updated_at: datetime
    origin: api.Address
    packages: list[api.DistributionPackageQuantity]
    external_reference_id: str = ""
    warehouse_reference_id: str
    tracking: list[api.TrackingDetails] = []
    sent_at: datetime | None = None
    received: dict[str, int] = {}
    lost_boxes: list[str] = []
    papers: dict[str, Paper] = {}

    @property
    def center(self) -> centers.DistributionCenter:
        """Where it goes."""
        return centers.BY_ID[self.center_id]

    @property
    def by_parcel(self) -> bool:
        """Whether its boxes travel one by one: they have a number each, or there is only one (published model)."""
        return len(self.tracking) == boxes(self.packages)

    def take(self, trigger: ShipmentTrigger, now: datetime) -> None:
        """Goes on to the state that a trigger leads to. Raises IllegalStepError."""
        self.status, self.updated_at = SHIPMENT_STEPS.after(self.status, trigger), now

    def box_ids(self) -> list[str]:
        """The ids on the labels of its boxes, package by package."""
        return [f"{self.id}U{number:06}" for number in range(1, boxes(self.packages) + 1)]

    def lost_by_package(self) -> dict[int, int]:
        """How many boxes of each package were lost, by its place."""
        ends = list(accumulate(each.count for each in self.packages))
        numbers = (int(each.rpartition("U")[2]) for each in self.lost_boxes)
        return Counter(bisect_left(ends, number) for number in numbers)

    def arrival(self) -> datetime:
        """When it is delivered, once it has left: by distance, and as parcels or freight."""
        assert self.sent_at is not None
        start = Stop(postal_code=self.origin.postal_code or "", country=self.origin.country_code)
        mode: Literal["GROUND_SMALL_PARCEL", "FREIGHT_LTL"] = "GROUND_SMALL_PARCEL" if self.by_parcel else "FREIGHT_LTL"
        return self.sent_at + carriers.on_the_road(mode, zone(start, self.center.stop))

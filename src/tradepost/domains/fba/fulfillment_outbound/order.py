"""A fulfillment order with everything that belongs to it: its lines, shipments, packages and returns."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec

from tradepost.contract import fulfillment_outbound_2020_07_01 as api
from tradepost.domains.carriage.tracking import Journey
from tradepost.domains.fba.fulfillment_outbound.model import (
    OrderStatus,
    ShipmentStatus,
    UnitCounts,
)
from tradepost.domains.fba.fulfillment_outbound.shipping.allocation import AllocatedLine, Policy, WantedLine
from tradepost.domains.places.calendar import Promise


class Line(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An item of an order, and what has become of its units; the five counts together are its quantity."""

    item_id: str
    seller_sku: str
    quantity: int
    waiting: int = 0
    reserved: int = 0
    shipped: int = 0
    cancelled: int = 0
    unfulfillable: int = 0

    @property
    def counts(self) -> UnitCounts:
        """The units as the rules count them."""
        return UnitCounts(self.quantity, self.shipped, self.cancelled, self.unfulfillable)


class Parcel(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A package on its way: who brings it under which number, and how its way ends. ``way`` is kept where somebody has
    changed it; otherwise it is what the seed has in store."""

    number: int
    carrier: str
    tracking_number: str
    shipped_at: datetime
    ends_at: datetime
    delivered_at: datetime | None = None
    ended: bool = False
    way: Journey | None = None


class ShipmentItem(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Units of a line in one package of a shipment; packages are counted from 0."""

    item_id: str
    seller_sku: str
    quantity: int
    package: int


class Shipment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What leaves one fulfillment center together. One that ``waits`` does not leave before it is let go."""

    id: str
    number: int
    center_id: str
    status: ShipmentStatus
    items: list[ShipmentItem]
    package_count: int
    weight: Decimal
    ships_at: datetime
    promise: Promise
    parcels: list[Parcel] = []
    waits: bool = False

    @property
    def open_or_shipped(self) -> bool:
        """Whether it has left or still is to; one that was called off will not."""
        return self.status in ("PLANNED", "PENDING", "SHIPPED")

    def units(self, item_id: str) -> int:
        """The units of a line in this shipment."""
        return sum(each.quantity for each in self.items if each.item_id == item_id)

    def astray(self, item_id: str) -> int:
        """Those of them whose package was lost or came back: no buyer has them."""
        gone = {index for index, each in enumerate(self.parcels) if each.ended and each.delivered_at is None}
        return sum(each.quantity for each in self.items if each.item_id == item_id and each.package in gone)


class ReturnedUnit(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One unit that a buyer sends back, as far as it has come."""

    return_item_id: str
    item_id: str
    seller_sku: str
    shipment_id: str
    reason_code: str
    comment: str | None = None
    authorization_number: int
    status: str
    status_changed_at: datetime
    center_id: str | None = None
    amazon_reason_code: str | None = None
    condition: str | None = None


class Order(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A fulfillment order. ``request`` is what its seller asked for, as far as it was not updated since.

    ``origin`` is empty for a seller's own order, and names the area that asked for another one.
    ``promise`` is when it ships and arrives, counted from ``released_at``, when it might; on hold it is an estimate.
    """

    id: str
    marketplace_id: str
    request: api.CreateFulfillmentOrderRequest
    status: OrderStatus
    received_at: datetime
    status_updated_at: datetime
    held: bool = False
    origin: str = ""
    released_at: datetime | None = None
    promise: Promise | None = None
    lines: list[Line]
    shipments: list[Shipment] = []
    returns: list[ReturnedUnit] = []

    @property
    def policy(self) -> Policy:
        """Its fulfillment policy."""
        return self.request.fulfillment_policy or "FillOrKill"

    @property
    def counts(self) -> UnitCounts:
        """What has become of all its units."""
        total = UnitCounts(0)
        for line in self.lines:
            total = total.plus(line.counts)
        return total

    @property
    def waiting(self) -> int:
        """Units that wait for stock."""
        return sum(line.waiting for line in self.lines)

    @property
    def reserved(self) -> int:
        """Units that have stock and have not left yet."""
        return sum(line.reserved for line in self.lines)

    def line(self, item_id: str) -> Line | None:
        """The line with the seller's id for it."""
        return next((each for each in self.lines if each.item_id == item_id), None)

    def returned(self, shipment: Shipment, item_id: str) -> int:
        """Units of a line in a shipment that were asked to be sent back."""
        return sum(each.shipment_id == shipment.id and each.item_id == item_id for each in self.returns)

    def last_shipment(self, item_id: str) -> Shipment | None:
        """The latest shipment with units of a line that has left or still is to."""
        found = [each for each in self.shipments if each.open_or_shipped and each.units(item_id)]
        return max(found, key=lambda each: each.ships_at, default=None)

    def unplanned(self, line: Line) -> int:
        """Units of a line that have stock and are in no shipment yet."""
        planned = sum(each.units(line.item_id) for each in self.shipments if each.status in ("PLANNED", "PENDING"))
        return line.reserved - planned


def wanted(lines: list[Line]) -> list[WantedLine]:
    """What lines ask for."""
    return [WantedLine(each.item_id, each.seller_sku, each.quantity) for each in lines]


def apply_allocation(lines: list[Line], allocated: tuple[AllocatedLine, ...]) -> None:
    """Writes down what each line got."""
    for line, got in zip(lines, allocated, strict=True):
        line.reserved, line.waiting, line.unfulfillable = got.reserved, got.waiting, got.unfulfillable

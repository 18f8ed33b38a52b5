"""Orders that send boxes on to fulfillment centers, as they are kept. Pure.

Replenishment orders and outbound orders are two faces of these: what the API calls CREATED in the one is DRAFT in the
other. An outbound order has no address (published model), so that it goes to a fulfillment center as well (our choice).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from tradepost.contract import awd_2024_05_09 as api
from tradepost.domains.fba.awd.lots import Lot
from tradepost.domains.fba.awd.packages import product_of
from tradepost.domains.steps import Steps

Face = Literal["replenishment", "outbound"]
Trigger = Literal["change", "validate", "pass", "refuse", "confirm", "execute", "ship", "succeed", "fail"]
ShipmentTrigger = Literal["leave", "deliver", "receive", "received", "close"]

#: The published states. Execution may fail until boxes have left (our choice).
STEPS: Final[Steps[api.ReplenishmentOrderStatus, Trigger]] = Steps(
    "AWD distribution order",
    [
        ("CREATED", "change", "CREATED"),
        ("ELIGIBLE", "change", "CREATED"),
        ("INELIGIBLE", "change", "CREATED"),
        ("CREATED", "validate", "VALIDATING"),
        ("VALIDATING", "pass", "ELIGIBLE"),
        ("CREATED", "refuse", "INELIGIBLE"),
        ("VALIDATING", "refuse", "INELIGIBLE"),
        ("ELIGIBLE", "confirm", "CONFIRMED"),
        ("CONFIRMED", "execute", "EXECUTING"),
        ("EXECUTING", "ship", "INVENTORY_OUTBOUND"),
        ("CONFIRMED", "fail", "FAILURE"),
        ("EXECUTING", "fail", "FAILURE"),
        ("INVENTORY_OUTBOUND", "succeed", "SUCCESS"),
    ],
)
SHIPMENT_STEPS: Final[Steps[api.OutboundShipmentStatus, ShipmentTrigger]] = Steps(
    "AWD outbound shipment",
    [
        ("CREATED", "leave", "IN_TRANSIT"),
        ("IN_TRANSIT", "deliver", "DELIVERED"),
        ("DELIVERED", "receive", "RECEIVING"),
        ("RECEIVING", "received", "RECEIVED"),
        ("RECEIVED", "close", "CLOSED"),
    ],
)


class Picked(msgspec.Struct, frozen=True):
    """Boxes of a lot that an order takes, for a line of it: a product or package, by its place."""

    line: int
    lot_id: str
    sku: str
    boxes: int
    units: int


class Reason(msgspec.Struct, frozen=True):
    """Why something of an order cannot be sent; a code, the reason in words, and the SKU where it is about one."""

    code: str
    text: str
    sku: str = ""


class OutboundShipment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Boxes of an order that go from one distribution center to one fulfillment center."""

    id: str
    center_id: str
    fulfillment_center_id: str
    status: api.OutboundShipmentStatus = "CREATED"
    created_at: datetime
    updated_at: datetime
    picked: list[Picked]

    def take(self, trigger: ShipmentTrigger, now: datetime) -> None:
        """Goes on to the state that a trigger leads to. Raises IllegalStepError."""
        self.status, self.updated_at = SHIPMENT_STEPS.after(self.status, trigger), now

    @property
    def left(self) -> bool:
        """Whether its boxes have left."""
        return self.status != "CREATED"


class DistributionOrder(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An order of units (``products``) or of boxes (``packages``). ``partial`` orders take what there is.

    ``picked`` are the boxes that were found for it; ``generation`` counts its changes, so that a check of what was
    wanted before is not taken for one of what is wanted now.
    """

    id: str
    face: Face
    status: api.ReplenishmentOrderStatus = "CREATED"
    created_at: datetime
    updated_at: datetime
    confirmed_at: datetime | None = None
    partial: bool = True
    confirms_itself: bool = False
    preferences: list[api.OrderAttribute] = []
    products: list[api.DistributionProduct] = []
    packages: list[api.DistributionPackageQuantity] = []
    generation: int = 0
    picked: list[Picked] = []
    reasons: list[Reason] = []
    shipments: list[OutboundShipment] = []

    def take(self, trigger: Trigger, now: datetime) -> None:
        """Goes on to the state that a trigger leads to. Raises IllegalStepError."""
        self.status, self.updated_at = STEPS.after(self.status, trigger), now

    @property
    def skus(self) -> list[str]:
        """What it is about."""
        named = [each.sku for each in self.products] or [product_of(each).sku for each in self.packages]
        return list(dict.fromkeys(named))

    def acceptable(self, picked: Sequence[Picked], reasons: Sequence[Reason]) -> bool:
        """Whether it can be confirmed with these boxes: all that was wanted, or some of it where it is partial."""
        return bool(picked) and (self.partial or not reasons)


def pick(
    order: DistributionOrder, stored: Mapping[str, Sequence[Lot]], barred: Mapping[str, str]
) -> tuple[list[Picked], list[Reason]]:
    """The boxes for an order, and why something of it is missing.

    Boxes are not opened, so what is picked for a product can be less than was wanted. What expires first goes first,
    then what came first (our choice). ``barred`` are SKUs that a fulfillment center does not take, with the reason.
    """
    left = {lot.id: lot.available for lots in stored.values() for lot in lots}
    picked: list[Picked] = []
    reasons = []
    for line, (sku, units, size) in enumerate(_wanted(order)):
        if sku in barred:
            reasons.append(Reason(barred[sku].partition(":")[0], barred[sku].partition(":")[2].strip(), sku))
            continue
        missing = units
        for lot in stored.get(sku, ()):
            if size is not None and lot.units_per_box != size:
                continue
            boxes = min(left[lot.id], missing // lot.units_per_box)
            if boxes:
                picked.append(Picked(line, lot.id, sku, boxes, boxes * lot.units_per_box))
                left[lot.id] -= boxes
                missing -= boxes * lot.units_per_box
        if missing:
            text = f"{units} units wanted, {units - missing} are available in whole boxes"
            reasons.append(Reason("INSUFFICIENT_INVENTORY", text, sku))
    return picked, reasons


def _wanted(order: DistributionOrder) -> list[tuple[str, int, int | None]]:
    """SKU and units of each line, and how many are in a box where that was said."""
    if order.products:
        return [(each.sku, each.quantity, None) for each in order.products]
    found: list[tuple[str, int, int | None]] = []
    for package in order.packages:
        product = product_of(package)
        found.append((product.sku, package.count * product.quantity, product.quantity))
    return found

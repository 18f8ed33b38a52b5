"""What would become of an order: by speed, when it would ship and arrive, from where, and what that would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.domains.fba.fulfillment_outbound.asking import features, fees
from tradepost.domains.fba.fulfillment_outbound.asking.addresses import Destination, address_problems
from tradepost.domains.fba.fulfillment_outbound.asking.features import Constraint
from tradepost.domains.fba.fulfillment_outbound.asking.fees import Fee
from tradepost.domains.fba.fulfillment_outbound.shipping.allocation import WantedLine
from tradepost.domains.fba.fulfillment_outbound.shipping.parcels import (
    PlannedItem,
    PlannedShipment,
    split_into_shipments,
)
from tradepost.domains.measures import units
from tradepost.domains.measures.sizes import PACKAGING_KG, WeighedBy, item_size
from tradepost.domains.places import calendar
from tradepost.domains.places.calendar import Promise, Speed, Window
from tradepost.domains.places.countries import crosses_customs
from tradepost.simulation.seed import Seed

#: The speeds of a preview that names none, in the order that was seen; in Japan also ScheduledDelivery (our choice).
USUAL_SPEEDS: Final[tuple[Speed, ...]] = ("Expedited", "Priority", "Standard")

#: Why an order is not fulfillable: the two published codes, and one of our own for features.
SLA_UNAVAILABLE: Final = "DeliverySLAUnavailable"
INVALID_ADDRESS: Final = "InvalidDestinationAddress"
FEATURE_UNAVAILABLE: Final = "FeatureUnavailable"

#: Why an item is not fulfillable. Codes of our choice: the published model names none.
UNKNOWN_SKU: Final = "InvalidSKU"
TOO_FEW: Final = "InsufficientInventory"


class Weight(msgspec.Struct, frozen=True):
    """A weight in a published unit: POUNDS or KILOGRAMS."""

    unit: str
    value: Decimal


class PreviewItem(msgspec.Struct, frozen=True):
    """Units of an item in a shipment of a preview."""

    item_id: str
    seller_sku: str
    quantity: int
    weight: Weight
    weighed_by: WeighedBy


class PreviewShipment(msgspec.Struct, frozen=True):
    """A shipment of a preview."""

    promise: Promise
    items: tuple[PreviewItem, ...]


class UnfulfillableItem(msgspec.Struct, frozen=True):
    """Units of an item that would not ship, and the codes that say why."""

    item_id: str
    seller_sku: str
    quantity: int
    reasons: tuple[str, ...]


class Preview(msgspec.Struct, frozen=True):
    """What would become of an order at one speed."""

    speed: Speed
    fulfillable: bool
    cash_on_delivery: bool
    weight: Weight | None = None
    fees: tuple[Fee, ...] = ()
    shipments: tuple[PreviewShipment, ...] = ()
    unfulfillable: tuple[UnfulfillableItem, ...] = ()
    order_reasons: tuple[str, ...] = ()
    windows: tuple[Window, ...] = ()
    constraints: tuple[Constraint, ...] = ()


class PreviewRequest(msgspec.Struct, frozen=True):
    """An order that might be. ``available`` has the fulfillable units of each SKU that the seller has, and no other.

    ``country``, ``currency`` and ``zone`` are the marketplace's.
    """

    seller_id: str
    country: str
    currency: str
    zone: str
    now: datetime
    destination: Destination
    lines: tuple[WantedLine, ...]
    available: Mapping[str, int]
    constraints: tuple[Constraint, ...] = ()
    with_windows: bool = False
    with_cod: bool = False


def preview_all(seed: Seed, request: PreviewRequest, speeds: Sequence[Speed] = ()) -> tuple[Preview, ...]:
    """A preview for each speed; where asked for and possible, one more of each for cash on delivery (Japan alone)."""
    asked = tuple(dict.fromkeys(speeds)) or (
        (*USUAL_SPEEDS, "ScheduledDelivery") if request.country == "JP" else USUAL_SPEEDS
    )
    ways = (False, True) if request.with_cod and request.country == "JP" else (False,)
    return tuple(preview(seed, request, speed, cash_on_delivery=cod) for speed in asked for cod in ways)


def preview(seed: Seed, request: PreviewRequest, speed: Speed, *, cash_on_delivery: bool = False) -> Preview:
    """What would become of the order at this speed.

    It is fulfillable when the address is good, the service reaches it, every required feature can be had, and at least
    one unit has stock; units without are listed (our choice, as ``FillAllAvailable`` would ship the rest).
    """
    stock, unfulfillable = _stock(request)
    windows = _windows(request, speed)
    reasons = _order_reasons(seed, request, speed)
    blocked = bool(reasons) or not stock
    bare = Preview(
        speed,
        not blocked,
        cash_on_delivery,
        unfulfillable=unfulfillable,
        order_reasons=reasons,
        windows=windows,
        constraints=request.constraints,
    )
    if blocked:
        return bare
    required = features.required(request.constraints)
    planned = split_into_shipments(
        seed, request.seller_id, request.country, stock, together="DELIVER_TOGETHER" in required
    )
    dates = promise_for(request, speed, windows)
    return msgspec.structs.replace(
        bare,
        weight=_weight(_kilograms(seed, request, planned), request.country),
        fees=_fees(seed, request, speed, stock, len(planned), required, cash_on_delivery),
        shipments=tuple(PreviewShipment(dates, _items(seed, request, each)) for each in planned),
    )


def promise_for(request: PreviewRequest, speed: Speed, windows: Sequence[Window] = ()) -> Promise:
    """When each shipment of the order would leave and arrive; a scheduled delivery in its first window."""
    if speed == "ScheduledDelivery":
        window = (windows or calendar.delivery_windows(request.now, request.country, request.zone))[0]
        return calendar.window_promise(request.now, window, request.country, request.zone)
    return calendar.promise(speed, request.now, request.country, request.destination.country_code, request.zone)


def _stock(request: PreviewRequest) -> tuple[list[PlannedItem], tuple[UnfulfillableItem, ...]]:
    left = dict(request.available)
    stock, missing = [], []
    for line in request.lines:
        there = min(line.quantity, left.get(line.seller_sku, 0))
        if there > 0:
            left[line.seller_sku] -= there
            stock.append(PlannedItem(line.item_id, line.seller_sku, there))
        if there < line.quantity:
            why = TOO_FEW if line.seller_sku in request.available else UNKNOWN_SKU
            missing.append(UnfulfillableItem(line.item_id, line.seller_sku, line.quantity - there, (why,)))
    return stock, tuple(missing)


def _order_reasons(seed: Seed, request: PreviewRequest, speed: Speed) -> tuple[str, ...]:
    found = []
    if address_problems(request.destination, request.country, "address"):
        found.append(INVALID_ADDRESS)
    elif not calendar.reachable(speed, request.country, request.destination.country_code) or (
        request.destination.is_military and speed != "Standard"
    ):
        found.append(SLA_UNAVAILABLE)
    known = [line.seller_sku for line in request.lines if line.seller_sku in request.available]
    if features.unmet(seed, request.constraints, request.country, request.seller_id, known):
        found.append(FEATURE_UNAVAILABLE)
    return tuple(found)


def _windows(request: PreviewRequest, speed: Speed) -> tuple[Window, ...]:
    if not request.with_windows or speed != "ScheduledDelivery" or request.country != "JP":
        return ()
    return tuple(calendar.delivery_windows(request.now, request.country, request.zone))


def _fees(
    seed: Seed,
    request: PreviewRequest,
    speed: Speed,
    stock: Sequence[PlannedItem],
    shipments: int,
    required: frozenset[str],
    cash_on_delivery: bool,
) -> tuple[Fee, ...]:
    there = request.destination.country_code
    return fees.fees(
        speed,
        [item_size(seed, request.seller_id, each.seller_sku) for each in stock for _ in range(each.quantity)],
        currency=request.currency,
        country=request.country,
        abroad=there != request.country,
        customs=crosses_customs(request.country, there),
        shipments=shipments,
        block_amzl="BLOCK_AMZL" in required,
        signature="SIGNATURE_CONFIRMATION" in required,
        cash_on_delivery=cash_on_delivery,
    )


def _items(seed: Seed, request: PreviewRequest, shipment: PlannedShipment) -> tuple[PreviewItem, ...]:
    units: dict[tuple[str, str], int] = {}
    for each in shipment.items:
        units[each.item_id, each.seller_sku] = units.get((each.item_id, each.seller_sku), 0) + each.quantity
    found = []
    for (item_id, sku), quantity in units.items():
        size = item_size(seed, request.seller_id, sku)
        weight = _weight(size.shipping_weight * quantity, request.country)
        found.append(PreviewItem(item_id, sku, quantity, weight, size.weighed_by))
    return tuple(found)


def _kilograms(seed: Seed, request: PreviewRequest, planned: Sequence[PlannedShipment]) -> Decimal:
    boxes = PACKAGING_KG * sum(each.package_count for each in planned)
    return boxes + sum(
        (
            item_size(seed, request.seller_id, each.seller_sku).shipping_weight * each.quantity
            for shipment in planned
            for each in shipment.items
        ),
        Decimal(0),
    )


def _weight(kilograms: Decimal, country: str) -> Weight:
    unit, value = units.told(kilograms, "weight", country)
    return Weight(unit.upper(), value)

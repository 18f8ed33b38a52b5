"""How the units of an order are split into shipments and packages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.domains.measures.sizes import PACKAGING_KG, ItemSize, item_size, size_tier
from tradepost.domains.places.centers import FulfillmentCenter, stocked_at
from tradepost.simulation.seed import Seed

#: A box holds so many kilograms and liters; what is larger than standard goes alone. Our choice.
BOX_KG: Final = Decimal(20)
BOX_CUBIC_CENTIMETERS: Final = Decimal(60_000)
_BULKY: Final = frozenset({"LargeBulky", "ExtraLarge"})


class PlannedItem(msgspec.Struct, frozen=True):
    """Units of an order's item that are to ship."""

    item_id: str
    seller_sku: str
    quantity: int


class PackedItem(msgspec.Struct, frozen=True):
    """Units of an item in one package; packages of a shipment are counted from 0."""

    item_id: str
    seller_sku: str
    quantity: int
    package: int


class PlannedShipment(msgspec.Struct, frozen=True):
    """What leaves one fulfillment center together."""

    center: FulfillmentCenter
    items: tuple[PackedItem, ...]
    package_count: int
    weight: Decimal

    def quantity(self, item_id: str) -> int:
        """The units of that item in all packages."""
        return sum(each.quantity for each in self.items if each.item_id == item_id)


class _Box:
    __slots__ = ("kilograms", "units", "volume")

    def __init__(self) -> None:
        self.kilograms = PACKAGING_KG
        self.volume = Decimal(0)
        self.units: list[PlannedItem] = []

    def takes(self, size: ItemSize) -> bool:
        fits = self.kilograms + size.weight <= BOX_KG and self.volume + size.volume <= BOX_CUBIC_CENTIMETERS
        return fits or not self.units

    def put(self, unit: PlannedItem, size: ItemSize) -> None:
        self.units.append(unit)
        self.kilograms += size.weight
        self.volume += size.volume


def split_into_shipments(
    seed: Seed, seller_id: str, country: str, items: Sequence[PlannedItem], *, together: bool = False
) -> tuple[PlannedShipment, ...]:
    """The shipments of an order: one for each fulfillment center that holds some of its units.

    ``country`` is the marketplace's. ``together`` (feature DELIVER_TOGETHER) sends all from the center that handles the
    largest item. Shipments and packages come in an order that depends on nothing but the items.
    """
    sized = [(each, item_size(seed, seller_id, each.seller_sku)) for each in items if each.quantity > 0]
    by_center: dict[FulfillmentCenter, list[tuple[PlannedItem, ItemSize]]] = {}
    for item, size in sized:
        bulky = size_tier(size) in _BULKY
        center = stocked_at(seed, seller_id, item.seller_sku, country, bulky=bulky)
        by_center.setdefault(center, []).append((item, size))
    if together and len(by_center) > 1:
        first = next((center for center in by_center if center.bulky), next(iter(by_center)))
        by_center = {first: sized}
    return tuple(_shipment(center, contents) for center, contents in by_center.items())


def packed_into(items: Iterable[tuple[PlannedItem, ItemSize]]) -> list[list[PlannedItem]]:
    """The boxes that hold these units, the largest unit first into the first box that takes it; bulky ones alone."""
    units = [
        (PlannedItem(item.item_id, item.seller_sku, 1), size) for item, size in items for _ in range(item.quantity)
    ]
    units.sort(key=lambda unit: unit[1].volume, reverse=True)
    boxes: list[_Box] = []
    alone: list[list[PlannedItem]] = []
    for unit, size in units:
        if size_tier(size) in _BULKY:
            alone.append([unit])
            continue
        box = next((each for each in boxes if each.takes(size)), None)
        if box is None:
            box = _Box()
            boxes.append(box)
        box.put(unit, size)
    return alone + [box.units for box in boxes]


def _shipment(center: FulfillmentCenter, contents: list[tuple[PlannedItem, ItemSize]]) -> PlannedShipment:
    boxes = packed_into(contents)
    packed: dict[tuple[str, str, int], int] = {}
    for number, box in enumerate(boxes):
        for unit in box:
            key = (unit.item_id, unit.seller_sku, number)
            packed[key] = packed.get(key, 0) + 1
    weight = sum((size.weight * item.quantity for item, size in contents), Decimal(0))
    return PlannedShipment(
        center,
        tuple(PackedItem(item_id, sku, count, number) for (item_id, sku, number), count in packed.items()),
        len(boxes),
        weight + PACKAGING_KG * len(boxes),
    )

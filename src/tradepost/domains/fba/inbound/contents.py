"""What plans, packing groups and shipments hold: lines of units, boxes, pallets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from tradepost.contract import fulfillment_inbound_2024_03_20 as api

Owner = Literal["AMAZON", "SELLER", "NONE"]
#: What can be packed together: products of usual size, bulky ones, and dangerous goods each go by themselves.
Handling = Literal["standard", "bulky", "hazmat"]

Key = tuple[str, str, str, str, str]


class Line(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Units of one SKU that are alike in everything: expiry, lot, and who labels and prepares them.

    ``prep_types`` are what is to be done to them. ``received`` counts what Amazon has received so far.
    """

    msku: str
    asin: str
    fnsku: str
    quantity: int
    label_owner: Owner
    prep_owner: Owner
    expiration: str = ""
    lot: str = ""
    prep_types: tuple[api.PrepType, ...] = ()
    handling: Handling = "standard"
    received: int = 0

    @property
    def key(self) -> Key:
        """What tells these units from others."""
        return (self.msku, self.expiration, self.lot, self.label_owner, self.prep_owner)

    def of(self, quantity: int) -> Line:
        """So many units of the same."""
        return msgspec.structs.replace(self, quantity=quantity)


class Box(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One carton. ``template`` names its packing group and its place there: ``P1 - B3`` (observed by integrators).

    ``lines`` are what is in it. Where its content was not told they are what Amazon will find, and nobody is shown.
    """

    package_id: str
    source: api.BoxContentInformationSource
    dimensions: api.Dimensions
    weight: api.Weight
    lines: list[Line] = []
    handling: Handling = "standard"
    box_id: str = ""
    template: str = ""

    @property
    def told(self) -> bool:
        """Whether the seller said what is in it."""
        return self.source == "BOX_CONTENT_PROVIDED"


class Pallet(msgspec.Struct, kw_only=True, omit_defaults=True):
    """So many pallets that are alike."""

    package_id: str
    quantity: int
    dimensions: api.Dimensions | None = None
    weight: api.Weight | None = None
    stackability: api.Stackability | None = None


def units(lines: Iterable[Line]) -> int:
    """The units of lines together."""
    return sum(each.quantity for each in lines)


def by_sku(lines: Iterable[Line]) -> dict[str, int]:
    """The units of each SKU."""
    found: dict[str, int] = {}
    for each in lines:
        found[each.msku] = found.get(each.msku, 0) + each.quantity
    return found


def gathered(lines: Iterable[Line]) -> list[Line]:
    """The same units with one line for each that is different, in the order in which they come."""
    found: dict[Key, Line] = {}
    for each in lines:
        known = found.get(each.key)
        found[each.key] = each.of(each.quantity + (known.quantity if known else 0))
    return list(found.values())

"""Lots: boxes that are alike and came together. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, get_args

import msgspec

#: Announced by a confirmed shipment; on their way here; stored; set aside for an order; on their way to FBA.
Place = Literal["announced", "inbound", "available", "reserved", "outbound"]
PLACES: tuple[Place, ...] = get_args(Place)


class Lot(msgspec.Struct, kw_only=True):
    """Boxes of one package of one shipment: what is in each, the room that each takes, and how many are where.

    ``expiration`` is a day, or empty; ``movements`` counts the lines of the ledger.
    """

    id: str
    sku: str
    asin: str
    center_id: str
    expiration: str
    units_per_box: int
    cubic_feet: Decimal
    announced: int = 0
    inbound: int = 0
    available: int = 0
    reserved: int = 0
    outbound: int = 0
    movements: int = 0

    def boxes(self, place: Place) -> int:
        """How many boxes are there."""
        return int(getattr(self, place))

    def count(self, place: Place | None, boxes: int) -> None:
        """Counts so many boxes more, or fewer, there; the world outside is not counted."""
        if place is not None:
            setattr(self, place, self.boxes(place) + boxes)

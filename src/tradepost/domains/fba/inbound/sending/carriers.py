"""Who carries shipments to Amazon, how far it is, how long it takes, and what Amazon's partners ask for it. Pure.

All figures are our choice: of the size of public price lists, which carriers do not publish for Amazon's sellers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.contract import fulfillment_inbound_2024_03_20 as api
from tradepost.domains.carriage.carriers import CARRIERS
from tradepost.domains.fba.inbound.contents import Box, Pallet
from tradepost.domains.fba.inbound.planning.boxing import kilograms, liters
from tradepost.domains.fba.inbound.shipment import Mode
from tradepost.domains.places.centers import FulfillmentCenter
from tradepost.domains.places.countries import crosses_customs

#: Who carries for Amazon, by country: the code and name of the carrier for parcels, and of the one for freight. The
#: countries are those of the public help page.
PARTNERED: Final[dict[str, tuple[tuple[str, str], tuple[str, str]]]] = {
    "US": (("UPSN", "United Parcel Service"), ("ABFS", "ArcBest")),
    "GB": (("UPSN", "United Parcel Service"), ("PALX", "Palletline")),
    "DE": (("UPSN", "United Parcel Service"), ("DBSC", "DB Schenker")),
    "FR": (("UPSN", "United Parcel Service"), ("DBSC", "DB Schenker")),
    "IT": (("UPSN", "United Parcel Service"), ("DBSC", "DB Schenker")),
    "ES": (("UPSN", "United Parcel Service"), ("DBSC", "DB Schenker")),
    "IN": (("ATSI", "Amazon Transportation Services"), ("ATSI", "Amazon Transportation Services")),
}
#: Any other carrier has no code (observed by integrators).
OTHER: Final = ("", "Other")

_LITERS_PER_KG: Final = Decimal(5)
_PARCEL_BASE, _PARCEL_PER_KG, _PARCEL_PER_ZONE = Decimal("4.20"), Decimal("0.32"), Decimal("0.55")
_FREIGHT_BASE, _FREIGHT_PER_KG, _FREIGHT_PER_ZONE = Decimal("85.00"), Decimal("0.11"), Decimal("22.00")
_FAR, _ABROAD, _NEAR = 8, 7, 2


class Load(msgspec.Struct, frozen=True):
    """What is to be carried: parcels or pallets, and how much of them there is, in kilograms that are charged."""

    pieces: int
    charged_kg: Decimal


def parcels(boxes: Sequence[Box]) -> Load:
    """Boxes as parcels: each counts by its weight, or by its room where that is more."""
    heavy = sum((max(kilograms(each.weight), liters(each.dimensions) / _LITERS_PER_KG) for each in boxes), Decimal(0))
    return Load(len(boxes), heavy)


def freight(pallets: Sequence[Pallet], boxes: Sequence[Box]) -> Load:
    """Pallets by their weight; those without one by that of the boxes."""
    pieces = sum(each.quantity for each in pallets)
    weights = [each.quantity * kilograms(each.weight) for each in pallets if each.weight is not None]
    whole = sum(weights, Decimal(0)) or sum((kilograms(each.weight) for each in boxes), Decimal(0))
    return Load(pieces, whole)


def zone(source: api.Address, center: FulfillmentCenter) -> int:
    """How far it is, from 2 to 8: by the first sign of postal codes within a country, as carriers' maps have it."""
    if source.country_code != center.country:
        return _FAR if crosses_customs(source.country_code, center.country) else _ABROAD
    mine, theirs = source.postal_code[:1].upper(), center.postal_code[:1].upper()
    return min(_NEAR + abs(_place(mine) - _place(theirs)), _FAR)


def _place(sign: str) -> int:
    return int(sign) if sign.isdecimal() else (ord(sign) - ord("A")) // 3 if "A" <= sign <= "Z" else 0


def quote(mode: Mode, load: Load, far: int) -> Decimal:
    """What Amazon's partner asks, in US dollars."""
    if mode == "GROUND_SMALL_PARCEL":
        each = _PARCEL_BASE + _PARCEL_PER_ZONE * far
        return each * load.pieces + _PARCEL_PER_KG * load.charged_kg
    return (_FREIGHT_BASE + _FREIGHT_PER_ZONE * far) * load.pieces + _FREIGHT_PER_KG * load.charged_kg


def on_the_road(mode: Mode, far: int) -> timedelta:
    """How long a shipment is on its way once it has left."""
    days = 1 + far // 2 if mode == "GROUND_SMALL_PARCEL" else 2 + far
    return timedelta(days=days)


def own_carriers(country: str) -> list[tuple[str, str]]:
    """The carriers that a seller may bring parcels with: codes and names."""
    known = [each.code for each in CARRIERS.get(country, ()) if not each.amazon]
    return [*((code, code.replace("_", " ").title()) for code in known), OTHER]

"""What a carrier's table says: its services with their prices and limits, and what it adds."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from tradepost.domains.carriage.zones import ZONES


class Price(msgspec.Struct, frozen=True):
    """Of a service, in US dollars: the first weight step in zone 1, what each further zone adds to it, what each
    kilogram above the first step costs in zone 1, and what each further zone adds to that."""

    first: Decimal
    zone: Decimal
    kilogram: Decimal
    kilogram_zone: Decimal


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """Something that a carrier offers. Sides and girth in centimeters, weights in kilograms, days are business days.

    ``zones`` are those that it reaches; ``days`` the earliest and the latest of arrival within a country. ``girth`` is
    the length plus twice width and height. ``hazmat`` and ``liquids`` say what it takes; ``collects`` whether it takes
    money at the door; ``signature`` the least proof of delivery.
    """

    id: str
    name: str
    price: Price
    days: tuple[int, int]
    zones: tuple[int, ...] = tuple(ZONES)
    most_kg: Decimal = Decimal(30)
    longest: Decimal = Decimal(150)
    girth: Decimal = Decimal(300)
    step_kg: Decimal = Decimal("0.5")
    divisor: int = 5000
    hazmat: bool = False
    liquids: bool = True
    collects: bool = False
    signature: bool = True
    express: bool = False


class Surcharges(msgspec.Struct, frozen=True):
    """What a carrier adds: fuel as a share of the base rate, the rest in US dollars a parcel.

    A parcel is oversize from ``long_from`` centimeters on. ``insured_free`` is the value that is covered anyway, and
    ``insured_share`` what every insured unit of money above it costs.
    """

    fuel: Decimal = Decimal(0)
    residential: Decimal = Decimal(0)
    remote: Decimal = Decimal(0)
    oversize: Decimal = Decimal(0)
    long_from: Decimal = Decimal(122)
    hazmat: Decimal = Decimal(0)
    signature: Decimal = Decimal("3.00")
    adult_signature: Decimal = Decimal("6.50")
    collect: Decimal = Decimal("2.50")
    insured_free: Decimal = Decimal(100)
    insured_share: Decimal = Decimal("0.012")


class Tariff(msgspec.Struct, frozen=True):
    """One carrier's table. ``linked`` is whether a seller can ship at an account of his own with it; ``manifests``
    whether it wants a collection form for what it picks up."""

    name: str
    services: tuple[Service, ...]
    surcharges: Surcharges
    linked: bool = False
    manifests: bool = False
    pickup: bool = True

"""What it costs to send a parcel, with whom, by when; and who does not take it, and why.

Pure: the same question has the same answer. Money is in the currency that is asked for, exact to its smallest coin.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

import msgspec

from tradepost.domains.carriage.carriers import CARRIERS
from tradepost.domains.carriage.promising import Promised, promise
from tradepost.domains.carriage.tariff import Service, Tariff
from tradepost.domains.carriage.tariffs import LEVELS, TARIFFS
from tradepost.domains.carriage.zones import REMOTE, Stop, zone
from tradepost.domains.measures.amounts import rounded

ReasonCode = Literal[
    "NO_COVERAGE",
    "PICKUP_SLOT_RESTRICTION",
    "UNSUPPORTED_VAS",
    "VAS_COMBINATION_RESTRICTION",
    "SIZE_RESTRICTIONS",
    "WEIGHT_RESTRICTIONS",
    "LATE_DELIVERY",
    "PROGRAM_CONSTRAINTS",
    "TERMS_AND_CONDITIONS_NOT_ACCEPTED",
    "CARRIER_UNAVAILABLE",
]
ItemId = Literal[
    "BASE_RATE",
    "FUEL_SURCHARGE",
    "RESIDENTIAL_SURCHARGE",
    "DELIVERY_AREA_SURCHARGE",
    "OVERSIZE_SURCHARGE",
    "ADDITIONAL_SURCHARGE",
    "INSURANCE",
]
Option = Literal["NO_CONFIRMATION", "DELIVERY_CONFIRMATION", "SIGNATURE_CONFIRMATION", "ADULT_SIGNATURE", "COD"]

#: How many days ahead a pick-up can be asked for (our choice; public help pages say a week to a month).
DAYS_AHEAD: Final = 14


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent: sides in centimeters in any order, kilograms, liters of liquid; money in the currency that is
    asked for. ``insured`` is the value to cover, ``collect`` what is to be taken at the door."""

    length: Decimal
    width: Decimal
    height: Decimal
    kilograms: Decimal
    insured: Decimal = Decimal(0)
    collect: Decimal = Decimal(0)
    hazmat: bool = False
    liters: Decimal = Decimal(0)

    @property
    def sides(self) -> tuple[Decimal, Decimal, Decimal]:
        """The longest side first."""
        longest, middle, shortest = sorted((self.length, self.width, self.height), reverse=True)
        return longest, middle, shortest


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question for rates. ``ships_at`` is when the parcel is ready, ``now`` when it is asked.

    ``carriers`` and ``services`` narrow the answer down to these codes. ``arrive_by`` rules out what comes too late.
    ``down`` are carriers that take nothing now; ``tables`` are prices of one's own by service id.
    """

    package: Package
    origin: Stop
    destination: Stop
    currency: str
    now: datetime
    ships_at: datetime
    carriers: frozenset[str] | None = None
    services: frozenset[str] | None = None
    arrive_by: datetime | None = None
    down: frozenset[str] = frozenset()
    tables: Mapping[str, RateTable] = {}


class TableRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Prices up to a weight, by zone from zone 1 on; a zone further than the last costs as the last."""

    up_to_kilograms: Decimal
    prices: tuple[Decimal, ...]


class RateTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """Base rates of one's own for a service, in the currency of the country that a parcel starts in; rows by rising
    weight. What is heavier than the last row is not taken."""

    service_id: str
    rows: tuple[TableRow, ...]

    def price(self, zone: int, kilograms: Decimal) -> Decimal | None:
        """The base rate, or None for what is too heavy."""
        row = next((each for each in self.rows if kilograms <= each.up_to_kilograms), None)
        return None if row is None else row.prices[min(zone, len(row.prices)) - 1]


class Item(msgspec.Struct, frozen=True):
    """A part of a rate, by its published id."""

    id: ItemId
    amount: Decimal


class Extra(msgspec.Struct, frozen=True):
    """A service on top that can be had for a cost, within its group. ``included`` is what one gets anyway."""

    id: Option
    group: Literal["SIG_VERIFICATION", "COLLECT_ON_DELIVERY"]
    name: str
    cost: Decimal
    included: bool = False


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """A service that takes the parcel, and what it costs without extras. ``billed`` is in kilograms."""

    carrier: str
    carrier_name: str
    service: str
    service_name: str
    zone: int
    billed: Decimal
    currency: str
    total: Decimal
    items: tuple[Item, ...]
    promised: Promised
    extras: tuple[Extra, ...]

    def extra(self, id: str) -> Extra | None:
        """The extra of this id."""
        return next((each for each in self.extras if each.id == id), None)


class Reason(msgspec.Struct, frozen=True):
    """Why a service does not take a parcel: a published code (CARRIER_UNAVAILABLE is ours), in our words."""

    code: ReasonCode
    message: str


class Ineligible(msgspec.Struct, frozen=True, kw_only=True):
    """A service that does not take the parcel."""

    carrier: str
    carrier_name: str
    service: str
    service_name: str
    reasons: tuple[Reason, ...]


def rates(asked: Asked) -> list[Rate | Ineligible]:
    """Every service of every carrier of the country that the parcel starts in, the cheapest that takes it first."""
    found: list[Rate | Ineligible] = []
    for carrier in CARRIERS.get(asked.origin.country, ()):
        if asked.carriers is None or carrier.code in asked.carriers:
            tariff = TARIFFS[carrier.code]
            found += [
                _rate(asked, carrier.code, tariff, each)
                for each in tariff.services
                if asked.services is None or each.id in asked.services
            ]
    return sorted(found, key=lambda each: (isinstance(each, Ineligible), getattr(each, "total", 0), each.service))


def billed_weight(package: Package, service: Service) -> Decimal:
    """Kilograms that are paid for: the actual or the dimensional weight, rounded up to the carrier's step."""
    longest, middle, shortest = package.sides
    weight = max(package.kilograms, longest * middle * shortest / service.divisor)
    return (weight / service.step_kg).to_integral_value(ROUND_CEILING) * service.step_kg


def base_rate(service: Service, zone: int, billed: Decimal, currency: str) -> Decimal:
    """What the table says for a zone and a weight; never less for a higher zone or a greater weight."""
    price, further = service.price, zone - 1
    first = price.first + price.zone * further
    heavier = (price.kilogram + price.kilogram_zone * further) * max(billed - service.step_kg, Decimal(0))
    return rounded((first + heavier) * LEVELS[currency], currency)


def _rate(asked: Asked, carrier: str, tariff: Tariff, service: Service) -> Rate | Ineligible:
    reached = zone(asked.origin, asked.destination)
    ready_at = min(max(asked.ships_at, asked.now), asked.now + timedelta(days=DAYS_AHEAD))
    promised = promise(service, reached, ready_at, asked.origin.country, asked.destination.country)
    billed = billed_weight(asked.package, service)
    table = asked.tables.get(service.id)
    base = base_rate(service, reached, billed, asked.currency) if table is None else table.price(reached, billed)
    reasons = _reasons(asked, carrier, service, reached, promised)
    if base is None:
        reasons.append(Reason("WEIGHT_RESTRICTIONS", f"{billed:g} kg is more than the table of the service has."))
    if reasons or base is None:
        return Ineligible(
            carrier=carrier,
            carrier_name=tariff.name,
            service=service.id,
            service_name=service.name,
            reasons=tuple(reasons),
        )
    items = _items(asked, tariff, reached, base)
    return Rate(
        carrier=carrier,
        carrier_name=tariff.name,
        service=service.id,
        service_name=service.name,
        zone=reached,
        billed=billed,
        currency=asked.currency,
        total=sum((each.amount for each in items), Decimal(0)),
        items=items,
        promised=promised,
        extras=_extras(asked, tariff, service),
    )


def _reasons(asked: Asked, carrier: str, service: Service, reached: int, promised: Promised) -> list[Reason]:
    package, found = asked.package, []
    longest, middle, shortest = package.sides
    girth = longest + 2 * (middle + shortest)
    if carrier in asked.down:
        found.append(Reason("CARRIER_UNAVAILABLE", "The carrier takes no parcels at present."))
    if reached not in service.zones:
        found.append(Reason("NO_COVERAGE", "The service does not reach the destination from here."))
    if package.kilograms > service.most_kg:
        found.append(Reason("WEIGHT_RESTRICTIONS", f"{package.kilograms:g} kg is more than {service.most_kg:g} kg."))
    if longest > service.longest or girth > service.girth:
        limits = f"{service.longest:g} cm long, {service.girth:g} cm with the girth"
        found.append(
            Reason("SIZE_RESTRICTIONS", f"{longest:g} cm long, {girth:g} cm with the girth; most is {limits}.")
        )
    if package.hazmat and not service.hazmat:
        found.append(Reason("PROGRAM_CONSTRAINTS", "The service takes no hazardous goods."))
    if package.liters and not service.liquids:
        found.append(Reason("PROGRAM_CONSTRAINTS", "The service takes no liquids."))
    if package.collect and not service.collects:
        found.append(Reason("UNSUPPORTED_VAS", "The service collects no money on delivery."))
    ahead = (asked.ships_at - asked.now).total_seconds() / 86400
    if ahead > DAYS_AHEAD or ahead < -1:
        found.append(Reason("PICKUP_SLOT_RESTRICTION", f"A pick-up is from today until {DAYS_AHEAD} days ahead."))
    if asked.arrive_by is not None and promised.delivery.end > asked.arrive_by:
        found.append(Reason("LATE_DELIVERY", f"It arrives by {promised.delivery.end:%Y-%m-%d}, which is too late."))
    return found


def _items(asked: Asked, tariff: Tariff, reached: int, base: Decimal) -> tuple[Item, ...]:
    package, extra, level = asked.package, tariff.surcharges, LEVELS[asked.currency]
    longest = package.sides[0]
    uncovered = max(package.insured - extra.insured_free * level, Decimal(0))
    found: list[tuple[ItemId, Decimal]] = [
        ("BASE_RATE", base),
        ("FUEL_SURCHARGE", base * extra.fuel),
        ("RESIDENTIAL_SURCHARGE", extra.residential * level if asked.destination.residential else Decimal(0)),
        ("DELIVERY_AREA_SURCHARGE", extra.remote * level if reached == REMOTE else Decimal(0)),
        ("OVERSIZE_SURCHARGE", extra.oversize * level if longest >= extra.long_from else Decimal(0)),
        ("ADDITIONAL_SURCHARGE", extra.hazmat * level if package.hazmat else Decimal(0)),
        ("INSURANCE", uncovered * extra.insured_share),
    ]
    coins = [Item(id, rounded(amount, asked.currency)) for id, amount in found]
    return tuple(each for each in coins if each.amount or each.id == "BASE_RATE")


def _extras(asked: Asked, tariff: Tariff, service: Service) -> tuple[Extra, ...]:
    level, costs = LEVELS[asked.currency], tariff.surcharges
    rows: list[tuple[Option, str, Decimal]] = [
        ("NO_CONFIRMATION", "No Confirmation", Decimal(0)),
        ("DELIVERY_CONFIRMATION", "Delivery Confirmation", Decimal(0)),
    ]
    if service.signature:
        rows.append(("SIGNATURE_CONFIRMATION", "Signature Confirmation", costs.signature))
        rows.append(("ADULT_SIGNATURE", "Adult Signature Confirmation", costs.adult_signature))
    found = [
        Extra(id, "SIG_VERIFICATION", name, rounded(cost * level, asked.currency), id == "DELIVERY_CONFIRMATION")
        for id, name, cost in rows
    ]
    if service.collects:
        cost = rounded(costs.collect * level, asked.currency)
        found.append(Extra("COD", "COLLECT_ON_DELIVERY", "Collect on Delivery", cost))
    return tuple(found)

"""What attributes say of sizes and weights, in which units, and the packed unit that comes of it."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import msgspec

from tradepost.domains.measures import units
from tradepost.domains.selling.catalog.attributes import Attributes, entries
from tradepost.simulation.seed import Seed

_FINEST = Decimal("0.0001")
_SHOWN = Decimal("0.01")
_SIDES = ("length", "width", "height")
_LEAST_SIDE, _MOST_SIDE = (6, 4, 1), (45, 32, 20)
_GRAMS_A_CUBIC_CENTIMETER = (Decimal("0.08"), Decimal("0.45"))
_LIGHTEST = Decimal("0.05")


class Package(msgspec.Struct, frozen=True):
    """One packed unit: kilograms and centimeters."""

    weight_kg: Decimal
    length_cm: Decimal
    width_cm: Decimal
    height_cm: Decimal


class Measure(msgspec.Struct, frozen=True):
    """A value with its unit, as attributes say it."""

    value: Decimal
    unit: str


def measure(said: Any, kind: str) -> Measure | None:
    """A measure from an attribute's ``{"unit", "value"}``; None where it is no value above zero of that kind."""
    if not isinstance(said, dict) or said.get("unit") not in {each.name for each in units.UNITS[kind]}:
        return None
    try:
        value = Decimal(str(said.get("value")))
    except InvalidOperation:
        return None
    return Measure(value, said["unit"]) if value.is_finite() and value > 0 else None


def weight(attributes: Attributes, name: str) -> Measure | None:
    """The weight that an attribute says, such as ``item_weight``."""
    return next((found for each in entries(attributes, name) if (found := measure(each, "weight"))), None)


def sides(attributes: Attributes, name: str) -> dict[str, Measure]:
    """The measures that an attribute has as parts: ``length``, ``width``, ``height`` as far as they are given."""
    for each in entries(attributes, name):
        found = {side: made for side in _SIDES if (made := measure(each.get(side), "length"))}
        if found:
            return found
    return {}


def centimeters(length: Measure) -> Decimal:
    """A length in centimeters, to a ten-thousandth."""
    return units.converted(length.value, "length", "centimeters", length.unit).quantize(_FINEST, ROUND_HALF_UP)


def kilograms(heavy: Measure) -> Decimal:
    """A weight in kilograms, to a ten-thousandth."""
    return units.converted(heavy.value, "weight", "kilograms", heavy.unit).quantize(_FINEST, ROUND_HALF_UP)


def package(attributes: Attributes, seed: Seed, asin: str) -> Package:
    """The packed unit of a product, from ``item_package_*``.

    What is missing there is drawn by the ASIN: sides from 6 x 4 x 1 to 45 x 32 x 20 cm, and a weight that fits them
    (our choice; Amazon measures what arrives in its warehouses).
    """
    given = {side: centimeters(each) for side, each in sides(attributes, "item_package_dimensions").items()}
    drawn = [
        Decimal(least + seed.number("package", side, asin) % (most - least + 1))
        for side, least, most in zip(_SIDES, _LEAST_SIDE, _MOST_SIDE, strict=True)
    ]
    length, width, height = (given.get(side, usual) for side, usual in zip(_SIDES, drawn, strict=True))
    weighed = weight(attributes, "item_package_weight") or weight(attributes, "item_weight")
    heavy = kilograms(weighed) if weighed else _likely_weight(length * width * height, seed, asin)
    return Package(heavy, length, width, height)


def _likely_weight(volume: Decimal, seed: Seed, asin: str) -> Decimal:
    light, heavy = _GRAMS_A_CUBIC_CENTIMETER
    density = light + (heavy - light) * Decimal(seed.number("package", "density", asin) % 1000) / 1000
    return max(_LIGHTEST, (volume * density / 1000).quantize(_SHOWN, ROUND_HALF_UP))


def in_units_of(country: str, package: Package) -> dict[str, Measure]:
    """A package in the units that a country uses first."""
    lengths = zip(_SIDES, (package.length_cm, package.width_cm, package.height_cm), strict=True)
    found = {side: units.told(each, "length", country, _SHOWN) for side, each in lengths}
    pound, heavy = units.told(package.weight_kg, "weight", country, _SHOWN)
    shown = {side: Measure(value, name) for side, (name, value) in found.items()}
    return {**shown, "weight": Measure(max(heavy, _SHOWN), pound)}

"""Lengths and weights: from the units in which attributes say them to centimetres and kilograms, and back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

import msgspec

from tradepost.domains.selling.catalog.attributes import Attributes, entries
from tradepost.simulation.seed import Seed

_CENTIMETRES = {
    "centimeters": Decimal(1),
    "millimeters": Decimal("0.1"),
    "meters": Decimal(100),
    "inches": Decimal("2.54"),
    "feet": Decimal("30.48"),
}
_KILOGRAMS = {
    "kilograms": Decimal(1),
    "grams": Decimal("0.001"),
    "milligrams": Decimal("0.000001"),
    "pounds": Decimal("0.45359237"),
    "ounces": Decimal("0.028349523125"),
}
_FINEST = Decimal("0.0001")
_SHOWN = Decimal("0.01")
_SIDES = ("length", "width", "height")
_LEAST_SIDE, _MOST_SIDE = (6, 4, 1), (45, 32, 20)
_GRAMS_A_CUBIC_CENTIMETRE = (Decimal("0.08"), Decimal("0.45"))
_LIGHTEST = Decimal("0.05")


class Package(msgspec.Struct, frozen=True):
    """One packed unit: kilograms and centimetres."""

    weight_kg: Decimal
    length_cm: Decimal
    width_cm: Decimal
    height_cm: Decimal


class Measure(msgspec.Struct, frozen=True):
    """A value with its unit, as attributes say it."""

    value: Decimal
    unit: str


def measure(said: Any, units: Mapping[str, Decimal]) -> Measure | None:
    """A measure from an attribute's ``{"unit", "value"}``; None where it is not one of these units above zero."""
    if not isinstance(said, dict) or said.get("unit") not in units:
        return None
    try:
        value = Decimal(str(said.get("value")))
    except InvalidOperation:
        return None
    return Measure(value, said["unit"]) if value.is_finite() and value > 0 else None


def weight(attributes: Attributes, name: str) -> Measure | None:
    """The weight that an attribute says, such as ``item_weight``."""
    return next((found for each in entries(attributes, name) if (found := measure(each, _KILOGRAMS))), None)


def sides(attributes: Attributes, name: str) -> dict[str, Measure]:
    """The measures that an attribute has as parts: ``length``, ``width``, ``height`` as far as they are given."""
    for each in entries(attributes, name):
        found = {side: made for side in _SIDES if (made := measure(each.get(side), _CENTIMETRES))}
        if found:
            return found
    return {}


def centimetres(length: Measure) -> Decimal:
    """A length in centimetres, to a ten-thousandth."""
    return (length.value * _CENTIMETRES[length.unit]).quantize(_FINEST, ROUND_HALF_UP)


def kilograms(heavy: Measure) -> Decimal:
    """A weight in kilograms, to a ten-thousandth."""
    return (heavy.value * _KILOGRAMS[heavy.unit]).quantize(_FINEST, ROUND_HALF_UP)


def package(attributes: Attributes, seed: Seed, asin: str) -> Package:
    """The packed unit of a product, from ``item_package_*``.

    What is missing there is drawn by the ASIN: sides from 6 x 4 x 1 to 45 x 32 x 20 cm, and a weight that fits them
    (our choice; Amazon measures what arrives in its warehouses).
    """
    given = {side: centimetres(each) for side, each in sides(attributes, "item_package_dimensions").items()}
    drawn = [
        Decimal(least + seed.number("package", side, asin) % (most - least + 1))
        for side, least, most in zip(_SIDES, _LEAST_SIDE, _MOST_SIDE, strict=True)
    ]
    length, width, height = (given.get(side, usual) for side, usual in zip(_SIDES, drawn, strict=True))
    weighed = weight(attributes, "item_package_weight") or weight(attributes, "item_weight")
    heavy = kilograms(weighed) if weighed else _likely_weight(length * width * height, seed, asin)
    return Package(heavy, length, width, height)


def _likely_weight(volume: Decimal, seed: Seed, asin: str) -> Decimal:
    light, heavy = _GRAMS_A_CUBIC_CENTIMETRE
    density = light + (heavy - light) * Decimal(seed.number("package", "density", asin) % 1000) / 1000
    return max(_LIGHTEST, (volume * density / 1000).quantize(_SHOWN, ROUND_HALF_UP))


def in_units_of(country: str, package: Package) -> dict[str, Measure]:
    """A package in the units of a country: inches and pounds in the US, centimetres and kilograms elsewhere."""
    length, pound = ("inches", "pounds") if country == "US" else ("centimeters", "kilograms")
    found = {
        side: Measure((each / _CENTIMETRES[length]).quantize(_SHOWN, ROUND_HALF_UP), length)
        for side, each in zip(_SIDES, (package.length_cm, package.width_cm, package.height_cm), strict=True)
    }
    heavy = (package.weight_kg / _KILOGRAMS[pound]).quantize(_SHOWN, ROUND_HALF_UP)
    return {**found, "weight": Measure(max(heavy, _SHOWN), pound)}

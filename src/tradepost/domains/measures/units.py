"""Units of measure: what each is called, and how much of another it is. The one place that knows. Pure.

Names are those that listings send (published product type definitions). Factors are exact, by the international yard
and pound of 1959 and the US gallon of 231 cubic inches.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec


class Unit(msgspec.Struct, frozen=True):
    """A unit: as it is sent, as it is shown in English and in German, and how many of its kind's first unit it is.

    ``size`` is None where units of a kind cannot be turned into each other.
    """

    name: str
    en: str
    de: str
    size: Decimal | None = None


#: By what they measure. Centimeters, kilograms and milliliters are what everything is counted in.
UNITS: Final[dict[str, tuple[Unit, ...]]] = {
    "length": (
        Unit("centimeters", "Centimeters", "Zentimeter", Decimal(1)),
        Unit("millimeters", "Millimeters", "Millimeter", Decimal("0.1")),
        Unit("meters", "Meters", "Meter", Decimal(100)),
        Unit("inches", "Inches", "Zoll", Decimal("2.54")),
        Unit("feet", "Feet", "Fuß", Decimal("30.48")),
    ),
    "weight": (
        Unit("kilograms", "Kilograms", "Kilogramm", Decimal(1)),
        Unit("grams", "Grams", "Gramm", Decimal("0.001")),
        Unit("milligrams", "Milligrams", "Milligramm", Decimal("0.000001")),
        Unit("pounds", "Pounds", "Pfund", Decimal("0.45359237")),
        Unit("ounces", "Ounces", "Unzen", Decimal("0.028349523125")),
    ),
    "volume": (
        Unit("milliliters", "Milliliters", "Milliliter", Decimal(1)),
        Unit("liters", "Liters", "Liter", Decimal(1000)),
        Unit("cubic_centimeters", "Cubic centimeters", "Kubikzentimeter", Decimal(1)),
        Unit("fluid_ounces", "Fluid ounces", "Flüssigunzen", Decimal("29.5735295625")),
        Unit("gallons", "Gallons", "Gallonen", Decimal("3785.411784")),
    ),
    "energy": (
        Unit("watt_hours", "Watt hours", "Wattstunden", Decimal(1)),
        Unit("kilowatt_hours", "Kilowatt hours", "Kilowattstunden", Decimal(1000)),
    ),
    "charge": (
        Unit("milliamp_hours", "Milliampere hours", "Milliamperestunden", Decimal(1)),
        Unit("amp_hours", "Ampere hours", "Amperestunden", Decimal(1000)),
    ),
    "power": (Unit("watts", "Watts", "Watt", Decimal(1)), Unit("kilowatts", "Kilowatts", "Kilowatt", Decimal(1000))),
    "voltage": (Unit("volts", "Volts", "Volt", Decimal(1)),),
    "speed": (Unit("rpm", "Turns a minute", "Umdrehungen pro Minute", Decimal(1)),),
    "age": (Unit("months", "Months", "Monate", Decimal(1)), Unit("years", "Years", "Jahre", Decimal(12))),
    "days": (Unit("days", "Days", "Tage"), Unit("months", "Months", "Monate"), Unit("years", "Years", "Jahre")),
}

#: The countries, among those with a marketplace, whose buyers think in inches and pounds (our choice).
IMPERIAL: Final = frozenset({"US"})
_USUAL_THERE: Final = {"length": "inches", "weight": "pounds", "volume": "fluid_ounces"}


def usual(kind: str, country: str) -> Unit:
    """The unit that a country uses first for what is measured."""
    name = _USUAL_THERE.get(kind) if country in IMPERIAL else None
    return UNITS[kind][0] if name is None else unit(kind, name)


def unit(kind: str, name: str) -> Unit:
    """The unit of that name. Raises KeyError."""
    found = next((each for each in UNITS[kind] if each.name == name), None)
    if found is None:
        raise KeyError(f"{name} is no unit of {kind}")
    return found


def converted(value: Decimal, kind: str, into: str, of: str | None = None) -> Decimal:
    """A value in another unit, as exact as decimals of 28 digits are; from the kind's first unit unless ``of`` says.

    Raises KeyError for a unit that is not of the kind, ValueError where its units cannot be turned into each other.
    """
    source = UNITS[kind][0] if of is None else unit(kind, of)
    target = unit(kind, into)
    if source.size is None or target.size is None:
        raise ValueError(f"units of {kind} cannot be turned into each other")
    return value * source.size / target.size


def told(value: Decimal, kind: str, country: str, finest: Decimal = Decimal("0.01")) -> tuple[str, Decimal]:
    """A value in a kind's first unit as a country tells it: the unit's name, and the value to its ``finest`` step."""
    there = usual(kind, country)
    return there.name, converted(value, kind, there.name).quantize(finest, ROUND_HALF_UP)

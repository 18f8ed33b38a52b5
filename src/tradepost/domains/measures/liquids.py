"""Measures of liquids as shipping APIs name them, in liters. Pure."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

#: By the published unit: milliliters, liters, and US fluid ounces, gallons, pints, quarts and cups.
LITERS: Final = {
    "ML": Decimal("0.001"),
    "L": Decimal(1),
    "FL_OZ": Decimal("0.0295735"),
    "GAL": Decimal("3.78541"),
    "PT": Decimal("0.473176"),
    "QT": Decimal("0.946353"),
    "C": Decimal("0.236588"),
}

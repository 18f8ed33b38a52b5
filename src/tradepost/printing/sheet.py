"""A sheet: what stands where on a label or page. Millimeters from its upper left corner; type sizes in points."""

from __future__ import annotations

from typing import Literal

import msgspec

Symbology = Literal["code128", "qr", "datamatrix", "pdf417", "maxicode", "itf14", "ean13"]


class Text(msgspec.Struct, frozen=True):
    """One line of text; ``x`` and ``y`` are the upper left corner of its first letter."""

    x: float
    y: float
    text: str
    size: float = 9
    bold: bool = False


class Line(msgspec.Struct, frozen=True):
    """A straight line."""

    x: float
    y: float
    to_x: float
    to_y: float
    thickness: float = 0.3


class Box(msgspec.Struct, frozen=True):
    """A frame, or a dark area where it is filled."""

    x: float
    y: float
    width: float
    height: float
    thickness: float = 0.3
    filled: bool = False


class Barcode(msgspec.Struct, frozen=True):
    """A barcode that fills a rectangle, or the square in its upper left where the symbol is one.

    Around it the caller leaves a light margin of ten times the narrowest bar, or readers do not find its edges.
    """

    x: float
    y: float
    width: float
    height: float
    content: str
    symbology: Symbology = "code128"


Item = Text | Line | Box | Barcode


class Sheet(msgspec.Struct, frozen=True):
    """One label or page."""

    width: float
    height: float
    items: tuple[Item, ...]


def column(x: float, y: float, lines: list[str], size: float = 9, *, bold: bool = False) -> list[Text]:
    """Lines of text below one another; empty ones are left out."""
    step = size * 0.44  # a point is 0.353 mm, and lines stand a quarter apart
    return [Text(x, y + step * number, line, size, bold) for number, line in enumerate(each for each in lines if each)]

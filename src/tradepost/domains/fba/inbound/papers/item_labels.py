"""Labels of items: the FNSKU that every unit carries, on the published label sheets or one by one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from tradepost.printing.pages import A4, LETTER, Grid, on_pages
from tradepost.printing.pdf import pdf
from tradepost.printing.sheet import Barcode, Sheet, Text


class Unit(msgspec.Struct, frozen=True):
    """What stands on the label of a unit."""

    fnsku: str
    title: str


def _grid(page: tuple[float, float], columns: int, rows: int, width: float, height: float) -> Grid:
    left, top = (page[0] - columns * width) / 2, (page[1] - rows * height) / 2
    return Grid(page, columns, rows, left, top, width, height)


#: The published page types; columns, rows and sizes are those of the label sheets that they are named after.
PAGES: Final[dict[str, Grid]] = {
    "A4_21": _grid(A4, 3, 7, 63.5, 38.1),
    "A4_24": _grid(A4, 3, 8, 63.5, 33.9),
    "A4_24_64x33": _grid(A4, 3, 8, 64.6, 33.8),
    "A4_24_66x35": _grid(A4, 3, 8, 66.0, 35.0),
    "A4_24_70x36": _grid(A4, 3, 8, 70.0, 36.0),
    "A4_24_70x37": _grid(A4, 3, 8, 70.0, 37.0),
    "A4_24i": _grid(A4, 3, 8, 63.5, 33.9),
    "A4_27": _grid(A4, 3, 9, 63.5, 29.6),
    "A4_40_52x29": _grid(A4, 4, 10, 52.5, 29.7),
    "A4_44_48x25": _grid(A4, 4, 11, 48.5, 25.4),
    "Letter_30": _grid(LETTER, 3, 10, 66.7, 25.4),
}


def on_paper(units: Sequence[Unit], page_type: str) -> bytes:
    """Labels on sheets, as a PDF."""
    grid = PAGES[page_type]
    return pdf(on_pages([label(each, grid.step_x, grid.step_y) for each in units], grid))


def thermal(units: Sequence[Unit], width: float, height: float) -> bytes:
    """Labels one by one for a label printer, in millimeters: a PDF with a page for each (observed by integrators)."""
    return pdf([label(each, width, height) for each in units])


def label(unit: Unit, width: float, height: float) -> Sheet:
    """One label: barcode, FNSKU, and what the unit is called."""
    most = int(width / 1.5)
    return Sheet(
        width,
        height,
        (
            Barcode(width * 0.1, height * 0.12, width * 0.8, height * 0.4, unit.fnsku),
            Text(width * 0.1, height * 0.56, unit.fnsku, min(9.0, height * 0.28), bold=True),
            Text(width * 0.06, height * 0.72, unit.title[:most], min(6.0, height * 0.2)),
            Text(width * 0.06, height * 0.84, "New", min(6.0, height * 0.2)),
        ),
    )

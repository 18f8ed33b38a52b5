"""Sheets as the pages of a PDF, by reportlab. The same sheets give the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from tradepost.printing.barcodes import is_square, pattern
from tradepost.printing.sheet import Barcode, Box, Item, Line, Sheet, Text

_POINT: Final = 0.3528
_FAR_EAST: Final = "HeiseiKakuGo-W5"


class Pages:
    """A PDF that is made page by page, so that others can have their turn in between; a page takes milliseconds."""

    def __init__(self) -> None:
        self._target = BytesIO()
        self._canvas = Canvas(self._target, invariant=1)

    def add(self, sheet: Sheet) -> None:
        """Adds a page, in the sheet's own size."""
        self._canvas.setPageSize((sheet.width * mm, sheet.height * mm))
        for item in sheet.items:
            _draw(self._canvas, sheet.height, item)
        self._canvas.showPage()

    def whole(self) -> bytes:
        """The file; nothing can be added any more."""
        self._canvas.save()
        return self._target.getvalue()


def pdf(sheets: Sequence[Sheet]) -> bytes:
    """A PDF with a page for each sheet, in the sheet's own size."""
    pages = Pages()
    for sheet in sheets:
        pages.add(sheet)
    return pages.whole()


def _draw(canvas: Any, height: float, item: Item) -> None:
    match item:
        case Text():
            canvas.setFont(_font(item.text, bold=item.bold), item.size)
            canvas.drawString(item.x * mm, (height - item.y - item.size * _POINT * 0.8) * mm, item.text)
        case Line():
            canvas.setLineWidth(item.thickness * mm)
            canvas.line(item.x * mm, (height - item.y) * mm, item.to_x * mm, (height - item.to_y) * mm)
        case Box():
            canvas.setLineWidth(item.thickness * mm)
            bottom = (height - item.y - item.height) * mm
            canvas.rect(item.x * mm, bottom, item.width * mm, item.height * mm, fill=int(item.filled))
        case Barcode():
            _draw_barcode(canvas, height, item)


def _draw_barcode(canvas: Any, height: float, code: Barcode) -> None:
    rows = pattern(code.symbology, code.content)
    side = min(code.width, code.height)
    width, tall = (side, side) if is_square(code.symbology) else (code.width, code.height)
    step_x, step_y = width / len(rows[0]), tall / len(rows)
    for number, row in enumerate(rows):
        bottom = (height - code.y - step_y * (number + 1)) * mm
        for start, length in _runs(row):
            x = (code.x + start * step_x) * mm
            canvas.rect(x, bottom, length * step_x * mm, step_y * mm, stroke=0, fill=1)


def _runs(row: Sequence[bool]) -> list[tuple[int, int]]:
    """Where dark modules begin, and how many there are side by side."""
    found: list[tuple[int, int]] = []
    for place, dark in enumerate(row):
        if dark and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif dark:
            found.append((place, 1))
    return found


def _font(text: str, *, bold: bool) -> str:
    """A font that every reader of PDF has: Helvetica, and a Japanese one for what it cannot write."""
    try:
        text.encode("cp1252")
    except UnicodeEncodeError:
        if _FAR_EAST not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(_FAR_EAST))
        return _FAR_EAST
    return "Helvetica-Bold" if bold else "Helvetica"

"""Sheets as ZPL II, the language of label printers: texts and barcodes as commands that the printer carries out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from tradepost.printing.barcodes import pattern
from tradepost.printing.sheet import Barcode, Box, Item, Line, Sheet, Text

_INCH: Final = 25.4
_POINTS: Final = 72


def zpl(sheets: Sequence[Sheet], dpi: int = 203) -> bytes:
    """A program that prints each sheet on a label of its own; texts are UTF-8 (``^CI28``)."""
    return "".join(_label(each, dpi / _INCH) for each in sheets).encode()


def _label(sheet: Sheet, scale: float) -> str:
    fields = "\n".join(_field(each, scale) for each in sheet.items)
    return f"^XA\n^CI28\n^PW{round(sheet.width * scale)}\n^LL{round(sheet.height * scale)}\n{fields}\n^XZ\n"


def _field(item: Item, scale: float) -> str:
    at = f"^FO{round(item.x * scale)},{round(item.y * scale)}"
    match item:
        case Text():
            height = round(item.size * scale * _INCH / _POINTS)
            width = round(height * (0.62 if item.bold else 0.52))
            return f"{at}^A0N,{height},{width}^FH_^FD{_data(item.text)}^FS"
        case Line():
            thick = max(1, round(item.thickness * scale))
            across, down = round((item.to_x - item.x) * scale), round((item.to_y - item.y) * scale)
            return f"{at}^GB{max(across, thick)},{max(down, thick)},{thick}^FS"
        case Box():
            width, height = round(item.width * scale), round(item.height * scale)
            thick = min(width, height) if item.filled else max(1, round(item.thickness * scale))
            return f"{at}^GB{width},{height},{thick}^FS"
        case Barcode():
            return at + _barcode(item, scale)


def _barcode(code: Barcode, scale: float) -> str:
    rows = pattern(code.symbology, code.content)
    wide = max(1, int(code.width * scale / len(rows[0])))
    high = round(code.height * scale)
    square = max(1, int(min(code.width * scale / len(rows[0]), high / len(rows))))
    data = f"^FH_^FD{_data(code.content)}^FS"
    match code.symbology:
        case "code128":
            return f"^BY{wide}^BCN,{high},N,N,N,A{data}"
        case "itf14":
            return f"^BY{wide}^B2N,{high},N,N,N{data}"
        case "ean13":
            return f"^BY{wide}^BEN,{high},N,N{data}"
        case "qr":
            return f"^BQN,2,{min(square, 10)}^FH_^FDMA,{_data(code.content)}^FS"
        case "datamatrix":
            return f"^BXN,{square},200{data}"
        case "pdf417":
            return f"^BY{wide}^B7N,{max(1, high // len(rows))},3{data}"
        case "maxicode":
            return f"^BD4{data}"


def _data(text: str) -> str:
    """Text within a field: what would begin a command is written by its code (``^FH_``)."""
    return "".join(f"_{ord(each):02X}" if each in "^~_" or ord(each) < 32 else each for each in text)

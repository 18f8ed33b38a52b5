"""A sheet as a picture, by Pillow, black on white."""

from __future__ import annotations

from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from tradepost.printing.barcodes import is_square, pattern
from tradepost.printing.sheet import Barcode, Box, Item, Line, Sheet, Text

_INCH: Final = 25.4
_POINTS: Final = 72


def png(sheet: Sheet, dpi: int = 203) -> bytes:
    """The sheet with so many dots an inch."""
    scale = dpi / _INCH
    picture = Image.new("L", (round(sheet.width * scale), round(sheet.height * scale)), 255)
    pen = ImageDraw.Draw(picture)
    for item in sheet.items:
        _draw(picture, pen, item, scale)
    target = BytesIO()
    picture.convert("1", dither=Image.Dither.NONE).save(target, "PNG", dpi=(dpi, dpi), optimize=False)
    return target.getvalue()


def _draw(picture: Image.Image, pen: ImageDraw.ImageDraw, item: Item, scale: float) -> None:
    match item:
        case Text():
            font = _font(max(6.0, item.size * scale * _INCH / _POINTS))
            stroke = 0.4 if item.bold else 0
            pen.text((item.x * scale, item.y * scale), item.text, fill=0, font=font, stroke_width=stroke)
        case Line():
            ends = [(item.x * scale, item.y * scale), (item.to_x * scale, item.to_y * scale)]
            pen.line(ends, fill=0, width=max(1, round(item.thickness * scale)))
        case Box():
            corners = [item.x * scale, item.y * scale, (item.x + item.width) * scale, (item.y + item.height) * scale]
            width = max(1, round(item.thickness * scale))
            pen.rectangle(corners, fill=0 if item.filled else None, outline=0, width=width)
        case Barcode():
            picture.paste(*_barcode(item, scale))


@lru_cache(maxsize=32)
def _font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The font that Pillow brings along, in a size in dots: unpacking it takes longer than drawing a label."""
    return ImageFont.load_default(size)


def _barcode(code: Barcode, scale: float) -> tuple[Image.Image, tuple[int, int]]:
    """A barcode in whole dots a module, as many as there is room for, and its corner: readers need even bars."""
    rows = pattern(code.symbology, code.content)
    width, height = code.width * scale, code.height * scale
    symbol = Image.new("L", (len(rows[0]), len(rows)), 255)
    symbol.putdata([0 if dark else 255 for row in rows for dark in row])
    wide = max(1, int(width / len(rows[0])))
    if is_square(code.symbology):
        wide = max(1, int(min(width / len(rows[0]), height / len(rows))))
        size = (len(rows[0]) * wide, len(rows) * wide)
    else:
        size = (len(rows[0]) * wide, max(1, round(height / len(rows))) * len(rows))
    return symbol.resize(size, Image.Resampling.NEAREST), (round(code.x * scale), round(code.y * scale))

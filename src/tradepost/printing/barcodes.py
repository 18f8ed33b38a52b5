"""Barcodes as patterns: rows of dark (true) and light modules, by zxing-cpp."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import zxingcpp

from tradepost.printing.sheet import Symbology

_FORMATS: Final[dict[Symbology, zxingcpp.BarcodeFormat]] = {
    "code128": zxingcpp.BarcodeFormat.Code128,
    "qr": zxingcpp.BarcodeFormat.QRCode,
    "datamatrix": zxingcpp.BarcodeFormat.DataMatrix,
    "pdf417": zxingcpp.BarcodeFormat.PDF417,
    "maxicode": zxingcpp.BarcodeFormat.MaxiCode,
    "itf14": zxingcpp.BarcodeFormat.ITF14,
    "ean13": zxingcpp.BarcodeFormat.EAN13,
}
_LINEAR: Final = frozenset({"code128", "itf14", "ean13"})
Pattern = tuple[tuple[bool, ...], ...]


@lru_cache(256)
def pattern(symbology: Symbology, content: str) -> Pattern:
    """The modules of a barcode; one row for a linear one. Raises ValueError for what it cannot say."""
    made = zxingcpp.create_barcode(content, _FORMATS[symbology])
    image = memoryview(zxingcpp.write_barcode_to_image(made, scale=1, add_quiet_zones=False))  # type: ignore[arg-type]
    dark: list[list[int]] = image.tolist()  # type: ignore[assignment]
    rows = dark[:1] if symbology in _LINEAR else dark
    return tuple(tuple(value < 128 for value in row) for row in rows)


def is_square(symbology: Symbology) -> bool:
    """Whether a symbol has the same width and height, however much room there is."""
    return symbology in ("qr", "datamatrix", "maxicode")

"""Reads pages of a PDF that Tradepost has printed: its texts, and its barcodes, whose bars are filled rectangles."""

from __future__ import annotations

import base64
import re
import zlib

import zxingcpp
from PIL import Image, ImageDraw

_STREAM = re.compile(rb"/ASCII85Decode /FlateDecode.*?stream\r?\n(.*?)endstream", re.S)
_SIZE = re.compile(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]")
_BAR = re.compile(r"([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re f")
_TEXT = re.compile(r"\(((?:[^()\\]|\\.)*)\) Tj")
_DOTS_A_POINT = 6


def barcodes_of(content: bytes) -> list[list[str]]:
    """The barcodes of each page, in the order in which they stand on it."""
    sizes = [(float(width), float(height)) for width, height in _SIZE.findall(content)]
    return [_read(stream, size) for stream, size in zip(_pages(content), sizes, strict=True)]


def texts_of(content: bytes) -> list[list[str]]:
    """The lines of text of each page, in the order in which they were printed; Latin letters alone."""
    return [[re.sub(r"\\([()\\])", r"\1", each) for each in _TEXT.findall(page)] for page in _pages(content)]


def _pages(content: bytes) -> list[str]:
    """What is drawn on each page."""
    streams = [zlib.decompress(base64.a85decode(found, adobe=False)) for found in _streams(content)]
    return [each.decode("latin-1") for each in streams]


def _streams(content: bytes) -> list[bytes]:
    return [found.strip().removesuffix(b"~>") for found in _STREAM.findall(content)]


def _read(stream: str, size: tuple[float, float]) -> list[str]:
    width, height = (round(each * _DOTS_A_POINT) for each in size)
    picture = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(picture)
    for bar in _BAR.findall(stream):
        x, y, wide, tall = (float(each) * _DOTS_A_POINT for each in bar)
        pen.rectangle([round(x), round(height - y - tall), round(x + wide) - 1, round(height - y) - 1], fill=0)
    found = zxingcpp.read_barcodes(picture)
    return [each.text for each in sorted(found, key=lambda each: (each.position.top_left.y, each.position.top_left.x))]

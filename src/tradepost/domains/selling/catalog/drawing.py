"""Drawing products: SVG made from product type, color, variant and size, and from nothing else."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from tradepost.domains.selling.catalog.images import ROOT, VARIANTS

_PATH = re.compile(rf"{ROOT}/([A-Z_]{{1,60}})/([0-9a-f]{{6}})/([A-Z0-9]{{4}})\.([1-9][0-9]{{0,3}})\.svg")
_MOST_PIXELS = 3000
_DARKER, _LIGHTER = 0.62, 1.55
_SHADED = "#eef0f2"


class Drawings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shapes by name, and the shape of each product type."""

    shapes: dict[str, str]
    types: dict[str, str]


@cache
def drawings() -> Drawings:
    """The shapes as their file has them."""
    source = (files(__package__) / "drawings.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(source), Drawings)


def image_at(path: str) -> bytes | None:
    """The image behind a path, or None where there is none."""
    match = _PATH.fullmatch(path)
    if match is None or match[1] not in drawings().types or match[3] not in VARIANTS or int(match[4]) > _MOST_PIXELS:
        return None
    return svg(match[1], match[2], match[3], int(match[4]))


def svg(product_type: str, shade: str, variant: str, size: int) -> bytes:
    """An image: a product type's shape in a color, as one of the variants shows it, so many pixels wide and high."""
    known = drawings()
    shape = known.shapes[known.types[product_type]]
    style = (
        f".c{{fill:#{shade};stroke:#000;stroke-opacity:.15;stroke-width:.5}}"
        f".d{{fill:#{_scaled(shade, _DARKER)}}}.l{{fill:#{_scaled(shade, _LIGHTER)}}}"
        f".n{{fill:none;stroke:#{_scaled(shade, _DARKER)};stroke-width:6;stroke-linecap:round}}"
        ".m{fill:none;stroke:#555;stroke-width:.6}"
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" viewBox="0 0 100 100">'
        f"<style>{style}</style>{_scene(shape, shade, variant)}</svg>"
    ).encode()


def _scene(shape: str, shade: str, variant: str) -> str:
    """The main image on white as Amazon asks for it; further ones from other sides; a swatch is the color alone."""
    if variant == "SWCH":
        return f'<rect width="100" height="100" fill="#{shade}"/>'
    white, shaded = _ground("#fff"), _ground(_SHADED)
    scenes = {
        "MAIN": white + _placed(shape, 0.86),
        "PT01": shaded + _placed(shape, 1.6, turn=-8),
        "PT02": white + _placed(shape, 0.7) + _measured(),
        "PT03": shaded + "".join(_placed(shape, 0.42, x=x, y=y) for x, y in ((-24, 10), (24, 10), (0, -16))),
        "PT04": white + _placed(shape, 0.8, turn=14),
        "PT05": _ground(f"#{_scaled(shade, 2.2)}") + _placed(shape, 0.8),
        "PT06": shaded + _placed(shape, 2.4, x=30, y=20),
        "PT07": white + _placed(shape, 0.8, mirrored=True),
        "PT08": shaded + _placed(shape, 0.5, x=-20, y=14) + _placed(shape, 0.5, x=20, y=14, mirrored=True),
    }
    return scenes[variant]


def _ground(color: str) -> str:
    return f'<rect width="100" height="100" fill="{color}"/>'


def _placed(shape: str, scale: float, *, turn: int = 0, x: int = 0, y: int = 0, mirrored: bool = False) -> str:
    across = -scale if mirrored else scale
    transform = f"translate({50 + x} {50 + y}) rotate({turn}) scale({across:g} {scale:g}) translate(-50 -50)"
    return f'<g transform="{transform}">{shape}</g>'


def _measured() -> str:
    """Lines along two sides, as pictures have them that tell a product's size."""
    return '<path class="m" d="M15 92h70 M15 90v4 M85 90v4 M94 15v70 M92 15h4 M92 85h4"/>'


def _scaled(shade: str, factor: float) -> str:
    """A color made darker (below 1) or lighter (above 1)."""
    parts = [int(shade[place : place + 2], 16) for place in (0, 2, 4)]
    if factor <= 1:
        return "".join(f"{int(part * factor):02x}" for part in parts)
    return "".join(f"{255 - int((255 - part) / factor):02x}" for part in parts)

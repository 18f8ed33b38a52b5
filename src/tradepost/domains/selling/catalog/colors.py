"""Colors: the words that sellers use for them, and what they look like."""

from __future__ import annotations

from colorsys import hls_to_rgb

from tradepost.domains.selling.catalog.words import words
from tradepost.simulation.seed import Seed

_PLAIN = {
    "1f1f24": "black schwarz noir nero negro",
    "f4f2ec": "white weiss blanc bianco blanco",
    "8b8f94": "gray grey grau gris grigio",
    "c0c4c8": "silver silber argent plata",
    "c9a24b": "gold golden or oro",
    "c23b3b": "red rot rouge rosso rojo",
    "7a2233": "burgundy bordeaux wine",
    "e07b3c": "orange",
    "e8c547": "yellow gelb jaune giallo amarillo",
    "3f8a52": "green grun vert verde",
    "7d8b4e": "olive oliv",
    "6fc1a5": "mint turquoise turkis teal",
    "3a6fb5": "blue blau bleu blu azul",
    "223a63": "navy marine",
    "7cb4e0": "sky",
    "7b52a3": "purple violet lila violett",
    "e08fb0": "pink rosa",
    "7a5236": "brown braun marron oak walnut",
    "d8c3a0": "beige sand cream creme khaki natural",
    "2e6b3f": "forest",
}
_BY_WORD = {word: color for color, names in _PLAIN.items() for each in names.split() for word in words(each)}
_HUES = 360


def color(named: str | None, seed: Seed, asin: str) -> str:
    """Six hexadecimal digits for a color's name; the first word that is known decides, or else the ASIN."""
    for word in words(named or ""):
        if word in _BY_WORD:
            return _BY_WORD[word]
    return drawn(seed.number("color", asin) % _HUES)


def drawn(hue: int) -> str:
    """A calm color of a hue in degrees."""
    red, green, blue = hls_to_rgb(hue / _HUES, 0.5, 0.4)
    return f"{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"

"""How far a parcel goes: zones from postal codes, as carriers count them.

Zones 1 to 8 lie within a country, 9 is a remote part of it, 10 is abroad without customs, 11 abroad across customs on
the same continent, 12 everywhere else. The higher the zone, the dearer and the slower.
"""

from __future__ import annotations

import math
import re
from typing import Final

import msgspec

from tradepost.domains.places.countries import EUROPEAN_UNION, crosses_customs

REMOTE: Final = 9
ABROAD: Final = 10
ACROSS_CUSTOMS: Final = 11
OVERSEAS: Final = 12
ZONES: Final = range(1, OVERSEAS + 1)


class Stop(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a parcel starts or ends: an address as carriers read it."""

    name: str = ""
    company: str = ""
    lines: tuple[str, ...] = ()
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str
    phone: str = ""
    email: str = ""
    residential: bool = True


#: The middle of the area that the first two digits of a US postal code name: degrees north and west.
_UNITED_STATES: Final[dict[str, tuple[float, float]]] = {
    prefix: place
    for prefixes, place in (
        ("01 02", (42.3, 71.8)),
        ("03", (43.4, 71.5)),
        ("04", (44.5, 69.6)),
        ("05", (44.0, 72.7)),
        ("06", (41.6, 72.7)),
        ("07 08", (40.4, 74.4)),
        ("10 11", (40.7, 73.9)),
        ("12 13 14", (42.8, 75.6)),
        ("15 16", (40.5, 79.6)),
        ("17 18 19", (40.4, 76.1)),
        ("20 21", (39.0, 76.9)),
        ("22 23 24", (37.6, 78.2)),
        ("25 26", (38.6, 80.9)),
        ("27 28", (35.6, 79.4)),
        ("29", (34.0, 81.0)),
        ("30 31 39", (33.0, 84.0)),
        ("32 33 34", (28.2, 81.6)),
        ("35 36", (32.9, 86.8)),
        ("37 38", (35.8, 86.7)),
        ("40 41 42", (37.8, 85.2)),
        ("43 44 45", (40.3, 82.7)),
        ("46 47", (40.0, 86.2)),
        ("48 49", (43.0, 84.7)),
        ("50 51 52", (42.0, 93.4)),
        ("53 54", (43.9, 89.4)),
        ("55 56", (45.5, 94.0)),
        ("57", (44.3, 99.5)),
        ("58", (47.3, 99.9)),
        ("59", (46.7, 109.6)),
        ("60 61 62", (40.9, 88.9)),
        ("63 64 65", (38.5, 92.3)),
        ("66 67", (38.6, 97.4)),
        ("68 69", (41.2, 98.1)),
        ("70 71", (31.0, 91.9)),
        ("72", (34.8, 92.4)),
        ("73 74", (35.6, 97.1)),
        ("75 76", (32.6, 97.0)),
        ("77", (29.8, 95.6)),
        ("78", (29.0, 98.3)),
        ("79", (32.3, 102.5)),
        ("80 81", (39.2, 105.1)),
        ("82", (42.6, 106.6)),
        ("83", (43.9, 115.1)),
        ("84", (40.4, 111.8)),
        ("85 86", (33.4, 111.9)),
        ("87 88", (34.9, 106.4)),
        ("89", (37.6, 116.5)),
        ("90 91 92", (33.9, 117.9)),
        ("93", (36.2, 119.6)),
        ("94 95", (37.8, 121.9)),
        ("96", (40.0, 121.9)),
        ("97", (44.7, 122.5)),
        ("98 99", (47.4, 121.6)),
    )
    for prefix in prefixes.split()
}
#: Miles up to which each zone reaches, from zone 2 on: the bands of the US parcel carriers.
_BANDS: Final = (150, 300, 600, 1000, 1400, 1800)

#: Parts of a country that carriers call remote, by how their postal codes begin: islands and the far north.
_REMOTE: Final[dict[str, re.Pattern[str]]] = {
    country: re.compile(pattern)
    for country, pattern in {
        "US": "00[6-9]|09|340|96[2-9]|99[5-9]",
        "CA": "X|Y",
        "GB": "BT|HS|IM|JE|GY|ZE|KW|IV",
        "ES": "07|35|38|51|52",
        "FR": "20|97|98",
        "IT": "0[789]|9[0-8]",
        "DE": "27498|25938|26465",
        "AU": "08|67|7",
        "JP": "90|0",
        "IN": "19|682|737|744|78|79",
    }.items()
}
_CONTINENTS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"US", "CA", "MX", "PR", "VI"}),
    EUROPEAN_UNION | {"GB", "CH", "NO", "LI", "IS", "TR", "IM", "JE", "GG", "MC", "SM", "VA", "AD"},
    frozenset({"AE", "SA", "EG", "KW", "QA", "BH", "OM"}),
    frozenset({"SG", "MY", "JP", "IN", "AU", "NZ"}),
)


def zone(origin: Stop, destination: Stop) -> int:
    """The zone of a way. Within the US by miles between postal areas, in the bands of the parcel carriers; elsewhere by
    how much of the postal codes is the same (our choice)."""
    if origin.country != destination.country:
        return _abroad(origin.country, destination.country)
    here, there = _plain(origin.postal_code), _plain(destination.postal_code)
    if is_remote(destination) != is_remote(origin):
        return REMOTE
    if origin.country == "US" and here[:2] in _UNITED_STATES and there[:2] in _UNITED_STATES:
        return 1 if here[:3] == there[:3] else _band(_miles(_UNITED_STATES[here[:2]], _UNITED_STATES[there[:2]]))
    return _likeness(here, there)


def is_remote(stop: Stop) -> bool:
    """Whether carriers call an address remote (our choice of areas, after their public lists)."""
    found = _REMOTE.get(stop.country)
    return found is not None and found.match(_plain(stop.postal_code)) is not None


def _plain(postal_code: str) -> str:
    return postal_code.upper().replace(" ", "").replace("-", "")


def _abroad(origin: str, destination: str) -> int:
    if not crosses_customs(origin, destination):
        return ABROAD
    near = any({origin, destination} <= continent for continent in _CONTINENTS)
    return ACROSS_CUSTOMS if near else OVERSEAS


def _likeness(here: str, there: str) -> int:
    """1 for one post town, 2 for a region, 4 for neighboring regions, 5 for the rest of a country."""
    if here[:3] == there[:3]:
        return 1
    if here[:2] == there[:2]:
        return 2
    if here[:1] == there[:1]:
        return 3
    if here[:1].isdecimal() and there[:1].isdecimal() and abs(int(here[0]) - int(there[0])) == 1:
        return 4
    return 5


def _band(miles: float) -> int:
    return 2 + sum(miles > limit for limit in _BANDS)


def _miles(here: tuple[float, float], there: tuple[float, float]) -> float:
    (north, west), (far_north, far_west) = here, there
    mean = math.radians((north + far_north) / 2)
    return 69 * math.hypot(north - far_north, (west - far_west) * math.cos(mean))

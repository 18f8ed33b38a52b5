"""Access points: counters and lockers near a postal code, where parcels wait for who they are for."""

from __future__ import annotations

from typing import Final

import msgspec

from tradepost.contract import shipping_v2 as api
from tradepost.domains.carriage.zones import Stop
from tradepost.domains.places.centers import CENTERS
from tradepost.domains.places.countries import time_zone
from tradepost.simulation.seed import Seed

#: How many of a type there are near a postal code, and what they are called (our choice).
EACH: Final = 3
_NAMES: Final[dict[api.AccessPointType, str]] = {
    "HELIX": "Amazon Hub Counter",
    "CAMPUS_LOCKER": "Amazon Campus Locker",
    "OMNI_LOCKER": "Amazon Hub Locker",
    "ODIN_LOCKER": "Amazon Hub Locker+",
    "DOBBY_LOCKER": "Amazon Apartment Locker",
    "CORE_LOCKER": "Amazon Locker",
    "3P": "Parcel Shop",
    "CAMPUS_ROOM": "Amazon Campus Room",
}
_STAFFED: Final = frozenset({"HELIX", "3P", "CAMPUS_ROOM"})
_DAYS: Final = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")
_STREETS: Final = ("Station Road", "Market Square", "Mill Lane", "Church Street", "Park Avenue", "High Street")


class Point(msgspec.Struct, frozen=True, kw_only=True):
    """An access point; kilometers from the middle of its postal code."""

    id: str
    type: api.AccessPointType
    name: str
    place: Stop
    kilometers: float


def near(seed: Seed, country: str, postal_code: str, type: api.AccessPointType) -> list[Point]:
    """The access points of a type near a postal code, the nearest first; none where Amazon has no warehouse."""
    if country not in CENTERS:
        return []
    found = [_point(seed, country, postal_code, type, number) for number in range(EACH)]
    return sorted(found, key=lambda each: each.kilometers)


def find(seed: Seed, point_id: str, country: str, postal_code: str) -> Point | None:
    """The access point of an id near a postal code."""
    every = [each for type in _NAMES for each in near(seed, country, postal_code, type)]
    return next((each for each in every if each.id == point_id), None)


def shown(point: Point) -> api.AccessPoint:
    """An access point as the API shows it."""
    staffed = point.type in _STAFFED
    place = point.place
    return api.AccessPoint(
        access_point_id=point.id,
        name=point.name,
        timezone=time_zone(place.country),
        type=point.type,
        accessibility_attributes=api.AccessibilityAttributes(
            distance=f"{point.kilometers:.1f}", drive_time=round(point.kilometers * 2)
        ),
        address=api.Address(
            name=place.name,
            address_line1=place.lines[0],
            state_or_region=place.state,
            city=place.city,
            country_code=place.country,
            postal_code=place.postal_code,
        ),
        exception_operating_hours=[],
        assistance_type="STAFF_ASSISTED" if staffed else "SELF_ASSISTED",
        score=f"{1 / (1 + point.kilometers):.3f}",
        standard_operating_hours={day: _hours(day, staffed=staffed) for day in _DAYS},
    )


def _point(seed: Seed, country: str, postal_code: str, type: api.AccessPointType, number: int) -> Point:
    key = ("access point", country, postal_code, type, number)
    center = seed.pick(CENTERS[country], *key, "city")
    street = seed.pick(_STREETS, *key, "street")
    name = f"{_NAMES[type]} - {street}"
    return Point(
        id=seed.uuid(*key),
        type=type,
        name=name,
        place=Stop(
            name=name,
            lines=(f"{1 + seed.number(*key, 'house') % 120} {street}",),
            city=center.city,
            state=center.state,
            postal_code=postal_code,
            country=country,
            residential=False,
        ),
        kilometers=round(0.3 + seed.share(*key, "distance") * 9, 1),
    )


def _hours(day: str, *, staffed: bool) -> api.OperatingHours:
    opens, closes = ((9, 18) if day == "SUNDAY" else (7, 22)) if staffed else (0, 23)
    last_minute = 0 if staffed else 59
    return api.OperatingHours(
        opening_time=api.TimeOfDay(hour_of_day=opens, minute_of_hour=0, second_of_minute=0),
        closing_time=api.TimeOfDay(hour_of_day=closes, minute_of_hour=last_minute, second_of_minute=0),
        mid_day_closures=[],
    )

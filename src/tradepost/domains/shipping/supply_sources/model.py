"""What the configuration and the capabilities of a supply source may say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from zoneinfo import available_timezones

import msgspec

from tradepost.contract import supply_sources_2020_07_01 as api
from tradepost.domains.places.countries import COUNTRIES
from tradepost.domains.problems import Problem

_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MOST_LETTERS: Final = 100


def problems_of_new(body: api.CreateSupplySourceRequest) -> list[Problem]:
    """What is wrong with a new supply source."""
    found = [
        Problem(name, value, f"needs 1 to {MOST_LETTERS} characters")
        for name, value in (("supplySourceCode", body.supply_source_code), ("alias", body.alias))
        if not 1 <= len(value.strip()) <= MOST_LETTERS
    ]
    if body.address.country_code not in COUNTRIES:
        found.append(Problem("address.countryCode", body.address.country_code, "is not a country of ISO 3166"))
    return found


def problems_of_update(body: api.UpdateSupplySourceRequest) -> list[Problem]:
    """What is wrong with an update: names, the time zone, and opening hours wherever they stand."""
    found = []
    if body.alias is not None and not 1 <= len(body.alias.strip()) <= MOST_LETTERS:
        found.append(Problem("alias", body.alias, f"needs 1 to {MOST_LETTERS} characters"))
    zone = body.configuration.timezone if body.configuration else None
    if zone is not None and zone not in _zones():
        found.append(Problem("configuration.timezone", zone, "is no time zone of IANA"))
    for part in ("configuration", "capabilities"):
        for path, week in _weeks(getattr(body, part), part):
            found += _problems_of_week(week, path)
    return found


@cache
def _zones() -> set[str]:
    return available_timezones()


def _weeks(value: Any, path: str) -> Iterator[tuple[str, api.OperatingHoursByDay]]:
    """Every week of opening hours in a body, with its wire path."""
    if isinstance(value, api.OperatingHoursByDay):
        yield path, value
    elif isinstance(value, msgspec.Struct):
        for field in msgspec.structs.fields(value):
            yield from _weeks(getattr(value, field.name), f"{path}.{field.encode_name}")


def _problems_of_week(week: api.OperatingHoursByDay, path: str) -> list[Problem]:
    """Hours are HH:mm, open before they close, and do not overlap (published form; the rest is our choice)."""
    found = []
    for day in _DAYS:
        closed = ""
        for index, hours in enumerate(getattr(week, day) or ()):
            where = f"{path}.{day}[{index}]"
            start, end = hours.start_time or "", hours.end_time or ""
            said = {"startTime": start, "endTime": end}
            wrong = {name: each for name, each in said.items() if not _CLOCK.fullmatch(each)}
            if wrong:
                found += [Problem(f"{where}.{name}", each, "is not HH:mm") for name, each in wrong.items()]
            elif start >= end:
                found.append(Problem(f"{where}.endTime", end, f"is not later than {start}"))
            elif start < closed:
                found.append(Problem(f"{where}.startTime", start, f"is before {closed}, when the hours before it end"))
            else:
                closed = end
    return found

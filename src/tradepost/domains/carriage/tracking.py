"""What happens to a package on its way: all of it is settled when it ships, and shown as its time comes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from tradepost.domains.places.calendar import business_day, business_days_later
from tradepost.domains.places.centers import Place, on_the_way
from tradepost.domains.places.countries import crosses_customs, time_zone
from tradepost.simulation.seed import Seed

Fate = Literal["on_time", "delayed", "missorted", "returned", "lost"]
#: What can become of a parcel that a seller sends: all that, and what happens at the door.
Destiny = Literal["on_time", "delayed", "missorted", "returned", "lost", "attempted", "refused", "damaged"]
DropOff = Literal["FRONT_DOOR", "MAILBOX", "RECEPTIONIST", "RECEIVER", "NEIGHBOR", "PORCH", "SECURE_LOCATION"]

#: How many packages of a hundred come late, or not at all. Our choice.
SHARE_LATE: Final = 0.04
SHARE_UNDELIVERABLE: Final = 0.01
_FATES: Final[tuple[tuple[float, Fate], ...]] = (
    (SHARE_LATE / 2, "delayed"),
    (SHARE_LATE, "missorted"),
    (SHARE_LATE + SHARE_UNDELIVERABLE / 2, "returned"),
    (SHARE_LATE + SHARE_UNDELIVERABLE, "lost"),
    (1.0, "on_time"),
)

#: Each code's words (ours; codes as published), and the CurrentStatus that a package has after it.
EVENTS: Final[dict[str, tuple[str, str]]] = {
    "EVENT_101": ("The carrier has been told of the package.", "IN_TRANSIT"),
    "EVENT_102": ("The package has left the fulfillment center.", "IN_TRANSIT"),
    "EVENT_201": ("The package has arrived at a carrier facility.", "IN_TRANSIT"),
    "EVENT_202": ("The package has left a carrier facility.", "IN_TRANSIT"),
    "EVENT_203": ("The package has reached the country of its destination.", "IN_TRANSIT"),
    "EVENT_204": ("Customs clearance has begun.", "IN_TRANSIT"),
    "EVENT_205": ("Customs clearance is complete.", "IN_TRANSIT"),
    "EVENT_301": ("The package was delivered.", "DELIVERED"),
    "EVENT_302": ("The package is out for delivery.", "OUT_FOR_DELIVERY"),
    "EVENT_304": ("A delivery was attempted.", "DELIVERY_ATTEMPTED"),
    "EVENT_308": ("The package is ready to be picked up.", "IN_TRANSIT"),
    "EVENT_309": ("The package is back with the sender.", "RETURNED"),
    "EVENT_401": ("The carrier holds the package because its address is incorrect.", "CUSTOMER_ACTION"),
    "EVENT_405": ("The package was damaged on its way.", "UNDELIVERABLE"),
    "EVENT_407": ("The recipient has refused the package.", "UNDELIVERABLE"),
    "EVENT_404": ("Something outside the carrier's control delays the delivery.", "DELAYED"),
    "EVENT_408": ("The package is on its way back to the sender.", "RETURNING"),
    "EVENT_409": ("The carrier has lost the package.", "UNDELIVERABLE"),
    "EVENT_417": ("The package was sorted to the wrong place.", "DELAYED"),
    "EVENT_418": ("The package is delayed.", "DELAYED"),
}

#: What a status means, in our words.
STATUS_DESCRIPTIONS: Final[dict[str, str]] = {
    "IN_TRANSIT": "On its way to the destination address.",
    "OUT_FOR_DELIVERY": "Out for delivery.",
    "DELIVERED": "Delivered to the destination address.",
    "DELIVERY_ATTEMPTED": "A delivery was attempted.",
    "DELAYED": "Delayed.",
    "CUSTOMER_ACTION": "The recipient has to act.",
    "RETURNING": "On its way back to the fulfillment network.",
    "RETURNED": "Back in the fulfillment network.",
    "UNDELIVERABLE": "Lost or destroyed; it will not be delivered.",
}


#: When couriers make their rounds, by the destination's clock. Our choice.
_ROUNDS: Final = (time(9), time(19, 30))


class Event(msgspec.Struct, frozen=True):
    """Something that happened to a package, where and when."""

    at: datetime
    code: str
    place: Place

    @property
    def description(self) -> str:
        """What happened, in our words."""
        return EVENTS[self.code][0]


class Journey(msgspec.Struct, frozen=True):
    """The whole way of a package, events in order of time.

    ``delivered_at`` is when it arrived, or None where it never does; ``ends_at`` when nothing more will happen to it.
    """

    fate: Destiny
    events: tuple[Event, ...]
    shipped_at: datetime
    promised_at: datetime
    delivered_at: datetime | None
    ends_at: datetime


def fate(seed: Seed, *key: str | int) -> Fate:
    """What the seed has in store for a package: 4 of 100 come late, 1 of 100 never arrives. Our choice."""
    share = seed.share("fate", *key)
    return next(each for limit, each in _FATES if share < limit)


def journey(
    seed: Seed,
    key: Sequence[str | int],
    shipped_at: datetime,
    arrival: tuple[datetime, datetime],
    origin: Place,
    destination: Place,
    destined: Destiny | None = None,
) -> Journey:
    """The way of a package that leaves ``origin`` then, and is promised for between the two moments of ``arrival``.

    ``destined`` overrides what the seed has in store. What left late arrives late: a journey lasts four hours or more.
    """
    destined = destined or fate(seed, *key)
    earliest = max(arrival[0], shipped_at + timedelta(hours=4))
    latest = max(arrival[1], earliest + timedelta(hours=2))
    arrives_at = _arrival(seed, key, earliest, latest, destination.country)
    if destined in ("delayed", "missorted"):
        arrives_at += timedelta(days=(latest - arrives_at).days + 1 + seed.number("days late", *key) % 3)
    hubs = on_the_way(seed, origin, destination, *key)
    road = _road(shipped_at, arrives_at, origin, hubs, destination)
    if destined == "lost":
        return _lost(road, shipped_at, latest, arrives_at)
    door = _door(arrives_at, destination)
    if destined == "on_time":
        return Journey(destined, (*road, *door), shipped_at, latest, arrives_at, arrives_at)
    if destined == "attempted":
        again = _next_round(arrives_at, destination.country)
        twice = (*road, door[0], Event(arrives_at, "EVENT_304", destination), *_door(again, destination))
        return Journey(destined, twice, shipped_at, latest, again, again)
    if destined in ("returned", "refused", "damaged"):
        back = _way_back(arrives_at, origin, destination, destined)
        return Journey(destined, (*road, door[0], *back), shipped_at, latest, None, back[-1].at)
    road = _held_up(road, destined)
    return Journey(destined, (*road, *door), shipped_at, latest, arrives_at, arrives_at)


#: Where a way reaches its door, in the one way or the other.
_AT_DOOR: Final = frozenset({"EVENT_302", "EVENT_308", "EVENT_409"})
#: After these a package is at its end, or on its way there.
_SETTLED: Final = frozenset(
    {"EVENT_301", "EVENT_308", "EVENT_309", "EVENT_401", "EVENT_405", "EVENT_407", "EVENT_408", "EVENT_409"}
)


def steerable(happened: Sequence[Event]) -> bool:
    """Whether another fate can still come over a package to which this has happened."""
    return not any(each.code in _SETTLED for each in happened)


def redirected(happened: Sequence[Event], other: Journey, now: datetime) -> Journey:
    """What has happened, and then the rest of another way: states go along their diagram; nothing is before now."""
    door = next(index for index, each in enumerate(other.events) if each.code in _AT_DOOR)
    start, last = min(len(happened), door), happened[-1].code if happened else ""
    if last in ("EVENT_302", "EVENT_304"):
        start = door + (last == other.events[door].code)
    rest = other.events[start:]
    late = max(now - rest[0].at, timedelta(0))
    moved = [Event(each.at + late, each.code, each.place) for each in rest]
    delivered = next((each.at for each in moved if each.code == "EVENT_301"), None)
    return msgspec.structs.replace(other, events=(*happened, *moved), delivered_at=delivered, ends_at=moved[-1].at)


def visible(way: Journey, now: datetime) -> tuple[Event, ...]:
    """What has happened until now, the latest first, as in the published example."""
    return tuple(event for event in reversed(way.events) if event.at <= now)


def current_status(way: Journey, now: datetime) -> str:
    """The published CurrentStatus of a package."""
    happened = visible(way, now)
    return EVENTS[happened[0].code][1] if happened else "IN_TRANSIT"


def estimated_arrival(way: Journey, now: datetime) -> datetime | None:
    """When it should arrive, as far as is known now, to the second; None once it is known that it will not."""
    codes = {event.code for event in way.events if event.at <= now}
    if codes & {"EVENT_301", "EVENT_302", "EVENT_404", "EVENT_417"} and way.delivered_at is not None:
        return way.delivered_at.replace(microsecond=0)
    return None if codes & {"EVENT_408", "EVENT_409", "EVENT_309"} else way.promised_at.replace(microsecond=0)


def delivery_window(way: Journey, now: datetime) -> tuple[datetime, datetime] | None:
    """The hours within which it comes, known once it has reached the place of its destination (published model)."""
    if way.delivered_at is None or not any(event.code == "EVENT_302" and event.at <= now for event in way.events):
        return None
    return way.delivered_at - timedelta(hours=2), way.delivered_at + timedelta(hours=2)


def drop_off(seed: Seed, *key: str | int) -> DropOff:
    """Where the courier left it, in the words of the published AdditionalLocationInfo."""
    return seed.pick(get_args(DropOff), "drop off", *key)


def _arrival(seed: Seed, key: Sequence[str | int], earliest: datetime, latest: datetime, country: str) -> datetime:
    zone = ZoneInfo(time_zone(country))
    first, last = earliest.astimezone(zone).date(), latest.astimezone(zone).date()
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    day = seed.pick([each for each in days if business_day(country, each)] or days, "arrival day", *key)
    start = max(datetime.combine(day, _ROUNDS[0], zone).astimezone(UTC), earliest)
    end = min(datetime.combine(day, _ROUNDS[1], zone).astimezone(UTC), latest)
    if end <= start:
        start, end = earliest, latest
    return _minute(start, (end - start) * seed.share("arrives", *key))


def _road(
    shipped_at: datetime, arrives_at: datetime, origin: Place, hubs: Sequence[Place], destination: Place
) -> tuple[Event, ...]:
    stations: list[tuple[str, Place]] = [("EVENT_202", origin)]
    abroad = crosses_customs(origin.country, destination.country)
    gateway = next((hub for hub in hubs if hub.country == destination.country), destination)
    for hub in hubs:
        if not (abroad and hub == gateway):
            stations += [("EVENT_201", hub), ("EVENT_202", hub)]
    if abroad:
        stations += [(code, gateway) for code in ("EVENT_203", "EVENT_204", "EVENT_205", "EVENT_202")]
    stations.append(("EVENT_201", destination))
    collected_at = shipped_at + timedelta(minutes=20)
    span = (_leaves_station(shipped_at, arrives_at) - collected_at) * 0.9 / len(stations)
    return (
        Event(shipped_at, "EVENT_101", origin),
        Event(collected_at, "EVENT_102", origin),
        *(Event(_minute(collected_at, span * (count + 1)), code, at) for count, (code, at) in enumerate(stations)),
    )


def _leaves_station(shipped_at: datetime, arrives_at: datetime) -> datetime:
    return arrives_at - min(timedelta(hours=5), (arrives_at - shipped_at) / 4)


def _door(arrives_at: datetime, destination: Place) -> tuple[Event, Event]:
    return (
        Event(arrives_at - timedelta(minutes=55), "EVENT_302", destination),
        Event(arrives_at, "EVENT_301", destination),
    )


def _held_up(road: tuple[Event, ...], why: Destiny) -> tuple[Event, ...]:
    last = road[-1]
    code = "EVENT_404" if why == "delayed" else "EVENT_417"
    at = road[-2].place
    step = (last.at - road[-2].at) / 3
    held = [Event(_minute(road[-2].at, step), code, at), Event(_minute(road[-2].at, step * 2), "EVENT_418", at)]
    return (*road[:-1], *held, last)


def _next_round(attempted_at: datetime, country: str) -> datetime:
    """The same hour of the next business day."""
    zone = ZoneInfo(time_zone(country))
    local = attempted_at.astimezone(zone)
    day = business_days_later(country, local.date() + timedelta(days=1), 0)
    return datetime.combine(day, local.time(), zone).astimezone(UTC)


def _way_back(attempted_at: datetime, origin: Place, destination: Place, why: Destiny) -> tuple[Event, ...]:
    if why != "returned":
        found = [Event(attempted_at - timedelta(minutes=1), "EVENT_405", destination)] if why == "damaged" else []
        return (
            *found,
            Event(attempted_at, "EVENT_407", destination),
            Event(attempted_at + timedelta(hours=4), "EVENT_408", destination),
            Event(attempted_at + timedelta(days=4), "EVENT_309", origin),
        )
    return (
        Event(attempted_at, "EVENT_304", destination),
        Event(attempted_at + timedelta(hours=2), "EVENT_401", destination),
        Event(attempted_at + timedelta(days=3), "EVENT_408", destination),
        Event(attempted_at + timedelta(days=8), "EVENT_309", origin),
    )


def _lost(road: tuple[Event, ...], shipped_at: datetime, latest: datetime, arrives_at: datetime) -> Journey:
    found = road[: len(road) // 2 + 1]
    known_at = max(arrives_at, latest) + timedelta(days=7)
    events = (*found, Event(known_at, "EVENT_409", found[-1].place))
    return Journey("lost", events, shipped_at, latest, None, known_at)


def _minute(start: datetime, later: timedelta) -> datetime:
    return start + timedelta(minutes=int(later.total_seconds() // 60))

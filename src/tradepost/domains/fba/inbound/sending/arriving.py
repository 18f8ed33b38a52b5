"""When shipments may arrive: delivery windows, and appointments of those who bring their goods themselves."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.fba.inbound.sending import carriers
from tradepost.domains.fba.inbound.shipment import DeliveryWindow, Shipment, Slot, offered_until
from tradepost.domains.places.calendar import business_day
from tradepost.simulation.seed import Seed

#: Windows of seven days are offered that end within so many days of now, one for each day (observed by integrators).
WINDOW_DAYS: Final = 7
WINDOWS_AHEAD: Final = 45
#: How long the offer holds, and how many windows are offered at least. Our choice.
VALID: Final = timedelta(hours=48)
FEWEST_WINDOWS: Final = 8
_CONGESTED: Final = 0.15

#: Where sellers bring their goods themselves (published model).
SELF_SHIP: Final = frozenset({"MX", "BR", "EG", "SA", "AE", "IN"})
#: The hours at which a vehicle can be unloaded, how far ahead they are offered, and how long. Our choice.
HOURS: Final = (9, 11, 14)
SLOT_LASTS: Final = timedelta(hours=2)
SLOTS_AHEAD: Final = timedelta(days=7)
SLOTS_HOLD: Final = timedelta(hours=4)
MOST_SLOTS: Final = 60


def windows(seed: Seed, shipment: Shipment, now: datetime) -> list[DeliveryWindow]:
    """The windows of a shipment: of seven days each, from when it can be there at the earliest."""
    far = carriers.zone(shipment.source, shipment.center)
    ready = max(shipment.ready_at or now, now)
    first = (ready + carriers.on_the_road("GROUND_SMALL_PARCEL", far)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    last = (now - first).days + WINDOWS_AHEAD - WINDOW_DAYS
    found = []
    for number in range(max(last, FEWEST_WINDOWS)):
        key = ("delivery window", shipment.id, shipment.generation, number)
        start = first + timedelta(days=number)
        found.append(
            DeliveryWindow(
                id=f"dw{seed.uuid(*key)}",
                availability="CONGESTED" if seed.share(*key) < _CONGESTED else "AVAILABLE",
                start=start,
                end=start + timedelta(days=WINDOW_DAYS),
                valid_until=offered_until(now, VALID),
            )
        )
    return found


def slots(seed: Seed, shipment: Shipment, start: datetime, end: datetime) -> list[Slot]:
    """The slots between two times, on business days by the clock of the marketplace."""
    marketplace = MARKETPLACES[shipment.marketplace_id]
    zone = ZoneInfo(marketplace.time_zone)
    day = start.astimezone(zone).date()
    found: list[Slot] = []
    while day <= end.astimezone(zone).date() and len(found) < MOST_SLOTS:
        if business_day(marketplace.country, day):
            for hour in HOURS:
                begins = datetime.combine(day, time(hour), zone).astimezone(UTC)
                if start <= begins and begins + SLOT_LASTS <= end:
                    id = seed.uuid("appointment slot", shipment.id, shipment.generation, begins.isoformat())
                    found.append(Slot(id=f"as{id}", start=begins, end=begins + SLOT_LASTS))
        day += timedelta(days=1)
    return found[:MOST_SLOTS]

"""What comes after a parcel that did not arrive as it should: claims, and what is covered. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.domains.carriage.tariffs import LEVELS, TARIFFS
from tradepost.domains.measures.amounts import rounded
from tradepost.domains.shipping.parcels.parcel import Parcel

Reason = Literal[
    "LOST_IN_TRANSIT", "DAMAGED_IN_TRANSIT", "DELIVERED_NOT_RECEIVED", "ITEM_MISSING_SWITCHEROO", "COD_ABUSE"
]

SETTLE: Final = "amazon_shipping.settle_claim"

#: How long a claim is looked at, and how long after its promise a parcel can be claimed for (our choice).
DECIDED_AFTER: Final = timedelta(days=3)
CLAIMABLE: Final = timedelta(days=60)


class Claim(msgspec.Struct, kw_only=True):
    """A claim for a parcel. ``amount`` is what is given back when it is granted."""

    id: str
    parcel_id: str
    reason: Reason
    settlement: Literal["REFUND", "CERTIFICATE_OF_FACT"]
    made_at: datetime
    currency: str
    amount: Decimal
    status: Literal["OPEN", "GRANTED"] = "OPEN"


def obstacle(parcel: Parcel, reason: Reason, now: datetime) -> str | None:
    """Why a parcel cannot be claimed for with this reason, or None where it can (our choice of conditions)."""
    if now > parcel.promised_at + CLAIMABLE:
        return f"was promised for {parcel.promised_at:%Y-%m-%d}; a claim is made within {CLAIMABLE.days} days"
    codes = {event.code for event in parcel.way.events[: parcel.told]} if parcel.way else set()
    fits = {
        "LOST_IN_TRANSIT": parcel.state == "Lost",
        "DAMAGED_IN_TRANSIT": "EVENT_405" in codes,
        "DELIVERED_NOT_RECEIVED": parcel.state == "Delivered",
        "ITEM_MISSING_SWITCHEROO": parcel.state == "Delivered",
        "COD_ABUSE": bool(parcel.collect) and "EVENT_407" in codes,
    }[reason]
    return None if fits else f"is {parcel.state}, for which {reason} cannot be claimed"


def covered(parcel: Parcel, declared: Decimal) -> Decimal:
    """What of a declared value is given back: up to the value that was insured, or that the carrier covers anyway."""
    free = TARIFFS[parcel.carrier].surcharges.insured_free * LEVELS[parcel.currency]
    return rounded(min(declared, max(parcel.insured, free)), parcel.currency)

"""A package that is scheduled to be handed over: one for each order."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec

from tradepost.contract import easy_ship_2022_03_23 as api


class Slot(msgspec.Struct, frozen=True, kw_only=True):
    """A window in which a package is fetched, or brought; in UTC."""

    start: datetime
    end: datetime
    method: api.HandoverMethod


class Box(msgspec.Struct, frozen=True, kw_only=True):
    """How big a package is, in centimeters, and how heavy, in grams."""

    length: Decimal
    width: Decimal
    height: Decimal
    grams: Decimal


class ScheduledPackage(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A package of an order; its parcel has its id. ``serials`` are serial numbers by order item, ``identifier`` the
    seller's own name for it. It has an invoice where Amazon writes one."""

    id: str
    order_id: str
    marketplace_id: str
    scheduled_at: datetime
    slot: Slot
    slot_id: str
    box: Box
    identifier: str = ""
    serials: dict[str, list[str]] = {}
    invoice_number: str = ""
    invoiced_at: datetime | None = None

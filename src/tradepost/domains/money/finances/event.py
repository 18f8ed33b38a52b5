"""A financial event: what it was about, and every amount that it is made of.

Amounts are signed as the seller's balance sees them: what he gets is positive, what he pays is negative. An event's
total is the sum of its lines, to the currency's smallest coin.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

EventType = Literal["Shipment", "Refund", "ServiceFee", "ServiceProviderCredit", "Adjustment", "Transfer"]
Status = Literal["RELEASED", "DEFERRED", "DEFERRED_RELEASED"]


class Line(msgspec.Struct, frozen=True):
    """One amount, by the published name of its kind: ``Principal``, ``Commission``."""

    type: str
    amount: Decimal


class ItemLines(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What an event says of units of one product."""

    seller_sku: str
    asin: str = ""
    title: str = ""
    quantity: int = 0
    order_item_id: str = ""
    adjustment_id: str = ""
    charges: list[Line] = []
    fees: list[Line] = []
    promotions: list[Line] = []
    promotion_id: str = ""
    withheld: list[Line] = []

    @property
    def total(self) -> Decimal:
        """What all its lines come to."""
        return total(self.charges) + total(self.fees) + total(self.promotions) + total(self.withheld)


class FinancialEvent(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Something that changed what a seller is owed, or will once it is released.

    ``about`` is the kind of a service fee, adjustment or transfer. ``counterpart`` is the event that a deferred one was
    released as, or the other way round. ``provider`` is who performed a service: the seller, and his store's name.
    """

    id: str
    type: EventType
    posted_at: datetime
    marketplace_id: str
    currency: str
    status: Status = "RELEASED"
    group_id: str = ""
    order_id: str = ""
    seller_order_id: str = ""
    channel: str = ""
    shipment_id: str = ""
    refund_id: str = ""
    about: str = ""
    description: str = ""
    deferral_reason: str = ""
    matures_at: datetime | None = None
    counterpart: str = ""
    provider: tuple[str, str] | None = None
    items: list[ItemLines] = []
    lines: list[Line] = []

    @property
    def total(self) -> Decimal:
        """What the event comes to."""
        return sum((each.total for each in self.items), total(self.lines))


def total(lines: Iterable[Line]) -> Decimal:
    """The sum of lines."""
    return sum((each.amount for each in lines), Decimal(0))

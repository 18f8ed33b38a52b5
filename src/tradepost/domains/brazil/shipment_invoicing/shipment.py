"""A shipment that waits for its seller's invoice, and the invoices that have come for it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.domains.selling.orders.order import Amounts
from tradepost.domains.steps import Steps

#: The published statuses of a shipment's invoice.
Status = Literal["NotFound", "Processing", "Accepted", "Errored"]
Trigger = Literal["submit", "accept", "fail"]

STEPS: Final[Steps[Status, Trigger]] = Steps(
    "shipment invoice",
    (
        ("NotFound", "submit", "Processing"),
        ("Errored", "submit", "Processing"),
        ("Processing", "accept", "Accepted"),
        ("Processing", "fail", "Errored"),
    ),
)


class ShippedItem(msgspec.Struct, frozen=True, kw_only=True):
    """Units of an order's item in the shipment, and their part of its money."""

    item_id: str
    quantity: int
    amounts: Amounts


class Submission(msgspec.Struct, kw_only=True, omit_defaults=True):
    """An invoice that the seller has sent: its bytes are a document; ``problems`` are what is wrong with it."""

    at: datetime
    document_id: str
    access_key: str
    problems: tuple[str, ...] = ()


class WaitingShipment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A shipment of a customer's order. ``called_off`` where the network has given it up."""

    id: str
    order_id: str
    marketplace_id: str
    center_id: str
    created_at: datetime
    items: tuple[ShippedItem, ...]
    status: Status = "NotFound"
    submissions: list[Submission] = []
    called_off: bool = False

    @property
    def total(self) -> Decimal:
        """What the buyer pays for what is in it."""
        return sum((each.amounts.total for each in self.items), Decimal(0))

    @property
    def accepted_key(self) -> str:
        """The access key of the invoice that was accepted, or nothing."""
        return self.submissions[-1].access_key if self.status == "Accepted" else ""

"""A shipment: what its seller asked for, the label that it got, and what became of the money."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.contract import merchant_fulfillment_v0 as api
from tradepost.domains.steps import Steps

Status = Literal["Purchased", "RefundPending", "RefundRejected", "RefundApplied"]
Step = Literal["ask back", "refund", "refuse"]

#: The published statuses. A carrier refuses to give money back for what it has picked up.
STATUSES: Final[Steps[Status, Step]] = Steps(
    "merchant shipment",
    (
        ("Purchased", "ask back", "RefundPending"),
        ("RefundPending", "refund", "RefundApplied"),
        ("RefundPending", "refuse", "RefundRejected"),
    ),
)
#: How long a carrier takes to decide on a refund (our choice; at Amazon days, by carrier).
DECIDED: Final = timedelta(days=1)


class Shipment(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A shipment of one parcel, which has its id.

    ``experience`` is the extra that it was bought with; ``insurance`` the value that is covered. ``replaced_by`` is the
    shipment that took its place in the order after it was called off.
    """

    id: str
    order_id: str
    created_at: datetime
    updated_at: datetime
    details: api.ShipmentRequestDetails
    offer_id: str
    experience: str
    insurance: Decimal
    label_format: api.LabelFormat
    packing_slip: bool = False
    status: Status = "Purchased"
    replaced_by: str = ""

    @property
    def called_off(self) -> bool:
        """Whether its parcel stays with the seller, who may buy another label for it (published model)."""
        return self.status in ("RefundPending", "RefundApplied") and not self.replaced_by

    @property
    def units(self) -> dict[str, int]:
        """Units by order item."""
        return units_of(self.details.item_list)


def units_of(items: Iterable[api.Item]) -> dict[str, int]:
    """Units by order item, each item once."""
    found: dict[str, int] = {}
    for each in items:
        found[each.order_item_id] = found.get(each.order_item_id, 0) + each.quantity
    return found

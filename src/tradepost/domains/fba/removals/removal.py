"""A removal order: which units a seller wants out of the network, and what became of them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.contract.fulfillment_outbound_2020_07_01 import Address
from tradepost.domains.fba.inventory.model import UNFULFILLABLE, Balances, Disposition
from tradepost.domains.steps import Steps

RemovalType = Literal["Return", "Disposal"]
Grade = Literal["Sellable", "Unsellable"]
Status = Literal["Pending", "Completed", "Cancelled"]

#: What is asked for waits until the center has come to it; then it is done, or nothing of it was there any more.
STEPS: Final = Steps[Status, Literal["take_out", "find_nothing"]](
    "removal", [("Pending", "take_out", "Completed"), ("Pending", "find_nothing", "Cancelled")]
)
_OF_GRADE: Final[dict[Grade, tuple[Disposition, ...]]] = {"Sellable": ("fulfillable",), "Unsellable": UNFULFILLABLE}


class Line(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Units of a SKU in one grade; what was not there when the center came to it is ``cancelled``."""

    seller_sku: str
    fn_sku: str
    grade: Grade
    requested: int
    removed: int = 0
    cancelled: int = 0
    fee: Decimal = Decimal(0)

    @property
    def waiting(self) -> int:
        """Units that the center has not come to yet."""
        return self.requested - self.removed - self.cancelled


class Removal(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A removal order. One whose type is ``Return`` is sent to an address, in one package."""

    id: str
    marketplace_id: str
    type: RemovalType
    status: Status
    requested_at: datetime
    updated_at: datetime
    lines: list[Line]
    address: Address | None = None
    notes: str = ""
    carrier: str = ""
    tracking_number: str = ""


def there(balances: Balances, grade: Grade) -> int:
    """The units of a grade that can be removed; what is set aside for orders cannot."""
    return sum(balances.get(each, 0) for each in _OF_GRADE[grade])


def taken(balances: Balances, grade: Grade, units: int) -> list[tuple[Disposition, int]]:
    """From which dispositions so many units are taken, as far as they are there."""
    found = []
    for each in _OF_GRADE[grade]:
        some = min(units, balances.get(each, 0))
        if some:
            found.append((each, some))
            units -= some
    return found

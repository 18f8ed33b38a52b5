"""Settlement groups: what closes one, what is transferred, and what the next one begins with. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Literal

import msgspec

TransferStatus = Literal["", "Processing", "Succeeded"]

#: Published guide: a settlement period is fourteen days.
PERIOD: Final = timedelta(days=14)

#: Our choice: what was earned in the last days of a period is held back when it closes, because its buyers may still
#: come back.
RESERVED_FOR: Final = timedelta(days=7)

#: Our choice: how long a transfer is on its way to the bank.
TRANSFER_TIME: Final = timedelta(days=2)


class Group(msgspec.Struct, kw_only=True):
    """One settlement period of a seller in one currency.

    ``total`` is what it began with and every event of it together. Once it is closed, that is what was transferred, or
    what the seller owes.
    """

    id: str
    currency: str
    started_at: datetime
    beginning: Decimal
    total: Decimal
    ended_at: datetime | None = None
    transferred: Decimal = Decimal(0)
    transfer_status: TransferStatus = ""
    trace_id: str = ""
    account_tail: str = ""


class Closing(msgspec.Struct, frozen=True):
    """How a group closes: what is held back by a reserve event, transferred, and carried on to the next one."""

    reserved: Decimal
    transferred: Decimal
    carried: Decimal


def closing(balance: Decimal, recently_earned: Decimal) -> Closing:
    """How a group with that balance closes.

    A debt is carried on whole. Otherwise what was earned recently is held back and carried on, as far as the balance
    goes, and the rest is transferred.
    """
    if balance <= 0:
        return Closing(Decimal(0), Decimal(0), balance)
    reserved = min(max(recently_earned, Decimal(0)), balance)
    return Closing(reserved, balance - reserved, reserved)

"""What is paid for units that Amazon or its carriers have lost."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from tradepost.domains.measures.amounts import rounded, text

#: This share of a unit's price, for what it cost to make is not known (our choice).
PAID_SHARE: Final = Decimal("0.5")


def paid_for(price: Decimal, units: int, currency: str) -> str:
    """What is paid for so many units of a price."""
    return text(rounded(price * PAID_SHARE, currency) * units, currency)

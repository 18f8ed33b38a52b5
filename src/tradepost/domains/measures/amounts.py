"""Amounts of money: the smallest coin of each currency, and rounding to it. Pure; money is Decimal."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

#: Most currencies have two digits after the decimal point, some have none (ISO 4217).
_CENT: Final = Decimal("0.01")
_WITHOUT_CENTS: Final = {"JPY": Decimal(1)}


def smallest_coin(currency: str) -> Decimal:
    """The least amount that can be paid in a currency, such as a cent."""
    return _WITHOUT_CENTS.get(currency, _CENT)


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To the currency's smallest coin, halves upwards."""
    return amount.quantize(smallest_coin(currency), ROUND_HALF_UP)


def text(amount: Decimal, currency: str) -> str:
    """An amount as the API writes it: ``19.99``, or ``1980`` in yen."""
    return str(rounded(amount, currency))

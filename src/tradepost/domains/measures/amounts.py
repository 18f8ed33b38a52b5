"""Amounts of money: the currencies of the marketplaces, the smallest coin of each, and rounding to it.

Pure; money is Decimal. Which marketplace has which currency stands in ``accounts.marketplaces``.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import msgspec


class Currency(msgspec.Struct, frozen=True):
    """A currency: how many digits its amounts have after the point (ISO 4217), and its sign, or its code again."""

    digits: int
    sign: str


CURRENCIES: Final[dict[str, Currency]] = {
    "AED": Currency(2, "AED"),
    "AUD": Currency(2, "A$"),
    "BRL": Currency(2, "R$"),
    "CAD": Currency(2, "CA$"),
    "EGP": Currency(2, "EGP"),
    "EUR": Currency(2, "€"),
    "GBP": Currency(2, "£"),
    "INR": Currency(2, "₹"),
    "JPY": Currency(0, "¥"),
    "MXN": Currency(2, "MXN"),
    "PLN": Currency(2, "PLN"),
    "SAR": Currency(2, "SAR"),
    "SEK": Currency(2, "SEK"),
    "SGD": Currency(2, "SGD"),
    "TRY": Currency(2, "TRY"),
    "USD": Currency(2, "$"),
    "ZAR": Currency(2, "ZAR"),
}
_COINS: Final = {code: Decimal(1).scaleb(-each.digits) for code, each in CURRENCIES.items()}
_CENT: Final = Decimal("0.01")


def smallest_coin(currency: str) -> Decimal:
    """The least amount that can be paid in a currency, such as a cent; a cent in one that no marketplace has."""
    return _COINS.get(currency, _CENT)


def has_cents(currency: str) -> bool:
    """Whether amounts have digits after the point at all."""
    return smallest_coin(currency) < 1


def rounded(amount: Decimal, currency: str) -> Decimal:
    """To the currency's smallest coin, halves upwards."""
    return amount.quantize(smallest_coin(currency), ROUND_HALF_UP)


def text(amount: Decimal, currency: str) -> str:
    """An amount as the API writes it: ``19.99``, or ``1980`` in yen."""
    return str(rounded(amount, currency))

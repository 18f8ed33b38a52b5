"""What a seller's account in one currency holds, and how Finances 2024-06-19 shows it. Pure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, get_args

import msgspec

from tradepost.contract import finances_2024_06_19 as api
from tradepost.domains.money.finances.settlement import closing
from tradepost.domains.money.finances.transactions import ACCOUNT, money

BalanceType = Literal["TOTAL", "AVAILABLE", "RESERVED", "DEFERRED", "ACCOUNT_LEVEL_RESERVE"]
BALANCE_TYPES: Final[tuple[BalanceType, ...]] = get_args(BalanceType)
_PARTS: Final[dict[BalanceType, tuple[BalanceType, ...]]] = {
    "TOTAL": ("AVAILABLE", "RESERVED"),
    "RESERVED": ("DEFERRED", "ACCOUNT_LEVEL_RESERVE"),
}


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """What an account holds, and of when. ``day_end`` is set where a day in the past was asked for."""

    marketplace_id: str
    currency: str
    amounts: dict[BalanceType, Decimal]
    now: datetime
    day_end: datetime | None = None


def amounts(total: Decimal, recently_earned: Decimal, deferred: Decimal) -> dict[BalanceType, Decimal]:
    """The kinds of balance of an account whose open settlement period has come to ``total``.

    What would be transferred if the period closed now is available; what would be held back then is the account level
    reserve (our choice). Deferred money counts in the total and in no period yet (published model).
    """
    held = closing(total, recently_earned).reserved
    return {
        "TOTAL": total + deferred,
        "AVAILABLE": total - held,
        "RESERVED": held + deferred,
        "DEFERRED": deferred,
        "ACCOUNT_LEVEL_RESERVE": held,
    }


def shown(held: Holding, kind: BalanceType, seller_id: str) -> api.Balance:
    """A balance with those that it is made of, the partner and the time at the outermost alone."""
    found = _balance(held, kind)
    found.partner_metadata = partner(seller_id, held.marketplace_id)
    found.as_of_date = held.day_end
    found.last_updated_time = None if held.day_end else held.now
    return found


def partner(seller_id: str, marketplace_id: str) -> api.PartnerMetadata:
    """Whose account it is; each seller has standard orders alone (our choice)."""
    return api.PartnerMetadata(partner_id=seller_id, account_type=ACCOUNT, marketplace_id=marketplace_id)


def _balance(held: Holding, kind: BalanceType) -> api.Balance:
    return api.Balance(
        balance_type=kind,
        amount=money(held.amounts[kind], held.currency),
        balances=[_balance(held, each) for each in _PARTS.get(kind, ())] or None,
    )

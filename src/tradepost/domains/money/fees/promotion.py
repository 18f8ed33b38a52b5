"""A fee promotion: Amazon lets a seller off a share of a fee of one product for a time. What it takes off is a rule."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal

import msgspec

from tradepost.domains.measures.amounts import rounded
from tradepost.domains.money.fees.engine import Fee

PromotedFee = Literal["ReferralFee", "FBAFees"]
_WHOLE: Final = Decimal(100)


class Promotion(msgspec.Struct, frozen=True, kw_only=True):
    """``percent`` is what is taken off the fee, of units that are sold for ``least_price`` or more, without tax."""

    id: str
    marketplace_id: str
    seller_sku: str
    asin: str
    title: str
    fee_type: PromotedFee
    percent: Decimal
    least_price: Decimal
    starts_at: datetime
    ends_at: datetime


def lessened(fees: list[Fee], promotions: Iterable[Promotion], asin: str, price: Decimal) -> list[Fee]:
    """Fees of a product that is sold for a price a unit, less what promotions take off.

    Of several promotions of one fee the best counts; they do not add up (our choice).
    """
    best: dict[str, Decimal] = {}
    for each in promotions:
        if each.asin == asin and price >= each.least_price:
            best[each.fee_type] = max(best.get(each.fee_type, Decimal(0)), each.percent)
    return [_less(fee, best[fee.type]) if fee.type in best else fee for fee in fees]


def _less(fee: Fee, percent: Decimal) -> Fee:
    off = rounded(fee.amount * percent / _WHOLE, fee.currency)
    parts = tuple(_less(part, percent) for part in fee.parts)
    return msgspec.structs.replace(fee, promotion=off, parts=parts)

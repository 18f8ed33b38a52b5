"""Fees as the Product Fees API shows them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from tradepost.contract import product_fees_v0 as api
from tradepost.domains.money.fees.engine import Fee, total


def shown(fees: list[Fee], at: datetime) -> api.FeesEstimate:
    """Fees and their sum, less what promotions take off."""
    return api.FeesEstimate(
        time_of_fees_estimation=at,
        total_fees_estimate=_money(total(fees), fees[0].currency),
        fee_detail_list=[_detail(each) for each in fees],
    )


def _detail(fee: Fee) -> api.FeeDetail:
    return api.FeeDetail(
        fee_type=fee.type,
        fee_amount=_money(fee.amount, fee.currency),
        fee_promotion=_money(fee.promotion, fee.currency),
        final_fee=_money(fee.final, fee.currency),
        included_fee_detail_list=[
            api.IncludedFeeDetail(
                fee_type=part.type,
                fee_amount=_money(part.amount, part.currency),
                fee_promotion=_money(part.promotion, part.currency),
                final_fee=_money(part.final, part.currency),
            )
            for part in fee.parts
        ]
        or None,
    )


def _money(amount: Decimal, currency: str) -> api.MoneyType:
    return api.MoneyType(currency_code=currency, amount=float(amount))

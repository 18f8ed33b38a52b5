"""What a period brought, kind by kind, as Finances 2024-06-19 sums it up. Pure."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.contract import finances_2024_06_19 as api
from tradepost.domains.money.finances.balances import partner
from tradepost.domains.money.finances.event import FinancialEvent, total
from tradepost.domains.money.finances.transactions import money, sales_and_expenses

#: In this order, as in the published example; what was neither sold, refunded nor charged for stands last (our choice).
_KIND_OF: Final = {"Refund": "Refunds", "ServiceFee": "Expenses", "ServiceProviderCredit": "Sales"}
_KINDS: Final = ("Sales", "Expenses", "Refunds", "Adjustments")
#: What moves money within the account is no proceeds (our choice).
_WITHIN: Final = ("Transfer", "ReserveEvent")


class Sums(msgspec.Struct):
    """What the events of an account come to so far, by the kinds of a summary."""

    by_kind: dict[str, Decimal] = {}

    def add(self, event: FinancialEvent) -> None:
        """Counts an event."""
        for kind, amount in _kinds(event).items():
            self.by_kind[kind] = self.by_kind.get(kind, Decimal(0)) + amount

    @property
    def net(self) -> Decimal:
        """All kinds together."""
        return sum(self.by_kind.values(), Decimal(0))


def counts(event: FinancialEvent) -> bool:
    """Whether an event is proceeds at all."""
    return event.type not in _WITHIN and event.about not in _WITHIN


def _kinds(event: FinancialEvent) -> dict[str, Decimal]:
    if event.type == "Shipment":
        sales, expenses = sales_and_expenses(event)
        return {"Sales": total(sales), "Expenses": total(expenses)}
    kind = _KIND_OF.get(event.type, "Adjustments")
    return {kind: event.total}


def shown(
    sums: Sums, seller_id: str, marketplace_id: str, currency: str, period: tuple[datetime, datetime], settlement: str
) -> api.Summary:
    """A summary of one account; ``settlement`` is the id of the period that it is of, or empty."""
    start, end = period
    return api.Summary(
        partner_metadata=partner(seller_id, marketplace_id),
        net_proceeds=money(sums.net, currency),
        related_identifiers=[
            api.RelatedIdentifier(related_identifier_name="SETTLEMENT_ID", related_identifier_value=settlement)
        ]
        if settlement
        else None,
        breakdowns=[
            api.Breakdown(breakdown_type=each, breakdown_amount=money(sums.by_kind[each], currency), breakdowns=[])
            for each in _KINDS
            if each in sums.by_kind
        ],
        period_start=start,
        period_end=end,
    )

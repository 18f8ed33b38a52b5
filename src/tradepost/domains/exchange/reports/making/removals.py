"""Reports of removal orders: what was asked for and what became of it, and what was sent back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from decimal import Decimal
from typing import Final

import msgspec

from tradepost.accounts.marketplaces import MARKETPLACES
from tradepost.domains.exchange.reports.declaring import PAGE, Cell, Kind, Reading, flat, roles, stamp
from tradepost.domains.exchange.reports.making.fba_inventory import NEAR_REAL_TIME
from tradepost.domains.fba.removals import records
from tradepost.domains.fba.removals.removal import Line, Removal
from tradepost.domains.measures.amounts import text
from tradepost.simulation.clock import to_milliseconds


class Removed(msgspec.Struct, frozen=True):
    """A line of a removal order."""

    order: Removal
    line: Line

    @property
    def currency(self) -> str:
        """What its fee is in."""
        return MARKETPLACES[self.order.marketplace_id].currency

    def gone(self, type: str) -> int:
        """The units that have left in this way."""
        return self.line.removed if self.order.type == type else 0


async def removed(reading: Reading) -> AsyncIterator[list[Removed]]:
    """Removal orders that changed in the time asked for, oldest change first."""
    ctx, after = reading.ctx, None
    places, span = reading.report.marketplace_ids, (reading.start, reading.end)
    while page := await records.updated(ctx.tx, ctx.seller_id, places, span, after, PAGE):
        after = (to_milliseconds(page[-1].updated_at), page[-1].id)
        yield [Removed(order, line) for order in page for line in order.lines]


async def sent(reading: Reading) -> AsyncIterator[list[Removed]]:
    """Those of them that were sent back."""
    async for page in removed(reading):
        yield [each for each in page if each.gone("Return")]


def _fee(row: Removed) -> str:
    return "" if row.order.status == "Pending" else text(row.line.fee or Decimal(0), row.currency)


_ORDERS: Final[dict[str, Cell[Removed]]] = {
    "request-date": lambda row: stamp(row.order.requested_at),
    "order-id": lambda row: row.order.id,
    "order-type": lambda row: row.order.type,
    "service-speed": lambda row: "Standard",
    "order-status": lambda row: row.order.status,
    "last-updated-date": lambda row: stamp(row.order.updated_at),
    "sku": lambda row: row.line.seller_sku,
    "fnsku": lambda row: row.line.fn_sku,
    "disposition": lambda row: row.line.grade,
    "requested-quantity": lambda row: row.line.requested,
    "cancelled-quantity": lambda row: row.line.cancelled,
    "disposed-quantity": lambda row: row.gone("Disposal"),
    "shipped-quantity": lambda row: row.gone("Return"),
    "in-process-quantity": lambda row: row.line.waiting,
    "removal-fee": _fee,
    "currency": lambda row: row.currency,
}
_SHIPMENTS: Final[dict[str, Cell[Removed]]] = {
    "request-date": lambda row: stamp(row.order.requested_at),
    "order-id": lambda row: row.order.id,
    "shipment-date": lambda row: stamp(row.order.updated_at),
    "sku": lambda row: row.line.seller_sku,
    "fnsku": lambda row: row.line.fn_sku,
    "disposition": lambda row: row.line.grade,
    "shipped-quantity": lambda row: row.gone("Return"),
    "carrier": lambda row: row.order.carrier,
    "tracking-number": lambda row: row.order.tracking_number,
    "removal-order-type": lambda row: row.order.type,
}
_READERS: Final = roles("AF IOT PR")
_MONTH, _TWO_MONTHS = timedelta(days=31), timedelta(days=60)

KINDS: Final[dict[str, Kind]] = {
    "GET_FBA_FULFILLMENT_REMOVAL_ORDER_DETAIL_DATA": Kind(
        makes=flat(removed, _ORDERS),
        made_of="removal orders that changed in that time, line by line",
        roles=_READERS,
        comes="requested or scheduled",
        longest=_TWO_MONTHS,
        usual=_MONTH,
        fresh_for=NEAR_REAL_TIME,
        latin=True,
    ),
    "GET_FBA_FULFILLMENT_REMOVAL_SHIPMENT_DETAIL_DATA": Kind(
        makes=flat(sent, _SHIPMENTS),
        made_of="removal orders that were sent back to their seller",
        roles=_READERS,
        comes="requested or scheduled",
        longest=_TWO_MONTHS,
        usual=_MONTH,
        fresh_for=NEAR_REAL_TIME,
        latin=True,
    ),
}

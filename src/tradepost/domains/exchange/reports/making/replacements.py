"""Units that the network has sent again, for others that came broken or never."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import msgspec

from tradepost.domains.exchange.reports.declaring import Cell, Kind, Reading, flat, roles, stamp
from tradepost.domains.exchange.reports.making import shipments
from tradepost.domains.exchange.reports.making.fba_inventory import DAILY
from tradepost.domains.exchange.reports.making.shipments import Sent
from tradepost.domains.fba.fulfillment_outbound import records


class Replaced(msgspec.Struct, frozen=True):
    """Units that were sent again, and the center that the first ones had come from."""

    sent: Sent
    original_center: str
    original_order: str
    reason: str


async def replaced(reading: Reading) -> AsyncIterator[list[Replaced]]:
    """What left the network for a replacement in the time asked for."""
    async for page in shipments.sent(reading):
        found = []
        for row in page:
            if row.order is not None and row.order.replaces:
                center = await _center(reading, row.order.replaces, row.sent.seller_sku)
                found.append(Replaced(row, center, row.order.replaces, row.order.replacement_reason))
        yield found


async def _center(reading: Reading, order_id: str, seller_sku: str) -> str:
    order = await records.find(reading.ctx.tx, reading.ctx.seller_id, order_id)
    shipped = [each for each in order.shipments if each.status == "SHIPPED"] if order else []
    return next((each.center_id for each in shipped if any(i.seller_sku == seller_sku for i in each.items)), "")


_REPLACED: Final[dict[str, Cell[Replaced]]] = {
    "shipment-date": lambda row: stamp(row.sent.parcel.shipped_at),
    "sku": lambda row: row.sent.sent.seller_sku,
    "asin": lambda row: row.sent.item.asin if row.sent.item else "",
    "fulfillment-center-id": lambda row: row.sent.shipment.center_id,
    "original-fulfillment-center-id": lambda row: row.original_center,
    "quantity": lambda row: row.sent.sent.quantity,
    "replacement-reason-code": lambda row: row.reason,
    "replacement-amazon-order-id": lambda row: row.sent.network.id,
    "original-amazon-order-id": lambda row: row.original_order,
}

KINDS: Final[dict[str, Kind]] = {
    "GET_FBA_FULFILLMENT_CUSTOMER_SHIPMENT_REPLACEMENT_DATA": Kind(
        makes=flat(replaced, _REPLACED),
        made_of="units that the network sent again, for orders of buyers",
        roles=roles("AF IOT PR"),
        comes="requested or scheduled",
        longest=timedelta(days=60),
        usual=timedelta(days=31),
        fresh_for=DAILY,
        latin=True,
    ),
}

"""The SQL of Merchant Fulfillment."""

from __future__ import annotations

import msgspec

from tradepost.domains.shipping.merchant_fulfillment.shipment import Shipment
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction

_DECODER = msgspec.json.Decoder(Shipment)


async def find(tx: Transaction, seller_id: str, shipment_id: str) -> Shipment | None:
    """One shipment, by its primary key."""
    row = await tx.one(
        "SELECT document FROM merchant_shipments WHERE seller_id = $1 AND shipment_id = $2", seller_id, shipment_id
    )
    return None if row is None else _DECODER.decode(row[0])


async def of_order(tx: Transaction, seller_id: str, order_id: str) -> list[Shipment]:
    """The shipments of an order, oldest first (``merchant_shipments_by_order``)."""
    rows = await tx.all(
        "SELECT document FROM merchant_shipments WHERE seller_id = $1 AND order_id = $2"
        " ORDER BY created_at, shipment_id",
        seller_id,
        order_id,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def add(tx: Transaction, seller_id: str, shipment: Shipment) -> None:
    """Adds a shipment."""
    await tx.run(
        "INSERT INTO merchant_shipments (seller_id, shipment_id, order_id, created_at, document)"
        " VALUES ($1, $2, $3, $4, $5)",
        seller_id,
        shipment.id,
        shipment.order_id,
        to_milliseconds(shipment.created_at),
        msgspec.json.encode(shipment).decode(),
    )


async def save(tx: Transaction, seller_id: str, shipment: Shipment) -> None:
    """Keeps a shipment as it is now."""
    await tx.run(
        "UPDATE merchant_shipments SET document = $1 WHERE seller_id = $2 AND shipment_id = $3",
        msgspec.json.encode(shipment).decode(),
        seller_id,
        shipment.id,
    )

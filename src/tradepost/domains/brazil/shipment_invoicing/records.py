"""The SQL of shipments that wait for their seller's invoice."""

from __future__ import annotations

import msgspec

from tradepost.domains.brazil.shipment_invoicing.shipment import WaitingShipment
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction

_SHIPMENT = msgspec.json.Decoder(WaitingShipment)


async def find(tx: Transaction, seller_id: str, shipment_id: str) -> WaitingShipment | None:
    """One shipment, by its primary key."""
    row = await tx.one(
        "SELECT document FROM shipment_invoices WHERE seller_id = $1 AND shipment_id = $2", seller_id, shipment_id
    )
    return None if row is None else _SHIPMENT.decode(row[0])


async def put(tx: Transaction, seller_id: str, shipment: WaitingShipment) -> None:
    """Keeps a shipment."""
    await tx.run(
        "INSERT INTO shipment_invoices (seller_id, shipment_id, order_id, created_at, access_key, document)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (seller_id, shipment_id)"
        " DO UPDATE SET access_key = excluded.access_key, document = excluded.document",
        seller_id,
        shipment.id,
        shipment.order_id,
        to_milliseconds(shipment.created_at),
        shipment.accepted_key,
        msgspec.json.encode(shipment).decode(),
    )


async def with_key(tx: Transaction, seller_id: str, access_key: str) -> str:
    """The shipment whose accepted invoice has this key, or nothing."""
    row = await tx.one(
        "SELECT shipment_id FROM shipment_invoices WHERE seller_id = $1 AND access_key = $2"
        " ORDER BY shipment_id LIMIT 1",
        seller_id,
        access_key,
    )
    return "" if row is None else str(row[0])


async def newest(tx: Transaction, seller_id: str, limit: int) -> list[WaitingShipment]:
    """A seller's shipments, newest first."""
    rows = await tx.all(
        "SELECT document FROM shipment_invoices WHERE seller_id = $1"
        " ORDER BY created_at DESC, shipment_id DESC LIMIT $2",
        seller_id,
        limit,
    )
    return [_SHIPMENT.decode(row[0]) for row in rows]

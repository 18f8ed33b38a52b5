"""The SQL of supply sources."""

from __future__ import annotations

import msgspec

from tradepost.domains.shipping.supply_sources.source import SupplySource
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction

_DECODER = msgspec.json.Decoder(SupplySource)


async def find(tx: Transaction, seller_id: str, id: str) -> SupplySource | None:
    """One supply source, by its primary key."""
    row = await tx.one(
        "SELECT document FROM supply_sources WHERE seller_id = $1 AND supply_source_id = $2", seller_id, id
    )
    return None if row is None else _DECODER.decode(row[0])


async def of_code(tx: Transaction, seller_id: str, code: str) -> SupplySource | None:
    """The supply source that a seller has given a code (``supply_sources_by_code``)."""
    row = await tx.one("SELECT document FROM supply_sources WHERE seller_id = $1 AND code = $2", seller_id, code)
    return None if row is None else _DECODER.decode(row[0])


async def page(tx: Transaction, seller_id: str, after: tuple[int, str], limit: int) -> list[SupplySource]:
    """A page of what is not archived, in the order in which it was created (``supply_sources_by_time``)."""
    rows = await tx.all(
        "SELECT document FROM supply_sources WHERE seller_id = $1 AND status <> 'Archived'"
        " AND (created_at, supply_source_id) > ($2, $3) ORDER BY created_at, supply_source_id LIMIT $4",
        seller_id,
        *after,
        limit,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def active(tx: Transaction, seller_id: str) -> list[SupplySource]:
    """What is active, in the order in which it was created (``supply_sources_by_time``)."""
    rows = await tx.all(
        "SELECT document FROM supply_sources WHERE seller_id = $1 AND status = 'Active'"
        " ORDER BY created_at, supply_source_id",
        seller_id,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def add(tx: Transaction, seller_id: str, source: SupplySource) -> None:
    """Adds a supply source."""
    await tx.run(
        "INSERT INTO supply_sources (seller_id, supply_source_id, code, status, created_at, document)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        seller_id,
        source.id,
        source.code,
        source.status,
        to_milliseconds(source.created_at),
        msgspec.json.encode(source).decode(),
    )


async def save(tx: Transaction, seller_id: str, source: SupplySource) -> None:
    """Keeps a supply source as it is now."""
    await tx.run(
        "UPDATE supply_sources SET status = $1, document = $2 WHERE seller_id = $3 AND supply_source_id = $4",
        source.status,
        msgspec.json.encode(source).decode(),
        seller_id,
        source.id,
    )

"""The SQL of removal orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from tradepost.domains.fba.removals.removal import Removal
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction

_DECODER = msgspec.json.Decoder(Removal)


async def find(tx: Transaction, seller_id: str, id: str) -> Removal | None:
    """One removal order, by its primary key."""
    row = await tx.one("SELECT document FROM removal_orders WHERE seller_id = $1 AND removal_id = $2", seller_id, id)
    return None if row is None else _DECODER.decode(row[0])


async def add(tx: Transaction, seller_id: str, removal: Removal) -> bool:
    """Adds a removal order; false when the seller has given its id to another one."""
    added = await tx.run(
        "INSERT INTO removal_orders (seller_id, removal_id, marketplace_id, updated_at, document)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (seller_id, removal_id) DO NOTHING",
        seller_id,
        removal.id,
        removal.marketplace_id,
        to_milliseconds(removal.updated_at),
        msgspec.json.encode(removal).decode(),
    )
    return added == 1


async def save(tx: Transaction, seller_id: str, removal: Removal) -> None:
    """Keeps a removal order as it is now."""
    await tx.run(
        "UPDATE removal_orders SET updated_at = $1, document = $2 WHERE seller_id = $3 AND removal_id = $4",
        to_milliseconds(removal.updated_at),
        msgspec.json.encode(removal).decode(),
        seller_id,
        removal.id,
    )


async def how_many(tx: Transaction, seller_id: str) -> int:
    """How many removal orders a seller has made."""
    row = await tx.one("SELECT COUNT(*) FROM removal_orders WHERE seller_id = $1", seller_id)
    return int(row[0]) if row else 0


async def updated(
    tx: Transaction,
    seller_id: str,
    marketplaces: Sequence[str],
    span: tuple[datetime, datetime],
    after: tuple[int, str] | None,
    limit: int,
) -> list[Removal]:
    """A page of those that changed in a time, both ends included, oldest change first (``removal_orders_updated``)."""
    start, end = map(to_milliseconds, span)
    names = ", ".join(f"${number}" for number in range(6, 6 + len(marketplaces)))
    rows = await tx.all(
        "SELECT document FROM removal_orders WHERE seller_id = $1 AND updated_at <= $2"
        f" AND (updated_at, removal_id) > ($3, $4) AND marketplace_id IN ({names})"
        " ORDER BY updated_at, removal_id LIMIT $5",
        seller_id,
        end,
        *(after or (start, "")),
        limit,
        *marketplaces,
    )
    return [_DECODER.decode(row[0]) for row in rows]

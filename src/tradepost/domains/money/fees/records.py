"""The SQL of fee promotions."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.domains.money.fees.promotion import Promotion
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction

_DECODER = msgspec.json.Decoder(Promotion)


async def add(tx: Transaction, seller_id: str, promotion: Promotion) -> None:
    """Adds a promotion."""
    await tx.run(
        "INSERT INTO fee_promotions (seller_id, promotion_id, marketplace_id, starts_at, ends_at, document)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        seller_id,
        promotion.id,
        promotion.marketplace_id,
        to_milliseconds(promotion.starts_at),
        to_milliseconds(promotion.ends_at),
        msgspec.json.encode(promotion).decode(),
    )


async def find(tx: Transaction, seller_id: str, id: str) -> Promotion | None:
    """One promotion, by its primary key."""
    row = await tx.one("SELECT document FROM fee_promotions WHERE seller_id = $1 AND promotion_id = $2", seller_id, id)
    return None if row is None else _DECODER.decode(row[0])


async def at(tx: Transaction, seller_id: str, marketplace_id: str, now: datetime) -> list[Promotion]:
    """The promotions of a seller that are in force at a time (``fee_promotions_by_end``)."""
    instant = to_milliseconds(now)
    rows = await tx.all(
        "SELECT document FROM fee_promotions"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND ends_at >= $3 AND starts_at <= $3 ORDER BY promotion_id",
        seller_id,
        marketplace_id,
        instant,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def how_many(tx: Transaction, seller_id: str) -> int:
    """How many promotions a seller has ever been granted."""
    row = await tx.one("SELECT COUNT(*) FROM fee_promotions WHERE seller_id = $1", seller_id)
    return int(row[0]) if row else 0

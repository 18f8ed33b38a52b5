"""The SQL of how sellers' accounts stand."""

from __future__ import annotations

from tradepost.store.database import Transaction


async def status(tx: Transaction, seller_id: str, marketplace_id: str) -> str:
    """How a seller's account stands in a marketplace; NORMAL where nothing else was said."""
    row = await tx.one(
        "SELECT status FROM account_statuses WHERE seller_id = $1 AND marketplace_id = $2", seller_id, marketplace_id
    )
    return "NORMAL" if row is None else str(row[0])


async def set_status(tx: Transaction, seller_id: str, marketplace_id: str, status: str) -> None:
    """Keeps how it stands."""
    await tx.run(
        "INSERT INTO account_statuses (seller_id, marketplace_id, status) VALUES ($1, $2, $3)"
        " ON CONFLICT (seller_id, marketplace_id) DO UPDATE SET status = excluded.status",
        seller_id,
        marketplace_id,
        status,
    )

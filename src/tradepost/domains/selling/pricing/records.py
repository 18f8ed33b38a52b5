"""The SQL of pricing: what buyers think of sellers, and which offers simulated competitors make."""

from __future__ import annotations

from collections.abc import Sequence

from tradepost.domains.selling.pricing.model import Feedback
from tradepost.store.database import Transaction


async def feedback(tx: Transaction, seller_ids: Sequence[str]) -> dict[str, Feedback]:
    """What was said about sellers by whoever set it; a seller of whom nothing was set is left out."""
    if not seller_ids:
        return {}
    places = ", ".join(f"${number}" for number in range(1, len(seller_ids) + 1))
    rows = await tx.all(
        f"SELECT seller_id, rating, ratings FROM seller_feedback WHERE seller_id IN ({places})", *seller_ids
    )
    return {row[0]: Feedback(row[1], row[2]) for row in rows}


async def set_feedback(tx: Transaction, seller_id: str, said: Feedback) -> None:
    """Sets what buyers think of a seller."""
    await tx.run(
        "INSERT INTO seller_feedback (seller_id, rating, ratings) VALUES ($1, $2, $3)"
        " ON CONFLICT (seller_id) DO UPDATE SET rating = excluded.rating, ratings = excluded.ratings",
        seller_id,
        said.rating,
        said.count,
    )


async def competitors(tx: Transaction) -> list[tuple[str, str, str]]:
    """Seller, marketplace and SKU of every offer of a simulated competitor."""
    rows = await tx.all(
        "SELECT seller_id, marketplace_id, seller_sku FROM competitors ORDER BY seller_id, marketplace_id, seller_sku"
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def enter(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str) -> None:
    """Notes an offer of a simulated competitor."""
    await tx.run(
        "INSERT INTO competitors (seller_id, marketplace_id, seller_sku) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        seller_id,
        marketplace_id,
        seller_sku,
    )


async def leave(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str) -> None:
    """A simulated competitor has no such offer any more."""
    await tx.run(
        "DELETE FROM competitors WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3",
        seller_id,
        marketplace_id,
        seller_sku,
    )

"""The SQL of restrictions."""

from __future__ import annotations

from tradepost.store.database import Transaction


async def is_approved(tx: Transaction, seller_id: str, marketplace_id: str, brand: str) -> bool:
    """Whether a seller may list a brand that is gated."""
    row = await tx.one(
        "SELECT 1 FROM approvals WHERE seller_id = $1 AND marketplace_id = $2 AND brand = $3",
        seller_id,
        marketplace_id,
        brand,
    )
    return row is not None


async def approvals(tx: Transaction, seller_id: str) -> list[tuple[str, str]]:
    """The brands that a seller may list, each with its marketplace."""
    rows = await tx.all(
        "SELECT marketplace_id, brand FROM approvals WHERE seller_id = $1 ORDER BY marketplace_id, brand", seller_id
    )
    return [(row[0], row[1]) for row in rows]


async def approve(tx: Transaction, seller_id: str, marketplace_id: str, brand: str) -> None:
    """Lets a seller list a brand."""
    await tx.run(
        "INSERT INTO approvals (seller_id, marketplace_id, brand) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        seller_id,
        marketplace_id,
        brand,
    )


async def withdraw(tx: Transaction, seller_id: str, marketplace_id: str, brand: str) -> bool:
    """Takes an approval back; false where there was none."""
    gone = await tx.run(
        "DELETE FROM approvals WHERE seller_id = $1 AND marketplace_id = $2 AND brand = $3",
        seller_id,
        marketplace_id,
        brand,
    )
    return gone > 0


async def is_gated(tx: Transaction, marketplace_id: str, brand: str) -> bool:
    """Whether a developer has gated a brand."""
    row = await tx.one("SELECT 1 FROM gates WHERE marketplace_id = $1 AND brand = $2", marketplace_id, brand)
    return row is not None


async def gates(tx: Transaction) -> list[tuple[str, str]]:
    """The brands that developers have gated, each with its marketplace."""
    rows = await tx.all("SELECT marketplace_id, brand FROM gates ORDER BY marketplace_id, brand")
    return [(row[0], row[1]) for row in rows]


async def gate(tx: Transaction, marketplace_id: str, brand: str) -> None:
    """Gates a brand."""
    await tx.run(
        "INSERT INTO gates (marketplace_id, brand) VALUES ($1, $2) ON CONFLICT DO NOTHING", marketplace_id, brand
    )


async def open_gate(tx: Transaction, marketplace_id: str, brand: str) -> bool:
    """Ungates a brand; false where it was not gated so."""
    return await tx.run("DELETE FROM gates WHERE marketplace_id = $1 AND brand = $2", marketplace_id, brand) > 0

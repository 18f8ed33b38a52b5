"""The SQL of stock that sellers keep themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from tradepost.domains.fba.inventory.records import Movement
from tradepost.store.database import Transaction, Value

Place = Literal["available", "reserved"]
_AT = "@"


def place_at(place: Place, location: str) -> str:
    """The place of a ledger for one of the seller's locations; without a code it is where he keeps all the rest."""
    return f"{place}{_AT}{location}" if location else place


async def units(
    tx: Transaction, seller_id: str, marketplace_id: str, seller_skus: Iterable[str], place: Place
) -> dict[str, dict[str, int]]:
    """The units of these SKUs in a place of each location, by SKU and by location; none without movements."""
    skus = list(seller_skus)
    if not skus:
        return {}
    names = ", ".join(f"${number}" for number in range(4, 4 + len(skus)))
    rows = await tx.all(
        "SELECT seller_sku, place, quantity FROM merchant_balances WHERE seller_id = $1 AND marketplace_id = $2"
        f" AND (place = $3 OR place LIKE $3 || '{_AT}%') AND seller_sku IN ({names}) ORDER BY place",
        seller_id,
        marketplace_id,
        place,
        *skus,
    )
    found: dict[str, dict[str, int]] = {}
    for sku, kept_at, quantity in rows:
        found.setdefault(sku, {})[kept_at.partition(_AT)[2]] = quantity
    return found


async def kept_at(tx: Transaction, seller_id: str, location: str) -> list[tuple[str, str]]:
    """The marketplaces and SKUs of which a seller has something to sell at a location."""
    rows = await tx.all(
        "SELECT marketplace_id, seller_sku FROM merchant_balances WHERE seller_id = $1 AND place = $2 AND quantity > 0"
        " ORDER BY marketplace_id, seller_sku",
        seller_id,
        place_at("available", location),
    )
    return [(row[0], row[1]) for row in rows]


async def movements(
    tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str, limit: int
) -> list[Movement]:
    """The last movements of a SKU that its seller keeps himself, newest first."""
    rows = await tx.all(
        "SELECT moved_at, place, quantity, cause, reference FROM merchant_movements"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3"
        " ORDER BY moved_at DESC, number DESC, place LIMIT $4",
        seller_id,
        marketplace_id,
        seller_sku,
        limit,
    )
    return [Movement(*row) for row in rows]


async def move(
    tx: Transaction,
    seller_id: str,
    marketplace_id: str,
    seller_sku: str,
    place: str,
    quantity: int,
    cause: str,
    reference: str,
    moved_at: int,
) -> None:
    """Writes one movement and the balance that follows from it. The caller has made sure that it stays above zero."""
    key: tuple[Value, ...] = (seller_id, marketplace_id, seller_sku, place)
    row = await tx.one(
        "UPDATE merchant_balances SET quantity = quantity + $5, movements = movements + 1"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3 AND place = $4 RETURNING movements",
        *key,
        quantity,
    )
    if row is None:
        await tx.run(
            "INSERT INTO merchant_balances (seller_id, marketplace_id, seller_sku, place, quantity, movements)"
            " VALUES ($1, $2, $3, $4, $5, 1)",
            *key,
            quantity,
        )
    await tx.run(
        "INSERT INTO merchant_movements"
        " (seller_id, marketplace_id, seller_sku, place, number, quantity, cause, reference, moved_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *key,
        1 if row is None else row[0],
        quantity,
        cause,
        reference,
        moved_at,
    )

"""The SQL of FBA inventory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from tradepost.domains.fba.inventory.model import Balances, Disposition
from tradepost.store.database import Transaction, Value


class Item(msgspec.Struct, frozen=True):
    """A SKU that a seller keeps in a marketplace's fulfillment network. ``updated_at`` is in virtual milliseconds."""

    marketplace_id: str
    seller_sku: str
    asin: str
    fn_sku: str
    product_name: str
    updated_at: int


_COLUMNS = "marketplace_id, seller_sku, asin, fn_sku, product_name, updated_at"


async def add_item(tx: Transaction, seller_id: str, item: Item) -> bool:
    """Adds an item; false when the seller has it already."""
    added = await tx.run(
        f"INSERT INTO inventory_items (seller_id, {_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (seller_id, marketplace_id, seller_sku) DO NOTHING",
        seller_id,
        item.marketplace_id,
        item.seller_sku,
        item.asin,
        item.fn_sku,
        item.product_name,
        item.updated_at,
    )
    return added == 1


async def item(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str) -> Item | None:
    """One item, by its primary key."""
    row = await tx.one(
        f"SELECT {_COLUMNS} FROM inventory_items WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3",
        seller_id,
        marketplace_id,
        seller_sku,
    )
    return None if row is None else Item(*row)


async def items_named(tx: Transaction, seller_id: str, marketplace_id: str, seller_skus: Sequence[str]) -> list[Item]:
    """The items with these SKUs, in the order of the SKUs' text."""
    names = ", ".join(f"${number}" for number in range(3, 3 + len(seller_skus)))
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM inventory_items WHERE seller_id = $1 AND marketplace_id = $2"
        f" AND seller_sku IN ({names}) ORDER BY seller_sku",
        seller_id,
        marketplace_id,
        *seller_skus,
    )
    return [Item(*row) for row in rows]


async def skus_of_fn_skus(tx: Transaction, seller_id: str, fn_skus: Sequence[str]) -> list[str]:
    """The SKUs that have these FNSKUs."""
    names = ", ".join(f"${number}" for number in range(2, 2 + len(fn_skus)))
    rows = await tx.all(
        f"SELECT DISTINCT seller_sku FROM inventory_items WHERE seller_id = $1 AND fn_sku IN ({names})",
        seller_id,
        *fn_skus,
    )
    return [row[0] for row in rows]


async def items_after(tx: Transaction, seller_id: str, marketplace_id: str, after_sku: str, limit: int) -> list[Item]:
    """A page of all items, in the order of their SKUs (by the primary key)."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM inventory_items WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku > $3"
        " ORDER BY seller_sku LIMIT $4",
        seller_id,
        marketplace_id,
        after_sku,
        limit,
    )
    return [Item(*row) for row in rows]


async def items_changed(
    tx: Transaction, seller_id: str, marketplace_id: str, after: tuple[int, str], limit: int
) -> list[Item]:
    """A page of the items changed after this instant and SKU, oldest first (by ``inventory_items_by_change``)."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM inventory_items WHERE seller_id = $1 AND marketplace_id = $2"
        " AND (updated_at, seller_sku) > ($3, $4) ORDER BY updated_at, seller_sku LIMIT $5",
        seller_id,
        marketplace_id,
        after[0],
        after[1],
        limit,
    )
    return [Item(*row) for row in rows]


async def moved_between(tx: Transaction, seller_id: str, start: int, end: int) -> list[tuple[str, str]]:
    """Marketplaces and SKUs whose units last moved from ``start`` up to, not including, ``end``."""
    rows = await tx.all(
        "SELECT marketplace_id, seller_sku FROM inventory_items"
        " WHERE seller_id = $1 AND updated_at >= $2 AND updated_at < $3 ORDER BY marketplace_id, seller_sku",
        seller_id,
        start,
        end,
    )
    return [(row[0], row[1]) for row in rows]


async def delete_item(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str) -> None:
    """Removes an item; what the ledger says of it stays."""
    await tx.run(
        "DELETE FROM inventory_items WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3",
        seller_id,
        marketplace_id,
        seller_sku,
    )


async def balances(
    tx: Transaction, seller_id: str, marketplace_id: str, seller_skus: Iterable[str]
) -> dict[str, Balances]:
    """What the ledger sums up to, by SKU and disposition; a SKU without movements is not in the answer."""
    found: dict[str, dict[Disposition, int]] = {}
    skus = list(seller_skus)
    if not skus:
        return {}
    names = ", ".join(f"${number}" for number in range(3, 3 + len(skus)))
    rows = await tx.all(
        "SELECT seller_sku, disposition, quantity FROM stock_balances"
        f" WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku IN ({names})",
        seller_id,
        marketplace_id,
        *skus,
    )
    for seller_sku, disposition, quantity in rows:
        found.setdefault(seller_sku, {})[disposition] = quantity
    return found  # type: ignore[return-value]


async def balance(
    tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str, disposition: Disposition
) -> int:
    """The units of a SKU in one disposition."""
    row = await tx.one(
        "SELECT quantity FROM stock_balances"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3 AND disposition = $4",
        seller_id,
        marketplace_id,
        seller_sku,
        disposition,
    )
    return 0 if row is None else row[0]


async def move(
    tx: Transaction,
    seller_id: str,
    marketplace_id: str,
    seller_sku: str,
    disposition: Disposition,
    quantity: int,
    cause: str,
    reference: str,
    moved_at: int,
) -> None:
    """Writes one movement and the balance that follows from it. The caller has made sure that it stays above zero."""
    key: tuple[Value, ...] = (seller_id, marketplace_id, seller_sku, disposition)
    row = await tx.one(
        "UPDATE stock_balances SET quantity = quantity + $5, movements = movements + 1"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3 AND disposition = $4 RETURNING movements",
        *key,
        quantity,
    )
    if row is None:
        await tx.run(
            "INSERT INTO stock_balances (seller_id, marketplace_id, seller_sku, disposition, quantity, movements)"
            " VALUES ($1, $2, $3, $4, $5, 1)",
            *key,
            quantity,
        )
    await tx.run(
        "INSERT INTO stock_movements"
        " (seller_id, marketplace_id, seller_sku, disposition, number, quantity, cause, reference, moved_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *key,
        1 if row is None else row[0],
        quantity,
        cause,
        reference,
        moved_at,
    )


class Movement(msgspec.Struct, frozen=True):
    """A line of the ledger: so many units came (or went, where it is negative), why, and for what."""

    moved_at: int
    place: str
    quantity: int
    cause: str
    reference: str


async def movements(
    tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str, limit: int
) -> list[Movement]:
    """The last movements of a SKU in the network, newest first."""
    rows = await tx.all(
        "SELECT moved_at, disposition, quantity, cause, reference FROM stock_movements"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku = $3"
        " ORDER BY moved_at DESC, number DESC, disposition LIMIT $4",
        seller_id,
        marketplace_id,
        seller_sku,
        limit,
    )
    return [Movement(*row) for row in rows]


async def touch(tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str, now: int) -> None:
    """Notes that a quantity of this item has changed."""
    await tx.run(
        "UPDATE inventory_items SET updated_at = $1 WHERE seller_id = $2 AND marketplace_id = $3 AND seller_sku = $4",
        now,
        seller_id,
        marketplace_id,
        seller_sku,
    )


async def token_use(tx: Transaction, seller_id: str, token: str) -> str | None:
    """The hash of the body that came with an idempotency token, or None when the token is new."""
    row = await tx.one(
        "SELECT body_hash FROM inventory_idempotency_tokens WHERE seller_id = $1 AND token = $2", seller_id, token
    )
    return None if row is None else row[0]


async def keep_token(tx: Transaction, seller_id: str, token: str, body_hash: str, now: int) -> None:
    """Remembers an idempotency token with the body that it came with."""
    await tx.run(
        "INSERT INTO inventory_idempotency_tokens (seller_id, token, body_hash, made_at) VALUES ($1, $2, $3, $4)",
        seller_id,
        token,
        body_hash,
        now,
    )


class Entry(msgspec.Struct, frozen=True):
    """A line of the ledger with what it is about; ``number`` counts those of its SKU and disposition."""

    seller_sku: str
    disposition: Disposition
    number: int
    quantity: int
    cause: str
    reference: str
    moved_at: int


async def ledger(
    tx: Transaction, seller_id: str, marketplace_id: str, after: tuple[str, str, int], until: int, limit: int
) -> list[Entry]:
    """A page of the ledger up to an instant, by SKU, disposition and number (the primary key), after such a place."""
    rows = await tx.all(
        "SELECT seller_sku, disposition, number, quantity, cause, reference, moved_at FROM stock_movements"
        " WHERE seller_id = $1 AND marketplace_id = $2 AND (seller_sku, disposition, number) > ($3, $4, $5)"
        " AND moved_at <= $6 ORDER BY seller_sku, disposition, number LIMIT $7",
        seller_id,
        marketplace_id,
        *after,
        until,
        limit,
    )
    return [Entry(*row) for row in rows]


async def shipped_since(tx: Transaction, seller_id: str, marketplace_id: str, since: int) -> dict[str, int]:
    """How many units of each SKU have left the network since an instant."""
    rows = await tx.all(
        "SELECT seller_sku, -SUM(quantity) FROM stock_movements WHERE seller_id = $1 AND marketplace_id = $2"
        " AND cause = 'shipped' AND moved_at >= $3 GROUP BY seller_sku",
        seller_id,
        marketplace_id,
        since,
    )
    return {row[0]: int(row[1]) for row in rows}


async def arrivals(
    tx: Transaction, seller_id: str, marketplace_id: str, seller_skus: Sequence[str]
) -> dict[str, list[tuple[int, int]]]:
    """When units of these SKUs came to be sold, and how many, the last ones first, by SKU."""
    names = ", ".join(f"${number}" for number in range(3, 3 + len(seller_skus)))
    rows = await tx.all(
        "SELECT seller_sku, moved_at, quantity FROM stock_movements WHERE seller_id = $1 AND marketplace_id = $2"
        f" AND seller_sku IN ({names}) AND disposition = 'fulfillable' AND cause IN ('received', 'returned')"
        " ORDER BY seller_sku, number DESC",
        seller_id,
        marketplace_id,
        *seller_skus,
    )
    found: dict[str, list[tuple[int, int]]] = {}
    for seller_sku, moved_at, quantity in rows:
        found.setdefault(seller_sku, []).append((moved_at, quantity))
    return found


async def averages(
    tx: Transaction, seller_id: str, marketplace_id: str, start: int, end: int, dispositions: Sequence[Disposition]
) -> dict[str, Decimal]:
    """How many units of each SKU lay in these places on average over a time, to a hundredth, by the order of the SKUs.

    A movement counts for the seconds that come after it. What lay there for less than a hundredth is left out.
    """
    names = ", ".join(f"${number}" for number in range(5, 5 + len(dispositions)))
    rows = await tx.all(
        "SELECT seller_sku, SUM(quantity * (($4 - (CASE WHEN moved_at < $3 THEN $3 ELSE moved_at END)) / 1000))"
        " FROM stock_movements WHERE seller_id = $1 AND marketplace_id = $2 AND moved_at < $4"
        f" AND disposition IN ({names}) GROUP BY seller_sku ORDER BY seller_sku",
        seller_id,
        marketplace_id,
        start,
        end,
        *dispositions,
    )
    seconds = Decimal(max(1, (end - start) // 1000))
    found = {row[0]: (Decimal(int(row[1])) / seconds).quantize(Decimal("0.01"), ROUND_HALF_UP) for row in rows}
    return {sku: units for sku, units in found.items() if units > 0}


async def is_stored(tx: Transaction, seller_id: str, marketplace_id: str, dispositions: Sequence[Disposition]) -> bool:
    """Whether any unit of a seller lies in these places just now."""
    names = ", ".join(f"${number}" for number in range(3, 3 + len(dispositions)))
    row = await tx.one(
        "SELECT 1 FROM stock_balances WHERE seller_id = $1 AND marketplace_id = $2 AND quantity > 0"
        f" AND disposition IN ({names}) LIMIT 1",
        seller_id,
        marketplace_id,
        *dispositions,
    )
    return row is not None

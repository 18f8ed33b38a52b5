"""The catalog's SQL: products, their codes, their words, and what was sold of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from tradepost.domains.selling.catalog.model import Document, Product, product
from tradepost.simulation.seed import Seed
from tradepost.store.database import Groups, Transaction

_COLUMNS = "number, marketplace_id, asin, product_type, parent_asin, document"
_WORDS = "catalog_words"
_LIST_SIZES = (10, 100, 1000)
_decode = msgspec.json.Decoder(Document).decode


def _product(seed: Seed, row: Sequence[Any]) -> Product:
    number, marketplace_id, asin, product_type, parent_asin, document = row
    return product(seed, number, marketplace_id, asin, product_type, parent_asin, _decode(document))


def places(count: int, first: int = 1) -> str:
    """The placeholders of a list of values."""
    return ", ".join(f"${number}" for number in range(first, first + count))


async def find(tx: Transaction, seed: Seed, marketplace_id: str, asins: Sequence[str]) -> dict[str, Product]:
    """The products of these ASINs in a marketplace, by ASIN."""
    if not asins:
        return {}
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM catalog_products WHERE marketplace_id = $1 AND asin IN ({places(len(asins), 2)})",
        marketplace_id,
        *asins,
    )
    return {row[2]: _product(seed, row) for row in rows}


async def newest(tx: Transaction) -> int:
    """The number of the product that was added last, 0 without any."""
    row = await tx.one("SELECT COALESCE(MAX(number), 0) FROM catalog_products")
    assert row is not None
    return int(row[0])


async def numbered(tx: Transaction, seed: Seed, numbers: Sequence[int]) -> dict[int, Product]:
    """The products of these numbers, by number."""
    if not numbers:
        return {}
    rows = await tx.all(f"SELECT {_COLUMNS} FROM catalog_products WHERE number IN ({places(len(numbers))})", *numbers)
    return {row[0]: _product(seed, row) for row in rows}


async def children(tx: Transaction, marketplace_id: str, parent_asin: str) -> list[str]:
    """The ASINs of a parent's children, in their order."""
    rows = await tx.all(
        "SELECT asin FROM catalog_products WHERE parent_asin = $1 AND parent_asin <> '' AND marketplace_id = $2"
        " ORDER BY asin",
        parent_asin,
        marketplace_id,
    )
    return [row[0] for row in rows]


async def found(tx: Transaction, groups: Groups, before: int, limit: int) -> list[int]:
    """The numbers of products that a search finds, below a number, newest first.

    The index has numbers with a minus: it is read upwards, from the newest product on, and no further than asked.
    """
    return [-number for number in await tx.search(_WORDS, groups, -before, limit)]


async def found_before(tx: Transaction, groups: Groups, after: int, limit: int) -> list[int]:
    """The numbers of products that a search finds above a number: the ones next to it, newest first."""
    return [-number for number in reversed(await tx.search(_WORDS, groups, -after, limit, down=True))]


async def tally(tx: Transaction, numbers: Sequence[int]) -> list[tuple[str, str, int]]:
    """How many of these products there are, by brand and browse node."""
    if not numbers:
        return []
    count = next(size for size in _LIST_SIZES if size >= len(numbers))  # few statements, however many are found
    rows = await tx.all(
        "SELECT brand, browse_node_id, COUNT(*) FROM catalog_products"
        f" WHERE number IN ({places(count)}) GROUP BY brand, browse_node_id",
        *numbers,
        *[0] * (count - len(numbers)),
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def add(tx: Transaction, added: Product, document: Document, terms: str) -> int | None:
    """Adds a product with its codes and words, and says its number; None where it is there by now."""
    row = await tx.one(
        "INSERT INTO catalog_products"
        " (marketplace_id, asin, product_type, brand, browse_node_id, parent_asin, document)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING number",
        added.marketplace_id,
        added.asin,
        added.product_type,
        added.brand,
        added.browse_node_id,
        added.parent_asin or "",
        msgspec.json.encode(document).decode(),
    )
    if row is None:
        return None
    number: int = row[0]
    await tx.run("INSERT INTO catalog_words (rowid, terms) VALUES ($1, $2)", -number, terms)
    await add_codes(tx, added.marketplace_id, added.asin, document.codes)
    return number


async def change(tx: Transaction, changed: Product, document: Document, terms: str) -> None:
    """Writes what has become of a product."""
    await tx.run(
        "UPDATE catalog_products"
        " SET product_type = $1, brand = $2, browse_node_id = $3, parent_asin = $4, document = $5 WHERE number = $6",
        changed.product_type,
        changed.brand,
        changed.browse_node_id,
        changed.parent_asin or "",
        msgspec.json.encode(document).decode(),
        changed.number,
    )
    await tx.run("UPDATE catalog_words SET terms = $1 WHERE rowid = $2", terms, -changed.number)
    await add_codes(tx, changed.marketplace_id, changed.asin, document.codes)


async def add_codes(tx: Transaction, marketplace_id: str, asin: str, codes: Sequence[str]) -> None:
    """Has a product found by these codes; those that it has already stay."""
    await tx.many(
        "INSERT INTO catalog_identifiers (code, marketplace_id, asin) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
        [(code, marketplace_id, asin) for code in codes],
    )


async def with_codes(tx: Transaction, codes: Sequence[str]) -> list[tuple[str, str, str]]:
    """Code, marketplace and ASIN of whatever has one of these codes, in any marketplace."""
    if not codes:
        return []
    rows = await tx.all(
        f"SELECT code, marketplace_id, asin FROM catalog_identifiers WHERE code IN ({places(len(codes))})"
        " ORDER BY code, marketplace_id, asin",
        *codes,
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def sold(tx: Transaction, marketplace_id: str, asin: str, day: int, seller_id: str, units: int) -> None:
    """Counts units that a seller has sold on a day; units that are taken back are negative."""
    await tx.run(
        "INSERT INTO catalog_sales (asin, marketplace_id, day, seller_id, units) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (asin, marketplace_id, day, seller_id)"
        " DO UPDATE SET units = catalog_sales.units + excluded.units",
        asin,
        marketplace_id,
        day,
        seller_id,
        units,
    )


async def sold_by_day(tx: Transaction, seller_id: str, first_day: int) -> dict[int, int]:
    """The units that a seller sold on each day since one, by the day; what was called off is not among them."""
    rows = await tx.all(
        "SELECT day, SUM(units) FROM catalog_sales WHERE seller_id = $1 AND day >= $2 GROUP BY day",
        seller_id,
        first_day,
    )
    return {row[0]: int(row[1]) for row in rows}


async def sales(
    tx: Transaction, marketplace_id: str, asins: Sequence[str], first_day: int
) -> dict[str, list[tuple[int, int]]]:
    """Days and units sold of these ASINs since a day, by ASIN."""
    if not asins:
        return {}
    rows = await tx.all(
        f"SELECT asin, day, SUM(units) FROM catalog_sales WHERE asin IN ({places(len(asins), 3)})"
        " AND marketplace_id = $1 AND day >= $2 GROUP BY asin, day ORDER BY asin, day",
        marketplace_id,
        first_day,
        *asins,
    )
    sold_on: dict[str, list[tuple[int, int]]] = {}
    for asin, day, units in rows:
        sold_on.setdefault(asin, []).append((day, int(units)))
    return sold_on

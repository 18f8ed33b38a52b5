"""The SQL of definitions: which versions a world has published. They are everybody's, as the catalog is."""

from __future__ import annotations

from tradepost.store.database import Transaction


async def revision(tx: Transaction, marketplace_id: str, product_type: str) -> int:
    """How many versions of a definition were published after its first one."""
    row = await tx.one(
        "SELECT revision FROM definition_versions WHERE marketplace_id = $1 AND product_type = $2",
        marketplace_id,
        product_type,
    )
    return 0 if row is None else int(row[0])


async def revisions(tx: Transaction, marketplace_id: str) -> dict[str, int]:
    """The product types of which another version was published, and how many there were after the first one."""
    rows = await tx.all(
        "SELECT product_type, revision FROM definition_versions WHERE marketplace_id = $1 ORDER BY product_type",
        marketplace_id,
    )
    return {row[0]: int(row[1]) for row in rows}


async def publish(tx: Transaction, marketplace_id: str, product_type: str) -> int:
    """Counts one more version of a definition; how many there are after the first one."""
    row = await tx.one(
        "INSERT INTO definition_versions (marketplace_id, product_type, revision) VALUES ($1, $2, 1)"
        " ON CONFLICT (marketplace_id, product_type) DO UPDATE SET revision = definition_versions.revision + 1"
        " RETURNING revision",
        marketplace_id,
        product_type,
    )
    assert row is not None
    return int(row[0])

"""The SQL of Easy Ship."""

from __future__ import annotations

import msgspec

from tradepost.domains.shipping.easy_ship.package import ScheduledPackage
from tradepost.store.database import Transaction

_DECODER = msgspec.json.Decoder(ScheduledPackage)


async def find(tx: Transaction, seller_id: str, order_id: str) -> ScheduledPackage | None:
    """The package of an order, by the primary key."""
    row = await tx.one(
        "SELECT document FROM easy_ship_packages WHERE seller_id = $1 AND order_id = $2", seller_id, order_id
    )
    return None if row is None else _DECODER.decode(row[0])


async def page(tx: Transaction, seller_id: str, after: str, most: int) -> list[ScheduledPackage]:
    """Packages after an order's id, in the order of those ids."""
    rows = await tx.all(
        "SELECT document FROM easy_ship_packages WHERE seller_id = $1 AND order_id > $2 ORDER BY order_id LIMIT $3",
        seller_id,
        after,
        most,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def add(tx: Transaction, seller_id: str, package: ScheduledPackage) -> None:
    """Adds a package."""
    await tx.run(
        "INSERT INTO easy_ship_packages (seller_id, order_id, document) VALUES ($1, $2, $3)",
        seller_id,
        package.order_id,
        msgspec.json.encode(package).decode(),
    )


async def save(tx: Transaction, seller_id: str, package: ScheduledPackage) -> None:
    """Keeps a package as it is now."""
    await tx.run(
        "UPDATE easy_ship_packages SET document = $1 WHERE seller_id = $2 AND order_id = $3",
        msgspec.json.encode(package).decode(),
        seller_id,
        package.order_id,
    )

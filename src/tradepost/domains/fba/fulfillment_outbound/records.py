"""The SQL of FBA Outbound."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.domains.fba.fulfillment_outbound.order import Order
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction

_DECODER = msgspec.json.Decoder(Order)


async def find(tx: Transaction, seller_id: str, order_id: str) -> Order | None:
    """One order, by its primary key."""
    document = await find_document(tx, seller_id, order_id)
    return None if document is None else decode(document)


async def find_document(tx: Transaction, seller_id: str, order_id: str) -> str | None:
    """One order as it is kept, by its primary key."""
    row = await tx.one(
        "SELECT document FROM fulfillment_orders WHERE seller_id = $1 AND order_id = $2", seller_id, order_id
    )
    return None if row is None else row[0]


def decode(document: str) -> Order:
    """An order that was kept."""
    return _DECODER.decode(document)


async def add(tx: Transaction, seller_id: str, order: Order) -> bool:
    """Adds an order; false when the seller has given its id to another one."""
    added = await tx.run(
        "INSERT INTO fulfillment_orders (seller_id, order_id, status, updated_at, document, origin)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (seller_id, order_id) DO NOTHING",
        seller_id,
        order.id,
        order.status,
        to_milliseconds(order.status_updated_at),
        msgspec.json.encode(order).decode(),
        order.origin,
    )
    return added == 1


async def save(tx: Transaction, seller_id: str, order: Order) -> None:
    """Keeps an order as it is now."""
    await tx.run(
        "UPDATE fulfillment_orders SET status = $1, updated_at = $2, document = $3"
        " WHERE seller_id = $4 AND order_id = $5",
        order.status,
        to_milliseconds(order.status_updated_at),
        msgspec.json.encode(order).decode(),
        seller_id,
        order.id,
    )


async def updated_since(
    tx: Transaction, seller_id: str, start: datetime, after: tuple[int, str] | None, limit: int
) -> list[Order]:
    """A page of the seller's own orders updated since then, oldest update first (``fulfillment_orders_listed``)."""
    updated_at, order_id = after or (to_milliseconds(start), "")
    rows = await tx.all(
        "SELECT document FROM fulfillment_orders WHERE seller_id = $1 AND origin = ''"
        " AND (updated_at, order_id) > ($2, $3) ORDER BY updated_at, order_id LIMIT $4",
        seller_id,
        updated_at,
        order_id,
        limit,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def changed_since(
    tx: Transaction, seller_id: str, start: datetime, after_order_id: str, limit: int
) -> list[Order]:
    """A page of all orders in the network that changed since then, customers' among them, by id (the primary key)."""
    rows = await tx.all(
        "SELECT document FROM fulfillment_orders WHERE seller_id = $1 AND order_id > $2 AND updated_at >= $3"
        " ORDER BY order_id LIMIT $4",
        seller_id,
        after_order_id,
        to_milliseconds(start),
        limit,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def add_package(
    tx: Transaction, seller_id: str, package_number: int, order_id: str, tracking_number: str, shipped_at: datetime
) -> bool:
    """Notes which order a package belongs to, and its carrier's number; false when its own number is taken."""
    added = await tx.run(
        "INSERT INTO fulfillment_packages (seller_id, package_number, order_id, tracking_number, shipped_at)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (seller_id, package_number) DO NOTHING",
        seller_id,
        package_number,
        order_id,
        tracking_number,
        to_milliseconds(shipped_at),
    )
    return added == 1


async def order_of_package(tx: Transaction, seller_id: str, package_number: int) -> str | None:
    """The order that a package belongs to."""
    row = await tx.one(
        "SELECT order_id FROM fulfillment_packages WHERE seller_id = $1 AND package_number = $2",
        seller_id,
        package_number,
    )
    return None if row is None else row[0]


async def seller_of_package(tx: Transaction, tracking_number: str) -> tuple[str, str] | None:
    """Whose package has a carrier's number, and the order that it belongs to: for developers, who see every seller."""
    row = await tx.one(
        "SELECT seller_id, order_id FROM fulfillment_packages WHERE tracking_number = $1"
        " ORDER BY shipped_at DESC LIMIT 1",
        tracking_number,
    )
    return None if row is None else (row[0], row[1])


async def packages_of_every_seller(tx: Transaction, most: int) -> list[tuple[str, str, Order]]:
    """The packages of all sellers that left last, newest first: seller, carrier's number, and the order."""
    rows = await tx.all(
        "SELECT seller_id, tracking_number, document FROM fulfillment_packages"
        " JOIN fulfillment_orders USING (seller_id, order_id)"
        " WHERE tracking_number <> '' ORDER BY shipped_at DESC, package_number LIMIT $1",
        most,
    )
    return [(row[0], row[1], _DECODER.decode(row[2])) for row in rows]

"""The outbox of a world: each change leaves its events in its own transaction, in the order they happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec

from tradepost.simulation.clock import from_milliseconds, to_milliseconds
from tradepost.store.database import Row, Transaction

_COLUMNS = "id, seller_id, type, subject, occurred_at, request_id, body"


class Event(msgspec.Struct, frozen=True):
    """Something that happened to a selling partner's thing, at a virtual time.

    ``type`` is the area and what happened (``fulfillment_outbound.order_cancelled``), ``subject`` the identifier of the
    thing. ``request_id`` names the call that caused it, and is empty where time did.
    """

    seller_id: str
    type: str
    subject: str
    occurred_at: datetime
    body: dict[str, Any]
    request_id: str = ""


class StoredEvent(msgspec.Struct, frozen=True, rename="camel"):
    """An event as the outbox shows it; ``id`` grows with time and is the place to go on reading from."""

    id: int
    seller_id: str
    type: str
    subject: str
    occurred_at: datetime
    request_id: str
    body: dict[str, Any]


async def write(tx: Transaction, events: Iterable[Event]) -> None:
    """Adds events to the outbox, as part of the transaction that caused them."""
    await tx.many(
        "INSERT INTO events (seller_id, type, subject, occurred_at, request_id, body) VALUES ($1, $2, $3, $4, $5, $6)",
        [
            (
                event.seller_id,
                event.type,
                event.subject,
                to_milliseconds(event.occurred_at),
                event.request_id,
                msgspec.json.encode(event.body).decode(),
            )
            for event in events
        ],
    )


async def read(tx: Transaction, since: int, limit: int) -> list[StoredEvent]:
    """The events after the one with the id ``since``, oldest first. Misses none in a ``settled`` transaction."""
    rows = await tx.all(f"SELECT {_COLUMNS} FROM events WHERE id > $1 ORDER BY id LIMIT $2", since, limit)
    return [_stored(row) for row in rows]


async def newest(tx: Transaction, seller_id: str, limit: int, since: int = 0) -> list[StoredEvent]:
    """The last events of a seller after the one with the id ``since``, newest first."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM events WHERE id > $1 AND seller_id = $2 ORDER BY id DESC LIMIT $3",
        since,
        seller_id,
        limit,
    )
    return [_stored(row) for row in rows]


async def about(tx: Transaction, seller_id: str, subject: str, limit: int) -> list[StoredEvent]:
    """What happened to one thing, oldest first (by ``events_by_subject``)."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM events WHERE seller_id = $1 AND subject = $2 ORDER BY id LIMIT $3",
        seller_id,
        subject,
        limit,
    )
    return [_stored(row) for row in rows]


def _stored(row: Row) -> StoredEvent:
    return StoredEvent(row[0], row[1], row[2], row[3], from_milliseconds(row[4]), row[5], msgspec.json.decode(row[6]))


async def last_id(tx: Transaction) -> int:
    """The id of the newest event, or 0 in a world where nothing has happened."""
    row = await tx.one("SELECT max(id) FROM events")
    return (row[0] if row else None) or 0

"""The SQL of notifications on their way. Reading and sending them is the world's business, not one seller's."""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.domains.exchange.notifications.outgoing.delivery import Delivery, DeliveryState
from tradepost.simulation.clock import from_milliseconds, real_milliseconds, to_milliseconds
from tradepost.store.database import Row, Transaction, Value

_COLUMNS = (
    "id, seller_id, application_id, subscription_id, destination_id, type, subject, made_at, state, attempts, next_at,"
    " delivered_at, reason, body"
)
_OPEN = "state IN ('pending', 'failing')"
_KEPT = 10_000
#: Of each subscription and subject only the oldest open one may be sent.
_FIRST = (
    "NOT EXISTS (SELECT 1 FROM notification_deliveries e WHERE e.subscription_id = d.subscription_id"
    f" AND e.subject = d.subject AND e.{_OPEN} AND e.id < d.id)"
)


class NewDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """A notification that was made just now."""

    seller_id: str
    application_id: str
    subscription_id: str
    destination_id: str
    type: str
    subject: str
    made_at: datetime
    body: str
    state: DeliveryState = "pending"
    delay_ms: int = 0


async def add(tx: Transaction, made: NewDelivery) -> None:
    """Puts a notification on its way, after those of its subject that were made before."""
    await tx.run(
        "INSERT INTO notification_deliveries (seller_id, application_id, subscription_id, destination_id, type,"
        " subject, made_at, state, attempts, next_at, leased_until, delivered_at, reason, body)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 0, 0, '', $10)",
        made.seller_id,
        made.application_id,
        made.subscription_id,
        made.destination_id,
        made.type,
        made.subject,
        to_milliseconds(made.made_at),
        made.state,
        real_milliseconds() + made.delay_ms,
        made.body,
    )


async def let_go(tx: Transaction, subscription_id: str | None = None) -> int:
    """Sends what was held, after everything that was made meanwhile: of one subscription, or all."""
    rows = await tx.all(
        f"DELETE FROM notification_deliveries WHERE state = 'held' AND ($1 = '' OR subscription_id = $1)"
        f" RETURNING {_COLUMNS}",
        subscription_id or "",
    )
    for held in sorted(map(_read, rows), key=lambda each: each.id):
        fields = {
            name: getattr(held, name) for name in NewDelivery.__struct_fields__ if name not in ("state", "delay_ms")
        }
        await add(tx, NewDelivery(**fields))
    return len(rows)


async def waiting(tx: Transaction, now: int) -> list[str]:
    """The destinations for which something can be sent at this real time."""
    rows = await tx.all(
        f"SELECT DISTINCT destination_id FROM notification_deliveries d WHERE d.{_OPEN} AND next_at <= $1"
        f" AND leased_until <= $1 AND {_FIRST}",
        now,
    )
    return [row[0] for row in rows]


async def next_time(tx: Transaction) -> int | None:
    """The real time at which the next one is to be tried, or None where none waits."""
    row = await tx.one(
        "SELECT min(CASE WHEN next_at > leased_until THEN next_at ELSE leased_until END)"
        f" FROM notification_deliveries d WHERE d.{_OPEN} AND {_FIRST}"
    )
    return None if row is None else row[0]


async def claim(tx: Transaction, destination_id: str, now: int, lease_ms: int, most: int) -> list[Delivery]:
    """Takes the next ones for a destination in hand: of each subscription and subject the oldest, no other.

    Until the lease is over, nobody else takes them.
    """
    rows = await tx.all(
        "UPDATE notification_deliveries SET leased_until = $3 WHERE id IN (SELECT id FROM notification_deliveries d"
        f" WHERE d.destination_id = $1 AND d.{_OPEN} AND d.next_at <= $2 AND d.leased_until <= $2"
        f" AND {_FIRST} ORDER BY d.id LIMIT $4)"
        f" AND leased_until <= $2 RETURNING {_COLUMNS}",
        destination_id,
        now,
        now + lease_ms,
        most,
    )
    return sorted(map(_read, rows), key=lambda each: each.id)


async def has_leases(tx: Transaction) -> bool:
    """Whether anything is in somebody's hands."""
    return await tx.one(f"SELECT 1 FROM notification_deliveries WHERE {_OPEN} AND leased_until > 0 LIMIT 1") is not None


async def end_leases(tx: Transaction) -> None:
    """Frees what was in the hands of a program that is no more."""
    await tx.run(f"UPDATE notification_deliveries SET leased_until = 0 WHERE {_OPEN} AND leased_until > 0")


async def note(
    tx: Transaction, id: int, state: DeliveryState, *, attempts: int, reason: str = "", next_at: int = 0, at: int = 0
) -> None:
    """Keeps what has become of one that was claimed; one that is not claimed any more is sent again."""
    await tx.run(
        "UPDATE notification_deliveries SET state = $2, attempts = $3, reason = $4, next_at = $5, delivered_at = $6,"
        " leased_until = 0 WHERE id = $1 AND leased_until > 0",
        id,
        state,
        attempts,
        reason,
        next_at,
        at,
    )


async def hurry(tx: Transaction, now: int) -> int:
    """Has everything tried at once that waits to be tried again; says how many that are."""
    return await tx.run(f"UPDATE notification_deliveries SET next_at = $1 WHERE {_OPEN} AND next_at > $1", now)


async def send_again(tx: Transaction, id: int, now: int) -> bool:
    """Has one be sent again, whatever became of it; false where there is none such."""
    changed = await tx.run(
        "UPDATE notification_deliveries SET state = 'pending', attempts = 0, reason = '', next_at = $2,"
        " leased_until = 0, delivered_at = 0 WHERE id = $1",
        id,
        now,
    )
    return changed == 1


async def forget_open(tx: Transaction) -> None:
    """Forgets what is not delivered yet."""
    await tx.run("DELETE FROM notification_deliveries WHERE state IN ('pending', 'failing', 'held')")


async def prune(tx: Transaction) -> None:
    """Forgets what was delivered long ago: the newest ten thousand stay to be looked at."""
    await tx.run(
        "DELETE FROM notification_deliveries WHERE state = 'delivered'"
        f" AND id <= (SELECT max(id) FROM notification_deliveries) - {_KEPT}"
    )


async def find(tx: Transaction, id: int) -> Delivery | None:
    """One of them."""
    row = await tx.one(f"SELECT {_COLUMNS} FROM notification_deliveries WHERE id = $1", id)
    return None if row is None else _read(row)


async def newest(
    tx: Transaction,
    most: int,
    *,
    seller_id: str = "",
    state: str = "",
    type: str = "",
    subscription_id: str = "",
) -> list[Delivery]:
    """The newest ones, newest first; an empty value asks for all."""
    wanted: dict[str, Value] = {
        "seller_id": seller_id,
        "state": state,
        "type": type,
        "subscription_id": subscription_id,
    }
    asked = {name: value for name, value in wanted.items() if value}
    where = " AND ".join(f"{name} = ${number}" for number, name in enumerate(asked, 1)) or "1 = 1"
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM notification_deliveries WHERE {where} ORDER BY id DESC LIMIT {int(most)}",
        *asked.values(),
    )
    return [_read(row) for row in rows]


async def stuck(tx: Transaction, most: int) -> list[Delivery]:
    """Those that could not be delivered, oldest first."""
    rows = await tx.all(
        f"SELECT {_COLUMNS} FROM notification_deliveries WHERE state IN ('failing', 'dead') ORDER BY id LIMIT {most}"
    )
    return [_read(row) for row in rows]


async def counts(tx: Transaction, seller_id: str = "") -> dict[str, int]:
    """How many there are in each state."""
    rows = await tx.all(
        "SELECT state, count(*) FROM notification_deliveries WHERE $1 = '' OR seller_id = $1 GROUP BY state", seller_id
    )
    return {row[0]: row[1] for row in rows}


async def open_by_state(tx: Transaction) -> dict[str, int]:
    """How many wait to be sent for the first time (``pending``), and how many once more (``failing``)."""
    rows = await tx.all(f"SELECT state, count(*) FROM notification_deliveries WHERE {_OPEN} GROUP BY state")
    return {row[0]: row[1] for row in rows}


def _read(row: Row) -> Delivery:
    return Delivery(
        id=row[0],
        seller_id=row[1],
        application_id=row[2],
        subscription_id=row[3],
        destination_id=row[4],
        type=row[5],
        subject=row[6],
        made_at=from_milliseconds(row[7]),
        state=row[8],
        attempts=row[9],
        next_at=row[10],
        delivered_at=row[11],
        reason=row[12],
        body=row[13],
    )

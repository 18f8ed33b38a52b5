"""Due transitions: what time will do, kept in the database until it is done.

A transition is named by its selling partner, its kind (``fulfillment_outbound.plan``) and its subject (an order id), so
that there is never more than one of a kind for a subject, and both rescheduling and calling off are one statement.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction


class DueTransition(msgspec.Struct, frozen=True):
    """One thing that will happen, unless it is called off: when, to whom, what, to which of his things."""

    due_at: int
    seller_id: str
    kind: str
    subject: str
    attempts: int = 0
    last_error: str | None = None


async def schedule(tx: Transaction, seller_id: str, kind: str, subject: str, at: datetime) -> None:
    """Puts a transition on the schedule, or moves the one of this kind that the subject already has."""
    await tx.run(
        "INSERT INTO due_transitions (seller_id, kind, subject, due_at, attempts) VALUES ($1, $2, $3, $4, 0)"
        " ON CONFLICT (seller_id, kind, subject)"
        " DO UPDATE SET due_at = excluded.due_at, attempts = 0, last_error = NULL",
        seller_id,
        kind,
        subject,
        to_milliseconds(at),
    )


async def unschedule(tx: Transaction, seller_id: str, kind: str, subject: str) -> bool:
    """Calls a transition off; false when there was none."""
    changed = await tx.run(
        "DELETE FROM due_transitions WHERE seller_id = $1 AND kind = $2 AND subject = $3", seller_id, kind, subject
    )
    return changed > 0


async def next_due(tx: Transaction, until: int) -> DueTransition | None:
    """The earliest transition that is due at or before this time (by index ``due_transitions_by_time``)."""
    row = await tx.one(
        "SELECT due_at, seller_id, kind, subject, attempts, last_error FROM due_transitions WHERE due_at <= $1"
        " ORDER BY due_at, seller_id, kind, subject LIMIT 1",
        until,
    )
    return None if row is None else DueTransition(*row)


async def about(tx: Transaction, seller_id: str, subject: str) -> list[DueTransition]:
    """What time will do to one thing, the next first."""
    rows = await tx.all(
        "SELECT due_at, seller_id, kind, subject, attempts, last_error FROM due_transitions"
        " WHERE seller_id = $1 AND (subject = $2 OR subject LIKE $3) ORDER BY due_at, kind",
        seller_id,
        subject,
        f"{subject}/%",
    )
    return [DueTransition(*row) for row in rows]


async def next_time(tx: Transaction) -> int | None:
    """When the earliest transition is due, or None when nothing is scheduled."""
    row = await tx.one("SELECT min(due_at) FROM due_transitions")
    return None if row is None else row[0]


class Totals(msgspec.Struct, frozen=True):
    """How many transitions are scheduled, how many of them have failed, and when the earliest one is due."""

    scheduled: int
    failing: int
    earliest: int | None


async def totals(tx: Transaction) -> Totals:
    """All that is scheduled in a world, counted."""
    row = await tx.one("SELECT count(*), count(CASE WHEN attempts > 0 THEN 1 END), min(due_at) FROM due_transitions")
    return Totals(0, 0, None) if row is None else Totals(*row)


async def claim(tx: Transaction, due: DueTransition) -> bool:
    """Takes a transition off the schedule in the transaction that carries it out; false when another was faster."""
    changed = await tx.run(
        "DELETE FROM due_transitions WHERE seller_id = $1 AND kind = $2 AND subject = $3 AND due_at = $4",
        due.seller_id,
        due.kind,
        due.subject,
        due.due_at,
    )
    return changed == 1


async def postpone(tx: Transaction, due: DueTransition, until: int, error: str) -> None:
    """Notes that a transition failed, and when it is tried again."""
    await tx.run(
        "UPDATE due_transitions SET due_at = $1, attempts = attempts + 1, last_error = $2"
        " WHERE seller_id = $3 AND kind = $4 AND subject = $5 AND due_at = $6",
        until,
        error[:500],
        due.seller_id,
        due.kind,
        due.subject,
        due.due_at,
    )


async def failing(tx: Transaction, limit: int = 100) -> list[DueTransition]:
    """The transitions that have failed and wait for another try, soonest first."""
    rows = await tx.all(
        "SELECT due_at, seller_id, kind, subject, attempts, last_error FROM due_transitions WHERE attempts > 0"
        " ORDER BY due_at, seller_id, kind, subject LIMIT $1",
        limit,
    )
    return [DueTransition(*row) for row in rows]

"""The SQL of report schedules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from tradepost.store.database import Transaction


class Schedule(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A report that is made again and again. ``last_at`` is when it was made last, ``next_at`` when it will be."""

    id: str
    type: str
    marketplace_ids: tuple[str, ...]
    period: str
    next_at: datetime
    last_at: datetime | None = None
    options: dict[str, str] = {}
    application_id: str = ""


_DECODER = msgspec.json.Decoder(Schedule)


async def schedule(tx: Transaction, seller_id: str, schedule_id: str) -> Schedule | None:
    """One schedule, by its primary key."""
    row = await tx.one(
        "SELECT document FROM report_schedules WHERE seller_id = $1 AND schedule_id = $2", seller_id, schedule_id
    )
    return None if row is None else _DECODER.decode(row[0])


async def schedules(tx: Transaction, seller_id: str, types: Sequence[str]) -> list[Schedule]:
    """A seller's schedules of these types, in the order of their ids."""
    places = ", ".join(f"${number}" for number in range(2, 2 + len(types)))
    rows = await tx.all(
        f"SELECT document FROM report_schedules WHERE seller_id = $1 AND type IN ({places}) ORDER BY schedule_id",
        seller_id,
        *types,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def add_schedule(tx: Transaction, seller_id: str, made: Schedule) -> None:
    """Adds a schedule; there is none of its type, marketplaces and options."""
    await tx.run(
        "INSERT INTO report_schedules (seller_id, schedule_id, type, marketplaces, document)"
        " VALUES ($1, $2, $3, $4, $5)",
        seller_id,
        made.id,
        made.type,
        _marketplaces(made.marketplace_ids),
        msgspec.json.encode(made).decode(),
    )


async def save_schedule(tx: Transaction, seller_id: str, changed: Schedule) -> None:
    """Keeps what a schedule has become."""
    await tx.run(
        "UPDATE report_schedules SET document = $3 WHERE seller_id = $1 AND schedule_id = $2",
        seller_id,
        changed.id,
        msgspec.json.encode(changed).decode(),
    )


async def same_schedule(
    tx: Transaction, seller_id: str, report_type: str, marketplace_ids: Sequence[str], options: Mapping[str, str]
) -> Schedule | None:
    """The schedule of a type for these marketplaces and with these options (``report_schedules_by_type``)."""
    rows = await tx.all(
        "SELECT document FROM report_schedules WHERE seller_id = $1 AND type = $2 AND marketplaces = $3",
        seller_id,
        report_type,
        _marketplaces(marketplace_ids),
    )
    return next((each for each in (_DECODER.decode(row[0]) for row in rows) if each.options == options), None)


async def remove_schedule(tx: Transaction, seller_id: str, schedule_id: str) -> None:
    """Removes a schedule."""
    await tx.run("DELETE FROM report_schedules WHERE seller_id = $1 AND schedule_id = $2", seller_id, schedule_id)


def _marketplaces(ids: Sequence[str]) -> str:
    return " ".join(sorted(ids))

"""Financial events and their groups in the database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import msgspec

from tradepost.domains.money.finances.event import FinancialEvent
from tradepost.domains.money.finances.settlement import Group
from tradepost.simulation.clock import from_milliseconds, to_milliseconds
from tradepost.store.database import Row, Transaction, Value

_DECODER = msgspec.json.Decoder(FinancialEvent)
_GROUP = (
    "SELECT id, currency, started_at, ended_at, beginning, total, transferred, transfer_status, trace_id, account_tail"
    " FROM financial_event_groups"
)


class Window(msgspec.Struct, frozen=True, array_like=True):
    """Which events are wanted: posted from ``start`` up to, not including, ``end`` (in milliseconds), and of what."""

    start: int
    end: int
    group_id: str = ""
    order_id: str = ""
    marketplace_id: str = ""
    status: str = ""
    transfers: bool = False


async def add(tx: Transaction, seller_id: str, event: FinancialEvent) -> bool:
    """Puts an event into the ledger; false when it is there already."""
    added = await tx.run(
        "INSERT INTO financial_events (seller_id, id, type, status, group_id, order_id, marketplace_id, currency,"
        " posted_at, total, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        " ON CONFLICT (seller_id, id) DO NOTHING",
        seller_id,
        event.id,
        event.type,
        event.status,
        event.group_id,
        event.order_id,
        event.marketplace_id,
        event.currency,
        to_milliseconds(event.posted_at),
        str(event.total),
        msgspec.json.encode(event).decode(),
    )
    return bool(added)


async def released(tx: Transaction, seller_id: str, event: FinancialEvent) -> None:
    """Keeps that a deferred event has been released."""
    await tx.run(
        "UPDATE financial_events SET status = $1, document = $2 WHERE seller_id = $3 AND id = $4",
        event.status,
        msgspec.json.encode(event).decode(),
        seller_id,
        event.id,
    )


async def event(tx: Transaction, seller_id: str, id: str) -> FinancialEvent | None:
    """The event of that id."""
    row = await tx.one("SELECT document FROM financial_events WHERE seller_id = $1 AND id = $2", seller_id, id)
    return None if row is None else _DECODER.decode(row[0])


async def of_order(tx: Transaction, seller_id: str, order_id: str) -> list[FinancialEvent]:
    """Every event of an order, in the order in which they were posted."""
    rows = await tx.all(
        "SELECT document FROM financial_events WHERE seller_id = $1 AND order_id = $2 ORDER BY posted_at, id",
        seller_id,
        order_id,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def page(
    tx: Transaction, seller_id: str, window: Window, after: tuple[int, str] | None, limit: int
) -> list[FinancialEvent]:
    """A page of events, oldest first; transfers only where they are asked for."""
    values: list[Value] = [seller_id, window.start, window.end]
    conditions = ["seller_id = $1", "posted_at >= $2", "posted_at < $3"]
    for column in ("group_id", "order_id", "marketplace_id", "status"):
        if getattr(window, column):
            values.append(getattr(window, column))
            conditions.append(f"{column} = ${len(values)}")
    if not window.transfers:
        conditions.append("type <> 'Transfer'")
    if after is not None:
        values.extend(after)
        conditions.append(f"(posted_at, id) > (${len(values) - 1}, ${len(values)})")
    values.append(limit)
    rows = await tx.all(
        f"SELECT document FROM financial_events WHERE {' AND '.join(conditions)} ORDER BY posted_at, id"
        f" LIMIT ${len(values)}",
        *values,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def totals(tx: Transaction, seller_id: str, group_id: str) -> list[tuple[str, int, Decimal]]:
    """What a group's events come to: type, how many, and their sum, exact (by ``financial_events_by_kind``)."""
    rows = await tx.all(
        "SELECT type, total, COUNT(*) FROM financial_events WHERE seller_id = $1 AND group_id = $2"
        " GROUP BY type, total ORDER BY type",
        seller_id,
        group_id,
    )
    sums: dict[str, tuple[int, Decimal]] = {}
    for type, total, times in rows:
        many, so_far = sums.get(type, (0, Decimal(0)))
        sums[type] = (many + times, so_far + Decimal(total) * times)
    return [(type, many, total) for type, (many, total) in sums.items()]


async def last(tx: Transaction, seller_id: str, group_id: str, limit: int) -> list[FinancialEvent]:
    """The last events of a group, newest first."""
    rows = await tx.all(
        "SELECT document FROM financial_events WHERE seller_id = $1 AND group_id = $2"
        " ORDER BY posted_at DESC, id DESC LIMIT $3",
        seller_id,
        group_id,
        limit,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def earned_since(tx: Transaction, seller_id: str, group_id: str, since: datetime) -> Decimal:
    """What sales, less refunds, brought in a group from that time on."""
    rows = await tx.all(
        "SELECT total FROM financial_events WHERE seller_id = $1 AND group_id = $2 AND posted_at >= $3"
        " AND type IN ('Shipment', 'Refund')",
        seller_id,
        group_id,
        to_milliseconds(since),
    )
    return sum((Decimal(row[0]) for row in rows), Decimal(0))


async def total_between(tx: Transaction, seller_id: str, group_id: str, start: int, end: int) -> Decimal:
    """What a group's own events came to that were posted from ``start`` up to, not including, ``end``."""
    rows = await tx.all(
        "SELECT total, COUNT(*) FROM financial_events WHERE seller_id = $1 AND group_id = $2 AND posted_at >= $3"
        " AND posted_at < $4 AND type <> 'Transfer' GROUP BY total",
        seller_id,
        group_id,
        start,
        end,
    )
    return sum((Decimal(total) * times for total, times in rows), Decimal(0))


async def earned_between(tx: Transaction, seller_id: str, group_id: str, start: int, end: int) -> Decimal:
    """What sales, less refunds, brought in a group from ``start`` up to, not including, ``end``."""
    rows = await tx.all(
        "SELECT total, COUNT(*) FROM financial_events WHERE seller_id = $1 AND group_id = $2 AND posted_at >= $3"
        " AND posted_at < $4 AND type IN ('Shipment', 'Refund') GROUP BY total",
        seller_id,
        group_id,
        start,
        end,
    )
    return sum((Decimal(total) * times for total, times in rows), Decimal(0))


async def deferred_at(tx: Transaction, seller_id: str, at: int, since: int) -> list[FinancialEvent]:
    """What was deferred at a time and not released by then, of what was posted from ``since`` on."""
    rows = await tx.all(
        "SELECT document FROM financial_events WHERE seller_id = $1 AND posted_at >= $2 AND posted_at < $3"
        " AND status IN ('DEFERRED', 'DEFERRED_RELEASED') ORDER BY posted_at, id",
        seller_id,
        since,
        at,
    )
    found = [_DECODER.decode(row[0]) for row in rows]
    return [each for each in found if each.matures_at is not None and to_milliseconds(each.matures_at) >= at]


async def groups_at(tx: Transaction, seller_id: str, at: int) -> list[Group]:
    """The groups that were open just before a time, one a currency."""
    return _groups(
        await tx.all(
            f"{_GROUP} WHERE seller_id = $1 AND started_at < $2 AND (ended_at = 0 OR ended_at >= $2) ORDER BY currency",
            seller_id,
            at,
        )
    )


async def open_group(tx: Transaction, seller_id: str, currency: str) -> Group | None:
    """The group of a currency that takes new events."""
    return _group(
        await tx.one(f"{_GROUP} WHERE seller_id = $1 AND currency = $2 AND ended_at = 0", seller_id, currency)
    )


async def group(tx: Transaction, seller_id: str, id: str) -> Group | None:
    """The group of that id."""
    return _group(await tx.one(f"{_GROUP} WHERE seller_id = $1 AND id = $2", seller_id, id))


async def groups(
    tx: Transaction, seller_id: str, start: int, end: int, before: tuple[int, str] | None, limit: int
) -> list[Group]:
    """Groups that were opened from ``start`` up to, not including, ``end``, newest first."""
    earlier = ""
    values: list[Value] = [seller_id, start, end, limit]
    if before is not None:
        earlier = " AND (started_at, id) < ($5, $6)"
        values.extend(before)
    rows = await tx.all(
        f"{_GROUP} WHERE seller_id = $1 AND started_at >= $2 AND started_at < $3{earlier}"
        " ORDER BY started_at DESC, id DESC LIMIT $4",
        *values,
    )
    return _groups(rows)


async def open_groups(tx: Transaction, seller_id: str, most: int) -> list[Group]:
    """The groups that take new events, one a currency."""
    return _groups(
        await tx.all(f"{_GROUP} WHERE seller_id = $1 AND ended_at = 0 ORDER BY currency LIMIT $2", seller_id, most)
    )


async def add_group(tx: Transaction, seller_id: str, group: Group) -> None:
    """Opens a group."""
    await tx.run(
        "INSERT INTO financial_event_groups (seller_id, id, currency, started_at, ended_at, beginning, total,"
        " transferred, transfer_status, trace_id, account_tail)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        seller_id,
        group.id,
        group.currency,
        to_milliseconds(group.started_at),
        _end(group),
        str(group.beginning),
        str(group.total),
        str(group.transferred),
        group.transfer_status,
        group.trace_id,
        group.account_tail,
    )


async def save_group(tx: Transaction, seller_id: str, group: Group) -> None:
    """Keeps a group as it is now."""
    await tx.run(
        "UPDATE financial_event_groups SET ended_at = $1, total = $2, transferred = $3, transfer_status = $4,"
        " trace_id = $5, account_tail = $6 WHERE seller_id = $7 AND id = $8",
        _end(group),
        str(group.total),
        str(group.transferred),
        group.transfer_status,
        group.trace_id,
        group.account_tail,
        seller_id,
        group.id,
    )


async def active_in(tx: Transaction, seller_id: str, marketplaces: Sequence[str]) -> bool:
    """Whether the seller has had any event in one of these marketplaces."""
    numbers = ", ".join(f"${index + 2}" for index in range(len(marketplaces)))
    row = await tx.one(
        f"SELECT 1 FROM financial_events WHERE seller_id = $1 AND marketplace_id IN ({numbers}) LIMIT 1",
        seller_id,
        *marketplaces,
    )
    return row is not None


def _end(group: Group) -> int:
    return 0 if group.ended_at is None else to_milliseconds(group.ended_at)


def _groups(rows: Sequence[Row]) -> list[Group]:
    return [each for row in rows if (each := _group(row)) is not None]


def _group(row: Row | None) -> Group | None:
    if row is None:
        return None
    id, currency, started_at, ended_at, beginning, total, transferred, transfer_status, trace_id, account_tail = row
    return Group(
        id=id,
        currency=currency,
        started_at=from_milliseconds(started_at),
        ended_at=from_milliseconds(ended_at) if ended_at else None,
        beginning=Decimal(beginning),
        total=Decimal(total),
        transferred=Decimal(transferred),
        transfer_status=transfer_status,
        trace_id=trace_id,
        account_tail=account_tail,
    )


async def marketplace_of(tx: Transaction, seller_id: str, group_id: str, currency: str) -> str:
    """The marketplace that a group's own events are booked in: that of the seller's first event in its currency."""
    row = await tx.one(
        "SELECT marketplace_id FROM financial_events WHERE seller_id = $1 AND currency = $2"
        " ORDER BY posted_at, id LIMIT 1",
        seller_id,
        currency,
    )
    if row is None:
        raise LookupError(f"group {group_id} was opened without an event")
    return str(row[0])

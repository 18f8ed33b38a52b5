"""The SQL of traffic, and of what buyers may choose from."""

from __future__ import annotations

import msgspec

from tradepost.store.database import Transaction


class Traffic(msgspec.Struct, omit_defaults=True, rename="camel", forbid_unknown_fields=True, kw_only=True):
    """How buyers come to a seller in a marketplace.

    ``orders_per_day`` is the mean of a week. Shares go from 0 to 1: ``return_rate`` of orders that are sent back,
    ``cancel_rate`` of those called off, ``business_share`` of those that businesses place. Where ``ships`` is set,
    somebody ships the seller's own orders for him within a day.
    """

    orders_per_day: float
    return_rate: float = 0.0
    cancel_rate: float = 0.0
    business_share: float = 0.0
    ships: bool = False


async def find(tx: Transaction, seller_id: str, marketplace_id: str) -> tuple[Traffic, int] | None:
    """The traffic of a seller in a marketplace, and how many buyers have come so far."""
    row = await tx.one(
        "SELECT settings, arrivals FROM traffic WHERE seller_id = $1 AND marketplace_id = $2",
        seller_id,
        marketplace_id,
    )
    return None if row is None else (msgspec.json.decode(row[0], type=Traffic), row[1])


async def all_of(tx: Transaction, seller_id: str) -> dict[str, Traffic]:
    """The traffic of a seller by marketplace, where there is any."""
    rows = await tx.all(
        "SELECT marketplace_id, settings FROM traffic WHERE seller_id = $1 AND running = 1 ORDER BY marketplace_id",
        seller_id,
    )
    return {row[0]: msgspec.json.decode(row[1], type=Traffic) for row in rows}


async def keep(tx: Transaction, seller_id: str, marketplace_id: str, traffic: Traffic, *, running: bool) -> None:
    """Sets how buyers come; those who came so far stay counted."""
    await tx.run(
        "INSERT INTO traffic (seller_id, marketplace_id, settings, running, arrivals) VALUES ($1, $2, $3, $4, 0)"
        " ON CONFLICT (seller_id, marketplace_id) DO UPDATE SET settings = $3, running = $4",
        seller_id,
        marketplace_id,
        msgspec.json.encode(traffic).decode(),
        int(running),
    )


async def count_arrival(tx: Transaction, seller_id: str, marketplace_id: str) -> None:
    """One more buyer has come."""
    await tx.run(
        "UPDATE traffic SET arrivals = arrivals + 1 WHERE seller_id = $1 AND marketplace_id = $2",
        seller_id,
        marketplace_id,
    )

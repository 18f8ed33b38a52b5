"""The SQL of FBA Inbound."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar

import msgspec

from tradepost.domains.fba.inbound.contents import Box, Line, Pallet
from tradepost.domains.fba.inbound.plan import Plan
from tradepost.domains.fba.inbound.shipment import Shipment
from tradepost.domains.fba.inbound.sku_details import SkuDetails
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction, Value

Kind = Literal["item", "box", "pallet"]
Content = TypeVar("Content", Line, Box, Pallet)
_PLAN = msgspec.json.Decoder(Plan)
_SHIPMENT = msgspec.json.Decoder(Shipment)
_DETAILS = msgspec.json.Decoder(SkuDetails)
_KINDS: dict[type, Kind] = {Line: "item", Box: "box", Pallet: "pallet"}
_ORDERS = {"created": "created_at", "updated": "updated_at"}


def _given(*values: Value) -> list[Value]:
    return list(values)


def _text(document: msgspec.Struct) -> str:
    return msgspec.json.encode(document).decode()


async def plan(tx: Transaction, seller_id: str, plan_id: str) -> Plan | None:
    """One plan, by its primary key."""
    row = await tx.one("SELECT document FROM inbound_plans WHERE seller_id = $1 AND plan_id = $2", seller_id, plan_id)
    return None if row is None else _PLAN.decode(row[0])


async def keep_plan(tx: Transaction, seller_id: str, plan: Plan) -> None:
    """Keeps a plan as it is now, new or not."""
    await tx.run(
        "INSERT INTO inbound_plans (seller_id, plan_id, status, created_at, updated_at, document)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (seller_id, plan_id)"
        " DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at, document = excluded.document",
        seller_id,
        plan.id,
        plan.status,
        to_milliseconds(plan.created_at),
        to_milliseconds(plan.updated_at),
        _text(plan),
    )


async def plans(
    tx: Transaction,
    seller_id: str,
    status: str | None,
    order: Literal["created", "updated"],
    after: tuple[int, str] | None,
    limit: int,
    *,
    down: bool,
) -> list[Plan]:
    """A page of plans by the time of their creation or last update (``inbound_plans_by_creation``, ``_by_update``)."""
    column, way, sign = _ORDERS[order], "DESC" if down else "ASC", "<" if down else ">"
    conditions, given = ["seller_id = $1"], _given(seller_id, limit)
    if status is not None:
        given.append(status)
        conditions.append(f"status = ${len(given)}")
    if after is not None:
        given += after
        conditions.append(f"({column}, plan_id) {sign} (${len(given) - 1}, ${len(given)})")
    rows = await tx.all(
        f"SELECT document FROM inbound_plans WHERE {' AND '.join(conditions)}"
        f" ORDER BY {column} {way}, plan_id {way} LIMIT $2",
        *given,
    )
    return [_PLAN.decode(row[0]) for row in rows]


async def shipment(tx: Transaction, seller_id: str, shipment_id: str) -> Shipment | None:
    """One shipment, by its primary key."""
    row = await tx.one(
        "SELECT document FROM inbound_shipments WHERE seller_id = $1 AND shipment_id = $2", seller_id, shipment_id
    )
    return None if row is None else _SHIPMENT.decode(row[0])


async def confirmed_shipments(tx: Transaction, seller_id: str, confirmation_ids: Sequence[str]) -> list[Shipment]:
    """The shipments that have these ids on their labels (``inbound_shipments_by_confirmation``)."""
    if not confirmation_ids:
        return []
    names = ", ".join(f"${number}" for number in range(2, 2 + len(confirmation_ids)))
    rows = await tx.all(
        f"SELECT document FROM inbound_shipments WHERE seller_id = $1 AND confirmation_id IN ({names})"
        " ORDER BY updated_at, shipment_id",
        seller_id,
        *confirmation_ids,
    )
    return [_SHIPMENT.decode(row[0]) for row in rows]


async def shipments_named(tx: Transaction, seller_id: str, shipment_ids: Sequence[str]) -> list[Shipment]:
    """Shipments by their ids; one that does not exist is left out."""
    if not shipment_ids:
        return []
    names = ", ".join(f"${number}" for number in range(2, 2 + len(shipment_ids)))
    rows = await tx.all(
        f"SELECT document FROM inbound_shipments WHERE seller_id = $1 AND shipment_id IN ({names})",
        seller_id,
        *shipment_ids,
    )
    return [_SHIPMENT.decode(row[0]) for row in rows]


async def shipments_updated(
    tx: Transaction,
    seller_id: str,
    marketplace_id: str,
    statuses: Sequence[str],
    between: tuple[int, int],
    after: tuple[int, str],
    limit: int,
) -> list[Shipment]:
    """A page of confirmed shipments that changed between two times, oldest change first; of all states without one."""
    given: list[Value] = [seller_id, marketplace_id, *between, *after, limit]
    asked = ""
    if statuses:
        asked = f" AND status IN ({', '.join(f'${number}' for number in range(8, 8 + len(statuses)))})"
    rows = await tx.all(
        "SELECT document FROM inbound_shipments WHERE seller_id = $1 AND marketplace_id = $2 AND updated_at >= $3"
        " AND updated_at <= $4 AND (updated_at, shipment_id) > ($5, $6) AND confirmation_id <> ''"
        f"{asked} ORDER BY updated_at, shipment_id LIMIT $7",
        *given,
        *statuses,
    )
    return [_SHIPMENT.decode(row[0]) for row in rows]


async def shipments_of(tx: Transaction, seller_id: str, plan_id: str) -> list[Shipment]:
    """Every shipment of a plan, in the order of their numbers."""
    rows = await tx.all(
        "SELECT document FROM inbound_shipments WHERE seller_id = $1 AND plan_id = $2", seller_id, plan_id
    )
    return sorted((_SHIPMENT.decode(row[0]) for row in rows), key=lambda each: each.number)


async def keep_shipment(tx: Transaction, seller_id: str, shipment: Shipment) -> None:
    """Keeps a shipment as it is now, new or not."""
    await tx.run(
        "INSERT INTO inbound_shipments"
        " (seller_id, shipment_id, plan_id, confirmation_id, marketplace_id, status, updated_at, document)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (seller_id, shipment_id)"
        " DO UPDATE SET confirmation_id = excluded.confirmation_id, status = excluded.status,"
        " updated_at = excluded.updated_at, document = excluded.document",
        seller_id,
        shipment.id,
        shipment.plan_id,
        shipment.confirmation_id,
        shipment.marketplace_id,
        shipment.status,
        to_milliseconds(shipment.updated_at),
        _text(shipment),
    )


async def drop_shipment(tx: Transaction, seller_id: str, shipment_id: str) -> None:
    """Forgets a shipment that was offered only, and what would have been in it."""
    await tx.run("DELETE FROM inbound_shipments WHERE seller_id = $1 AND shipment_id = $2", seller_id, shipment_id)
    await tx.run("DELETE FROM inbound_contents WHERE seller_id = $1 AND owner_id = $2", seller_id, shipment_id)


async def contents(
    tx: Transaction, seller_id: str, owner_id: str, kind: type[Content], after: int = -1, limit: int | None = None
) -> list[Content]:
    """The items, boxes or pallets of a plan, packing group or shipment, from after a place on."""
    most = "" if limit is None else f" LIMIT {int(limit)}"
    rows = await tx.all(
        "SELECT document FROM inbound_contents WHERE seller_id = $1 AND owner_id = $2 AND kind = $3 AND position > $4"
        f" ORDER BY position{most}",
        seller_id,
        owner_id,
        _KINDS[kind],
        after,
    )
    decoder = msgspec.json.Decoder(kind)
    return [decoder.decode(row[0]) for row in rows]


async def set_contents(
    tx: Transaction, seller_id: str, owner_id: str, kind: type[Content], contents: Iterable[Content]
) -> None:
    """Puts these in the place of all that were there of their kind."""
    await tx.run(
        "DELETE FROM inbound_contents WHERE seller_id = $1 AND owner_id = $2 AND kind = $3",
        seller_id,
        owner_id,
        _KINDS[kind],
    )
    await tx.many(
        "INSERT INTO inbound_contents (seller_id, owner_id, kind, position, document) VALUES ($1, $2, $3, $4, $5)",
        [(seller_id, owner_id, _KINDS[kind], place, _text(each)) for place, each in enumerate(contents)],
    )


async def sku_details(
    tx: Transaction, seller_id: str, marketplace_id: str, skus: Sequence[str]
) -> dict[str, SkuDetails]:
    """What a seller has told of SKUs; one of which nothing was told is left out."""
    if not skus:
        return {}
    names = ", ".join(f"${number}" for number in range(3, 3 + len(skus)))
    rows = await tx.all(
        "SELECT seller_sku, document FROM inbound_sku_details"
        f" WHERE seller_id = $1 AND marketplace_id = $2 AND seller_sku IN ({names})",
        seller_id,
        marketplace_id,
        *skus,
    )
    return {row[0]: _DETAILS.decode(row[1]) for row in rows}


async def keep_sku_details(
    tx: Transaction, seller_id: str, marketplace_id: str, seller_sku: str, details: SkuDetails
) -> None:
    """Keeps what a seller tells of a SKU."""
    await tx.run(
        "INSERT INTO inbound_sku_details (seller_id, marketplace_id, seller_sku, document) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (seller_id, marketplace_id, seller_sku) DO UPDATE SET document = excluded.document",
        seller_id,
        marketplace_id,
        seller_sku,
        _text(details),
    )

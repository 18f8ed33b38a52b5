"""The SQL of AWD."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from tradepost.domains.fba.awd.distribution import DistributionOrder, Face
from tradepost.domains.fba.awd.inbound import InboundOrder, InboundShipment
from tradepost.domains.fba.awd.lots import Lot
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction, Value

_ORDER = msgspec.json.Decoder(InboundOrder)
_SHIPMENT = msgspec.json.Decoder(InboundShipment)
_LOT = (
    "lot_id, sku, asin, center_id, expiration, units_per_box, cubic_feet,"
    " announced, inbound, available, reserved, outbound, movements"
)
_TIMES = {"CREATED_AT": "created_at", "UPDATED_AT": "updated_at"}


def _text(document: msgspec.Struct) -> str:
    return msgspec.json.encode(document).decode()


async def inbound_order(tx: Transaction, seller_id: str, order_id: str) -> InboundOrder | None:
    """One inbound order, by its primary key."""
    row = await tx.one(
        "SELECT document FROM awd_inbound_orders WHERE seller_id = $1 AND order_id = $2", seller_id, order_id
    )
    return None if row is None else _ORDER.decode(row[0])


async def keep_inbound_order(tx: Transaction, seller_id: str, order: InboundOrder) -> None:
    """Keeps an inbound order as it is now, new or not."""
    await tx.run(
        "INSERT INTO awd_inbound_orders (seller_id, order_id, status, document) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (seller_id, order_id) DO UPDATE SET status = excluded.status, document = excluded.document",
        seller_id,
        order.id,
        order.status,
        _text(order),
    )


async def inbound_shipment(tx: Transaction, seller_id: str, shipment_id: str) -> InboundShipment | None:
    """One inbound shipment, by its primary key."""
    row = await tx.one(
        "SELECT document FROM awd_inbound_shipments WHERE seller_id = $1 AND shipment_id = $2", seller_id, shipment_id
    )
    return None if row is None else _SHIPMENT.decode(row[0])


async def keep_inbound_shipment(tx: Transaction, seller_id: str, shipment: InboundShipment) -> None:
    """Keeps an inbound shipment as it is now, new or not."""
    await tx.run(
        "INSERT INTO awd_inbound_shipments"
        " (seller_id, shipment_id, order_id, status, created_at, updated_at, document)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (seller_id, shipment_id)"
        " DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at, document = excluded.document",
        seller_id,
        shipment.id,
        shipment.order_id,
        shipment.status,
        to_milliseconds(shipment.created_at),
        to_milliseconds(shipment.updated_at),
        _text(shipment),
    )


class WantedShipments(msgspec.Struct, frozen=True, kw_only=True):
    """Which inbound shipments are looked for, and in which order; times are inclusive, in milliseconds."""

    by: Literal["UPDATED_AT", "CREATED_AT"] = "UPDATED_AT"
    down: bool = True
    status: str = ""
    updated_after: int | None = None
    updated_before: int | None = None


async def inbound_shipments(
    tx: Transaction, seller_id: str, wanted: WantedShipments, after: tuple[int, str] | None, limit: int
) -> list[InboundShipment]:
    """A page of shipments, by ``awd_inbound_shipments_by_update`` or ``_by_creation``."""
    column, way, sign = _TIMES[wanted.by], "DESC" if wanted.down else "ASC", "<" if wanted.down else ">"
    conditions = ["seller_id = $1"]
    given: list[Value] = [seller_id, limit]
    for condition, value in (
        ("status = ", wanted.status or None),
        ("updated_at >= ", wanted.updated_after),
        ("updated_at <= ", wanted.updated_before),
    ):
        if value is not None:
            given.append(value)
            conditions.append(f"{condition}${len(given)}")
    if after is not None:
        given += after
        conditions.append(f"({column}, shipment_id) {sign} (${len(given) - 1}, ${len(given)})")
    rows = await tx.all(
        f"SELECT document FROM awd_inbound_shipments WHERE {' AND '.join(conditions)}"
        f" ORDER BY {column} {way}, shipment_id {way} LIMIT $2",
        *given,
    )
    return [_SHIPMENT.decode(row[0]) for row in rows]


async def add_lot(tx: Transaction, seller_id: str, lot: Lot) -> None:
    """Adds a lot whose boxes are nowhere yet."""
    await tx.run(
        f"INSERT INTO awd_lots (seller_id, {_LOT}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, 0)",
        seller_id,
        lot.id,
        lot.sku,
        lot.asin,
        lot.center_id,
        lot.expiration,
        lot.units_per_box,
        str(lot.cubic_feet),
    )


def _lot(row: Sequence[Value]) -> Lot:
    values = dict(zip(_LOT.split(", "), row, strict=True))
    values["cubic_feet"] = Decimal(str(values["cubic_feet"]))  # type: ignore[assignment]
    return Lot(id=values.pop("lot_id"), **values)  # type: ignore[arg-type]


async def lots(tx: Transaction, seller_id: str, lot_ids: Sequence[str]) -> dict[str, Lot]:
    """Lots by their ids."""
    if not lot_ids:
        return {}
    names = ", ".join(f"${number}" for number in range(2, 2 + len(lot_ids)))
    rows = await tx.all(
        f"SELECT {_LOT} FROM awd_lots WHERE seller_id = $1 AND lot_id IN ({names})", seller_id, *lot_ids
    )
    return {each.id: each for each in map(_lot, rows)}


async def stored_lots(tx: Transaction, seller_id: str, skus: Sequence[str]) -> dict[str, list[Lot]]:
    """The lots of SKUs of which boxes are available, what expires first before the rest (``awd_lots_by_sku``)."""
    found: dict[str, list[Lot]] = {sku: [] for sku in skus}
    if not skus:
        return found
    names = ", ".join(f"${number}" for number in range(2, 2 + len(skus)))
    rows = await tx.all(
        f"SELECT {_LOT} FROM awd_lots WHERE seller_id = $1 AND sku IN ({names}) AND available > 0", seller_id, *skus
    )
    for lot in sorted(map(_lot, rows), key=lambda each: (each.expiration or "~", each.id)):
        found[lot.sku].append(lot)
    return found


async def keep_counts(tx: Transaction, seller_id: str, lot: Lot) -> None:
    """Keeps how many boxes of a lot are where."""
    await tx.run(
        "UPDATE awd_lots SET announced = $3, inbound = $4, available = $5, reserved = $6, outbound = $7,"
        " movements = $8 WHERE seller_id = $1 AND lot_id = $2",
        seller_id,
        lot.id,
        lot.announced,
        lot.inbound,
        lot.available,
        lot.reserved,
        lot.outbound,
        lot.movements,
    )


class Movement(msgspec.Struct, frozen=True):
    """A line of the ledger: so many boxes of a lot went from one place to another, why, and for what."""

    lot_id: str
    number: int
    source: str
    target: str
    boxes: int
    cause: str
    reference: str


async def add_movement(tx: Transaction, seller_id: str, entry: Movement, moved_at: int) -> None:
    """Writes a line of the ledger."""
    await tx.run(
        "INSERT INTO awd_movements"
        " (seller_id, lot_id, number, source, target, boxes, cause, reference, moved_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        seller_id,
        entry.lot_id,
        entry.number,
        entry.source,
        entry.target,
        entry.boxes,
        entry.cause,
        entry.reference,
        moved_at,
    )


class Units(msgspec.Struct, frozen=True):
    """The units of a SKU by place. ``stored_until`` has those that are here by the day until which they are good."""

    sku: str
    inbound: int
    available: int
    reserved: int
    outbound: int
    stored_until: dict[str, int]


async def units(
    tx: Transaction, seller_id: str, sku: str | None, after: str | None, limit: int, *, down: bool
) -> list[Units]:
    """A page of SKUs in their order, or one of them; of every SKU of which boxes were ever sent in."""
    conditions = ["seller_id = $1"]
    given: list[Value] = [seller_id, limit]
    for condition, value in (("sku = ", sku), (f"sku {'<' if down else '>'} ", after)):
        if value is not None:
            given.append(value)
            conditions.append(f"{condition}${len(given)}")
    way = "DESC" if down else "ASC"
    rows = await tx.all(
        "SELECT sku, CAST(SUM(inbound * units_per_box) AS BIGINT), CAST(SUM(available * units_per_box) AS BIGINT),"
        " CAST(SUM(reserved * units_per_box) AS BIGINT), CAST(SUM(outbound * units_per_box) AS BIGINT)"
        f" FROM awd_lots WHERE {' AND '.join(conditions)} GROUP BY sku ORDER BY sku {way} LIMIT $2",
        *given,
    )
    until = await _stored_until(tx, seller_id, [row[0] for row in rows])
    return [Units(row[0], row[1], row[2], row[3], row[4], until.get(row[0], {})) for row in rows]


async def _stored_until(tx: Transaction, seller_id: str, skus: Sequence[str]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    if not skus:
        return found
    names = ", ".join(f"${number}" for number in range(2, 2 + len(skus)))
    rows = await tx.all(
        "SELECT sku, expiration, CAST(SUM((available + reserved) * units_per_box) AS BIGINT) FROM awd_lots"
        f" WHERE seller_id = $1 AND sku IN ({names}) AND expiration <> '' GROUP BY sku, expiration"
        " ORDER BY sku, expiration",
        seller_id,
        *skus,
    )
    for sku, expiration, quantity in rows:
        if quantity:
            found.setdefault(sku, {})[expiration] = quantity
    return found


class StoredChange(msgspec.Struct, frozen=True):
    """Boxes that came to a distribution center, or, where they are negative, left it."""

    center_id: str
    cubic_feet: Decimal
    boxes: int
    moved_at: int


async def stored_changes(tx: Transaction, seller_id: str, until: int) -> list[StoredChange]:
    """Everything that came and left before a time."""
    rows = await tx.all(
        "SELECT l.center_id, l.cubic_feet, m.boxes, m.cause, m.moved_at FROM awd_movements m"
        " JOIN awd_lots l ON l.seller_id = m.seller_id AND l.lot_id = m.lot_id"
        " WHERE m.seller_id = $1 AND m.moved_at < $2 AND m.cause IN ('received', 'sent')"
        " ORDER BY m.lot_id, m.number",
        seller_id,
        until,
    )
    return [
        StoredChange(center, Decimal(feet), boxes if cause == "received" else -boxes, moved_at)
        for center, feet, boxes, cause, moved_at in rows
    ]


_DISTRIBUTION = msgspec.json.Decoder(DistributionOrder)


async def distribution_order(tx: Transaction, seller_id: str, order_id: str) -> DistributionOrder | None:
    """One order that sends boxes on, by its primary key."""
    row = await tx.one(
        "SELECT document FROM awd_distribution_orders WHERE seller_id = $1 AND order_id = $2", seller_id, order_id
    )
    return None if row is None else _DISTRIBUTION.decode(row[0])


async def keep_distribution_order(tx: Transaction, seller_id: str, order: DistributionOrder) -> None:
    """Keeps an order as it is now, new or not."""
    await tx.run(
        "INSERT INTO awd_distribution_orders (seller_id, order_id, face, status, updated_at, document)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (seller_id, order_id)"
        " DO UPDATE SET status = excluded.status, updated_at = excluded.updated_at, document = excluded.document",
        seller_id,
        order.id,
        order.face,
        order.status,
        to_milliseconds(order.updated_at),
        _text(order),
    )


async def distribution_orders(
    tx: Transaction,
    seller_id: str,
    face: Face,
    between: tuple[int | None, int | None],
    after: tuple[int, str] | None,
    limit: int,
    *,
    down: bool,
) -> list[DistributionOrder]:
    """A page of orders of one face by the time of their last update (``awd_distribution_orders_by_update``)."""
    conditions = ["seller_id = $1", "face = $3"]
    given: list[Value] = [seller_id, limit, face]
    for condition, value in zip(("updated_at >= ", "updated_at <= "), between, strict=True):
        if value is not None:
            given.append(value)
            conditions.append(f"{condition}${len(given)}")
    if after is not None:
        given += after
        conditions.append(f"(updated_at, order_id) {'<' if down else '>'} (${len(given) - 1}, ${len(given)})")
    way = "DESC" if down else "ASC"
    rows = await tx.all(
        f"SELECT document FROM awd_distribution_orders WHERE {' AND '.join(conditions)}"
        f" ORDER BY updated_at {way}, order_id {way} LIMIT $2",
        *given,
    )
    return [_DISTRIBUTION.decode(row[0]) for row in rows]


async def replenishment(tx: Transaction, seller_id: str) -> int:
    """For how many days a seller's stock at FBA is to last; 0 where it is not replenished by itself."""
    row = await tx.one("SELECT days FROM awd_replenishments WHERE seller_id = $1", seller_id)
    return 0 if row is None else int(row[0])


async def keep_replenishment(tx: Transaction, seller_id: str, days: int) -> None:
    """Keeps for how many days it is to last."""
    await tx.run(
        "INSERT INTO awd_replenishments (seller_id, days) VALUES ($1, $2)"
        " ON CONFLICT (seller_id) DO UPDATE SET days = excluded.days",
        seller_id,
        days,
    )

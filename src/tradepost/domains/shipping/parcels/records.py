"""The SQL of parcels."""

from __future__ import annotations

import msgspec

from tradepost.domains.shipping.parcels.parcel import Parcel
from tradepost.simulation.clock import to_milliseconds
from tradepost.store.database import Transaction

_DECODER = msgspec.json.Decoder(Parcel)


async def find(tx: Transaction, seller_id: str, parcel_id: str) -> Parcel | None:
    """One parcel, by its primary key."""
    row = await tx.one("SELECT document FROM parcels WHERE seller_id = $1 AND parcel_id = $2", seller_id, parcel_id)
    return None if row is None else _DECODER.decode(row[0])


async def of_number(tx: Transaction, seller_id: str, tracking_number: str) -> Parcel | None:
    """The latest parcel of a tracking number (``parcels_by_number``)."""
    row = await tx.one(
        "SELECT document FROM parcels WHERE seller_id = $1 AND tracking_number = $2"
        " ORDER BY bought_at DESC, parcel_id LIMIT 1",
        seller_id,
        tracking_number,
    )
    return None if row is None else _DECODER.decode(row[0])


async def of_reference(tx: Transaction, seller_id: str, source: str, reference: str) -> list[Parcel]:
    """The parcels of a shipment, in the order of their ids (``parcels_by_reference``)."""
    rows = await tx.all(
        "SELECT document FROM parcels WHERE seller_id = $1 AND source = $2 AND reference = $3 ORDER BY parcel_id",
        seller_id,
        source,
        reference,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def seller_of_number(tx: Transaction, tracking_number: str) -> tuple[str, str] | None:
    """Whose parcel has a tracking number, and its id: for developers, who see every seller."""
    row = await tx.one(
        "SELECT seller_id, parcel_id FROM parcels WHERE tracking_number = $1 ORDER BY bought_at DESC LIMIT 1",
        tracking_number,
    )
    return None if row is None else (row[0], row[1])


async def of_every_seller(tx: Transaction, most: int) -> list[tuple[str, Parcel]]:
    """The latest parcels of all sellers, newest first."""
    rows = await tx.all(
        "SELECT seller_id, document FROM parcels ORDER BY bought_at DESC, parcel_id LIMIT $1",
        most,
    )
    return [(row[0], _DECODER.decode(row[1])) for row in rows]


async def newest(tx: Transaction, seller_id: str, most: int) -> list[Parcel]:
    """A seller's latest parcels, newest first (``parcels_by_time``)."""
    rows = await tx.all(
        "SELECT document FROM parcels WHERE seller_id = $1 ORDER BY bought_at DESC, parcel_id DESC LIMIT $2",
        seller_id,
        most,
    )
    return [_DECODER.decode(row[0]) for row in rows]


async def add(tx: Transaction, seller_id: str, parcel: Parcel) -> bool:
    """Adds a parcel; false when its id is taken."""
    added = await tx.run(
        "INSERT INTO parcels (seller_id, parcel_id, source, reference, carrier, tracking_number, order_id, state,"
        " bought_at, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (seller_id, parcel_id) DO NOTHING",
        seller_id,
        parcel.id,
        parcel.source,
        parcel.reference,
        parcel.carrier,
        parcel.tracking_number,
        parcel.order_id,
        parcel.state,
        to_milliseconds(parcel.bought_at),
        msgspec.json.encode(parcel).decode(),
    )
    return bool(added)


async def save(tx: Transaction, seller_id: str, parcel: Parcel) -> None:
    """Keeps a parcel as it is now."""
    await tx.run(
        "UPDATE parcels SET state = $1, carrier = $2, tracking_number = $3, document = $4"
        " WHERE seller_id = $5 AND parcel_id = $6",
        parcel.state,
        parcel.carrier,
        parcel.tracking_number,
        msgspec.json.encode(parcel).decode(),
        seller_id,
        parcel.id,
    )


async def forget(tx: Transaction, seller_id: str, parcel_id: str) -> None:
    """Does not follow a parcel any more."""
    await tx.run("DELETE FROM parcels WHERE seller_id = $1 AND parcel_id = $2", seller_id, parcel_id)


async def to_be_picked_up(tx: Transaction, seller_id: str, source: str) -> list[Parcel]:
    """The parcels of a source whose label was bought and that wait for their carrier, oldest first."""
    rows = await tx.all(
        "SELECT document FROM parcels WHERE seller_id = $1 AND source = $2 AND state = 'PreTransit'"
        " ORDER BY bought_at, parcel_id",
        seller_id,
        source,
    )
    return [_DECODER.decode(row[0]) for row in rows]
